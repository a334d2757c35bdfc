"""What was closed or dismissed is opened again: another cycle, other clocks, and the old verdicts stay."""

import uuid
from datetime import timedelta

import pytest

from complaints.domain.stages.cycles import REOPEN_DAYS
from complaints.domain.stages.handling import verbs_for
from complaints.models import Complaint, CustomerMessage, Stage
from contracts.models import Breach
from deadlines.domain.sweep import sweep
from deadlines.models import Outcome
from foundation.refusals import Refused
from parties.domain.messages import render
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM, writing
from parties.models import Message
from tests.complaints.factories import HOUR, NOW, SECOND, House, at_stage, house, logged, step

pytestmark = pytest.mark.django_db
LIMIT = timedelta(days=REOPEN_DAYS)


@pytest.fixture
def ktv() -> House:
    return house()


def _clocks(complaint: Complaint) -> list[tuple[int, str, str | None]]:
    rows = complaint.clocks.select_related("deadline").order_by("pk")
    return [(clock.cycle, clock.name, clock.deadline.outcome) for clock in rows]


def test_opened_again_it_is_judged_anew_and_the_old_verdicts_stay(ktv: House) -> None:
    complaint = at_stage(ktv, Stage.CLOSED)
    before = _clocks(complaint)
    complaint = step(ktv, complaint, "reopen", at=NOW + 20 * HOUR)
    assert (complaint.state, complaint.cycle, complaint.level, complaint.closed_at) == (Stage.RECEIVED, 2, None, None)
    assert _clocks(complaint) == [*before, (2, "verify", None)]
    assert complaint.urgent_at == NOW + 44 * HOUR
    assert list(complaint.steps.order_by("pk").values_list("cycle", flat=True)) == [1] * 8 + [2]


def test_a_missed_step_stays_missed_in_its_cycle_and_counts_once(ktv: House) -> None:
    complaint = logged(ktv)
    step(ktv, complaint, "dismiss", at=NOW + 30 * HOUR)
    complaint = step(ktv, complaint, "reopen", at=NOW + 40 * HOUR)
    step(ktv, complaint, "verify", at=NOW + 41 * HOUR)
    sweep(NOW + 200 * HOUR)
    assert _clocks(complaint) == [(1, "verify", Outcome.MISSED), (2, "verify", Outcome.KEPT)]
    assert Breach.objects.count() == 1


def test_who_has_to_act_opens_a_dismissed_one_again_only_on_news_of_the_customer(ktv: House) -> None:
    complaint = at_stage(ktv, Stage.DISMISSED)
    with pytest.raises(Refused) as refused:
        step(ktv, complaint, "reopen", at=NOW + 3 * HOUR, role=Role.MARKETING)
    assert refused.value.code == "complaints.nothing_new"
    assert [verbs_for(complaint, by=ktv.scope(role)) for role in (Role.MARKETING, Role.VENUE_MANAGER)] == [
        [],
        ["reopen"],
    ]
    with writing(SYSTEM):
        CustomerMessage.objects.create(
            complaint=complaint,
            key=uuid.uuid4(),
            direction="in",
            channel="sms",
            text_enciphered=b"x",
            at=NOW + 3 * HOUR,
        )
    assert step(ktv, complaint, "reopen", at=NOW + 4 * HOUR, role=Role.MARKETING).cycle == 2


def test_whoever_answers_for_the_contract_hears_of_a_dismissal_and_of_opening_again(ktv: House) -> None:
    chiefs = {ktv.people[Role.CONTRACT_OWNER], ktv.people[Role.ACCOUNT_MANAGER]}
    complaint = at_stage(ktv, Stage.DISMISSED)
    step(ktv, complaint, "reopen", at=NOW + 3 * HOUR, role=Role.CONTRACT_OWNER)
    told = Message.objects.filter(kind="complaints.dismissed").select_related("user")
    assert {message.user for message in told} == chiefs
    again = Message.objects.get(kind="complaints.reopened")
    assert (again.user, render(again, language="en").subject) == (
        ktv.people[Role.ACCOUNT_MANAGER],
        f"Opened again: {complaint.number}",
    )


def test_contested_after_the_close_it_is_planned_anew(ktv: House) -> None:
    complaint = step(ktv, at_stage(ktv, Stage.CLOSED), "contest", at=NOW + 20 * HOUR)
    assert (complaint.state, complaint.cycle, complaint.level) == (Stage.CLASSIFIED, 2, 2)
    assert _clocks(complaint)[-1] == (2, "plan", None)


def test_contested_before_the_close_the_cycle_goes_on(ktv: House) -> None:
    assert step(ktv, at_stage(ktv, Stage.TOLD), "contest", at=NOW + 20 * HOUR).cycle == 1


@pytest.mark.parametrize("verb", ["reopen", "contest"])
def test_after_the_limit_it_stays_closed(ktv: House, verb: str) -> None:
    complaint = at_stage(ktv, Stage.CLOSED)
    end = NOW + 8 * HOUR + LIMIT
    assert verb in verbs_for(complaint, by=ktv.scope(Role.CUSTOMER_SERVICE), at=end)
    assert verb not in verbs_for(complaint, by=ktv.scope(Role.CUSTOMER_SERVICE), at=end + SECOND)
    with pytest.raises(Refused) as refused:
        step(ktv, complaint, verb, at=end + SECOND)
    assert refused.value.code == "complaints.too_late_to_reopen"
    assert step(ktv, complaint, verb, at=end).cycle == 2


def test_the_promoter_is_told_the_result_of_each_cycle(ktv: House) -> None:
    complaint = at_stage(ktv, Stage.CLOSED, promoters=True)
    complaint = step(ktv, complaint, "reopen", at=NOW + 30 * HOUR)
    for hours, verb in enumerate(("verify", "classify", "plan", "start", "complete"), 31):
        complaint = step(ktv, complaint, verb, at=NOW + hours * HOUR)
    assert _clocks(complaint)[-1] == (2, "promoter_result", None)
    step(ktv, complaint, "tell_promoter", at=NOW + 36 * HOUR)
    assert _clocks(complaint)[-1] == (2, "promoter_result", Outcome.KEPT)
