"""A few rows, inserted fast: by the same rules as any other."""

from contextlib import nullcontext, suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DataError, IntegrityError, transaction

from foundation.inserting import FEW, gathered, insert, next_ids, together
from foundation.models import IdempotentRequest, Job
from foundation.prepared import Prepared
from parties.domain.roles import Role
from parties.models import Message
from tests import factories

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def job(key: str, **fields: Any) -> Job:
    return Job(**{"kind": "k", "key": key, "run_at": AT, "payload": {"名": [1, None]}, **fields})


def request(key: str) -> IdempotentRequest:
    return IdempotentRequest(caller="c", key=key, fingerprint="f", answer={"a": key})


@pytest.mark.parametrize("count", [1, FEW, FEW + 1])
def test_rows_are_stored_as_django_would_and_know_their_ids(count: int) -> None:
    made = insert([job(f"j{number}", last_error="50 % 'x'") for number in range(count)])
    stored = {row.pk: row for row in Job.objects.all()}
    assert [stored[row.pk].key for row in made] == [f"j{number}" for number in range(count)]
    for row in made:
        again = stored[row.pk]
        assert (again.payload, again.last_error, again.run_at, again.lease_token) == (row.payload, "50 % 'x'", AT, None)
        assert again.created_at == row.created_at
        assert not row._state.adding


def test_several_rows_cost_one_statement_and_none_cost_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        insert([job("a"), job("b")])
    with django_assert_num_queries(0):
        assert insert([]) == []


def test_a_taken_key_is_refused_or_left_out_as_asked() -> None:
    insert([job("a")])
    with pytest.raises(IntegrityError), transaction.atomic():
        insert([job("a")])
    again, new = insert([job("a"), job("b")], ignore_conflicts=True)
    assert [row.pk for row in (again, new)] == [None, None]
    assert sorted(Job.objects.values_list("key", flat=True)) == ["a", "b"]


@pytest.mark.parametrize("in_a_parcel", [False, True])
def test_what_is_too_long_is_refused_and_never_cut(*, in_a_parcel: bool) -> None:
    long = job("k" * 201)
    with pytest.raises(DataError), transaction.atomic(), together({}) if in_a_parcel else nullcontext():
        insert([long])
    assert not Job.objects.exists()


def ids_of_jobs() -> dict[Any, int]:
    [(job_id,)] = Prepared("ids", f"SELECT {next_ids(Job)}").rows()
    return {Job: job_id}


def test_together_they_are_one_statement_and_have_their_ids_at_once(django_assert_num_queries: Any) -> None:
    ids = ids_of_jobs()
    with django_assert_num_queries(2):  # the second job's id, and all rows
        with together(ids) as parcel:
            insert([request("first")], ignore_conflicts=True)
            first, second = insert([job("a"), job("b")])
            assert first.pk == ids[Job] != second.pk
    assert parcel.is_new
    assert dict(Job.objects.values_list("key", "pk")) == {"a": first.pk, "b": second.pk}
    assert IdempotentRequest.objects.get().answer == {"a": "first"}


def test_together_nothing_is_written_when_the_first_is_there_already() -> None:
    reader = factories.person(factories.party(), Role.FLOOR)
    insert([request("first")])
    with together({}) as parcel:
        insert([request("first")], ignore_conflicts=True)
        insert([Message(key="m", user=reader, kind="k", created_at=AT)], ignore_conflicts=True)
        insert([job("a")])
    assert not parcel.is_new
    assert not Message.objects.exists()
    assert not Job.objects.exists()


def test_nothing_goes_out_when_a_rule_refuses_in_between() -> None:
    def refused() -> None:
        with together({}):
            insert([job("a")])
            raise LookupError

    with pytest.raises(LookupError):
        refused()
    insert([job("b")])
    assert list(Job.objects.values_list("key", flat=True)) == ["b"]


def test_gathered_rows_have_their_ids_at_once_and_come_together_at_the_end(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):  # ids for all jobs, and the request, which is not gathered; COPY is not counted
        with gathered(Job):
            made = [insert([job(f"j{number}", created_at=AT)])[0] for number in range(9)]
            insert([request("at once")])
    assert dict(Job.objects.values_list("key", "pk")) == {row.key: row.pk for row in made}
    assert not any(row._state.adding for row in made)
    assert IdempotentRequest.objects.get().key == "at once"
    with suppress(LookupError), gathered(Job):
        insert([job("lost", created_at=AT)])
        assert not Job.objects.filter(key="lost").exists()
        raise LookupError
    insert([job("after")])
    assert Job.objects.filter(key__in=["lost", "after"]).get().key == "after"
