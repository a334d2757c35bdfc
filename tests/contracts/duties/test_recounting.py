"""The due time of whatever a contract opened follows again from what it was opened by, and from nothing else."""

from datetime import datetime, timedelta

import pytest

from contracts.domain.duties.contesting import accept_fulfilment
from contracts.domain.duties.fulfilling import Proof, keep_obligation
from contracts.domain.duties.planning import open_begun
from contracts.domain.duties.recounting import due_again
from contracts.domain.in_force import terms_of_version
from contracts.domain.requests.answering import judge
from contracts.domain.requests.statements import Said
from contracts.models import Contract, Obligation, Occurrence
from deadlines.domain.sweep import sweep_all
from deadlines.models import Deadline
from tests import factories
from tests.contracts.asked import consulting
from tests.contracts.calendars import INTERVALS, amend, at, occurrence, running
from tests.contracts.requests.test_request_effects import criteria, more_time
from tests.factories import Agreement

pytestmark = pytest.mark.django_db


def again(obligation: Obligation) -> datetime | None:
    obligation = Obligation.objects.select_related("term__version__contract", "contract", "deadline").get(
        pk=obligation.pk
    )
    return due_again(obligation, terms_of_version(obligation.clause.version).value)


def wrong(agreement: Agreement) -> list[str]:
    """The duties of a contract whose due time does not follow again."""
    rows = Obligation.objects.filter(contract=agreement.contract).select_related("deadline")
    return [str(row.title) for row in rows if again(row) != row.deadline.first_due_at]


def series(agreement: Agreement) -> set[str]:
    return set(Occurrence.objects.filter(contract=agreement.contract).values_list("series", flat=True))


def test_a_year_of_recurring_duties_follows_again_across_an_amendment_and_a_renewed_end() -> None:
    agreement = running(**INTERVALS)
    open_begun(at("2026-06-10"))
    amend(agreement, since=at("2026-06-15"), survey_interval="2", improvement_report_interval="3")
    open_begun(at("2026-12-01"))
    Contract.objects.filter(pk=agreement.contract.pk).update(ends_at=at("2028-03-01"))
    assert Occurrence.objects.filter(contract=agreement.contract).count() > 20
    assert series(agreement) == {"survey", "training", "appraisal", "improvement_report", "statement", "renewal"}
    assert wrong(agreement) == []


def test_reports_that_the_end_of_service_cuts_short_bills_and_their_payment_follow_again() -> None:
    agreement = running("service", report_interval="3", term_years="1", service_term="10个月")
    bill = occurrence(agreement, "fee_bill").obligation
    sides = {"A": factories.scope(agreement.owner), "B": factories.scope(agreement.account_manager)}
    keep_obligation(bill.pk, proof=Proof("账单已送"), by=sides["B"], at=at("2026-03-03"))
    accept_fulfilment(bill.pk, by=sides["A"], at=at("2026-03-05"))
    open_begun(at("2027-01-20"))
    assert {"fee_bill", "fee_payment", "report", "plan"} <= series(agreement)
    assert wrong(agreement) == []


def test_phases_and_instalments_follow_again() -> None:
    table = consulting()
    work = table.ask("acceptance", completes=True)
    judge(work.pk, criteria(work, True, True), Said("合格"), by=table.a, at=at("2026-03-04"))
    assert {"assessment", "first_instalment", "final_instalment"} <= series(table.agreement)
    assert wrong(table.agreement) == []
    other = running("loyalty", phase_plan="1-3", phase_adjust="4-6")
    open_begun(at("2026-12-01"))
    assert {"phase_plan", "phase_adjust"} <= series(other)
    assert wrong(other) == []


def test_more_time_moves_the_due_time_and_not_what_it_follows_from() -> None:
    table = consulting()
    request = more_time(table)
    duty = request.about
    assert duty is not None
    before = again(duty)
    table.answer(request, "agree", on="2026-03-22")
    deadline = Deadline.objects.get(obligation=duty)
    assert (again(duty), deadline.first_due_at) == (before, before)
    assert deadline.due_at > deadline.first_due_at


def test_a_missed_duty_that_was_granted_once_more_is_due_on_the_granted_day() -> None:
    table = consulting()
    request = more_time(table)
    sweep_all(at("2026-04-05"))
    table.answer(request, "agree", on="2026-04-06")
    request.refresh_from_db()
    assert request.replacement is not None
    assert again(request.replacement) == at("2026-04-21") - timedelta(hours=12)


def test_a_period_at_another_time_than_the_rule_plans_follows_from_nothing() -> None:
    agreement = running(**INTERVALS)
    survey = occurrence(agreement, "survey")
    Deadline.objects.filter(pk=survey.obligation.deadline_id).update(
        started_at=survey.obligation.deadline.started_at - timedelta(days=1)
    )
    assert again(survey.obligation) is None
    agreement.contract.schedules.filter(series="training").delete()
    assert again(occurrence(agreement, "training").obligation) is None
