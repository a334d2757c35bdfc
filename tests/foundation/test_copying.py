"""Rows that come in by COPY are as they would be by INSERT."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from foundation.copying import copy_rows
from foundation.enciphering import Unreadable, decipher, decipher_bytes, encipher_bytes, house_key
from foundation.models import Job, StoredFile
from members.models import MemberSearch
from tests import factories
from tests.members.factories import enrolled

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 4, 0, 0, 123, tzinfo=UTC)


def job(key: str, **others: Any) -> Job:
    return Job(**{"kind": "x", "key": key, "run_at": AT, "created_at": AT, **others})


def test_values_arrive_as_they_were() -> None:
    odd = 'a\tb\nc\\d"e\r\\N😀'
    copy_rows(Job, [job("1", payload={"text": odd, "n": 1}, last_error=odd), job("\\N", attempts=3)])
    first, second = Job.objects.order_by("attempts")
    assert (first.payload, first.last_error, first.run_at, first.done_at) == ({"text": odd, "n": 1}, odd, AT, None)
    assert (second.key, second.payload, second.attempts, second.state) == ("\\N", {}, 3, "queued")
    copy_rows(Job, [])
    assert Job.objects.count() == 2


def test_arrays_and_bytes_arrive_as_they_were() -> None:
    member = enrolled(factories.venue(factories.party()))
    key, search = member.key, member.search
    search.tokens = ['a"b', "c\\d", "e,f", "{}"]
    member.pk = None
    MemberSearch.objects.filter(pk=search.pk).delete()
    copy_rows(MemberSearch, [search])
    search.refresh_from_db()
    assert search.tokens == ['a"b', "c\\d", "e,f", "{}"]
    wrapped = bytes(key.wrapped)
    key.delete()
    key.pk = search.pk
    copy_rows(type(key), [key])
    key.refresh_from_db()
    assert bytes(key.wrapped) == wrapped


def test_constraints_hold_and_who_writes_is_known() -> None:
    copy_rows(StoredFile, [StoredFile(sha256="0" * 64, size=1, name="x", storage_key="1", created_at=AT)])
    with pytest.raises(IntegrityError, match="file_not_empty"), transaction.atomic():
        copy_rows(StoredFile, [StoredFile(sha256="0" * 64, size=0, name="x", storage_key="2", created_at=AT)])


def test_files_are_enciphered_as_texts_are() -> None:
    content = bytes(range(256))
    sealed = encipher_bytes(content, about="a")
    assert content not in sealed
    assert decipher_bytes(sealed, about="a") == content
    with pytest.raises(Unreadable):
        decipher_bytes(sealed, about="b")
    with pytest.raises(Unreadable):
        decipher(sealed, about="a", find_key=house_key)  # it is no text
