"""What complaints know of a member: those whose customer left the member's number or mailbox at a venue of the party.

Nothing is kept about it: both sides are compared by the keyed hash each time, so a complaint finds a member who was
enrolled later, and nobody once the member is erased.
"""

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.domain.customer.addresses import address_hash, normal_address
from complaints.models import ENDED, Complaint, ContactKind, CustomerContact
from foundation import jobs
from foundation.enciphering import Key, encipher
from foundation.models import Job
from foundation.refusals import Refused
from members.domain.privacy.personal import Personal
from members.domain.privacy.phones import shown_phone
from members.domain.privacy.reading import personal_of
from members.domain.registry.access_file import Section, moment
from members.domain.registry.erasing import Gone
from members.domain.registry.timeline import MOST, Happening
from members.models import Member
from parties.domain.scope import Scope

FORGET_JOB: Final = "complaints.forget_contact"


def complaints_of(party_id: int, personal: Personal) -> QuerySet[Complaint]:
    """The complaints of this customer at the party's venues."""
    return Complaint.objects.filter(venue__party=party_id, contact__address_hash__in=list(_hashes(personal)))


def happenings(member: Member, by: Scope) -> Iterator[Happening]:
    """The member's complaints that the person may see, on the member's line of time."""
    theirs = complaints_of(member.party_id, personal_of(member)).values("pk")
    seen = Complaint.objects.within(by, verb="complaints.see") if by.may("complaints.see") else Complaint.objects.none()
    for complaint in seen.filter(pk__in=theirs).order_by("-received_at")[:MOST]:
        yield Happening(
            complaint.received_at,
            _("Complaint"),
            "message-exclamation",
            f"{complaint.number} · {complaint.get_subject_display()} · {complaint.get_state_display()}",
            path=reverse("complaints:detail", args=[complaint.pk]),
        )


def in_file(member: Member, personal: Personal, by: Scope) -> Section:
    """The member's complaints that who makes the file may see, for the file of what is kept of them."""
    theirs = complaints_of(member.party_id, personal).values("pk")
    seen = Complaint.objects.within(by, verb="complaints.see").filter(pk__in=theirs).order_by("received_at")
    rows = [
        [row.number, moment(row.received_at), row.get_subject_display(), row.get_state_display(), row.what_happened]
        for row in seen
    ]
    return Section(_("Your complaints"), [_("Number"), _("When"), _("Subject"), _("Stage"), _("What happened")], rows)


def forget(gone: Gone, at: datetime) -> None:
    """A member is erased: how they can be reached goes from their complaints, too.

    An open complaint is still to be answered: a job asks each day whether it has ended.
    """
    theirs = complaints_of(gone.party_id, gone.personal)
    for contact in CustomerContact.objects.filter(complaint__in=theirs).select_related("complaint"):
        _forget_or_wait(contact, at=at)


def forget_contact(job: Job) -> None:
    """The job for a complaint that was open when its customer was erased."""
    contact = CustomerContact.objects.select_related("complaint").get(pk=job.payload["contact"])
    _forget_or_wait(contact, at=timezone.now())


def _forget_or_wait(contact: CustomerContact, *, at: datetime) -> None:
    if contact.complaint.state not in ENDED:
        tomorrow = at + timedelta(days=1)
        key = f"{FORGET_JOB}:{contact.pk}:{tomorrow:%Y%m%d%H%M}"
        jobs.enqueue(FORGET_JOB, key, {"contact": contact.pk}, run_at=tomorrow)
        return
    contact.name_enciphered = None
    contact.address_enciphered = encipher("", about="nobody", key=Key("gone", secrets.token_bytes(32)))
    contact.address_hash = secrets.token_hex(32)
    contact.save(update_fields=["name_enciphered", "address_enciphered", "address_hash"])


def _hashes(personal: Personal) -> Iterator[str]:
    """A landline's number is written with the nought of its town or without it."""
    phone = shown_phone(personal.phone)
    found = [(ContactKind.PHONE, phone), (ContactKind.PHONE, f"0{phone}"), (ContactKind.EMAIL, personal.email)]
    for kind, address in found:
        if address.strip("0"):
            try:
                yield address_hash(kind, normal_address(kind, address))
            except Refused:
                continue
