"""A third party's liability never above its cap, at any moment, also when several confirm at once (A13)."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from psycopg2 import extensions

from contracts.domain.liability import third_parties
from contracts.domain.liability.adjusting import NewSum, propose_adjustment
from contracts.domain.liability.breaches import confirm_breach
from contracts.domain.liability.damages import compute_third
from contracts.domain.liability.remedies import Choice
from contracts.models import Breach, BreachKind, BreachReport, Contract, Damages, Term
from parties.domain.scope import SYSTEM, writing
from tests import factories
from tests.contracts.liabilities import NOW, SIGNED, by_hand, engaging, lose, refused
from tests.factories import Agreement
from tests.racing import at_once

CAP = Decimal("60000.00")
"""10 % of the contract amount of 600,000: the default of `ktv-2`."""


def failure_of(agreement: Agreement, third_id: int, loss: str) -> Breach:
    [breach] = by_hand(agreement, kind="third_party_failure", at_fault=third_id)
    lose(breach, loss, agreement)
    return breach


def confirm(agreement: Agreement, breach: Breach, *, is_grave: bool = False) -> Decimal:
    by = factories.scope(agreement.owner)
    confirm_breach(breach.pk, by=by, at=NOW, chosen=Choice(["compensation"]), is_grave=is_grave)
    return Damages.objects.get(breach=breach).amount


@pytest.mark.parametrize(
    ("loss", "used", "amount"),
    [("100.00", "0.00", "100.00"), ("100.00", "59950.00", "50.00"), ("1.00", "60000.00", "0.00")],
)
def test_the_loss_is_owed_as_far_as_the_cap_leaves_it(loss: str, used: str, amount: str) -> None:
    found = compute_third(loss=Decimal(loss), limit=CAP, used=Decimal(used))
    assert found.amount == Decimal(amount)
    assert [step["step"] for step in found.workings] == ["loss", "cap_third", "damages"]


@pytest.mark.django_db
def test_each_breach_gets_what_the_cap_leaves() -> None:
    agreement, third = engaging()
    breaches = [failure_of(agreement, third.pk, "25000.00") for _ in range(3)]
    assert [confirm(agreement, breach) for breach in breaches] == [Decimal(25000), Decimal(25000), Decimal(10000)]
    assert breaches[0].injured == agreement.client


@pytest.mark.django_db
def test_intent_or_gross_negligence_lifts_the_cap_and_uses_none_of_it() -> None:
    agreement, third = engaging()
    grave, plain = (failure_of(agreement, third.pk, "70000.00") for _ in range(2))
    assert confirm(agreement, grave, is_grave=True) == Decimal("70000.00")
    assert confirm(agreement, plain) == CAP


@pytest.mark.django_db
def test_where_the_parties_chose_full_liability_no_cap_holds() -> None:
    agreement, third = engaging(third_party_cap_rule="answers_in_full")
    breach = failure_of(agreement, third.pk, "70000.00")
    assert confirm(agreement, breach) == Decimal("70000.00")


@pytest.mark.django_db
def test_the_engagements_own_limit_holds_where_it_is_lower() -> None:
    agreement, third = engaging(Decimal("20000.00"))
    breach, other = (failure_of(agreement, third.pk, "15000.00") for _ in range(2))
    assert [confirm(agreement, each) for each in (breach, other)] == [Decimal("15000.00"), Decimal("5000.00")]


@pytest.mark.django_db
@pytest.mark.parametrize(("cap", "within"), [(Decimal("20000.00"), "20000.00"), (None, "60000.00")])
def test_the_database_knows_the_engagements_own_limit(cap: Decimal | None, within: str) -> None:
    agreement, third = engaging(cap)
    breach = failure_of(agreement, third.pk, "50000.00")
    with pytest.raises(IntegrityError, match="above its cap"):
        insert_past_the_rules(breach, str(Decimal(within) + Decimal("0.01")), NOW)
    insert_past_the_rules(breach, within, NOW)


@pytest.mark.django_db
def test_the_duty_of_a_third_party_that_is_missed_counts_within_the_same_cap() -> None:
    agreement, third = engaging(Decimal("20000.00"))
    of_duty = BreachKind.objects.get(version=agreement.contract.versions.get(), code="step_late")
    with writing(SYSTEM):
        told = BreachReport.objects.create(
            contract=agreement.contract, party=agreement.client, text="逾期", recorded_at=NOW, by="测试"
        )
        missed = Breach.objects.create(
            contract=agreement.contract,
            kind=of_duty,
            report=told,
            at_fault=third,
            injured=agreement.client,
            occurred_at=NOW,
            proposed_at=NOW,
        )
    with refused("contracts.loss_missing"):
        confirm_breach(missed.pk, by=factories.scope(agreement.owner), at=NOW, chosen=Choice(["damages"]))
    lose(missed, "12000.00", agreement)
    confirm_breach(missed.pk, by=factories.scope(agreement.owner), at=NOW)
    assert Damages.objects.get(breach=missed).amount == Decimal("12000.00")
    assert confirm(agreement, failure_of(agreement, third.pk, "12000.00")) == Decimal("8000.00")
    with pytest.raises(IntegrityError, match="above its cap"):
        insert_past_the_rules(failure_of(agreement, third.pk, "1.00"), "0.01", NOW)


@pytest.mark.django_db
def test_only_whom_the_wording_engages_can_be_at_fault_as_the_third_party() -> None:
    agreement, third = engaging()
    assert third_parties.engaged_under(agreement.contract, NOW) == third
    with refused("contracts.fault_wrong"):
        by_hand(agreement, kind="third_party_failure", at_fault=factories.party().pk)
    other = factories.effective_contract(at=SIGNED)
    assert third_parties.engaged_under(other.contract, NOW) is None
    with refused("contracts.fault_wrong"):
        by_hand(other, kind="third_party_failure", at_fault=third.pk)


@pytest.mark.django_db
def test_gravity_is_for_third_parties_and_compensation_needs_a_loss() -> None:
    agreement, third = engaging()
    owner = factories.scope(agreement.owner)
    [own] = by_hand(agreement, kind="statement_late")
    with refused("contracts.grave_is_for_third_parties"):
        confirm_breach(own.pk, by=owner, at=NOW, is_grave=True)
    [breach] = by_hand(agreement, kind="third_party_failure", at_fault=third.pk)
    with refused("contracts.loss_missing"):
        confirm_breach(breach.pk, by=owner, at=NOW, chosen=Choice(["compensation"]))


@pytest.mark.django_db
def test_an_adjustment_does_not_pass_the_cap_either() -> None:
    agreement, third = engaging()
    breach = failure_of(agreement, third.pk, "50000.00")
    confirm(agreement, breach)
    new = NewSum("agreement", Decimal("60000.01"), "多算", None, [])
    with refused("contracts.above_third_party_cap"):
        propose_adjustment(breach.pk, new, by=factories.scope(agreement.owner), at=NOW)


def insert_past_the_rules(breach: Breach, amount: str, at: datetime) -> None:
    """Damages written by hand, past the domain and its lock."""
    term = Term.objects.get(version=breach.kind.version_id, name="third_party_cap")
    with writing(SYSTEM), transaction.atomic():
        Damages.objects.create(breach_id=breach.pk, term=term, amount=Decimal(amount), workings=[], assessed_at=at)


@pytest.mark.django_db
def test_the_database_itself_refuses_what_passes_the_cap() -> None:
    agreement, third = engaging()
    breach = failure_of(agreement, third.pk, "50000.00")
    with pytest.raises(IntegrityError, match="above its cap"):
        insert_past_the_rules(breach, "60000.01", NOW)
    insert_past_the_rules(breach, "60000.00", NOW)


def raced() -> tuple[list[Breach], Decimal]:
    """Six at once write 25,000 each past the domain; what came of it."""
    agreement, third = engaging()
    breaches = [failure_of(agreement, third.pk, "25000.00") for _ in range(6)]
    at_once(6, lambda number: insert_past_the_rules(breaches[number], "25000.00", NOW))
    amounts = Damages.objects.filter(breach__in=breaches).values_list("amount", flat=True)
    return breaches, sum(amounts, Decimal(0))


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_the_cap_holds_when_many_write_at_once() -> None:
    _breaches, total = raced()
    assert total == Decimal("50000.00")


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_the_race_passes_the_cap_without_the_rule_of_the_database(owner_connection: extensions.connection) -> None:
    with owner_connection.cursor() as cursor:
        cursor.execute("ALTER TABLE contracts_damages DISABLE TRIGGER third_party_cap")
        try:
            _breaches, total = raced()
        finally:
            cursor.execute("ALTER TABLE contracts_damages ENABLE TRIGGER third_party_cap")
    assert total == Decimal("150000.00")


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_many_confirmations_at_once_share_the_cap() -> None:
    agreement, third = engaging()
    breaches = [failure_of(agreement, third.pk, "25000.00") for _ in range(6)]
    outcomes = at_once(6, lambda number: confirm(agreement, breaches[number]))
    amounts = [each for each in outcomes if isinstance(each, Decimal)]
    assert sorted(amounts) == [Decimal(0)] * 3 + [Decimal(10000), Decimal(25000), Decimal(25000)]
    assert Contract.objects.filter(breaches__in=breaches).distinct().count() == 1
