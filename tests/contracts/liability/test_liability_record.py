"""A breach recorded by hand, the loss beside the damages, and the remedies chosen."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from contracts.domain.duties.fulfilling import Proof, keep_obligation
from contracts.domain.liability.breaches import accept_breach, confirm_breach
from contracts.domain.liability.losses import Comparison, add_breach_evidence, compare, record_loss
from contracts.domain.liability.recording import Failure, record_breach
from contracts.domain.liability.remedies import Choice, still_owed
from contracts.models import Breach, BreachReport, Damages, Loss, Remedy
from foundation.refusals import Refused
from parties.domain.scope import SYSTEM, writing
from tests import factories
from tests.contracts.liabilities import HAPPENED, NOW, SIGNED, by_hand, confirmed, lose, paper, refused
from tests.contracts.liability.test_breaches import breach_of
from tests.factories import Agreement

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement() -> Agreement:
    return factories.effective_contract(at=SIGNED)


def test_the_injured_party_records_a_breach_with_kind_clause_and_evidence(agreement: Agreement) -> None:
    [breach] = by_hand(agreement, kind="statement_late")
    assert (breach.state, breach.kind.code, breach.kind.clause.number) == ("proposed", "statement_late", "12.10")
    assert (breach.at_fault, breach.injured, breach.occurred_at) == (agreement.provider, agreement.client, HAPPENED)
    assert breach.kind.version == agreement.contract.version_in_force(HAPPENED)
    [piece] = breach.evidence.all()
    assert (piece.party, piece.file and piece.file.name) == (agreement.client, "证据.pdf")
    accept_breach(breach.pk, by=factories.scope(agreement.account_manager), at=NOW)


def test_both_at_fault_are_two_breaches_with_one_cause(agreement: Agreement) -> None:
    first, second = by_hand(agreement, kind="statement_late", at_fault="both")
    assert first.report == second.report
    assert {first.at_fault, second.at_fault} == {agreement.client, agreement.provider}
    assert BreachReport.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "no_such"}, "contracts.breach_kind_unknown"),
        ({"at_fault": "A"}, "contracts.not_injured"),
        ({"at_fault": 987654}, "contracts.fault_wrong"),
        ({"papers": []}, "contracts.paper_missing"),
        ({"text": " "}, "contracts.reason_missing"),
        ({"occurred_at": NOW + timedelta(seconds=1)}, "contracts.breach_in_future"),
        ({"occurred_at": SIGNED - timedelta(days=1)}, "contracts.breach_before_effect"),
        ({"kind": "third_party_failure"}, "contracts.fault_wrong"),
    ],
)
def test_what_does_not_fit_is_refused(agreement: Agreement, changes: dict[str, object], code: str) -> None:
    given = {"kind": "statement_late", "at_fault": "B", "occurred_at": HAPPENED, "text": "未交", "papers": [paper()]}
    with pytest.raises(Refused) as caught:
        record_breach(agreement.contract.pk, Failure(**given | changes), by=factories.scope(agreement.owner), at=NOW)  # type: ignore[arg-type]
    assert caught.value.code == code
    assert not Breach.objects.exists()


def test_a_stranger_records_nothing(agreement: Agreement) -> None:
    stranger = factories.scope(factories.effective_contract(at=SIGNED).owner)
    failure = Failure("statement_late", "B", HAPPENED, "未交", [paper()])
    with refused("parties.not_yours"):
        record_breach(agreement.contract.pk, failure, by=stranger, at=NOW)


@pytest.mark.parametrize(
    ("owed", "is_excessive"), [("129.00", False), ("130.00", False), ("130.01", True), ("131.00", True)]
)
def test_the_warning_begins_above_130_per_cent_of_the_loss(owed: str, is_excessive: bool) -> None:
    assert Comparison(Decimal(owed), Decimal("100.00")).is_excessive is is_excessive


def test_without_a_recorded_loss_nothing_is_excessive_and_beside_no_loss_everything_is() -> None:
    assert not Comparison(Decimal("5.00"), None).is_excessive
    assert Comparison(Decimal("0.01"), Decimal("0.00")).is_excessive


def test_the_latest_loss_counts_and_the_earlier_one_stays(agreement: Agreement) -> None:
    breach = confirmed(agreement)
    lose(breach, "1000.00", agreement)
    lose(breach, "2307.69", agreement)
    assert [loss.amount for loss in breach.losses.all()] == [Decimal("1000.00"), Decimal("2307.69")]
    assert compare(breach, Decimal("3000.00")) == Comparison(Decimal("3000.00"), Decimal("2307.69"))
    with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("UPDATE contracts_loss SET amount = 1")


def test_only_the_injured_party_records_a_loss_and_shows_it(agreement: Agreement) -> None:
    breach = breach_of(agreement)
    given = {"amount": Decimal("10.00"), "text": "赔付", "papers": [paper()], "at": NOW}
    with refused("contracts.not_injured"):
        record_loss(breach.pk, by=factories.scope(agreement.account_manager), **given)  # type: ignore[arg-type]
    owner = factories.scope(agreement.owner)
    for changes, code in (
        ({"amount": Decimal("-1")}, "loss_wrong"),
        ({"amount": Decimal("1.001")}, "loss_wrong"),
        ({"amount": Decimal("NaN")}, "loss_wrong"),
        ({"papers": []}, "paper_missing"),
    ):
        with refused(f"contracts.{code}"):
            record_loss(breach.pk, by=owner, **given | changes)  # type: ignore[arg-type]
    assert not Loss.objects.exists()


def test_a_warning_never_stops_the_confirmation(agreement: Agreement) -> None:
    breach = breach_of(agreement)
    lose(breach, "1.00", agreement)
    confirm_breach(breach.pk, by=factories.scope(agreement.owner), at=NOW)
    assert Damages.objects.get(breach=breach).amount == Decimal("3000.00")


def test_both_sides_put_evidence_on_record_and_no_third(agreement: Agreement) -> None:
    breach = breach_of(agreement)
    for person in (agreement.owner, agreement.account_manager):
        add_breach_evidence(breach.pk, text="录音", papers=[], by=factories.scope(person), at=NOW)
    assert [piece.party for piece in breach.evidence.all()] == [agreement.client, agreement.provider]
    stranger = factories.scope(factories.effective_contract(at=SIGNED).owner)
    with refused("contracts.not_a_side_of_breach"):
        add_breach_evidence(breach.pk, text="录音", papers=[], by=stranger, at=NOW)


def test_redo_opens_an_obligation_that_its_debtor_keeps(agreement: Agreement) -> None:
    breach = breach_of(agreement)
    chosen = Choice(["redo", "damages"], until=date(2026, 4, 10))
    confirm_breach(breach.pk, by=factories.scope(agreement.owner), at=NOW, chosen=chosen)
    remedy = Remedy.objects.get(code="redo")
    assert remedy.obligation.debtor == agreement.provider
    assert remedy.obligation.deadline.due_at == datetime(2026, 4, 10, 16, tzinfo=UTC)
    assert Damages.objects.filter(breach=breach).exists()
    manager = factories.scope(agreement.account_manager)
    kept = keep_obligation(remedy.obligation.pk, proof=Proof("已重做"), by=manager, at=NOW + timedelta(days=1))
    assert kept.deadline.is_kept


def test_damages_not_chosen_are_not_assessed(agreement: Agreement) -> None:
    breach = breach_of(agreement)
    confirm_breach(breach.pk, by=factories.scope(agreement.owner), at=NOW, chosen=Choice(["redo"], date(2026, 4, 10)))
    assert not Damages.objects.exists()


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        (Choice(["refund"]), "contracts.remedy_not_offered"),
        (Choice(["redo"]), "contracts.remedy_day_missing"),
        (Choice(["redo"], until=date(2026, 3, 30)), "contracts.remedy_day_soon"),
    ],
)
def test_a_remedy_that_does_not_fit_leaves_the_breach_undecided(
    agreement: Agreement, chosen: Choice, code: str
) -> None:
    breach = breach_of(agreement)
    with pytest.raises(Refused) as caught:
        confirm_breach(breach.pk, by=factories.scope(agreement.owner), at=NOW, chosen=chosen)
    assert caught.value.code == code
    assert Breach.objects.get(pk=breach.pk).state == "proposed"


def test_a_refund_has_its_sum(agreement: Agreement) -> None:
    breach = breach_of(agreement)
    with writing(SYSTEM), pytest.raises(IntegrityError, match="remedy_refund_has_sum"), transaction.atomic():
        Remedy.objects.create(breach=breach, code="refund", chosen_at=NOW, by="x")


def test_paying_does_not_end_the_duty(agreement: Agreement) -> None:
    breach = confirmed(agreement)
    duty = still_owed(Breach.objects.select_related("obligation__deadline").get(pk=breach.pk))
    assert duty == breach.obligation
    assert duty is not None
    assert duty.deadline.done_at is None
