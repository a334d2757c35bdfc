"""A signed contract runs by itself: each period is opened once, by the terms in force when it begins."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from contracts.domain.duties.opening import follow_up
from contracts.domain.duties.planning import cancel_unfinished, follow_terms, open_begun
from contracts.models import Obligation, Occurrence, Schedule
from deadlines.models import Deadline
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM, writing
from tests import factories
from tests.contracts.calendars import DAY, INTERVALS, SIGNED, amend, at, end, occurrence, periods, running

pytestmark = pytest.mark.django_db


def test_when_a_contract_takes_effect_the_first_period_of_each_series_opens() -> None:
    agreement = running(**INTERVALS)
    found = {(row.series, str(row.debtor)) for row in Occurrence.objects.filter(contract=agreement.contract)}
    client, provider = str(agreement.client), str(agreement.provider)
    assert found == {
        ("survey", provider),
        ("training", provider),
        ("appraisal", provider),
        ("improvement_report", provider),
        ("statement", provider),
        ("statement", client),
        ("renewal", provider),
        ("renewal", client),
    }


def test_each_has_its_term_its_time_and_a_named_person() -> None:
    agreement = running(**INTERVALS)
    training = occurrence(agreement, "training")
    assert factories.term_of(training.obligation).name == "training_interval"
    assert training.obligation.subject == "2026-03-01 – 2026-04-01"
    assert training.planned_at == at("2026-04-02") - timedelta(hours=12)
    assert training.obligation.deadline.due_at == at("2026-04-16") - timedelta(hours=12)
    assert training.obligation.deadline.owner == agreement.account_manager
    assert occurrence(agreement, "statement", of="A").obligation.deadline.owner == agreement.owner


def test_the_person_whose_work_it_is_answers_for_it() -> None:
    agreement = factories.effective_contract(at=SIGNED, **INTERVALS)
    elsewhere = factories.venue(agreement.provider)
    factories.person(agreement.provider, Role.HR, venues=[elsewhere])
    trainer = factories.person(agreement.provider, Role.HR)
    books = factories.person(agreement.client, Role.FINANCE)
    follow_terms(agreement.contract.pk, at=SIGNED)
    assert occurrence(agreement, "training").obligation.deadline.owner == trainer
    assert occurrence(agreement, "statement", of="A").obligation.deadline.owner == books


def test_a_missed_one_counts_as_what_the_catalogue_calls_it() -> None:
    agreement = running(**INTERVALS)
    kinds = {name: occurrence(agreement, name).obligation.breach_kind for name in ("training", "statement", "survey")}
    assert {name: kind.code if kind else "" for name, kind in kinds.items()} == {
        "training": "training_late",
        "statement": "statement_late",
        "survey": "step_late",
    }


def test_each_next_period_opens_when_it_begins_and_only_once() -> None:
    agreement = running(**INTERVALS)
    assert open_begun(at("2026-04-01")) == 0
    assert open_begun(at("2026-04-02")) == 2
    assert open_begun(at("2026-04-02")) == 0
    assert periods(agreement, "training") == [("2026-03-01", "2026-04-01"), ("2026-04-02", "2026-05-01")]
    second = occurrence(agreement, "training", number=1).obligation.deadline
    assert second.started_at == datetime(2026, 4, 1, 16, tzinfo=UTC)


def test_after_a_standstill_everything_that_began_is_opened() -> None:
    agreement = running(**INTERVALS)
    open_begun(at("2026-09-10"))
    assert len(periods(agreement, "training")) == 7
    assert len(periods(agreement, "statement")) == 6
    assert periods(agreement, "statement", of="A") == periods(agreement, "statement", of="B")


def test_nothing_begins_after_the_contract_has_ended() -> None:
    agreement = running(**INTERVALS)
    end(agreement, at=at("2026-06-10"))
    follow_terms(agreement.contract.pk, at=at("2026-05-20"))
    open_begun(at("2027-01-10"))
    # The fourth month would end on 1 July: the contract leaves no room for it.
    assert len(periods(agreement, "training")) == 3
    assert Schedule.objects.filter(contract=agreement.contract, next_at__isnull=False).count() == 0


def test_planning_again_changes_nothing() -> None:
    agreement = running(**INTERVALS)
    open_begun(at("2026-05-10"))
    before = list(Schedule.objects.values_list("series", "month", "next_at").order_by("pk"))
    count = Obligation.objects.count()
    follow_terms(agreement.contract.pk, at=at("2026-05-10"))
    assert list(Schedule.objects.values_list("series", "month", "next_at").order_by("pk")) == before
    assert Obligation.objects.count() == count


def test_the_day_before_an_amendment_follows_the_old_term_and_the_day_after_it_the_new_one() -> None:
    agreement = running(survey_interval="3")
    amend(agreement, since=at("2026-05-01"), survey_interval="1")
    open_begun(at("2026-08-15"))
    assert periods(agreement, "survey") == [
        ("2026-03-01", "2026-06-01"),
        ("2026-06-02", "2026-07-01"),
        ("2026-07-02", "2026-08-01"),
        ("2026-08-02", "2026-09-01"),
    ]


def test_what_runs_keeps_the_wording_under_which_it_began() -> None:
    agreement = running(survey_interval="3")
    before = occurrence(agreement, "survey").obligation
    amend(agreement, since=at("2026-05-01"), survey_interval="1")
    now = occurrence(agreement, "survey").obligation
    assert (now.term_id, now.deadline.due_at) == (before.term_id, before.deadline.due_at)


def test_a_period_that_began_before_a_standstill_follows_the_terms_of_its_own_beginning() -> None:
    agreement = running(statement_within="10")
    amend(agreement, since=at("2026-07-15"), statement_within="20")
    open_begun(at("2026-12-01"))
    windows = [factories.term_of(occurrence(agreement, "statement", number=n).obligation).display for n in range(3)]
    assert windows == ["10个工作日", "10个工作日", "20个工作日"]


def test_a_series_that_an_amendment_brings_in_begins_with_the_next_whole_period() -> None:
    agreement = running()
    amend(agreement, since=at("2026-04-20"), training_interval="2")
    open_begun(at("2026-08-01"))
    assert periods(agreement, "training") == [("2026-05-02", "2026-07-01"), ("2026-07-02", "2026-09-01")]


def test_a_series_that_an_amendment_takes_out_stops() -> None:
    agreement = running(**INTERVALS)
    amend(agreement, since=at("2026-04-20"), appraisal_interval="")
    open_begun(at("2026-12-01"))
    assert periods(agreement, "appraisal") == [("2026-03-01", "2026-06-01")]


def test_a_paper_contract_entered_later_is_not_blamed_for_what_was_due_before() -> None:
    agreement = factories.effective_contract(at=SIGNED, **INTERVALS)
    follow_terms(agreement.contract.pk, at=at("2026-06-20"))
    assert periods(agreement, "improvement_report") == [("2026-06-02", "2026-07-01")]
    assert Deadline.objects.filter(due_at__lte=at("2026-06-20")).count() == 0


def test_talk_about_renewal_moves_with_the_end() -> None:
    agreement = running()
    end(agreement, at=at("2026-12-31") + timedelta(hours=12))
    follow_terms(agreement.contract.pk, at=at("2026-05-01"))
    talks = Occurrence.objects.filter(contract=agreement.contract, series="renewal", debtor=agreement.client)
    states = {row.first_day.isoformat(): row.obligation.deadline.outcome for row in talks}
    assert states == {"2027-02-01": "cancelled", "2026-11-30": None}


def test_an_early_end_cancels_what_it_cut_short_and_leaves_what_was_due() -> None:
    agreement = running(**INTERVALS)
    open_begun(at("2026-06-20"))
    ended = at("2026-06-20")
    end(agreement, at=ended)
    cancel_unfinished(agreement.contract.pk, ended_at=ended, at=ended)
    statements = [occurrence(agreement, "statement", number=n).obligation.deadline.outcome for n in (0, 1)]
    assert statements == [None, "cancelled"]


def test_an_end_leaves_payments_and_settlements_owed() -> None:
    paying = running(
        "consulting",
        first_instalment="40",
        first_instalment_within="5",
        final_instalment="60",
        final_instalment_within="10",
        term_years="1",
    )
    settling = running("ktv-3")
    for agreement in (paying, settling):
        cancel_unfinished(agreement.contract.pk, ended_at=at("2026-03-04"), at=at("2026-03-04"))
    assert occurrence(paying, "first_instalment", of="A").obligation.deadline.outcome is None
    assert occurrence(settling, "cost_settlement").obligation.deadline.outcome is None
    assert occurrence(settling, "survey").obligation.deadline.outcome == "cancelled"


def test_phases_open_in_their_months() -> None:
    agreement = running("loyalty", survey_sample="30")
    open_begun(at("2026-09-20"))
    found = {name: periods(agreement, f"phase_{name}") for name in ("plan", "adjust", "campaign", "review")}
    assert found == {
        "plan": [("2026-03-01", "2026-06-01")] * 2,
        "adjust": [("2026-06-02", "2026-09-01")] * 2,
        "campaign": [("2026-09-02", "2026-12-01")],
        "review": [],
    }


def test_a_phase_put_back_by_an_amendment_begins_later() -> None:
    agreement = running("loyalty", survey_sample="30")
    amend(agreement, since=at("2026-04-01"), phase_adjust="5-6")
    open_begun(at("2026-07-20"))
    assert periods(agreement, "phase_adjust", of="A") == [("2026-07-02", "2026-09-01")]


def test_the_first_instalment_runs_from_signing_and_the_final_one_from_acceptance_alone() -> None:
    agreement = running(
        "consulting",
        first_instalment="40",
        first_instalment_within="5",
        final_instalment="60",
        final_instalment_within="10",
        term_years="1",
    )
    assert periods(agreement, "final_instalment") == []
    first = occurrence(agreement, "first_instalment", of="A").obligation
    assert first.deadline.due_at == at("2026-03-10") - timedelta(hours=12)
    assert first.breach_kind is not None
    assert first.breach_kind.code == "payment_late"
    for _ in range(2):
        with writing(SYSTEM):
            follow_up(agreement.contract, "acceptance", began=at("2026-09-01"))
    final = occurrence(agreement, "final_instalment", of="A").obligation.deadline
    assert final.due_at == at("2026-09-16") - timedelta(hours=12)
    assert len(periods(agreement, "final_instalment")) == 1


# ------------------------------------------------------------------------------------------------------- the database
def test_the_database_refuses_the_same_period_twice() -> None:
    row = occurrence(running(**INTERVALS), "training")
    other = Obligation.objects.get(pk=row.obligation_id)
    other.pk, other.deadline = None, Deadline.objects.create(**_copy(row.obligation.deadline))
    other._state.adding = True
    other.save()
    row.pk, row.obligation, row._state.adding = None, other, True
    with pytest.raises(IntegrityError, match="occurrence_once"):
        row.save()


def _copy(deadline: Deadline) -> dict[str, object]:
    names = ("kind", "party_id", "owner_id", "started_at", "first_due_at", "due_at", "next_at")
    return {name: getattr(deadline, name) for name in names}


def test_the_database_refuses_a_period_of_other_parties_than_its_obligation() -> None:
    agreement = running(**INTERVALS)
    row, other = occurrence(agreement, "training"), factories.effective_contract(at=SIGNED)
    obligation = other.owe(started_at=SIGNED)[0]
    for changes in ({"obligation": obligation}, {"obligation": obligation, "contract": other.contract}):
        values = {name: getattr(row, name) for name in ("contract", "debtor", "creditor", "series", "planned_at")}
        values |= {"first_day": row.first_day + DAY, "last_day": row.last_day}
        with pytest.raises(DatabaseError, match="other parties"), transaction.atomic():
            Occurrence.objects.create(**{**values, **changes})


def test_the_database_keeps_periods_as_they_were_opened() -> None:
    row = occurrence(running(**INTERVALS), "training")
    with pytest.raises(DatabaseError), transaction.atomic():
        Occurrence.objects.filter(pk=row.pk).update(first_day=row.first_day - DAY)
    with pytest.raises(DatabaseError), transaction.atomic():
        Occurrence.objects.filter(pk=row.pk).delete()


def test_the_database_refuses_days_out_of_order_and_two_schedules_of_a_series() -> None:
    agreement = running(**INTERVALS)
    row = occurrence(agreement, "training")
    row.pk, row._state.adding, row.first_day = None, True, row.last_day + DAY
    with pytest.raises(IntegrityError, match="days_in_order"), transaction.atomic():
        row.save()
    schedule = agreement.contract.schedules.get(series="training")
    with pytest.raises(IntegrityError, match="schedule_forward"), transaction.atomic():
        Schedule.objects.filter(pk=schedule.pk).update(next_at=SIGNED - DAY)
    with pytest.raises(IntegrityError, match="months_from_one"), transaction.atomic():
        Schedule.objects.filter(pk=schedule.pk).update(month=0)
    schedule.pk, schedule._state.adding = None, True
    with pytest.raises(IntegrityError, match="schedule_once"):
        schedule.save()
