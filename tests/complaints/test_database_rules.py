"""What the database itself refuses, whoever asks."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from complaints.models import Complaint, Stage
from tests.complaints.factories import at_stage, house, logged

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.mark.parametrize("stage", [Stage.RECEIVED, Stage.CLASSIFIED, Stage.EXECUTING, Stage.EXECUTED])
def test_no_open_clock_of_any_stage_can_lose_its_owner(stage: str) -> None:
    at_stage(house(), stage)
    with pytest.raises(IntegrityError, match="deadline_open_has_owner"), transaction.atomic():
        connection.cursor().execute("UPDATE deadlines_deadline SET owner_id = NULL WHERE outcome IS NULL")


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE complaints_complaint SET state = 'lost'", "complaint_stages"),
        ("UPDATE complaints_complaint SET gravity = 'huge'", "complaint_gravities"),
        ("UPDATE complaints_complaint SET subject = 'weather'", "complaint_subjects"),
        ("UPDATE complaints_complaint SET channel = 'pigeon'", "complaint_channels"),
        ("UPDATE complaints_complaint SET level = 4", "complaint_levels"),
        ("UPDATE complaints_complaint SET state = 'closed'", "complaint_closed_has_moment"),
        ("UPDATE complaints_complaint SET closed_at = now()", "complaint_closed_has_moment"),
        ("UPDATE complaints_complaint SET version_id = NULL", "complaint_contract_with_version"),
        ("UPDATE complaints_complaint SET happened_at = logged_at + interval '1 s'", "complaint_times_in_order"),
        ("UPDATE complaints_complaint SET logged_at = received_at + interval '1 s'", "complaint_times_in_order"),
        ("UPDATE complaints_clock SET obligation_id = NULL", "clock_of_contract_or_house"),
    ],
)
def test_a_complaint_that_makes_no_sense_is_refused(statement: str, constraint: str) -> None:
    logged(house())
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        connection.cursor().execute(statement)


def test_a_client_id_is_taken_once() -> None:
    complaint = logged(house())
    complaint.pk = None
    with pytest.raises(IntegrityError, match="client_id"), transaction.atomic():
        Complaint.objects.bulk_create([complaint])


@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
@pytest.mark.parametrize("table", ["complaints_complaintstep", "complaints_evidence"])
def test_steps_and_evidence_stay_as_they_are(table: str, verb: str) -> None:
    at_stage(house(), Stage.VERIFIED)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(verb.format(table))
