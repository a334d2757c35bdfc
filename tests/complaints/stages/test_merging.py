"""Merging a duplicate: what was promised to either customer stays promised, and what was missed stays missed."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from complaints.domain.stages.handling import move_complaint
from complaints.domain.stages.merging import UNMERGE_HOURS
from complaints.domain.stages.queue import by_time_left, open_ones
from complaints.models import Channel, Complaint, Stage
from contracts.models import Breach
from deadlines.domain.pausing import pause, resume
from deadlines.domain.sweep import sweep
from deadlines.models import Outcome
from foundation.refusals import Refused
from parties.domain.roles import Role
from tests.complaints.factories import HOUR, NOW, SECOND, House, at_stage, house, logged, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def ktv() -> House:
    return house()


def _merge(ktv: House, one: Complaint, other: Complaint, *, hours: float) -> Complaint:
    by, at = ktv.scope(Role.CUSTOMER_SERVICE), NOW + hours * HOUR
    return move_complaint(one.pk, "merge", by=by, at=at, note="同一件事", into_id=other.pk)


def _outcomes(complaint: Complaint) -> list[tuple[str, str | None]]:
    rows = complaint.clocks.select_related("deadline").order_by("pk")
    return [(clock.name, clock.deadline.outcome) for clock in rows]


def test_a_clock_for_which_the_other_has_one_at_least_as_strict_is_cancelled(ktv: House) -> None:
    first, second = logged(ktv), logged(ktv, at=NOW + HOUR)
    merged = _merge(ktv, second, first, hours=2)
    assert (merged.state, merged.merged_into_id, merged.closed_at) == (Stage.MERGED, first.pk, NOW + 2 * HOUR)
    assert _outcomes(second) == [("verify", Outcome.CANCELLED)]
    sweep(NOW + 25 * HOUR)
    assert Breach.objects.count() == 1


def test_a_stricter_clock_runs_on_and_the_other_complaints_step_stops_it(ktv: House) -> None:
    first, second = logged(ktv), logged(ktv, at=NOW + HOUR)
    _merge(ktv, first, second, hours=2)
    second.refresh_from_db()
    assert (_outcomes(first), second.urgent_at) == ([("verify", None)], NOW + 24 * HOUR)
    step(ktv, second, "verify", at=NOW + 24 * HOUR + SECOND)
    assert _outcomes(first) == [("verify", Outcome.MISSED)]
    assert _outcomes(second) == [("verify", Outcome.KEPT)]


def test_what_was_missed_stays_missed_even_when_no_sweep_has_seen_it(ktv: House) -> None:
    first, second = logged(ktv, at=NOW + 20 * HOUR), logged(ktv)
    _merge(ktv, second, first, hours=25)
    sweep(NOW + 26 * HOUR)
    deadline = second.clocks.get().deadline
    assert (deadline.outcome, deadline.outcome_at) == (Outcome.MISSED, NOW + 24 * HOUR)
    assert Breach.objects.count() == 1


def test_a_late_clock_of_the_other_covers_nothing(ktv: House) -> None:
    late, second = logged(ktv), logged(ktv, at=NOW + 20 * HOUR)
    _merge(ktv, second, late, hours=25)
    assert _outcomes(second) == [("verify", None)]


def test_a_clock_that_was_paused_is_never_given_up(ktv: House) -> None:
    first, second = logged(ktv), logged(ktv, at=NOW + HOUR)
    deadline_id = second.clocks.get().deadline_id
    pause(deadline_id, reason="等待鉴定", by=ktv.scope(Role.MARKETING), at=NOW + 2 * HOUR)
    resume(deadline_id, by=ktv.scope(Role.MARKETING), at=NOW + 3 * HOUR)
    _merge(ktv, second, first, hours=4)
    assert _outcomes(second) == [("verify", None)]


def test_a_step_inside_the_house_counts_for_both(ktv: House) -> None:
    first, second = at_stage(ktv, Stage.VERIFIED), logged(ktv)
    _merge(ktv, second, first, hours=3)
    deadline = second.clocks.get().deadline
    assert (deadline.outcome, deadline.done_at) == (Outcome.KEPT, NOW + 3 * HOUR)


def test_a_word_to_the_other_customer_is_none_to_this_one() -> None:
    ktv_3 = house("ktv-3", signing_place="杭州市")
    first, second = logged(ktv_3), logged(ktv_3, at=NOW + HOUR)
    step(ktv_3, first, "reply", at=NOW + 2 * HOUR)
    _merge(ktv_3, second, first, hours=3)
    assert _outcomes(second) == [("reply", None)]
    step(ktv_3, first, "reply", at=NOW + 4 * HOUR)
    assert _outcomes(second) == [("reply", Outcome.KEPT)]


def test_the_result_told_on_the_other_is_the_first_answer_to_this_customer() -> None:
    ktv_3 = house("ktv-3", signing_place="杭州市")
    first, second = at_stage(ktv_3, Stage.PLANNED), logged(ktv_3, at=NOW + 4 * HOUR)
    step(ktv_3, first, "reply", at=NOW + 4 * HOUR)
    _merge(ktv_3, second, first, hours=5)
    for hours, verb in enumerate(("start", "complete", "tell", "confirm", "close"), 6):
        first = step(ktv_3, first, verb, at=NOW + hours * HOUR)
    deadline = second.clocks.get().deadline
    assert (deadline.outcome, deadline.done_at) == (Outcome.KEPT, NOW + 8 * HOUR)


def test_taken_apart_it_goes_back_and_its_clocks_end_when_they_would_have(ktv: House) -> None:
    first, second = logged(ktv), logged(ktv, at=NOW + HOUR)
    _merge(ktv, second, first, hours=2)
    second = step(ktv, second, "unmerge_received", at=NOW + 3 * HOUR)
    assert (second.state, second.merged_into_id, second.closed_at) == (Stage.RECEIVED, None, None)
    assert _outcomes(second) == [("verify", Outcome.CANCELLED), ("verify", None)]
    deadline = second.clocks.order_by("pk").last().deadline  # type: ignore[union-attr]
    assert (deadline.started_at, deadline.due_at, second.urgent_at) == (
        NOW + HOUR,
        NOW + 25 * HOUR,
        NOW + 25 * HOUR,
    )


@pytest.mark.parametrize("verified_first", [True, False])
def test_taken_apart_a_step_of_the_other_counts_no_more(ktv: House, verified_first: bool) -> None:
    first = at_stage(ktv, Stage.VERIFIED) if verified_first else logged(ktv, at=NOW + HOUR)
    second = logged(ktv)
    _merge(ktv, second, first, hours=3)
    if not verified_first:
        step(ktv, first, "verify", at=NOW + 4 * HOUR)
    second = step(ktv, second, "unmerge_received", at=NOW + 5 * HOUR)
    assert _outcomes(second) == [("verify", Outcome.KEPT), ("verify", None)]
    deadline = second.clocks.order_by("pk").last().deadline  # type: ignore[union-attr]
    assert (deadline.started_at, deadline.due_at, second.urgent_at) == (NOW, NOW + 24 * HOUR, NOW + 24 * HOUR)


def test_it_goes_back_only_to_where_it_was_and_only_in_time(ktv: House) -> None:
    first, second = logged(ktv), at_stage(ktv, Stage.VERIFIED)
    _merge(ktv, second, first, hours=2)
    end = NOW + (2 + UNMERGE_HOURS) * HOUR
    for verb, at, code in (
        ("unmerge_received", end, "not_merged_from_there"),
        ("unmerge_verified", end + SECOND, "too_late_to_unmerge"),
    ):
        with pytest.raises(Refused) as refused:
            step(ktv, second, verb, at=at)
        assert refused.value.code == f"complaints.{code}"
    assert step(ktv, second, "unmerge_verified", at=end).state == Stage.VERIFIED


def test_nothing_is_taken_apart_once_the_other_has_ended(ktv: House) -> None:
    first, second = logged(ktv), logged(ktv)
    _merge(ktv, second, first, hours=1)
    step(ktv, first, "dismiss", at=NOW + 2 * HOUR)
    with pytest.raises(Refused) as refused:
        step(ktv, second, "unmerge_received", at=NOW + 3 * HOUR)
    assert refused.value.code == "complaints.too_late_to_unmerge"


def test_what_cannot_be_merged_says_why(ktv: House) -> None:
    mine, closed, elsewhere = logged(ktv), at_stage(ktv, Stage.DISMISSED), logged(house())
    holder, held = logged(ktv), logged(ktv)
    _merge(ktv, held, holder, hours=1)
    promoters = at_stage(ktv, Stage.RECEIVED, promoters=True)
    for one, other, code in (
        (mine, mine, "merge_target"),
        (mine, closed, "merge_target"),
        (mine, elsewhere, "merge_target"),
        (mine, held, "merge_target"),
        (holder, mine, "merge_holds_others"),
        (promoters, mine, "merge_promoters"),
    ):
        with pytest.raises(Refused) as refused:
            _merge(ktv, one, other, hours=9)
        assert refused.value.code == f"complaints.{code}"
    assert logged(ktv, channel=Channel.PHONE).merged_into_id is None


@pytest.mark.database
@pytest.mark.parametrize("target", ["itself", "closed", "elsewhere", "merged", "from a holder"])
def test_the_database_refuses_a_merge_that_makes_no_sense(ktv: House, target: str) -> None:
    mine, other = logged(ktv), logged(ktv)
    if target == "closed":
        step(ktv, other, "dismiss", at=NOW + HOUR)
    elif target == "elsewhere":
        other = logged(house())
    elif target == "merged":
        _merge(ktv, other, logged(ktv), hours=1)
    elif target == "from a holder":
        _merge(ktv, logged(ktv), mine, hours=1)
    into = mine if target == "itself" else other
    statement = "UPDATE complaints_complaint SET state = 'merged', closed_at = now(), merged_into_id = %s WHERE id = %s"
    with pytest.raises(IntegrityError, match="cannot be merged"), transaction.atomic():
        connection.cursor().execute(statement, [into.pk, mine.pk])


def test_a_list_shows_the_clock_of_the_duplicate_by_which_it_is_sorted(ktv: House) -> None:
    older, first = logged(ktv, at=NOW - 2 * HOUR), logged(ktv, at=NOW)
    _merge(ktv, older, first, hours=1)
    [row] = by_time_left(open_ones(Complaint.objects.all())).rows
    assert (row, row.urgent_at) == (first, NOW + 22 * HOUR)
    assert row.next_clock is not None
    assert (row.next_clock.complaint_id, row.next_clock.deadline.due_at) == (older.pk, NOW + 22 * HOUR)


def test_taken_apart_a_missed_step_of_its_own_is_undone_again(ktv: House) -> None:
    second, first = logged(ktv), at_stage(ktv, Stage.VERIFIED, at=NOW + 20 * HOUR)
    sweep(NOW + 25 * HOUR)
    _merge(ktv, second, first, hours=26)
    missed = second.clocks.get().deadline
    assert (missed.outcome, missed.done_at) == (Outcome.MISSED, NOW + 26 * HOUR)
    second = step(ktv, second, "unmerge_received", at=NOW + 27 * HOUR)
    missed.refresh_from_db()
    # Missed it stays, once; but its step was never taken.
    assert (missed.outcome, missed.done_at, second.urgent_at) == (Outcome.MISSED, None, NOW + 24 * HOUR)
    assert second.clocks.count() == 1


def test_a_merged_complaint_leaves_the_lists_of_what_is_open(ktv: House) -> None:
    first, second = logged(ktv), logged(ktv, at=NOW + timedelta(minutes=1))
    _merge(ktv, second, first, hours=1)
    assert list(open_ones(Complaint.objects.all())) == [first]
