"""Known to be major and set down as ordinary: the first reply counts anew (form ktv-3, clause 3.4)."""

from datetime import datetime

import pytest
from django.db import IntegrityError, connection

from complaints.domain.stages.handling import Judgement, move_complaint
from complaints.models import Complaint
from contracts.models import Breach
from deadlines.domain.sweep import sweep
from deadlines.models import Outcome
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM, writing
from tests.complaints.factories import HOUR, NOW, House, house, logged, step
from tests.complaints.refused import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def ktv() -> House:
    return house("ktv-3", signing_place="杭州市")


def known(of: House, complaint: Complaint, *, hours: float, gravity: str = "major") -> Complaint:
    by, judgement = of.scope(Role.VENUE_MANAGER), Judgement(gravity=gravity, was_known=True)
    at = NOW + hours * HOUR
    return move_complaint(complaint.pk, "regrade", by=by, at=at, note="店长当晚已知有人受伤", judgement=judgement)


def clocks(complaint: Complaint) -> list[tuple[str, datetime, datetime, str | None]]:
    rows = complaint.clocks.select_related("deadline").order_by("pk")
    return [(each.name, each.deadline.started_at, each.deadline.due_at, each.deadline.outcome) for each in rows]


def breaches() -> list[tuple[str, datetime]]:
    return [(breach.kind.code, breach.occurred_at) for breach in Breach.objects.order_by("pk")]


def test_the_limit_of_major_ones_counts_from_receipt_and_its_lateness_is_proposed(ktv: House) -> None:
    complaint = known(ktv, logged(ktv), hours=15)
    assert clocks(complaint) == [
        ("reply", NOW, NOW + 24 * HOUR, Outcome.CANCELLED),
        ("reply_major", NOW, NOW + 12 * HOUR, None),
    ]
    sweep(NOW + 15 * HOUR)
    assert breaches() == [("step_late", NOW + 12 * HOUR)]
    assert complaint.steps.get().was_known is True


def test_a_reply_that_was_given_is_judged_by_the_limit_of_major_ones(ktv: House) -> None:
    in_time, late = logged(ktv), logged(ktv)
    for complaint, hours in ((in_time, 11), (late, 13)):
        step(ktv, complaint, "reply", at=NOW + hours * HOUR)
        known(ktv, complaint, hours=20)
    assert clocks(in_time)[1] == ("reply_major", NOW, NOW + 12 * HOUR, Outcome.KEPT)
    assert clocks(late)[1] == ("reply_major", NOW, NOW + 12 * HOUR, Outcome.MISSED)
    assert breaches() == [("step_late", NOW + 12 * HOUR)]


def test_one_late_reply_is_one_breach_and_it_is_counted_anew_once(ktv: House) -> None:
    complaint = logged(ktv)
    sweep(NOW + 25 * HOUR)
    known(ktv, complaint, hours=26)
    assert [name for name, *_rest in clocks(complaint)] == ["reply"]
    other = known(ktv, logged(ktv), hours=1)
    known(ktv, other, hours=2)
    assert [name for name, *_rest in clocks(other)] == ["reply", "reply_major"]
    sweep(NOW + 27 * HOUR)
    assert breaches() == [("step_late", NOW + 24 * HOUR), ("step_late", NOW + 12 * HOUR)]


def test_the_parties_may_agree_that_it_counts_from_the_change() -> None:
    ktv = house("ktv-3", signing_place="杭州市", known_major_from="from_change")
    complaint = known(ktv, logged(ktv), hours=3)
    assert clocks(complaint)[1] == ("reply_major", NOW + 3 * HOUR, NOW + 15 * HOUR, None)


def test_it_is_said_only_where_a_clause_says_so_and_of_what_was_set_down_as_less(ktv: House) -> None:
    with refused("complaints.not_known_major"):
        known(ktv, logged(ktv, gravity="major"), hours=1)
    with refused("complaints.not_known_major"):
        known(ktv, logged(ktv), hours=1, gravity="minor")
    of_another_form = house()
    with refused("complaints.not_known_major"):
        known(of_another_form, logged(of_another_form), hours=1)


@pytest.mark.database
def test_only_a_change_to_major_says_that_it_was_known(ktv: House) -> None:
    complaint = logged(ktv)
    with pytest.raises(IntegrityError, match="step_known_to_be_major"), writing(SYSTEM):
        connection.cursor().execute(
            "INSERT INTO complaints_complaintstep"
            " (complaint_id, verb, state, cycle, gravity, was_known, note, at, user_id)"
            " VALUES (%s, 'verify', 'verified', 1, '', true, '', now(), %s)",
            [complaint.pk, ktv.people[Role.MARKETING].pk],
        )
