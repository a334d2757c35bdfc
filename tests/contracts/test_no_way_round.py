"""What one side tried alone: to charge a failure twice, to slip out of a duty, to write days that nobody can count."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction

from contracts.domain.liability import force_majeure
from contracts.domain.liability.breaches import confirm_breach, waive_breach
from contracts.domain.liability.recording import Failure, record_breach
from contracts.domain.liability.remedies import Choice
from contracts.domain.requests import answering
from contracts.domain.requests.kinds import KINDS
from contracts.domain.requests.offers import duties_for
from contracts.domain.requests.statements import Said
from contracts.models import Breach, Damages, Obligation, Occurrence, Remedy
from contracts.models.requests import Request
from deadlines.domain.sweep import sweep_all
from foundation.refusals import Refused
from parties.domain.scope import SYSTEM, writing
from tests import factories
from tests.contracts.asked import ASKED, Table, again, at, consulting, ktv
from tests.contracts.liabilities import NOW, SIGNED, paper
from tests.contracts.liability.test_breaches import breach_of

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value.code


@pytest.mark.parametrize("decide", [confirm_breach, waive_breach])
def test_what_a_clock_proposed_is_not_charged_again_by_hand(decide: Callable[..., object]) -> None:
    agreement = factories.effective_contract(at=SIGNED)
    owner = factories.scope(agreement.owner)
    breach = breach_of(agreement)
    decide(breach.pk, by=owner, at=NOW, text="已处理")
    assessed = Damages.objects.count()
    failure = Failure(breach.kind.code, "B", breach.occurred_at, "同一次迟延", [paper()])
    refused = code_of(lambda: record_breach(agreement.contract.pk, failure, by=owner, at=NOW))
    assert (refused, Damages.objects.count()) == ("contracts.breach_is_watched", assessed)


def test_a_remedy_leaves_time_and_one_failure_is_charged_at_most_once_more() -> None:
    agreement = factories.effective_contract(at=SIGNED)
    owner = factories.scope(agreement.owner)
    first, now = breach_of(agreement), datetime(2026, 3, 20, 23, 55, tzinfo=SHANGHAI)

    def redo(breach: Breach, until: date, moment: datetime) -> Obligation:
        confirm_breach(breach.pk, by=owner, at=moment, chosen=Choice(["redo", "damages"], until=until))
        return Remedy.objects.get(breach=breach, code="redo").obligation

    assert code_of(lambda: redo(first, now.date(), now)) == "contracts.remedy_day_soon"
    duty = redo(first, now.date() + timedelta(days=3), now)
    sweep_all(now + timedelta(days=5))
    second = Breach.objects.get(obligation=duty)
    last = redo(second, now.date() + timedelta(days=9), now + timedelta(days=5))
    sweep_all(now + timedelta(days=20))
    assert not Breach.objects.filter(obligation=last).exists()
    assert Damages.objects.count() == 2


def failed_acceptance(table: Table) -> Request:
    request = table.ask("acceptance")
    findings = {each.pk: answering.Finding(passed=False, note="未达标") for each in request.criteria.all()}
    answering.judge(request.pk, findings, Said("不合格"), by=table.a, at=at("2026-03-04"))
    return again(request)


def test_work_that_failed_is_not_taken_back_while_its_improvement_runs() -> None:
    table = consulting()
    request = failed_acceptance(table)
    later = at("2026-03-05")
    refused = code_of(lambda: answering.withdraw(request.pk, text="", by=table.b, at=later))
    assert (refused, again(request).deadline.outcome) == ("contracts.request_improvement_runs", None)


def test_what_was_handed_in_as_a_duty_done_is_not_taken_back() -> None:
    table = ktv("service")
    due = Occurrence.objects.get(contract=table.agreement.contract, series="plan").obligation
    request = table.ask("service_plan", annex_code="service_rules", about_id=due.pk)
    later = ASKED + timedelta(hours=1)
    assert (
        code_of(lambda: answering.withdraw(request.pk, text="", by=table.b, at=later)) == "contracts.request_did_duty"
    )


def test_a_missed_duty_is_put_off_once() -> None:
    table = consulting()
    duty = duties_for(KINDS["extension"], table.agreement.contract, table.agreement.provider).first()
    assert duty is not None
    late = duty.deadline.due_at + timedelta(days=1)
    day = (late + timedelta(days=20)).date()
    first, second = (table.ask("extension", about_id=duty.pk, wanted_date=day, at=late) for _each in range(2))
    answering.answer(first.pk, "agree", Said("可"), by=table.a, at=late)
    refused = code_of(lambda: answering.answer(second.pk, "agree", Said("可"), by=table.a, at=late))
    assert refused == "contracts.extension_too_late"
    replaced = Request.objects.get(about=duty, replacement__isnull=False)
    granted = (
        "UPDATE contracts_request SET state = 'agreed', decided_at = asked_at, granted_date = wanted_date,"
        " replacement_id = %s WHERE id = %s"
    )
    with pytest.raises(IntegrityError, match="request_replaces_once"):
        past_the_rules(granted, duty.pk, second.pk)
    other = table.ask("extension", about_id=replaced.replacement_id, wanted_date=day + timedelta(days=9), at=late)
    with pytest.raises(IntegrityError, match="request_replacement_of_one"):
        past_the_rules(granted, replaced.replacement_id, other.pk)


def past_the_rules(statement: str, *params: int | None) -> None:
    with writing(SYSTEM), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)


@pytest.mark.parametrize(
    ("first", "last"), [(date(1, 1, 1), date(2026, 3, 20)), (date(2026, 3, 11), date(9999, 12, 31))]
)
def test_force_majeure_lies_on_days_that_can_be_counted(first: date, last: date) -> None:
    agreement = factories.effective_contract(at=SIGNED)
    claim = force_majeure.Hindrance(first, last, "suspend", "台风停业", [paper()])
    by = factories.scope(agreement.account_manager)
    refused = code_of(lambda: force_majeure.claim_force_majeure(agreement.contract.pk, claim, by=by, at=NOW))
    assert refused == "foundation.day_out_of_range"
    whole = replace(claim, first_day=date(2026, 3, 11), last_day=date(2026, 3, 20))
    made = force_majeure.claim_force_majeure(agreement.contract.pk, whole, by=by, at=NOW)
    made.pk, made.first_at = None, datetime(1989, 12, 30, tzinfo=SHANGHAI)
    with pytest.raises(IntegrityError, match="force_majeure_days_known"), writing(SYSTEM), transaction.atomic():
        made.save(force_insert=True)


def test_more_time_is_asked_for_to_a_day_that_can_be_counted() -> None:
    table = consulting()
    duty = duties_for(KINDS["extension"], table.agreement.contract, table.agreement.provider).first()
    assert duty is not None
    far = date(9999, 12, 31)
    assert code_of(lambda: table.ask("extension", about_id=duty.pk, wanted_date=far)) == "foundation.day_out_of_range"
