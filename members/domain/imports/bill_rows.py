"""What rows of a file say of bills, and which of them are here already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import Q
from django.utils import timezone

from contracts.models import ContractVersion
from foundation.refusals import Refused
from members.domain.bills.sent import NewBill, checked
from members.domain.imports.cells import by_code, read_fen
from members.domain.imports.dates import read_moment
from members.domain.imports.emptying import hasher_of, named
from members.domain.imports.plans import Plan
from members.domain.imports.sealed import Row
from members.domain.registry.profile import card_number
from members.models import Bill, BillWay, Import, Member, MemberState, RowOutcome
from parties.models import Membership


def plans_of(sent: Import, rows: Sequence[Row], *, at: datetime) -> list[Plan]:
    """What these rows are going to do, by what is known at this moment: new, the same as before, or rejected."""
    promoters = _promoters(sent, rows, at=at)
    hashed = hasher_of(sent)
    plans = [_said(sent, row, promoters, hashed, at=at) for row in rows]
    standing = [plan for plan in plans if not plan.is_rejected]
    _check_cards(sent, standing)
    numbers = [plan.what.number for plan in standing if not plan.is_rejected]
    here = {bill.number: bill for bill in Bill.objects.filter(venue=sent.venue_id, number__in=numbers)}
    for plan in standing:
        if not plan.is_rejected:
            plan.keys = [hashed(f"bill:{plan.what.number}")]
            _compare(plan, here.get(plan.what.number))
    return plans


def _said(sent: Import, row: Row, promoters: Mapping[str, int], hashed: Callable[[str], str], *, at: datetime) -> Plan:
    plan, said = Plan(row), dict[str, Any]()
    for code, text in by_code(row.cells, sent.mapping).items():
        try:
            said[code] = READERS[code](text)
        except Refused as refused:
            plan.reject(refused)
    plan.about = named(hashed, said.get("card", ""), said.get("phone", ""))
    if plan.is_rejected:
        return plan
    try:
        for name in ("happened_at", "amount"):
            if name not in said:
                raise Refused("foundation.required", name)
        new = NewBill(
            sent.venue_id,
            said.get("number", ""),
            said["amount"],
            said["happened_at"],
            way=BillWay.FILE,
            promoter_id=promoters.get(said["promoter"]) if "promoter" in said else None,
            **{name: said[name] for name in ("card", "phone", "room", "refund_of") if name in said},
        )
        if "promoter" in said and new.promoter_id is None:
            raise Refused("members.person_unknown", "promoter")
        plan.what = checked(new, at=at)
    except Refused as refused:
        plan.reject(refused)
    return plan


def _promoters(sent: Import, rows: Iterable[Row], *, at: datetime) -> dict[str, int]:
    """Promoters stand in the file by the e-mail with which they sign in. Of people who work neither for the house nor
    for a provider that it has, or had, no file tells that they are there; who may have sold it the bill itself asks."""
    emails = {by_code(row.cells, sent.mapping).get("promoter", "").strip().lower() for row in rows} - {""}
    agreed = ContractVersion.objects.filter(contract__venues=sent.venue_id, effective_at__isnull=False)
    people = Membership.objects.running(timezone.localdate(at)).filter(user__email__in=emails)
    theirs = people.filter(Q(party=sent.party_id) | Q(party__in=agreed.values("contract__party_b")))
    return dict(theirs.values_list("user__email", "user"))


def _check_cards(sent: Import, plans: Iterable[Plan]) -> None:
    cards = {plan.what.card for plan in plans if not plan.is_rejected and plan.what.card}
    of_party = Member.objects.filter(party=sent.party_id, number__in=cards).exclude(state=MemberState.ERASED)
    known = set(of_party.values_list("number", flat=True))
    for plan in plans:
        if not plan.is_rejected and plan.what.card and plan.what.card not in known:
            plan.reject(Refused("members.card_unknown", "card"))


def _compare(plan: Plan, here: Bill | None) -> None:
    """Whether the bill is new; one that differs in more than this is refused when it is taken over."""
    new: NewBill = plan.what
    if here is None:
        plan.outcome = RowOutcome.NEW
    elif (here.amount_fen, here.happened_at, here.is_refund) == (new.amount_fen, new.happened_at, bool(new.refund_of)):
        plan.outcome, plan.member_id = RowOutcome.SAME, here.member_id
    else:
        plan.reject(Refused("members.bill_differs", "number", number=new.number))


READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "number": str,
    "amount": read_fen,
    "happened_at": lambda text: read_moment(text, "happened_at"),
    "card": card_number,
    "phone": str,
    "room": str,
    "refund_of": str,
    "promoter": lambda text: text.strip().lower(),
}
"""How each column's cells are read. Refused: what the reader says."""
