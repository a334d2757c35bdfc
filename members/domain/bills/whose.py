"""Whose bill it is: the member with that card, else the only one with that telephone number."""

from __future__ import annotations

from foundation.refusals import Refused
from members.domain.bills.sent import NewBill
from members.domain.privacy.filing import Hashes
from members.domain.privacy.phones import normal_phone
from members.models import BillWay, Member, MemberState


def find_member(sent: NewBill, *, party_id: int) -> int | None:
    """The member to whom card or telephone lead; a telephone number that two members share leads to nobody.

    A till sends the numbers of guests, too: who is no member leaves a bill of nobody. A card that no member has is a
    slip, and so is a number that a person wrote for a member.
    Refused: ``members.card_unknown``, ``.phone_unknown``, ``.phone_wrong``.
    """
    if sent.card:
        return _by_card(sent.card, party_id=party_id)
    if not sent.phone.strip():
        return None
    by_hand = sent.way == BillWay.HAND
    try:
        phone = normal_phone(sent.phone)
    except Refused:
        if by_hand:
            raise
        return None
    found = Member.objects.filter(search__phone_hash=Hashes(party_id).phone(phone), party=party_id).active()
    ids = list(found.values_list("pk", flat=True)[:2])
    if len(ids) == 1:
        return ids[0]
    if by_hand:
        raise Refused("members.phone_unknown", "phone")
    return None


def _by_card(card: str, *, party_id: int) -> int:
    found = Member.objects.filter(party=party_id, number=card).exclude(state=MemberState.ERASED).first()
    if found is None:
        raise Refused("members.card_unknown", "card")
    return found.pk


def lock_member(member_id: int) -> Member:
    """The member's row, locked until the transaction ends; of who was merged, that of the one they were merged into."""
    while True:
        member = Member.objects.select_for_update(no_key=True).get(pk=member_id)
        if member.merged_into_id is None:
            return member
        member_id = member.merged_into_id
