"""Whose bill it is: the member with that card, else the only one with that telephone number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from foundation.refusals import Refused
from members.domain.bills.sent import NewBill
from members.domain.privacy.filing import Hashes
from members.domain.privacy.phones import normal_phone
from members.models import BillWay, Member, MemberSearch, MemberState


def find_member(sent: NewBill, *, party_id: int) -> int | None:
    """The member to whom card or telephone lead; a telephone number that two members share leads to nobody.

    A till sends the numbers of guests, too: who is no member leaves a bill of nobody. A card that no member has is a
    slip, and so is a number that a person wrote for a member.
    Refused: ``members.card_unknown``, ``.phone_unknown``, ``.phone_wrong``.
    """
    [found] = find_members([sent], party_id=party_id)
    if isinstance(found, Refused):
        raise found
    return found


def find_members(bills: Sequence[NewBill], *, party_id: int) -> list[int | Refused | None]:
    """The same for each of many bills, by two questions."""
    hashes = Hashes(party_id)
    cards = {bill.card for bill in bills if bill.card}
    by_card = dict[str, int]()
    if cards:
        of_party = Member.objects.filter(party=party_id, number__in=cards).exclude(state=MemberState.ERASED)
        by_card = dict(of_party.values_list("number", "pk"))
    hashed = [_phone_hash(bill, hashes) for bill in bills]
    by_phone = _by_phone({each for each in hashed if isinstance(each, str) and each}, party_id=party_id)
    return [_member_of(bill, each, by_card, by_phone) for bill, each in zip(bills, hashed, strict=True)]


def _phone_hash(bill: NewBill, hashes: Hashes) -> str | Refused:
    """Of the number by which the member is to be found; empty for none, or for one that nobody can have."""
    if bill.card or not bill.phone.strip():
        return ""
    try:
        return hashes.phone(normal_phone(bill.phone))
    except Refused as refused:
        return refused if bill.way == BillWay.HAND else ""


def _by_phone(hashes: set[str], *, party_id: int) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    if hashes:
        rows = MemberSearch.objects.filter(party=party_id, phone_hash__in=hashes, member__state=MemberState.ACTIVE)
        for phone_hash, member_id in rows.values_list("phone_hash", "member"):
            found.setdefault(phone_hash, []).append(member_id)
    return found


def _member_of(
    bill: NewBill, hashed: str | Refused, by_card: dict[str, int], by_phone: dict[str, list[int]]
) -> int | Refused | None:
    if bill.card:
        return by_card.get(bill.card) or Refused("members.card_unknown", "card")
    if isinstance(hashed, Refused):
        return hashed
    ids = by_phone.get(hashed, [])
    if len(ids) == 1:
        return ids[0]
    by_hand = bill.way == BillWay.HAND and bill.phone.strip()
    return Refused("members.phone_unknown", "phone") if by_hand else None


def lock_member(member_id: int) -> Member:
    """The member's row, locked until the transaction ends; of who was merged, that of the one they were merged into."""
    while True:
        member = Member.objects.select_for_update(no_key=True).get(pk=member_id)
        if member.merged_into_id is None:
            return member
        member_id = member.merged_into_id


def lock_members(member_ids: Iterable[int]) -> dict[int, int]:
    """The same for many, locked in the order of their ids: each with the id of the one they are now."""
    wanted = sorted(set(member_ids))
    rows = Member.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
    into: dict[int, int | None] = dict(rows.values_list("pk", "merged_into"))
    gone = {root for root in into.values() if root is not None}
    roots = lock_members(gone) if gone else {}
    return {member_id: member_id if root is None else roots[root] for member_id, root in into.items()}


def roots_of(member_ids: Iterable[int]) -> dict[int, int]:
    """Who these members are by now, without a lock."""
    rows = Member.objects.filter(pk__in=set(member_ids))
    into: dict[int, int | None] = dict(rows.values_list("pk", "merged_into"))
    gone = {root for root in into.values() if root is not None}
    roots = roots_of(gone) if gone else {}
    return {member_id: member_id if root is None else roots[root] for member_id, root in into.items()}
