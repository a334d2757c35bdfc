"""What complaints know of members: on their line of time, and forgotten with them; contacts under a new secret."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from complaints.domain.customer import of_members
from complaints.domain.customer.contacts import Reach, keep_contact, masked, reach_of
from complaints.domain.customer.rotating import rotate_contacts
from complaints.models import CustomerContact, Stage
from foundation.enciphering import Unreadable
from foundation.jobs import run_due
from foundation.models import Job
from members.domain.registry.access_file import access_file
from members.domain.registry.changing import change_member
from members.domain.registry.erasing import erase_member
from members.domain.registry.timeline import timeline_of
from members.models import Member
from parties.domain.roles import Role
from parties.domain.scope import Scope
from tests import factories
from tests.complaints.factories import HOUR, NOW, House, at_stage, house, logged, step
from tests.members.factories import enrolled

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def told_of(member: Member, by: Scope) -> list[str]:
    return [each.note.partition(" ")[0] for each in timeline_of(member, by=by) if each.icon == "message-exclamation"]


def reached(of: House, stage: str, phone: str) -> CustomerContact:
    complaint = at_stage(of, stage) if stage else logged(of)
    return keep_contact(complaint.pk, Reach("phone", phone), by=of.scope(Role.CUSTOMER_SERVICE), at=NOW)


def test_a_members_complaints_stand_on_their_line_of_time_and_are_forgotten_with_them() -> None:
    at = house()
    ended, open_one = reached(at, Stage.CLOSED, "010-8888 6666"), reached(at, "", "01088886666")
    member, by = enrolled(at.venue, phone="+86 10 8888 6666", at=NOW), at.scope(Role.VENUE_MANAGER)
    assert sorted(told_of(member, by)) == sorted([open_one.complaint.number, ended.complaint.number])
    elsewhere = factories.venue(factories.party())
    stranger = enrolled(elsewhere, phone="01088886666")
    assert told_of(stranger, factories.scope(factories.person(elsewhere.party, Role.VENUE_MANAGER))) == []
    erase_member(member.pk, reason="本人要求", by=by, at=NOW)
    ended.refresh_from_db()
    assert (masked(ended).address, reach_of(open_one).address) == ("****", "01088886666")
    with pytest.raises(Unreadable):
        reach_of(ended)
    asked = timezone.now()
    run_due(at=asked + DAY)
    assert Job.objects.filter(kind=of_members.FORGET_JOB, state="queued").count() == 1
    step(at, open_one.complaint, "dismiss", at=NOW)
    run_due(at=asked + 3 * DAY)
    open_one.refresh_from_db()
    with pytest.raises(Unreadable):
        reach_of(open_one)


def test_whoever_enrols_and_erases_members_forgets_no_contacts_of_others() -> None:
    at = house()
    by, there = at.scope(Role.VENUE_MANAGER), factories.venue(at.client)
    ended, open_one = reached(at, Stage.CLOSED, "13800001234"), reached(at, "", "13800001234")
    forgotten: list[bool] = []

    def erased(member: Member, by: Scope, when: datetime) -> None:
        erase_member(member.pk, reason="本人要求", by=by, at=when)
        ended.refresh_from_db()
        forgotten.append(masked(ended).address == "****")

    erased(enrolled(at.venue, phone="13800001234", at=NOW + DAY), by, NOW + 30 * DAY)
    typed = enrolled(at.venue, phone="", at=NOW - DAY)
    change_member(typed.pk, {"phone": "13800001234"}, by=by, at=NOW + DAY)
    erased(typed, by, NOW + 30 * DAY)
    limited = factories.scope(factories.person(at.client, Role.VENUE_MANAGER, venues=[there]))
    erased(enrolled(there, phone="13800001234", at=NOW - DAY), limited, NOW + DAY)
    one, other = (enrolled(at.venue, phone="13800001234", at=NOW + DAY) for _each in range(2))
    erased(one, by, NOW + 31 * DAY)
    assert (forgotten, Job.objects.filter(kind=of_members.FORGET_JOB).count()) == ([False] * 4, 0)
    erased(other, by, NOW + 31 * DAY)
    assert (forgotten[-1], Job.objects.filter(kind=of_members.FORGET_JOB).count()) == (True, 1)
    desk = at.scope(Role.CUSTOMER_SERVICE)
    keep_contact(open_one.complaint_id, Reach("phone", "13911112222"), by=desk, at=NOW + 31 * DAY + 1 * HOUR)
    step(at, open_one.complaint, "dismiss", at=NOW + 31 * DAY)
    run_due(at=timezone.now() + 40 * DAY)
    open_one.refresh_from_db()
    assert reach_of(open_one).address == "13911112222"


def test_a_members_file_tells_of_complaints_only_what_its_maker_may_see() -> None:
    at = house()
    number = reached(at, "", "13800001234").complaint.number
    there = factories.venue(at.client)
    member = enrolled(there, phone="13800001234", language="en", at=NOW)
    limited = factories.scope(factories.person(at.client, Role.CUSTOMER_SERVICE, venues=[there]))

    def told(by: Scope) -> list[str]:
        file = access_file(member.pk, reason="本人来取", by=by, at=timezone.now())
        [rows] = [part["rows"] for part in file["sections"] if part["title"] == "Your complaints"]
        return [row[0] for row in rows]

    assert [told(limited), told(at.scope(Role.VENUE_MANAGER))] == [[], [number]]


def test_contacts_come_under_a_new_secret_batch_by_batch(settings: Any) -> None:
    at = house()
    kept = [reached(at, "", f"1380013000{digit}") for digit in range(3)]
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret"
    assert [rotate_contacts(2) for _batch in range(3)] == [2, 1, 0]
    settings.SECRET_KEY_FALLBACKS = []
    for digit, contact in enumerate(kept):
        before = contact.address_hash
        contact.refresh_from_db()
        assert (reach_of(contact).address, contact.address_hash != before) == (f"1380013000{digit}", True)
