"""What terms say of a fee: its parts add up to the fen, begin with the right day, and nothing is guessed."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.domain.fees.plan import WITHOUT_END, Awaits, FeePlan, Part, fee_plan
from contracts.domain.duties.windows import Life, end_of
from contracts.domain.terms.values import SHANGHAI, Money, Months, Percent, TermValue, WorkingDays, Years
from foundation.money import share_out

FIFTEEN = WorkingDays(15)


def plan(start: str, end: str = "", accepted: str = "", /, **terms: TermValue) -> FeePlan:
    """The plan of a contract that is signed and takes effect at 15:00 of a day and ends with another."""
    given: Mapping[str, TermValue] = terms
    starts_at = datetime.combine(date.fromisoformat(start), time(15), SHANGHAI)
    life = Life(starts_at, end_of(date.fromisoformat(end)) if end else None)
    return fee_plan(
        given.get, life, signed_at=starts_at, accepted_date=date.fromisoformat(accepted) if accepted else None
    )


def rows(of: FeePlan) -> list[tuple[str, str, str, str]]:
    return [
        (part.part.value, str(part.amount), f"{part.first_day}", f"{part.last_day}" if part.last_day else "")
        for part in of.parts
    ]


def money(amount: str) -> Money:
    return Money(Decimal(amount))


def test_an_amount_is_shared_out_to_the_fen_and_the_earlier_share_gets_the_fen_that_is_left() -> None:
    assert share_out(Decimal("100.00"), [1, 1, 1]) == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    assert share_out(Decimal("0.02"), [5, 3, 2]) == [Decimal("0.01"), Decimal("0.01"), Decimal("0.00")]
    assert share_out(Decimal("0.00"), [2, 0]) == [Decimal("0.00"), Decimal("0.00")]
    for total, weights in ((Decimal(1), []), (Decimal(1), [0]), (Decimal(1), [2, -1]), (Decimal("0.001"), [1])):
        with pytest.raises(ValueError, match="shared out"):
            share_out(total, weights)


@given(st.integers(0, 10**14), st.lists(st.integers(0, 1000), min_size=1, max_size=40).filter(any))
def test_shares_add_up_and_none_is_a_fen_away_from_its_exact_part(cents: int, weights: list[int]) -> None:
    shares = share_out(Decimal(cents).scaleb(-2), weights)
    assert sum(shares) == Decimal(cents).scaleb(-2)
    for share, weight in zip(shares, weights, strict=True):
        exact = Decimal(cents * weight) / sum(weights)
        assert abs(share * 100 - exact) < 1


def test_one_amount_is_billed_once_from_the_day_the_contract_acts() -> None:
    (part,) = plan("2026-03-02", "2027-03-01", contract_amount=money("120000"), payment_within=FIFTEEN).parts
    assert (part.part, part.amount, part.billable_date) == (Part.WHOLE, Decimal("120000.00"), date(2026, 3, 2))
    assert (part.due_date, part.awaits, part.within) == (None, Awaits.INVOICE, FIFTEEN)
    assert part.terms == ("contract_amount", "payment_within")


def test_instalments_make_the_whole_and_the_final_one_waits_for_acceptance() -> None:
    terms: dict[str, TermValue] = {
        "contract_amount": money("99999.99"),
        "first_instalment": Percent(Decimal("33.33")),
        "first_instalment_within": WorkingDays(5),
        "final_instalment": Percent(Decimal("66.67")),
        "final_instalment_within": WorkingDays(10),
    }
    before = plan("2026-09-28", "", "", **terms)
    first, final = before.parts
    assert (first.amount, final.amount, before.total) == (
        Decimal("33330.00"),
        Decimal("66669.99"),
        Decimal("99999.99"),
    )
    # 29 and 30 September, 8, 9 and 10 October 2026 (a Saturday made up for): the holiday lies between.
    assert (first.due_date, first.is_provisional) == (date(2026, 10, 10), False)
    assert (final.due_date, final.awaits, final.billable_date) == (None, Awaits.ACCEPTANCE, None)
    after = plan("2026-09-28", "", "2026-12-25", **terms).parts[1]
    assert (after.billable_date, after.awaits) == (date(2026, 12, 25), Awaits.NOTHING)
    assert after.is_provisional  # the holidays of 2027 are not announced
    assert after.due_date == date(2027, 1, 8)


def test_a_yearly_fee_is_shared_out_by_months_and_what_remains_is_the_last_period() -> None:
    made = plan(
        "2026-01-31",
        "2029-01-30",
        contract_amount=money("100000"),
        fee_interval=Years(1),
        service_term=Months(30),
        payment_within=FIFTEEN,
    )
    assert rows(made) == [
        ("period", "40000.00", "2026-01-31", "2027-01-31"),
        ("period", "40000.00", "2027-02-01", "2028-01-31"),
        ("period", "20000.00", "2028-02-01", "2028-07-31"),
    ]
    assert made.total == Decimal(100000)


def test_base_fees_are_whole_each_period_and_what_is_only_ordered_does_not_count() -> None:
    made = plan(
        "2026-04-01",
        "2026-08-15",
        base_fee=money("3000"),
        value_added_fee=money("500"),
        fee_interval=Months(2),
        revenue_share=Percent(Decimal(8)),
        contract_amount=money("999999"),
        payment_within=FIFTEEN,
    )
    assert rows(made) == [
        ("base", "3000.00", "2026-04-01", "2026-06-01"),
        ("value_added", "500.00", "2026-04-01", "2026-06-01"),
        ("base", "3000.00", "2026-06-02", "2026-08-01"),
        ("value_added", "500.00", "2026-06-02", "2026-08-01"),
        ("base", "3000.00", "2026-08-02", "2026-08-15"),
        ("value_added", "500.00", "2026-08-02", "2026-08-15"),
        ("revenue_share", "None", "None", ""),
    ]
    assert made.total == Decimal(9000)
    assert [part.is_most for part in made.parts] == [False, True] * 3 + [False]


def test_without_an_end_a_year_of_base_fees_is_shown_and_no_whole_is_shared_out() -> None:
    assert len(plan("2026-04-01", base_fee=money("3000"), fee_interval=Months(1)).parts) == WITHOUT_END
    assert plan("2026-04-01", contract_amount=money("100000"), fee_interval=Months(1)).parts == ()


def test_empty_blanks_make_no_plan() -> None:
    assert plan("2026-04-01").parts == ()
    assert plan("2026-04-01", payment_within=FIFTEEN, fee_interval=Months(1)).total == 0


@given(st.integers(1, 10**13), st.integers(1, 24), st.integers(1, 120), st.dates(date(2020, 1, 1), date(2028, 12, 31)))
def test_the_periods_of_any_service_follow_each_other_and_make_the_whole(
    cents: int, interval: int, term: int, start: date
) -> None:
    amount = Decimal(cents).scaleb(-2)
    made = plan(
        start.isoformat(), contract_amount=Money(amount), fee_interval=Months(interval), service_term=Months(term)
    )
    assert made.total == amount
    assert len(made.parts) == -(-term // interval)
    days = [(part.first_day, part.last_day) for part in made.parts]
    assert days[0][0] == start
    for (_first, last), (following, _end) in pairwise(days):
        assert last is not None
        assert following == date.fromordinal(last.toordinal() + 1)
