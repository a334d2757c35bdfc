"""How the customer of a complaint can be reached: kept enciphered, shown masked, read in the clear for a reason."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Max

from complaints.domain.customer.addresses import (
    HIDDEN_PART,
    LONGEST_NAME,
    address_hash,
    masked_address,
    masked_name,
    normal_address,
)
from complaints.domain.people import may_at
from complaints.models import Complaint, ContactLook, CustomerContact, CustomerLink
from foundation.enciphering import Unreadable, decipher, encipher
from foundation.refusals import Refused
from foundation.text import clean_line
from parties.domain.scope import Scope, writing

LONGEST_REASON: Final = 200
KEEP: Final = "complaints.log"
SHOW: Final = "complaints.contact"


@dataclass(frozen=True)
class Reach:
    """How somebody can be reached: by which kind of address, and how they want to be called (may be empty)."""

    kind: str
    address: str
    name: str = ""
    language: str = "zh-hans"

    def __repr__(self) -> str:  # it must not come into a log by a chance
        return f"Reach({self.kind})"


def keep_contact(complaint_id: int, reach: Reach, *, by: Scope, at: datetime, reason: str = "") -> CustomerContact:
    """Write down how the customer can be reached; whoever may log complaints at the venue may.

    Everything said to the customer goes there, so replacing a known one takes the right to see it; and where the
    customer left it themself a reason too, which is kept like that of a look.
    Refused: ``complaints.not_your_step``, ``.reason_missing``, ``.contact_wrong``, and what a line of text is refused
    for.
    """
    if by.user_id is None:
        raise Refused("parties.not_yours")
    with writing(by):
        complaint = Complaint.objects.select_for_update(no_key=True).get(pk=complaint_id)
        known = CustomerContact.objects.filter(complaint=complaint_id).first()
        if not may_at(by, SHOW if known else KEEP, complaint.venue_id):
            raise Refused("complaints.not_your_step")
        if known is not None and known.kept_by_id is None:
            ContactLook.objects.create(contact=known, user_id=by.user_id, reason=_why(reason), at=at)
        return write_contact(complaint_id, reach, user_id=by.user_id, at=at)


def write_contact(complaint_id: int, reach: Reach, *, user_id: int | None, at: datetime) -> CustomerContact:
    """Keep it in the caller's transaction, its complaint locked; ``user_id`` is empty where the customer says it."""
    address = normal_address(reach.kind, reach.address)
    same = CustomerContact.objects.filter(
        complaint=complaint_id, kind=reach.kind, address_hash=address_hash(reach.kind, address)
    ).first()
    newest = CustomerLink.objects.filter(complaint=complaint_id).aggregate(at=Max("made_at"))["at"]
    # After every link made for another address, whichever of the two waited for the complaint's row.
    kept_at = same.kept_at if same else max(at, newest + timedelta.resolution) if newest else at
    name = clean_line(reach.name, LONGEST_NAME, "name")
    known = dict(settings.LANGUAGES)
    contact, _is_new = CustomerContact.objects.update_or_create(
        complaint_id=complaint_id,
        defaults={
            "kind": reach.kind,
            "name_enciphered": encipher(name, about=_about(complaint_id, "name")) if name else None,
            "address_enciphered": encipher(address, about=_about(complaint_id, "address")),
            "address_hash": address_hash(reach.kind, address),
            "language": reach.language if reach.language in known else settings.LANGUAGE_CODE,
            "kept_at": kept_at,
            "kept_by_id": user_id,
        },
    )
    return contact


def reach_of(contact: CustomerContact) -> Reach:
    """In the clear, for what sends to the customer; a person sees it by :func:`show_contact` alone.

    Raises ``foundation.enciphering.Unreadable``.
    """
    name = contact.name_enciphered
    return Reach(
        kind=contact.kind,
        address=decipher(bytes(contact.address_enciphered), about=_about(contact.complaint_id, "address")),
        name=decipher(bytes(name), about=_about(contact.complaint_id, "name")) if name else "",
        language=contact.language,
    )


def enciphered_again(contact: CustomerContact) -> CustomerContact:
    """The same contact under the present key of the house, with its hash made anew; not saved.

    Raises ``foundation.enciphering.Unreadable``.
    """
    reach, about = reach_of(contact), contact.complaint_id
    contact.name_enciphered = encipher(reach.name, about=_about(about, "name")) if reach.name else None
    contact.address_enciphered = encipher(reach.address, about=_about(about, "address"))
    contact.address_hash = address_hash(reach.kind, reach.address)
    return contact


def masked(contact: CustomerContact) -> Reach:
    """What everybody who may see the complaint may see of it; stars alone when its key is gone."""
    try:
        reach = reach_of(contact)
    except Unreadable:
        return Reach(contact.kind, HIDDEN_PART, "", contact.language)
    return Reach(reach.kind, masked_address(reach.kind, reach.address), masked_name(reach.name), reach.language)


def show_contact(complaint_id: int, reason: str, *, by: Scope, at: datetime) -> Reach:
    """The contact in the clear, for a reason that stays: who looked, when, and why is kept for good.

    Refused: ``complaints.not_your_step``, ``complaints.contact_unknown``, ``complaints.reason_missing``.
    """
    if by.user_id is None:
        raise Refused("parties.not_yours")
    why = _why(reason)
    with writing(by):
        contact = CustomerContact.objects.select_related("complaint").filter(complaint=complaint_id).first()
        if contact is None:
            raise Refused("complaints.contact_unknown")
        if not may_at(by, SHOW, contact.complaint.venue_id):
            raise Refused("complaints.not_your_step")
        try:
            shown = reach_of(contact)
        except Unreadable:
            raise Refused("complaints.contact_unknown") from None
        ContactLook.objects.create(contact=contact, user_id=by.user_id, reason=why, at=at)
        return shown


def _why(reason: str) -> str:
    why = clean_line(reason, LONGEST_REASON, "reason")
    if not why:
        raise Refused("complaints.reason_missing", "reason")
    return why


def _about(complaint_id: int, what: str) -> str:
    return f"complaints.contact:{complaint_id}:{what}"
