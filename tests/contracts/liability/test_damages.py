from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.domain.liability.adjusting import NewSum, accept_adjustment, propose_adjustment
from contracts.domain.liability.breaches import confirm_breach
from contracts.domain.liability.damages import compute, explain
from contracts.domain.terms.values import Money, Percent
from contracts.models import Breach, Damages
from foundation.money import round_fen
from tests import factories
from tests.contracts.liabilities import paper
from tests.contracts.liability.test_breaches import breach_of
from tests.factories import Agreement

SIGNED = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)


def cost(
    per_breach: Percent | Money,
    *,
    used_month: str = "0.00",
    used_total: str = "0.00",
    caps: tuple[str, str] | None = None,
) -> Decimal:
    month, total = (Percent(Decimal(cap)) for cap in caps) if caps else (None, None)
    return compute(
        per_breach=per_breach,
        contract_amount=Decimal("600000.00"),
        cap_month=month,
        cap_total=total,
        used_month=Decimal(used_month),
        used_total=Decimal(used_total),
    ).amount


def test_a_share_of_the_contract_amount() -> None:
    assert cost(Percent(Decimal("0.5"))) == Decimal("3000.00")


def test_a_fixed_sum() -> None:
    assert cost(Money(Decimal("1234.56"))) == Decimal("1234.56")


def test_the_months_cap_leaves_the_rest_only() -> None:
    assert cost(Percent(Decimal(5)), used_month="29000.00", caps=("5", "10")) == Decimal("1000.00")


def test_a_spent_cap_leaves_nothing_and_never_less() -> None:
    assert cost(Percent(Decimal(5)), used_total="60000.00", caps=("5", "10")) == Decimal("0.00")
    assert cost(Percent(Decimal(5)), used_total="70000.00", caps=("5", "10")) == Decimal("0.00")


def test_half_a_fen_is_rounded_up_once() -> None:
    amount = compute(
        per_breach=Percent(Decimal("0.5")),
        contract_amount=Decimal("1.00"),
        cap_month=None,
        cap_total=None,
        used_month=Decimal(0),
        used_total=Decimal(0),
    ).amount
    assert amount == Decimal("0.01")


@given(
    share=st.decimals(min_value=0, max_value=100, places=2),
    used=st.decimals(min_value=0, max_value=60000, places=2),
    cap=st.decimals(min_value=0, max_value=100, places=2),
)
def test_never_negative_and_never_past_the_cap(share: Decimal, used: Decimal, cap: Decimal) -> None:
    amount = cost(Percent(share), used_month=str(used), used_total=str(used), caps=(str(cap), "100"))
    limit = round_fen(Decimal("600000.00") * cap / 100)
    assert amount >= 0
    assert amount + used <= max(limit, used)


def test_the_workings_end_with_the_amount_and_can_be_read() -> None:
    assessment = compute(
        per_breach=Percent(Decimal("0.5")),
        contract_amount=Decimal("600000.00"),
        cap_month=Percent(Decimal(5)),
        cap_total=Percent(Decimal(10)),
        used_month=Decimal("0.00"),
        used_total=Decimal("0.00"),
    )
    told = explain(assessment.workings)
    assert "¥30,000.00" in told[2][0]
    assert "¥0.00" in told[2][0]
    assert [amount for _sentence, amount in told] == [
        Decimal("600000.00"),
        Decimal("3000.00"),
        Decimal("3000.00"),
        Decimal("3000.00"),
        Decimal("3000.00"),
    ]


@pytest.mark.django_db
def test_the_caps_count_what_was_assessed_before_in_that_month_and_under_the_contract() -> None:
    agreement = factories.effective_contract(
        at=SIGNED, damages_per_breach="4%", damages_cap_month="5", damages_cap_total="9"
    )
    owner = factories.scope(agreement.owner)
    in_march = [breach_of(agreement, started_at=SIGNED + timedelta(days=day)) for day in (3, 5)]
    in_april = breach_of(agreement, started_at=SIGNED + timedelta(days=40))
    for breach in (*in_march, in_april):
        confirm_breach(breach.pk, by=owner, at=breach.occurred_at)
    amounts = list(Damages.objects.order_by("pk").values_list("amount", flat=True))
    assert amounts == [Decimal("24000.00"), Decimal("6000.00"), Decimal("24000.00")]
    last = breach_of(agreement, started_at=SIGNED + timedelta(days=80))
    confirm_breach(last.pk, by=owner, at=last.occurred_at)
    assert Damages.objects.get(breach=last).amount == Decimal("0.00")


def agree(agreement: Agreement, breach: Breach, amount: str) -> None:
    """Both sides agree on another sum."""
    new = NewSum("agreement", Decimal(amount), "双方商定")
    made = propose_adjustment(breach.pk, new, by=factories.scope(agreement.owner), at=LATER)
    accept_adjustment(made.pk, by=factories.scope(agreement.account_manager), at=LATER)


def second_after_first_was_adjusted_to(amount: str) -> Decimal:
    """What a second breach of 4 % costs beside a first one of 24,000 that was adjusted; the month's cap is 30,000."""
    agreement = factories.effective_contract(
        at=SIGNED, damages_per_breach="4%", damages_cap_month="5", damages_cap_total="9"
    )
    owner = factories.scope(agreement.owner)
    first, second = (breach_of(agreement, started_at=SIGNED + timedelta(days=day)) for day in (3, 5))
    confirm_breach(first.pk, by=owner, at=first.occurred_at)
    agree(agreement, first, amount)
    confirm_breach(second.pk, by=owner, at=LATER)
    return Damages.objects.get(breach=second).amount


LATER = SIGNED + timedelta(days=30)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("adjusted", "left"),
    [("9000.00", "21000.00"), ("1000.00", "24000.00"), ("27000.00", "3000.00"), ("80000.00", "0.00")],
)
def test_the_caps_count_what_is_owed_now_and_an_agreement_may_pass_them(adjusted: str, left: str) -> None:
    assert second_after_first_was_adjusted_to(adjusted) == Decimal(left)


@pytest.mark.django_db
def test_a_sum_that_only_waits_leaves_the_caps_as_they_are() -> None:
    agreement = factories.effective_contract(at=SIGNED, damages_per_breach="4%", damages_cap_month="5")
    owner = factories.scope(agreement.owner)
    first, second = (breach_of(agreement, started_at=SIGNED + timedelta(days=day)) for day in (3, 5))
    confirm_breach(first.pk, by=owner, at=first.occurred_at)
    raised = NewSum("award", Decimal("29000.00"), "裁决", date(2026, 3, 20), [paper("裁决书.pdf")])
    assert propose_adjustment(first.pk, raised, by=owner, at=LATER).state == "proposed"
    confirm_breach(second.pk, by=owner, at=LATER)
    assert Damages.objects.get(breach=second).amount == Decimal("6000.00")


@pytest.mark.django_db
def test_what_was_due_at_the_end_of_a_month_counts_against_that_months_cap() -> None:
    agreement = factories.effective_contract(at=SIGNED, damages_per_breach="4%", damages_cap_month="5")
    owner = factories.scope(agreement.owner)
    midnight = datetime(2026, 4, 1, tzinfo=ZoneInfo("Asia/Shanghai"))
    in_march, at_its_end, in_april = (
        breach_of(agreement, started_at=due_at - timedelta(hours=24))
        for due_at in (midnight - timedelta(days=5), midnight, midnight + timedelta(microseconds=1))
    )
    assert at_its_end.occurred_at == midnight
    for breach in (in_march, at_its_end, in_april):
        confirm_breach(breach.pk, by=owner, at=LATER)
    amounts = list(Damages.objects.order_by("pk").values_list("amount", flat=True))
    assert amounts == [Decimal("24000.00"), Decimal("6000.00"), Decimal("24000.00")]
