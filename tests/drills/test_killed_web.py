"""The web process is killed in the middle of logging complaints."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import pytest
from psycopg2 import extensions

from complaints.models import Clock, Complaint
from contracts.domain.archive.indexing import JOB as INDEX
from contracts.models import Obligation
from deadlines.models import Deadline
from foundation.models import AuditEntry, Job
from parties.models import Message
from tests.drills.conftest import Scaled
from tests.drills.ktv import key_of_the_floor, ktv_of_today, plain_complaint
from tests.drills.processes import careless, holding, wait_until_held, wait_until_rolled_back, web_server

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill]

FULL: Final = 8
PATH: Final = "/api/v1/complaints/"
WRITTEN: Final = (Complaint, Clock, Deadline, Obligation, Message)


def how_many_of_each() -> list[int]:
    """Rows that logging complaints wrote, table by table; what the archive has to index belongs to the contract."""
    jobs = Job.objects.exclude(kind=INDEX)
    return [*(model._default_manager.count() for model in WRITTEN), jobs.count()]


def kill_while_logging(
    told: Sequence[dict[str, Any]], key: str, session: extensions.connection, environment: dict[str, str], *, held: str
) -> None:
    """All requests stand still at what this statement locks when SIGKILL comes."""
    with web_server(environment, workers=len(told)) as web, ThreadPoolExecutor(len(told)) as pool:
        with holding(session, held):
            answers = [pool.submit(web.post, PATH, sent, key=key) for sent in told]
            try:
                wait_until_held(session, len(told))
            finally:
                web.kill()
        for answer in answers:
            assert isinstance(answer.exception(), OSError)
    wait_until_rolled_back(session)


def test_nothing_is_half_written_and_sending_again_logs_each_once(
    owner_connection: extensions.connection, process_environment: dict[str, str], scaled: Scaled
) -> None:
    count = scaled(FULL)
    ktv = ktv_of_today()
    key, told = key_of_the_floor(ktv), [plain_complaint(ktv) for _each in range(count)]
    audited = AuditEntry.objects.count()
    at_the_audit = "LOCK TABLE foundation_auditentry IN SHARE MODE"  # reached when all rows are written
    kill_while_logging(told, key, owner_connection, process_environment, held=at_the_audit)
    assert how_many_of_each() == [0] * (len(WRITTEN) + 1)
    assert AuditEntry.objects.count() == audited
    with web_server(process_environment) as web:
        answers = [web.post(PATH, sent, key=key) for sent in told * 2]
    assert {answer.status for answer in answers} == {201}
    assert how_many_of_each() == [count] * (len(WRITTEN) + 1)


def test_control_without_a_transaction_a_complaint_stays_behind_of_which_nobody_hears(
    owner_connection: extensions.connection, process_environment: dict[str, str]
) -> None:
    ktv = ktv_of_today()
    told = [plain_complaint(ktv)]
    forgetful = careless(process_environment, "transaction")
    at_the_message = "LOCK TABLE parties_message IN SHARE MODE"
    kill_while_logging(told, key_of_the_floor(ktv), owner_connection, forgetful, held=at_the_message)
    assert (Complaint.objects.count(), Message.objects.count()) == (1, 0)
