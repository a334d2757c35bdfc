"""The trace of what a contract makes due by itself: recounted by the rule that planned it, told when it was altered."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal

import dj_database_url
import pytest
from django.db import connection, transaction
from django.utils import translation

from billing.domain.drafting import draft_invoice
from billing.domain.invoicing import issue_invoice
from billing.domain.trace import trace_invoice
from billing.domain.trace_links import Kind
from billing.models import Invoice
from billing.web.trace_steps import steps_of
from contracts.domain.duties.contesting import contest_fulfilment
from contracts.domain.duties.fulfilling import Proof, keep_obligation
from contracts.domain.liability.breaches import confirm_breach
from contracts.domain.liability.remedies import Choice
from contracts.domain.targets.measuring import Method, record_measurement
from contracts.domain.targets.verdicts import Reading
from contracts.models import Breach, Damages, Obligation
from deadlines.domain.pausing import pause, resume
from deadlines.domain.sweep import sweep_all
from parties.domain.scope import SYSTEM
from tests import factories
from tests.billing.factories import PRINTS, desk
from tests.contracts.calendars import at, occurrence, running
from tests.contracts.liabilities import NOW, by_hand, engaging, lose
from tests.factories import Agreement

pytestmark = pytest.mark.filterwarnings(PRINTS)
ISSUED = at("2026-06-20")
UNSIGNED = {"signed_pdf:pdf_missing"}
"""What a contract lacks that took effect without a file being sealed."""


def billed(agreement: Agreement, duty: Obligation) -> Invoice:
    """The breach of a duty, confirmed and billed."""
    return billed_breach(agreement, Breach.objects.get(obligation=duty))


def billed_breach(agreement: Agreement, breach: Breach) -> Invoice:
    confirm_breach(breach.pk, by=factories.scope(agreement.owner), at=ISSUED, text="属实")
    breach.refresh_from_db()
    creditor = desk(agreement=agreement).creditor
    draft = draft_invoice([breach.damages.pk], by=creditor, at=ISSUED)
    return issue_invoice(draft.pk, by=creditor, at=ISSUED)


def problems(invoice: Invoice) -> set[str]:
    (trace,) = trace_invoice(invoice, at=ISSUED)
    return {f"{link.kind.value}:{code}" for link in trace.links for code in link.problems}


def missed_survey() -> Invoice:
    agreement = running(survey_interval="3")
    sweep_all(at("2026-06-10"))
    return billed(agreement, occurrence(agreement, "survey").obligation)


@pytest.fixture
def as_owner(transactional_db: None, database_addresses: tuple[str, str]) -> Iterator[Callable[[], None]]:
    """Turns Django's own session into one of the owner of the tables, who can take every trigger off."""
    kept = dict(connection.settings_dict)

    def become() -> None:
        connection.close()
        connection.settings_dict.update(dj_database_url.parse(database_addresses[1]))

    yield become
    connection.close()
    connection.settings_dict.update(kept)


LATER = """UPDATE deadlines_deadline SET first_due_at = first_due_at + interval '1 day',
    due_at = due_at + interval '1 day', outcome_at = due_at + interval '1 day' WHERE kind = 'contracts.survey'"""
OTHER_PERIOD = "UPDATE contracts_occurrence SET last_day = last_day + 1 WHERE series = 'survey'"
OTHER_TERM = "UPDATE contracts_term SET stored = jsonb_set(stored, '{value}', '4') WHERE name = 'survey_interval'"
ALTERED = {
    LATER: {"deadline:due_time_differs_from_term", "breach:breach_not_at_due_time"},
    OTHER_PERIOD: {"deadline:due_time_differs_from_term"},
    OTHER_TERM: {"deadline:due_time_differs_from_term"},
}


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_a_missed_survey_on_an_invoice_is_recounted_and_each_alteration_shows(as_owner: Callable[[], None]) -> None:
    invoice = missed_survey()
    assert problems(invoice) == UNSIGNED
    as_owner()
    assert {statement: _when_altered(statement, invoice) for statement in ALTERED} == {
        statement: UNSIGNED | codes for statement, codes in ALTERED.items()
    }


def _when_altered(statement: str, invoice: Invoice) -> set[str]:
    """Alter, look, and take it back."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {statement.split()[1]} DISABLE TRIGGER USER")
        cursor.execute(statement)
        found = problems(invoice)
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db
def test_what_was_done_in_time_but_contested_is_traced_as_well() -> None:
    agreement = running(survey_interval="3")
    survey = occurrence(agreement, "survey").obligation
    manager = factories.scope(agreement.account_manager)
    keep_obligation(survey.pk, proof=Proof("问卷已回收"), by=manager, at=at("2026-05-20"))
    contest_fulfilment(survey.pk, text="样本不足", by=factories.scope(agreement.owner), at=at("2026-06-10"))
    assert problems(billed(agreement, survey)) == UNSIGNED


@pytest.mark.django_db
def test_a_pause_is_taken_from_its_ledger() -> None:
    agreement = running(survey_interval="3")
    survey = occurrence(agreement, "survey").obligation
    manager = factories.scope(agreement.account_manager)
    pause(survey.deadline_id, reason="停业装修", by=manager, at=at("2026-04-01"))
    resume(survey.deadline_id, by=manager, at=at("2026-04-04"))
    sweep_all(at("2026-06-10"))
    duty = Obligation.objects.select_related("deadline").get(pk=survey.pk)
    assert duty.deadline.due_at - duty.deadline.first_due_at == timedelta(days=3)
    assert problems(billed(agreement, duty)) == UNSIGNED


def missed_remedy() -> Invoice:
    """A missed survey was to be made good by a day, and that was missed as well."""
    agreement = running(survey_interval="3")
    sweep_all(at("2026-06-02"))
    first = Breach.objects.get(obligation=occurrence(agreement, "survey").obligation)
    redo = Choice(["redo"], until=at("2026-06-10").date())
    confirm_breach(first.pk, by=factories.scope(agreement.owner), at=at("2026-06-03"), chosen=redo)
    sweep_all(at("2026-06-15"))
    return billed(agreement, first.remedies.get().obligation)


OTHER_DAY = "UPDATE contracts_remedy SET until_date = until_date + 1"
BORROWED = """UPDATE contracts_obligation SET remedy_id = NULL, term_id = (SELECT min(id) FROM contracts_term)
    WHERE remedy_id IS NOT NULL"""


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_a_missed_remedy_on_an_invoice_is_due_on_the_day_that_was_set(as_owner: Callable[[], None]) -> None:
    invoice = missed_remedy()
    (trace,) = trace_invoice(invoice, at=ISSUED)
    duty = trace.link(Kind.OBLIGATION)
    assert duty is not None
    assert (duty.facts["term"], duty.facts["breach_behind"]) == (None, Breach.objects.earliest("pk").pk)
    assert problems(invoice) == UNSIGNED
    as_owner()
    late = "deadline:due_time_differs_from_term"
    assert _when_altered(OTHER_DAY, invoice) == UNSIGNED | {late}
    assert late in _when_altered(BORROWED, invoice)


def billed_to_third_party() -> Invoice:
    """The assessor's failure cost 70,000; it owes the 60,000 of its cap."""
    agreement, third = engaging()
    [breach] = by_hand(agreement, kind="third_party_failure", at_fault=third.pk)
    lose(breach, "70000.00", agreement)
    confirm_breach(breach.pk, by=factories.scope(agreement.owner), at=NOW, chosen=Choice(["compensation"]))
    creditor = desk(agreement=agreement).creditor
    draft = draft_invoice([Damages.objects.get(breach=breach).pk], by=creditor, at=ISSUED)
    return issue_invoice(draft.pk, by=creditor, at=ISSUED)


UNCAPPED = """UPDATE contracts_damages SET amount = 70000, workings =
    '[{"step": "loss", "amount": "70000.00"}, {"step": "damages", "amount": "70000.00"}]'"""
OTHER_LOSS = """UPDATE contracts_damages SET amount = 50000, workings = '[{"step": "loss", "amount": "50000.00"},
    {"step": "cap_third", "limit": "60000.00", "used": "0.00", "amount": "50000.00"},
    {"step": "damages", "amount": "50000.00"}]'"""
NO_WORKINGS = "UPDATE contracts_damages SET workings = '[]'"


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_what_a_third_party_owes_follows_from_a_loss_on_record_and_from_its_cap(as_owner: Callable[[], None]) -> None:
    invoice = billed_to_third_party()
    assert (invoice.gross, problems(invoice)) == (Decimal("60000.00"), UNSIGNED)
    as_owner()
    for statement in (UNCAPPED, OTHER_LOSS, NO_WORKINGS):
        assert "damages:workings_do_not_follow" in _when_altered(statement, invoice), statement


def measured_short() -> Invoice:
    """A survey below the target, confirmed and billed."""
    agreement = running(survey_interval="3", satisfaction_target="90")
    by, told = factories.scope(agreement.account_manager), at("2026-06-05")
    reading, how = Reading(Decimal(80), 100), Method("随机发放")
    record_measurement(
        agreement.contract.pk, "satisfaction_target", date(2026, 3, 1), reading, method=how, by=by, at=told
    )
    return billed_breach(agreement, Breach.objects.get(measurement__isnull=False))


OTHER_VALUE = "UPDATE contracts_measurement SET value = 95, low = 89, high = 98, verdict = 'unproven'"
OTHER_LEVEL = "UPDATE contracts_measurement SET level = 95"
OTHER_DAYS = "UPDATE contracts_measurement SET last_day = last_day - 1"
OTHER_VERDICT = "UPDATE contracts_measurement SET verdict = 'too_few'"
EARLIER = "UPDATE contracts_breach SET occurred_at = occurred_at - interval '10 days'"
MEASURED: dict[str, set[str]] = {
    OTHER_VALUE: {"measurement:target_not_missed"},
    OTHER_LEVEL: {"measurement:level_differs_from_term"},
    OTHER_DAYS: {"measurement:period_differs_from_term"},
    OTHER_VERDICT: {"measurement:target_not_missed", "measurement:measured_verdict_does_not_follow"},
    EARLIER: {"measurement:breach_not_at_end_of_period"},
}


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_a_missed_target_on_an_invoice_is_judged_again_and_each_alteration_shows(as_owner: Callable[[], None]) -> None:
    invoice = measured_short()
    (trace,) = trace_invoice(invoice, at=ISSUED)
    assert [link.kind for link in trace.links[2:5]] == [Kind.BREACH, Kind.MEASUREMENT, Kind.TERM]
    assert trace.links[4].facts["name"] == "satisfaction_target"
    assert problems(invoice) == UNSIGNED
    with translation.override("en"):
        steps = steps_of(trace, invoice=invoice, scope=SYSTEM)
    assert (steps[3].value, ("Target", "90 %") in steps[3].facts) == ("Not reached", True)
    as_owner()
    found = {statement: _when_altered(statement, invoice) for statement in MEASURED}
    assert found == {statement: UNSIGNED | codes for statement, codes in MEASURED.items()}
