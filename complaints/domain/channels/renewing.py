"""Another link for the customer who lost theirs, or whose link somebody else has got."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from complaints.domain.channels.ways import ways_to
from complaints.domain.customer.contacts import reach_of
from complaints.domain.customer.link_mail import is_still_meant, mail_link
from complaints.domain.customer.links import address_of, replace_link
from complaints.domain.people import may_at
from complaints.gateways.configured import gateway_of
from complaints.gateways.sending import hand_over
from complaints.models import Complaint, ContactKind, CustomerContact, CustomerLink
from foundation import jobs
from foundation.carrying import Away, Parcel, Turned
from foundation.enciphering import keyed_hash
from foundation.models import Job
from foundation.refusals import Refused
from parties.domain.messages import Telling, tell
from parties.domain.scope import Scope, writing

VERB: Final = "complaints.tell"
JOB: Final = "complaints.renewed_link"


def renew_link(complaint_id: int, *, by: Scope, at: datetime) -> CustomerLink:
    """Give the customer another link, told to them alone; the old one opens nothing from now on.

    Who has the link speaks in the customer's name. So nobody of the staff ever sees it, and who wrote the address down
    does not have it sent there: somebody else does.
    Refused: ``complaints.not_your_step``, ``.contact_unknown``, ``.channel_away``, ``.own_contact``.
    """
    with writing(by):
        complaint = Complaint.objects.select_for_update(no_key=True).get(pk=complaint_id)
        if by.user_id is None or not may_at(by, VERB, complaint.venue_id):
            raise Refused("complaints.not_your_step")
        contact = CustomerContact.objects.filter(complaint=complaint_id).first()
        if contact is None:
            raise Refused("complaints.contact_unknown")
        if contact.kept_by_id == by.user_id:
            raise Refused("complaints.own_contact")
        if not way_of_renewing(contact, by=by):
            raise Refused("complaints.channel_away")
        link = replace_link(complaint_id, at=at)
        jobs.enqueue(JOB, f"{JOB}:{link.pk}", {"link": link.pk, "asked_by": by.user_id})
    return link


def way_of_renewing(contact: CustomerContact | None, *, by: Scope) -> str:
    """By which way this person may have another link sent, of a complaint at whose venue they tell customers; or ''."""
    if contact is None or contact.kept_by_id == by.user_id:
        return ""
    return next(iter(ways_to(contact).carried), "")


def carry_link(job: Job) -> None:
    """Tell the customer; when it cannot be carried, who asked for it is told."""
    link = CustomerLink.objects.select_related("complaint__venue", "complaint__contact").get(pk=job.payload["link"])
    if not is_still_meant(link):
        return
    if link.complaint.contact.kind == ContactKind.EMAIL:
        mail_link(job)
        return
    try:
        _hand_over(link, at=timezone.now())
    except Away:
        if job.attempts < jobs.MOST_ATTEMPTS:
            raise
        _tell_failed(link, job, at=timezone.now())
    except Turned:
        _tell_failed(link, job, at=timezone.now())


def _hand_over(link: CustomerLink, *, at: datetime) -> None:
    """Straight to the provider: a message of the conversation would show the staff the link."""
    gateway = next((gateway_of(way) for way in ways_to(link.complaint.contact).carried), None)
    if gateway is None:
        raise Turned("not_set_up")
    reach = reach_of(link.complaint.contact)
    with translation.override(reach.language):
        text = _("Your complaint %(number)s is found here from now on: %(url)s") % {
            "number": link.complaint.number,
            "url": address_of(link),
        }
    key = UUID(hex=keyed_hash(str(link.pk), purpose=JOB)[:32])
    hand_over(Parcel(str(key), reach.address, text), gateway, at=at)


def _tell_failed(link: CustomerLink, job: Job, *, at: datetime) -> None:
    telling = Telling(
        user_id=job.payload["asked_by"],
        kind="complaints.undelivered",
        key=f"{job.key}:undelivered",
        params={"complaint": link.complaint_id},
    )
    tell([telling], at=at)
