"""What the database itself keeps of tasks, mediation, compensation and learning, whoever asks."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from complaints.domain.handling.actions import NewAction, do_action, judge_action, set_action
from complaints.domain.handling.apologies import note_apology, plan_apology
from complaints.domain.handling.causes import find_cause, need_cause_from, write_root_cause
from complaints.domain.handling.compensation import decide, pay
from complaints.domain.handling.mediation import end_mediation, open_mediation, write_statement
from complaints.domain.handling.tasks import end_task
from complaints.models import Compensation
from foundation import audit
from parties.domain.roles import Role
from tests.complaints.factories import NOW, House, house, logged
from tests.complaints.handling.makers import asked, rules, task

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def _told(ktv: House) -> None:
    """Each table of handling with a row that is still open."""
    rules(ktv)
    complaint, by = logged(ktv), ktv.scope(Role.MARKETING)
    task(ktv, complaint)
    write_statement(complaint.pk, "x", speaker_id=None, by=by, at=NOW)
    open_mediation(complaint.pk, by.user_id or 0, by=by, at=NOW)
    plan_apology(complaint.pk, way="spoken", person_id=by.user_id or 0, words="x", by=by, at=NOW)
    asked(ktv, complaint)
    find_cause(complaint.pk, "price", by=by, at=NOW)
    write_root_cause(complaint.pk, ["x"], by=by, at=NOW)
    need_cause_from(ktv.venue.pk, "minor", by=ktv.scope(Role.VENUE_MANAGER))
    set_action(complaint.pk, NewAction("x", by.user_id or 0, NOW + timedelta(days=1), "room", 1), by=by, at=NOW)


TWICE = (
    "INSERT INTO complaints_mediation (complaint_id, mediator_id, opened_by_id, opened_at, state, outcome)"
    " SELECT complaint_id, mediator_id, opened_by_id, opened_at, state, outcome FROM complaints_mediation"
)
CHECKED = [
    (
        "UPDATE complaints_complainttask SET state = 'lost', ended_at = now(), ended_by_id = given_by_id",
        "task_states",
    ),
    ("UPDATE complaints_complainttask SET state = 'done'", "task_end_has_person"),
    (
        "UPDATE complaints_complainttask SET state = 'declined', ended_at = now(), ended_by_id = given_by_id",
        "task_refusal_says_why",
    ),
    ("UPDATE complaints_complainttask SET what = 'y'", "stays as it is"),
    (
        "UPDATE complaints_mediation SET state = 'lost', outcome = 'x', ended_at = now(), ended_by_id = mediator_id",
        "mediation_states",
    ),
    (
        "UPDATE complaints_mediation SET state = 'settled', ended_at = now(), ended_by_id = mediator_id",
        "mediation_end_has_outcome",
    ),
    (TWICE, "mediation_one_at_a_time"),
    ("UPDATE complaints_mediation SET mediator_id = mediator_id + 1", "stays as it is"),
    ("UPDATE complaints_apology SET given_at = planned_at", "apology_given_after_planned"),
    ("UPDATE complaints_apology SET noted_at = now(), noted_by_id = person_id", "apology_given_after_planned"),
    ("UPDATE complaints_apology SET words = 'y'", "stays as it is"),
    ("UPDATE complaints_compensation SET amount = 1", "stays as it is"),
    (
        "UPDATE complaints_compensation SET state = 'approved', decided_at = now(), decided_by_id = asked_by_id",
        "compensation_two_people",
    ),
    ("UPDATE complaints_compensation SET state = 'approved', decided_at = now()", "compensation_state_fits"),
    ("UPDATE complaints_compensation SET state = 'paid', decided_at = now()", "compensation_state_fits"),
    ("UPDATE complaints_compensation SET paid_date = now()", "compensation_paid_has_day"),
    ("DELETE FROM complaints_compensation", "stays as it is"),
    ("UPDATE complaints_correctiveaction SET state = 'worked'", "action_done_before_checked"),
    ("UPDATE complaints_correctiveaction SET state = 'dropped'", "action_end_says_why"),
    ("UPDATE complaints_correctiveaction SET before_count = 1", "action_counts_at_check"),
    ("UPDATE complaints_correctiveaction SET what = 'y'", "stays as it is"),
    ("UPDATE complaints_causerule SET gravity = 'huge'", "cause_rule_gravities"),
]


def test_what_makes_no_sense_is_refused() -> None:
    _told(house())
    for statement, words in CHECKED:
        with (
            pytest.raises((IntegrityError, ProgrammingError), match=words),
            transaction.atomic(),
            audit.writing("t", "t"),
        ):
            connection.cursor().execute(statement)


def test_a_compensation_is_judged_by_its_own_rules_and_never_exceeds_the_cap() -> None:
    ktv = house()
    rules(ktv, cap="300")
    rules(ktv, role=Role.CONTRACT_OWNER)
    row = asked(ktv, logged(ktv), "180")
    changes: list[tuple[dict[str, object], str]] = [
        ({"amount": 121, "is_beyond": True}, "gets 300.00 at most"),
        ({"amount": 21}, "does not judge"),
        ({"party": ktv.client}, "are not of party"),
        ({"amount": 201, "is_beyond": False}, "does not judge"),
        ({"amount": 60, "needs_approval": False, "state": "approved", "decided_at": NOW}, "does not judge"),
        ({"rule": None}, "compensation_beyond_needs_approval"),
    ]
    for change, words in changes:
        fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
        copy = Compensation(**{**fields, "id": None, "key": "0" * 32})
        for name, value in change.items():
            setattr(copy, name, value)
        with pytest.raises(IntegrityError, match=words), transaction.atomic(), audit.writing("t", "t"):
            copy.save(force_insert=True)


def test_what_ended_stays_as_it_ended() -> None:
    ktv = house()
    rules(ktv)
    complaint, by = logged(ktv), ktv.scope(Role.MARKETING)
    end_task(task(ktv, complaint).pk, "done", by=ktv.scope(Role.PROMOTIONS), at=NOW)
    mediation = open_mediation(complaint.pk, by.user_id or 0, by=by, at=NOW)
    end_mediation(mediation.pk, "fail", "x", by=by, at=NOW)
    apology = plan_apology(complaint.pk, way="spoken", person_id=by.user_id or 0, words="x", by=by, at=NOW)
    note_apology(apology.pk, given_at=NOW, by=by, at=NOW)
    row = asked(ktv, complaint)
    decide(row.pk, "approve", by=ktv.scope(Role.ACCOUNT_MANAGER), at=NOW)
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic(), audit.writing("t", "t"):
        Compensation.objects.update(decision="y")
    pay(row.pk, by=ktv.scope(Role.CUSTOMER_SERVICE), at=NOW)
    new = NewAction("x", by.user_id or 0, NOW + timedelta(days=1), "room", 1)
    action = set_action(complaint.pk, new, by=by, at=NOW)
    do_action(action.pk, by=by, at=NOW)
    judge_action(action.pk, "failed", by=by, at=NOW + timedelta(days=1), words="x")
    for statement in (
        "UPDATE complaints_complainttask SET words = 'y'",
        "UPDATE complaints_mediation SET outcome = 'y'",
        "UPDATE complaints_apology SET given_at = given_at + interval '1 s', noted_at = now()",
        "UPDATE complaints_compensation SET paid_date = '2026-01-01'",
        "UPDATE complaints_correctiveaction SET after_count = 0",
    ):
        with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic(), audit.writing("t", "t"):
            connection.cursor().execute(statement)


@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
@pytest.mark.parametrize(
    "table", ["statement", "compensationtable", "compensationrule", "approvallimit", "causefinding", "rootcause"]
)
def test_what_was_said_and_ruled_stays(table: str, verb: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(verb.format(f"complaints_{table}"))
