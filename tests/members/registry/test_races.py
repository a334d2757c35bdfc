"""A member is erased in the moment in which somebody changes what is known of them: nothing of them comes back."""

import threading
from typing import Any

import pytest

from foundation.models import AuditEntry
from foundation.refusals import Refused
from members.domain.privacy.reading import personal_of
from members.domain.registry import changing
from members.domain.registry.changing import change_many, change_member
from members.domain.registry.erasing import erase_member
from members.models import Member, MemberKey, MemberSearch
from parties.domain.scope import Scope
from tests import factories
from tests.members.factories import NOW, at_work, enrolled
from tests.racing import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
NEW: dict[str, Any] = {"name": "李四", "phone": "139 1111 2222", "preferences": {"room": "8"}}


def erase(member_id: int, by: Scope) -> object:
    return erase_member(member_id, reason="本人要求", by=by, at=NOW)


def change(member_id: int, by: Scope) -> object:
    return change_member(member_id, NEW, by=by, at=NOW)


def import_changes(member_id: int, by: Scope) -> object:
    """As a file does it."""
    refused = change_many({member_id: NEW}, by=by, at=NOW)
    if refused:
        raise refused[member_id]
    return member_id


def test_a_member_who_is_changed_while_they_are_erased_is_gone_whoever_was_first() -> None:
    venue = factories.venue(factories.party())
    by = at_work(venue)
    members = [enrolled(venue, phone="").pk for _each in range(4)]
    work = [(do, member_id) for member_id in members for do in (erase, change, import_changes)]
    answers = at_once(len(work), lambda number: work[number][0](work[number][1], by))
    refused = [answer for answer in answers if isinstance(answer, Refused)]
    assert [answer for answer in answers if isinstance(answer, Exception)] == refused
    assert {answer.code for answer in refused} <= {"members.not_active"}
    for member in Member.objects.all():
        assert (member.state, personal_of(member).name, member.preferences) == ("erased", "", {})
    assert not MemberKey.objects.exists()
    assert not MemberSearch.objects.exists()
    assert "李四" not in str(list(AuditEntry.objects.values_list("before", "after")))


def test_control_without_the_lock_the_change_trips_over_the_erasure(monkeypatch: pytest.MonkeyPatch) -> None:
    venue = factories.venue(factories.party())
    by, member = at_work(venue), enrolled(venue)
    looked, erased = threading.Event(), threading.Event()

    def look_only(member_id: int, *, by: Scope) -> Member:
        found = Member.objects.get(pk=member_id)
        looked.set()
        erased.wait(20)
        return found

    def erase_meanwhile() -> object:
        looked.wait(20)
        try:
            return erase(member.pk, by)
        finally:
            erased.set()

    monkeypatch.setattr(changing, "locked_member", look_only)
    answers = at_once(2, lambda number: erase_meanwhile() if number else change(member.pk, by))
    assert isinstance(answers[0], KeyError)  # its key is gone, and nobody said so
    assert Member.objects.get().state == "erased"
