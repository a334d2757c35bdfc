"""Statements that the database plans once a connection."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from foundation.models import Job
from foundation.prepared import Prepared, PreparedAround, PreparedQuery

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def names_known() -> list[str]:
    """What this session of the database knows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements ORDER BY name")
        return [name for (name,) in cursor.fetchall()]


def test_it_is_planned_once_a_connection_and_anew_on_a_new_one() -> None:
    add = Prepared("add", "SELECT $1::int + $2::int")
    for _session in range(2):
        connection.close()
        assert [add.row(1, 2), add.row(30, 4)] == [(3,), (34,)]
        assert names_known() == [add.name]


def test_two_statements_never_share_a_name() -> None:
    one, other = Prepared("same", "SELECT 1"), Prepared("same", "SELECT 2")
    assert [one.row(), other.row()] == [(1,), (2,)]


def test_a_value_is_never_read_as_sql() -> None:
    echo = Prepared("echo", "SELECT $1::text, 'at 100 %'")
    assert echo.row("'); DROP TABLE foundation_job; -- %s") == ("'); DROP TABLE foundation_job; -- %s", "at 100 %")


def test_one_that_failed_is_used_again(django_assert_num_queries: Any) -> None:
    divide = Prepared("divide", "SELECT 12 / $1::int")
    for _attempt in range(2):
        with pytest.raises(DatabaseError), transaction.atomic():
            divide.row(0)
    with django_assert_num_queries(1):
        assert divide.row(4) == (3,)


def test_without_rows_there_is_none() -> None:
    assert Prepared("nothing", "SELECT 1 WHERE false").row() is None


def queued(state: str, since: datetime) -> Any:
    return Job.objects.filter(state=state, attempts=0, run_at__gte=since).order_by("key").values_list("key", "run_at")


def test_a_queryset_answers_as_it_would_itself() -> None:
    for key, state in (("a", "queued"), ("b", "parked")):
        Job.objects.create(kind="k", key=key, state=state, run_at=AT)
    query = PreparedQuery("queued", queued, "?", datetime.max.replace(tzinfo=UTC))
    for state in ("queued", "parked", "done"):
        assert query.rows(state, AT) == list(queued(state, AT))
    assert query.rows("queued", AT.replace(year=2027)) == []


def test_a_statement_around_another_keeps_its_values() -> None:
    Job.objects.create(kind="k", key="a", run_at=AT)
    query = PreparedQuery("queued", queued, "?", datetime.max.replace(tzinfo=UTC))
    around = PreparedAround("count", query, "SELECT $3::text, count(*) FROM ({query}) jobs")
    assert around.rows("queued", AT, "how many") == [("how many", 1)]
