"""Demand and cure, rescission, force majeure, disputes."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection

from contracts.domain.liability import demands, disputes
from contracts.domain.liability import force_majeure as fm
from contracts.domain.liability.breaches import confirm_breach
from contracts.domain.liability.disputes import DISPUTE, Step
from contracts.domain.life import termination
from contracts.domain.life.notices import Delivery, Letter
from contracts.domain.life.rescission import grounds_for
from contracts.models import Breach, BreachNotice, Dispute, ForceMajeure, Obligation, Termination
from deadlines.domain.pausing import Verdict, recompute
from deadlines.domain.sweep import sweep_all
from deadlines.models import Deadline
from foundation.refusals import Refused
from tests import factories
from tests.contracts.liabilities import NOW, SIGNED, by_hand, confirmed, paper, refused
from tests.contracts.liability.test_breaches import STARTED, breach_of
from tests.contracts.signature.test_signing import png
from tests.factories import Agreement

pytestmark = pytest.mark.django_db
LETTER = Letter("请于期限内履行", "courier", date(2026, 3, 31))
ARRIVED = NOW + timedelta(days=1)


@pytest.fixture
def agreement() -> Agreement:
    return factories.effective_contract(at=SIGNED)


def demanded(agreement: Agreement, breach: Breach) -> BreachNotice:
    """A demand of ten days that arrived."""
    owner = factories.scope(agreement.owner)
    about = demands.demand_performance(breach.pk, LETTER, days=10, by=owner, at=NOW)
    proof = Delivery(ARRIVED, png(), "签收单.png")
    termination.prove_arrival(about.notice_id, proof, by=owner, at=ARRIVED)
    return BreachNotice.objects.get(pk=about.pk)


def test_the_time_of_a_demand_runs_from_its_proven_delivery(agreement: Agreement) -> None:
    breach = confirmed(agreement)
    about = demands.demand_performance(breach.pk, LETTER, days=10, by=factories.scope(agreement.owner), at=NOW)
    assert about.cure_until is None
    assert demanded(agreement, breach).cure_until == datetime(2026, 4, 11, 16, tzinfo=UTC)


def test_an_uncured_demand_opens_the_ground_and_termination_names_the_breach(agreement: Agreement) -> None:
    breach = confirmed(agreement)
    about = demanded(agreement, breach)
    owner = factories.scope(agreement.owner)
    assert about.cure_until is not None
    with refused("contracts.cure_time_runs"):
        demands.judge_cure(about.pk, is_cured=False, text="", by=owner, at=about.cure_until - timedelta(seconds=1))
    with refused("contracts.no_ground"):
        give(agreement, breach, at=NOW)
    demands.judge_cure(about.pk, is_cured=False, text="仍未履行", by=owner, at=about.cure_until)
    [ground] = grounds_for(agreement.contract.pk, agreement.client.pk, at=about.cure_until)
    assert (ground.breach, ground.is_uncured, ground.last_day) == (breach, True, date(2027, 4, 12))
    assert give(agreement, breach, at=about.cure_until).breach == breach
    assert grounds_for(agreement.contract.pk, agreement.provider.pk, at=about.cure_until) == []
    assert grounds_for(agreement.contract.pk, agreement.client.pk, at=about.cure_until + timedelta(days=366)) == []


def give(agreement: Agreement, breach: Breach, *, at: datetime) -> Termination:
    by = factories.scope(agreement.owner)
    letter = Letter("解除", "courier", date(2026, 3, 31))
    return termination.give_termination(
        agreement.contract.pk, "serious_breach", letter, breach_id=breach.pk, by=by, at=at
    )


def test_a_cured_demand_opens_nothing_and_is_judged_once(agreement: Agreement) -> None:
    about = demanded(agreement, confirmed(agreement))
    owner = factories.scope(agreement.owner)
    with refused("contracts.not_injured"):
        demands.judge_cure(about.pk, is_cured=True, text="", by=factories.scope(agreement.account_manager), at=ARRIVED)
    demands.judge_cure(about.pk, is_cured=True, text="已补做", by=owner, at=ARRIVED)
    with refused("contracts.cure_judged"):
        demands.judge_cure(about.pk, is_cured=False, text="", by=owner, at=ARRIVED + timedelta(days=40))
    assert grounds_for(agreement.contract.pk, agreement.client.pk, at=ARRIVED) == []
    with pytest.raises(DatabaseError, match="stays as it is"), connection.cursor() as cursor:
        cursor.execute("UPDATE contracts_breachnotice SET cure = 'not_cured'")


def test_a_grave_breach_opens_the_ground_once_confirmed() -> None:
    agreement = factories.effective_contract(at=SIGNED, form_id="ktv-1", **KTV_1)
    [breach] = by_hand(agreement, kind="party_failure")
    assert grounds_for(agreement.contract.pk, agreement.client.pk, at=NOW) == []
    confirm_breach(breach.pk, by=factories.scope(agreement.owner), at=NOW)
    [ground] = grounds_for(agreement.contract.pk, agreement.client.pk, at=NOW)
    assert (ground.breach, ground.is_uncured) == (breach, False)


KTV_1 = {"third_party_cap": "10%", "dispute_means": "court", "signing_place": "示例市"}


def claim(agreement: Agreement, *, effect: str = "suspend") -> ForceMajeure:
    hindrance = fm.Hindrance(date(2026, 3, 11), date(2026, 3, 14), effect, "台风停业", [paper()])
    return fm.claim_force_majeure(
        agreement.contract.pk, hindrance, by=factories.scope(agreement.account_manager), at=NOW
    )


def test_accepted_force_majeure_exempts_what_nobody_decided_also_later(agreement: Agreement) -> None:
    early = breach_of(agreement)
    owner = factories.scope(agreement.owner)
    made = claim(agreement)
    with refused("contracts.not_for_you_to_answer"):
        fm.accept_force_majeure(made.pk, by=factories.scope(agreement.account_manager), at=NOW)
    fm.accept_force_majeure(made.pk, by=owner, at=NOW)
    late = breach_of(agreement, started_at=STARTED + timedelta(hours=1))
    assert set(Breach.objects.values_list("pk", "state", "exempted_by")) == {
        (early.pk, "exempted", made.pk),
        (late.pk, "exempted", made.pk),
    }
    outside = breach_of(agreement, started_at=STARTED + timedelta(days=8))
    assert outside.state == "proposed"
    with refused("foundation.not_allowed_now"):
        confirm_breach(early.pk, by=owner, at=NOW)


def test_what_was_confirmed_before_stays_confirmed(agreement: Agreement) -> None:
    breach = confirmed(agreement)
    fm.accept_force_majeure(claim(agreement).pk, by=factories.scope(agreement.owner), at=NOW)
    assert Breach.objects.get(pk=breach.pk).state == "confirmed"


def test_accepted_force_majeure_moves_open_deadlines_through_the_pause_ledger(agreement: Agreement) -> None:
    [duty] = agreement.owe(started_at=STARTED)
    before = duty.deadline.due_at
    fm.accept_force_majeure(claim(agreement).pk, by=factories.scope(agreement.owner), at=STARTED)
    deadline = Deadline.objects.get(pk=duty.deadline_id)
    until = datetime(2026, 3, 14, 16, tzinfo=UTC)
    assert deadline.due_at == before + (until - STARTED)
    assert recompute(deadline, at=STARTED) == Verdict.stored(deadline)
    assert sweep_all(deadline.due_at - timedelta(seconds=1)).missed == 0


def test_a_rejected_claim_changes_nothing_and_is_answered_once(agreement: Agreement) -> None:
    breach = breach_of(agreement)
    owner, made = factories.scope(agreement.owner), claim(agreement)
    with refused("contracts.reason_missing"):
        fm.reject_force_majeure(made.pk, by=owner, at=NOW, text=" ")
    fm.reject_force_majeure(made.pk, by=owner, at=NOW, text="台风未经过本市")
    assert Breach.objects.get(pk=breach.pk).state == "proposed"
    with refused("foundation.not_allowed_now"):
        fm.accept_force_majeure(made.pk, by=owner, at=NOW)
    with pytest.raises(DatabaseError, match="stays as it is"), connection.cursor() as cursor:
        cursor.execute("UPDATE contracts_forcemajeure SET state = 'accepted'")


def step(text: str = "双方会谈", **more: object) -> Step:
    return Step(text, date(2026, 3, 31), **more)  # type: ignore[arg-type]


def disputed(agreement: Agreement) -> Dispute:
    breach = confirmed(agreement)
    return disputes.open_dispute(breach.pk, step(), by=factories.scope(agreement.account_manager), at=NOW)


def test_a_dispute_goes_on_step_by_step(agreement: Agreement) -> None:
    dispute = disputed(agreement)
    provider = factories.scope(agreement.account_manager)
    disputes.move_dispute(dispute.pk, "mediate", step(body="示例调解中心"), by=provider, at=NOW)
    papers = [paper()]
    moved = disputes.move_dispute(
        dispute.pk, "arbitrate", step(body="示例仲裁委员会", papers=papers), by=provider, at=NOW
    )
    assert (moved.state, moved.body) == ("arbitration", "示例仲裁委员会")
    assert [each.verb for each in dispute.steps.all()] == ["open", "mediate", "arbitrate"]


def test_the_contracts_own_means_decide(agreement: Agreement) -> None:
    dispute = disputed(agreement)
    by = factories.scope(agreement.owner)
    verbs = disputes.verbs_for(dispute, dispute.breach, by_party=agreement.client.pk)
    assert ("arbitrate" in verbs, "sue" in verbs, "drop" in verbs) == (True, False, False)
    with refused("contracts.other_means_agreed"):
        disputes.move_dispute(dispute.pk, "sue", step(body="示例法院", papers=[paper()]), by=by, at=NOW)
    with refused("contracts.not_your_dispute"):
        disputes.move_dispute(dispute.pk, "drop", step(), by=by, at=NOW)


@pytest.mark.parametrize(
    ("verb", "given", "code"),
    [
        ("mediate", {}, "contracts.body_missing"),
        ("settle", {}, "foundation.not_allowed_now"),
        ("decide", {}, "foundation.not_allowed_now"),
    ],
)
def test_a_step_without_what_it_needs_is_refused(
    agreement: Agreement, verb: str, given: dict[str, Any], code: str
) -> None:
    dispute = disputed(agreement)
    with pytest.raises(Refused) as caught:
        disputes.move_dispute(dispute.pk, verb, step(**given), by=factories.scope(agreement.owner), at=NOW)
    assert caught.value.code == code
    assert Dispute.objects.get().state == "negotiation"


def test_one_dispute_at_a_time_and_an_ended_one_stays(agreement: Agreement) -> None:
    dispute = disputed(agreement)
    by = factories.scope(agreement.account_manager)
    with refused("contracts.disputed_already"):
        disputes.open_dispute(dispute.breach_id, step(), by=by, at=NOW)
    disputes.move_dispute(dispute.pk, "drop", step(), by=by, at=NOW)
    with pytest.raises(DatabaseError, match="stays as it is"), connection.cursor() as cursor:
        cursor.execute("UPDATE contracts_dispute SET state = 'negotiation', ended_at = NULL")


def test_a_date_that_a_person_enters_falls_due_and_proposes_no_breach(agreement: Agreement) -> None:
    dispute = disputed(agreement)
    by = factories.scope(agreement.account_manager)
    duty = disputes.set_date(dispute.pk, subject="提交答辩书", day=date(2026, 4, 15), by=by, at=NOW)
    assert (duty.debtor, duty.breach_kind) == (agreement.provider, None)
    count = Breach.objects.count()
    sweep_all(datetime(2026, 4, 16, tzinfo=UTC))
    assert (Obligation.objects.get(pk=duty.pk).deadline.outcome, Breach.objects.count()) == ("missed", count)


@pytest.mark.parametrize("state", DISPUTE.states)
def test_an_ended_dispute_has_no_verbs_and_every_other_can_be_noted(state: str) -> None:
    ended = state in ("settled", "decided", "dropped")
    assert ("note" in DISPUTE.verbs(state)) is not ended
    assert (DISPUTE.verbs(state) == ()) is ended
