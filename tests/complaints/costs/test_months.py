"""Month-end settlement: a month is locked once, booked once, and changes afterwards only by what names it."""

from datetime import date
from decimal import Decimal

import pytest

from complaints.domain.costs import sources
from complaints.domain.costs.adjusting import adjust_cost
from complaints.domain.costs.claims import add_receipts, move_own_claim
from complaints.domain.costs.deciding import decide_claim
from complaints.domain.costs.months import lock_month
from complaints.domain.costs.sources import Cost
from complaints.domain.handling.compensation import pay
from complaints.models import ClaimState, CostAdjustment, CostKind, CostMonth, SettledCost
from foundation.refusals import Refused
from ledger.models import Journal, JournalLine
from parties.domain.roles import Role
from parties.models import Membership
from tests.complaints.costs.factories import ASKED, DECEMBER, NOVEMBER, OVER, approved, receipt, with_finance
from tests.complaints.factories import NOW, House, house, logged
from tests.complaints.handling.makers import asked, rules

pytestmark = pytest.mark.django_db
JANUARY_2 = OVER.replace(year=2027, month=1, day=2)


@pytest.fixture
def ktv() -> House:
    return with_finance(house())


def refused(code: str) -> "pytest.RaisesExc[Refused]":
    return pytest.raises(Refused, check=lambda error: error.code == code)


def lock(of: House, month: date = NOVEMBER, *, role: Role = Role.FINANCE, at: object = OVER) -> CostMonth:
    return lock_month(of.client.pk, month, by=of.scope(role), at=at)  # type: ignore[arg-type]


def booked(month: CostMonth) -> list[tuple[str, Decimal, Decimal]]:
    lines = JournalLine.objects.filter(journal=month.journal).order_by("account__code")
    return list(lines.values_list("account__code", "debit", "credit"))


def test_locking_settles_what_was_approved_and_books_it_by_kind(ktv: House) -> None:
    claims = [
        approved(ktv, "100.00"),
        approved(ktv, "20.50", kind=CostKind.EQUIPMENT.value),
        approved(ktv, "30.00", kind=CostKind.COMPENSATION.value),
    ]
    month = lock(ktv)
    assert (month.total, month.locked_by) == (Decimal("150.50"), ktv.people[Role.FINANCE])
    assert booked(month) == [
        ("2241", Decimal("0.00"), Decimal("150.50")),
        ("6601", Decimal("30.00"), Decimal("0.00")),
        ("6602", Decimal("120.50"), Decimal("0.00")),
    ]
    assert month.journal is not None
    assert (month.journal.date, month.journal.source) == (date(2026, 11, 30), f"cost_month:{month.pk}")
    for claim in claims:
        claim.refresh_from_db()
        assert (claim.state, claim.steps.last().verb) == (ClaimState.SETTLED, "settle")  # type: ignore[union-attr]
    assert list(SettledCost.objects.values_list("source", "source_id")) == [("claim", claim.pk) for claim in claims]


def test_a_month_is_locked_when_it_is_over_by_finance_in_order_and_once(ktv: House) -> None:
    approved(ktv)
    with refused("complaints.month_not_over"):
        lock(ktv, at=ASKED)
    with refused("parties.not_yours"):
        lock(ktv, role=Role.CONTRACT_OWNER)
    with refused("complaints.earlier_month_open"):
        lock(ktv, DECEMBER, at=JANUARY_2)
    lock(ktv)
    with refused("complaints.month_locked"):
        lock(ktv)
    assert Journal.objects.count() == 1


def test_a_month_without_costs_is_locked_without_a_journal(ktv: House) -> None:
    month = lock(ktv)
    assert (month.total, month.journal, month.is_locked) == (Decimal(0), None, True)


def test_what_is_approved_after_the_locking_counts_in_the_next_month(ktv: House) -> None:
    lock(ktv)
    late = approved(ktv, "75.00")
    assert late.month is not None
    assert late.month.month == DECEMBER
    assert lock(ktv, DECEMBER, at=JANUARY_2).total == Decimal("75.00")


def test_a_claim_that_was_settled_is_not_moved_changed_or_decided_any_more_and_says_who_can_help(ktv: House) -> None:
    claim = approved(ktv)
    lock(ktv)
    floor, owner = ktv.scope(Role.FLOOR), ktv.scope(Role.CONTRACT_OWNER)
    with refused("complaints.claim_settled") as late:
        move_own_claim(claim.pk, "take_back", by=floor, at=OVER)
    assert late.value.params == {"month": "2026-11"}
    with refused("complaints.claim_settled"):
        add_receipts(claim.pk, [receipt()], by=floor, at=OVER)
    with refused("complaints.claim_settled"):
        decide_claim(claim.pk, "reject", note="不必要", by=owner, at=OVER)


def test_one_side_neither_locks_nor_settles_the_others_costs(ktv: House) -> None:
    approved(ktv, role=Role.PROMOTIONS, by=Role.ACCOUNT_MANAGER)
    assert lock(ktv).total == 0
    with refused("parties.not_yours"):
        lock_month(ktv.provider.pk, NOVEMBER, by=ktv.scope(Role.FINANCE), at=OVER)


def test_a_wrong_cost_is_adjusted_in_a_later_month_and_names_what_it_corrects(ktv: House) -> None:
    approved(ktv, "100.00")
    lock(ktv)
    cost, by = SettledCost.objects.get(), ktv.scope(Role.FINANCE)
    made = adjust_cost(cost.pk, right_amount=Decimal("60.00"), reason="发票重复", by=by, at=OVER)
    assert (made.corrects, made.amount, made.month.month) == (cost, Decimal("-40.00"), DECEMBER)
    with refused("complaints.nothing_to_adjust"):
        adjust_cost(cost.pk, right_amount=Decimal("60.00"), reason="发票重复", by=by, at=OVER)
    december = lock(ktv, DECEMBER, at=JANUARY_2)
    assert booked(december) == [("2241", Decimal(40), Decimal(0)), ("6602", Decimal(0), Decimal(40))]
    correction = SettledCost.objects.get(source="adjustment")
    with refused("complaints.nothing_to_adjust"):
        adjust_cost(correction.pk, right_amount=Decimal(1), reason="?", by=by, at=JANUARY_2)
    adjust_cost(cost.pk, right_amount=Decimal(0), reason="全部退回", by=by, at=JANUARY_2)
    assert list(CostAdjustment.objects.values_list("amount", flat=True)) == [Decimal(-40), Decimal(-60)]


def test_nobody_adjusts_their_own_cost_or_beyond_their_limit(ktv: House) -> None:
    approved(ktv, "10.00", role=Role.FINANCE)
    approved(ktv, "20.00")
    rules(ktv, role=Role.CONTRACT_OWNER)
    given = asked(ktv, logged(ktv), "50", role=Role.VENUE_MANAGER)
    Membership.objects.create(user=ktv.people[Role.VENUE_MANAGER], party=ktv.client, role=Role.FINANCE)
    pay(given.pk, by=ktv.scope(Role.VENUE_MANAGER), at=NOW)
    lock(ktv)
    own, other, compensation = SettledCost.objects.order_by("amount")
    for cost, amount, role, code in (
        (own, "9.00", Role.FINANCE, "complaints.own_claim"),
        (compensation, "60.00", Role.VENUE_MANAGER, "complaints.own_compensation"),
        (other, "10000.01", Role.FINANCE, "complaints.above_limit"),
    ):
        with refused(code):
            adjust_cost(cost.pk, right_amount=Decimal(amount), reason="x", by=ktv.scope(role), at=OVER)
    assert adjust_cost(
        other.pk, right_amount=Decimal(10000), reason="x", by=ktv.scope(Role.FINANCE), at=OVER
    ).amount == Decimal("9980.00")


def test_another_source_of_costs_is_asked_and_told_once(ktv: House, monkeypatch: pytest.MonkeyPatch) -> None:
    paid = Cost(7, CostKind.COMPENSATION, Decimal("88.00"), NOVEMBER, "果盘券", ktv.venue.pk)
    told: list[object] = []
    monkeypatch.setattr(sources, "_sources", dict(sources._sources))
    sources.register("tests", lambda _party, _before: [paid], on_settled=lambda ids, _by, _at: told.append(list(ids)))
    assert lock(ktv).total == Decimal("88.00")
    assert lock(ktv, DECEMBER, at=JANUARY_2).total == 0
    assert told == [[7]]


def test_compensation_that_was_paid_is_settled_with_its_month_and_once(ktv: House) -> None:
    rules(ktv, role=Role.CONTRACT_OWNER)
    given = asked(ktv, logged(ktv), "50", role=Role.VENUE_MANAGER)
    pay(given.pk, by=ktv.scope(Role.VENUE_MANAGER), at=NOW)
    month = lock(ktv)
    assert (month.total, booked(month)) == (
        Decimal("50.00"),
        [("2241", Decimal("0.00"), Decimal("50.00")), ("6601", Decimal("50.00"), Decimal("0.00"))],
    )
    settled = SettledCost.objects.get()
    assert (settled.source, settled.source_id, settled.complaint) == ("compensation", given.pk, given.complaint)
    assert lock(ktv, DECEMBER, at=JANUARY_2).total == 0
