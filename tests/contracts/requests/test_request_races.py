"""Two people of one side answer at once: one answer. The control takes away what makes it so."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from psycopg2 import extensions

from contracts.domain.requests import answering
from contracts.domain.requests.answering import answer
from contracts.domain.requests.lifecycle import REQUEST_LIFE
from contracts.domain.requests.statements import Said
from contracts.models import RequestStatement
from contracts.models.requests import Request
from foundation.refusals import Refused
from parties.domain.roles import Role
from tests import factories
from tests.contracts.asked import Table, at, ktv

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def answer_at_once(table: Table, request: Request) -> list[str]:
    """The client's two owners agree and refuse in the same moment; what came of each."""
    second = factories.person(table.agreement.client, Role.CONTRACT_OWNER)
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def work(verb: str, by: Any) -> None:
        start.wait(10)
        try:
            answer(request.pk, verb, Said("理由"), by=by, at=at("2026-03-04"))
            outcomes.append("answered")
        except Refused as refused:
            outcomes.append(refused.code)
        except Exception as error:  # noqa: BLE001 - whatever it is, the assertion shows it
            outcomes.append(type(error).__name__)
        finally:
            connection.close()

    pairs = (("agree", table.a), ("refuse", factories.scope(second)))
    threads = [threading.Thread(target=work, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(outcomes)


def answers(request: Request) -> int:
    return RequestStatement.objects.filter(request=request, verb__in=["agree", "refuse"]).count()


def test_two_answers_at_once_are_one_answer() -> None:
    table = ktv()
    request = table.ask("change")
    assert answer_at_once(table, request) == ["answered", "foundation.not_allowed_now"]
    assert answers(request) == 1


@pytest.fixture
def unlocked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither contract nor request is locked, and both have read before either writes."""
    both_have_read = threading.Barrier(2)

    def read(request_id: int) -> Request:
        found = Request.objects.select_related("asker", "answerer", "deadline", "notice", "contract").get(pk=request_id)
        both_have_read.wait(10)
        return found

    def move(model: type[Request], pk: int, verb: str, _check: object = None, **changes: Any) -> Request:
        model.objects.filter(pk=pk).update(state=REQUEST_LIFE.next_state("asked", verb))
        return model.objects.get(pk=pk)

    monkeypatch.setattr(answering, "locked_request", read)
    monkeypatch.setattr(REQUEST_LIFE, "move", move)


@pytest.fixture
def unguarded(owner_connection: extensions.connection) -> Iterator[None]:
    """The database no longer minds."""
    with owner_connection.cursor() as cursor:
        cursor.execute("DROP INDEX request_one_answer_a_round")
        cursor.execute("ALTER TABLE contracts_request DISABLE TRIGGER asked")
        cursor.execute("ALTER TABLE contracts_request DROP CONSTRAINT request_ended_has_moment")
        yield
        cursor.execute("TRUNCATE contracts_request CASCADE")
        cursor.execute("ALTER TABLE contracts_request ENABLE TRIGGER asked")
        cursor.execute(
            "ALTER TABLE contracts_request ADD CONSTRAINT request_ended_has_moment CHECK ("
            "state IN ('asked', 'returned') AND decided_at IS NULL OR "
            "state NOT IN ('asked', 'returned') AND decided_at IS NOT NULL AND decided_at >= asked_at)"
        )
        cursor.execute(
            "CREATE UNIQUE INDEX request_one_answer_a_round ON contracts_requeststatement (request_id, round)"
            " WHERE verb IN ('agree', 'refuse', 'send_back')"
        )


@pytest.mark.usefixtures("unlocked", "unguarded")
def test_control_without_locks_and_key_it_is_answered_twice() -> None:
    table = ktv()
    request = table.ask("change")
    assert answer_at_once(table, request) == ["answered", "answered"]
    assert answers(request) == 2
