"""Many rows changed by one statement, as Django would change each."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DataError, transaction

from foundation.models import Job
from foundation.updating import update_rows
from members.models import MemberSearch
from tests import factories
from tests.members.factories import enrolled

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_each_row_says_what_it_said_in_memory_and_no_other_column_moves(django_assert_num_queries: Any) -> None:
    jobs = [Job.objects.create(kind="k", key=key, run_at=AT, payload={}, last_error="old") for key in "abc"]
    for number, job in enumerate(jobs[:2]):
        job.payload, job.lease_token, job.last_error = {"名": [number, None, "\\x' %"]}, None, "50 % 'neu'\n"
        job.run_at, job.kind = AT.replace(microsecond=7 + number), "not written"
    with django_assert_num_queries(1):
        assert update_rows(jobs[:2], ["payload", "last_error", "run_at", "lease_token"]) == 2
    stored = list(Job.objects.order_by("key").values_list("kind", "payload", "last_error", "run_at"))
    assert stored == [*[("k", job.payload, job.last_error, job.run_at) for job in jobs[:2]], ("k", {}, "old", AT)]
    with django_assert_num_queries(0):
        assert update_rows([], ["payload"]) == update_rows(jobs, []) == 0


def test_lists_bytes_and_days_come_through_and_what_is_too_long_is_refused() -> None:
    member = enrolled(factories.venue(factories.party()))
    member.name_enciphered, member.birth_month, member.custom = b"\x00\\'%\xff", None, {"1": "农历"}
    member.birth_day, member.joined_date = None, AT.date()
    update_rows([member], ["name_enciphered", "birth_month", "birth_day", "custom", "joined_date"])
    kept = (member.name_enciphered, None, None, member.custom, member.joined_date)
    member.refresh_from_db()
    now = (bytes(member.name_enciphered), member.birth_month, member.birth_day, member.custom, member.joined_date)
    assert now == kept
    found = MemberSearch.objects.get(member=member)
    found.tokens, found.sort_key = ["{a,b}", '"'], "z"
    update_rows([found], ["tokens", "sort_key"])
    found.refresh_from_db()
    assert (found.tokens, found.sort_key) == (["{a,b}", '"'], "z")
    found.sort_key = "x" * 61
    with pytest.raises(DataError), transaction.atomic():
        update_rows([found], ["sort_key"])
