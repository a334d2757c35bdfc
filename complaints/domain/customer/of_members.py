"""What complaints know of a member: those whose customer left the member's number or mailbox at a venue of the party.

Nothing is kept about it: both sides are compared by the keyed hash each time, so a complaint finds a member who was
enrolled later, and nobody once the member is erased.
"""

import secrets
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.domain.customer.addresses import address_hash, normal_address
from complaints.domain.customer.contacts import reach_of
from complaints.models import ENDED, Complaint, ContactKind, CustomerContact
from foundation import jobs
from foundation.enciphering import Key, Unreadable, encipher
from foundation.models import Job
from foundation.refusals import Refused
from members.domain.privacy.filing import Hashes
from members.domain.privacy.personal import Personal
from members.domain.privacy.phones import normal_phone, shown_phone
from members.domain.privacy.reading import personal_of
from members.domain.registry.access_file import Section, moment
from members.domain.registry.erasing import Gone
from members.domain.registry.timeline import MOST, Happening
from members.models import Member, MemberChange
from parties.domain.scope import SYSTEM, Scope, writing

FORGET_JOB: Final = "complaints.forget_contact"
LONG_ENOUGH: Final = timedelta(days=30)
"""How long a member must have had a number for it to be theirs in complaints that came before it."""
FIELDS: Final[Mapping[str, str]] = {ContactKind.PHONE: "phone", ContactKind.EMAIL: "email"}


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
    """A member is erased: how they can be reached goes from their complaints, too, as far as that is safe.

    A telephone number or mailbox on a member is what somebody typed. So that nobody can make the contacts of others
    unreadable by enrolling and erasing, a contact goes only where whoever erases may see its complaint, where the
    member had that number or mailbox when the complaint came in or for ``LONG_ENOUGH``, and where no other active
    member has the number. An open complaint is still to be answered: a job asks each day whether it has ended.
    """
    within = Complaint.objects.within(gone.by, verb="complaints.see")
    theirs = within.filter(pk__in=complaints_of(gone.party_id, gone.personal).values("pk"))
    for complaint in theirs.select_for_update(no_key=True, of=("self",)).order_by("pk"):
        contact = CustomerContact.objects.select_related("complaint").get(complaint=complaint.pk)
        since = _had_since(gone.member_id, contact.kind)
        if since <= max(complaint.received_at, at - LONG_ENOUGH):
            _forget_or_wait(contact, at=at)


def forget_contact(job: Job) -> None:
    """The job for a complaint that was open when its customer was erased; a contact left since then stays."""
    with writing(SYSTEM):
        asked = CustomerContact.objects.select_related("complaint__venue").filter(pk=job.payload["contact"])
        contact = asked.select_for_update(no_key=True, of=("self", "complaint")).get()
        if contact.kept_at.isoformat() == job.payload["kept_at"]:
            _forget_or_wait(contact, at=timezone.now())


def _had_since(member_id: int, kind: str) -> datetime:
    """Since when the member has the number or the mailbox that stood with them last."""
    changes = MemberChange.objects.filter(member=member_id, fields__contains=[FIELDS.get(kind, kind)])
    last = changes.order_by("-at").values_list("at", flat=True).first()
    return last or Member.objects.values_list("created_at", flat=True).get(pk=member_id)


def _forget_or_wait(contact: CustomerContact, *, at: datetime) -> None:
    """In the caller's transaction, the complaint's row locked."""
    if _is_of_another(contact):
        return
    if contact.complaint.state not in ENDED:
        tomorrow = at + timedelta(days=1)
        key = f"{FORGET_JOB}:{contact.pk}:{tomorrow:%Y%m%d%H%M}"
        asked: dict[str, int | str] = {"contact": contact.pk, "kept_at": contact.kept_at.isoformat()}
        jobs.enqueue(FORGET_JOB, key, asked, run_at=tomorrow)
        return
    contact.name_enciphered = None
    contact.address_enciphered = encipher("", about="nobody", key=Key("gone", secrets.token_bytes(32)))
    contact.address_hash = secrets.token_hex(32)
    contact.save(update_fields=["name_enciphered", "address_enciphered", "address_hash"])


def _is_of_another(contact: CustomerContact) -> bool:
    """Whether an active member of the party has this telephone number."""
    if contact.kind != ContactKind.PHONE:
        return False
    try:
        phone = normal_phone(reach_of(contact).address)
    except (Refused, Unreadable):
        return False
    party_id = contact.complaint.venue.party_id
    others = Member.objects.active().filter(party=party_id, search__phone_hash=Hashes(party_id).phone(phone))
    return others.exists()


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
