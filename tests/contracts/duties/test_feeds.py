"""Obligations in a person's own calendar program: a private address, read by the icalendar library."""

import re
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from complaints.domain.intake.logging import NewComplaint, log_complaint
from contracts.documents.icalendar import Entry, Standing, write_calendar
from contracts.domain.duties.feeds import end_feed, new_feed, user_of_token
from contracts.domain.duties.fulfilling import Proof, keep_obligation
from contracts.domain.duties.planning import follow_terms
from contracts.models import CalendarFeed
from deadlines.domain.pausing import pause, resume
from foundation.models import AuditEntry
from foundation.refusals import Refused
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM
from parties.models import User
from tests import factories
from tests.contracts.calendars import INTERVALS, occurrence
from tests.contracts.liability.test_web_breaches import browser
from tests.factories import Agreement

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def agreement(db: None) -> Agreement:
    """A contract that took effect three days ago, with its calendar."""
    since = timezone.now() - timedelta(days=3)
    made = factories.effective_contract(at=since, **INTERVALS)
    follow_terms(made.contract.pk, at=since)
    return made


def address_of(user: User) -> str:
    return f"/calendar/{new_feed(by=factories.scope(user), at=timezone.now())}.ics"


def events(address: str) -> dict[str, Any]:
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(event["UID"]): event for event in parts(answer.content, "VEVENT")}


def parts(content: bytes, name: str) -> list[Any]:
    """The components of a calendar, as the library reads them."""
    return list(icalendar.Calendar.from_ical(content).walk(name))


def event_of(agreement: Agreement, series: str, user: User) -> Any:
    pk = occurrence(agreement, series).obligation_id
    found = events(address_of(user))
    return next(event for uid, event in found.items() if uid.startswith(f"obligation-{pk}@"))


def test_what_is_due_at_the_end_of_a_day_stands_on_that_day(agreement: Agreement) -> None:
    survey = occurrence(agreement, "survey")
    event = event_of(agreement, "survey", agreement.owner)
    assert event["DTSTART"].dt == survey.last_day
    assert event["DTEND"].dt == survey.last_day + timedelta(days=1)
    assert str(event["SUMMARY"]) == survey.obligation.title
    assert agreement.contract.number in str(event["DESCRIPTION"])
    assert str(event["URL"]).endswith(f"/obligations/{survey.obligation_id}/")


def test_what_is_due_at_an_hour_stands_there_in_shanghai(agreement: Agreement) -> None:
    [step] = agreement.owe(started_at=timezone.now())
    found = events(address_of(agreement.account_manager))
    event = next(each for uid, each in found.items() if uid.startswith(f"obligation-{step.pk}@"))
    due = step.deadline.due_at.astimezone(SHANGHAI).replace(microsecond=0, tzinfo=None)
    assert event["DTEND"].dt.replace(tzinfo=None) == due
    assert event["DTEND"].params["TZID"] == "Asia/Shanghai"


def test_the_calendar_brings_its_time_zone(agreement: Agreement) -> None:
    content = Client().get(address_of(agreement.owner)).content
    [zone] = parts(content, "VTIMEZONE")
    assert zone["TZID"] == "Asia/Shanghai"
    assert zone.to_tz().utcoffset(datetime(2026, 7, 1)) == timedelta(hours=8)  # noqa: DTZ001  # asked of the zone itself
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


def test_both_sides_and_nobody_else_read_it(agreement: Agreement) -> None:
    stranger = factories.person(factories.party(), Role.CONTRACT_OWNER)
    counts = [len(events(address_of(user))) for user in (agreement.owner, agreement.account_manager, stranger)]
    assert counts == [8, 8, 0]


def test_an_entry_keeps_its_name_and_tells_of_every_change(agreement: Agreement) -> None:
    obligation = occurrence(agreement, "training").obligation
    by = factories.scope(agreement.account_manager)
    now = timezone.now()

    def entry() -> tuple[str, int, str, datetime]:
        event = event_of(agreement, "training", agreement.owner)
        return str(event["UID"]), int(event["SEQUENCE"]), str(event["SUMMARY"]), event["LAST-MODIFIED"].dt

    first = entry()
    pause(obligation.deadline_id, reason="场地维修", by=by, at=now)
    resume(obligation.deadline_id, by=by, at=now + timedelta(days=2))
    moved = entry()
    keep_obligation(obligation.pk, proof=Proof("完成"), by=by, at=now + timedelta(days=2))
    done = entry()
    assert first[0] == moved[0] == done[0]
    assert first[1] < moved[1] < done[1]
    assert done[2].endswith(obligation.title)
    assert done[2] != obligation.title
    assert first[3] <= moved[3] < done[3]


def test_the_same_calendar_is_not_sent_twice(agreement: Agreement) -> None:
    address = address_of(agreement.owner)
    tag = Client().get(address)["ETag"]
    assert Client().get(address, headers={"If-None-Match": tag}).status_code == 304
    agreement.owe(started_at=timezone.now())
    assert Client().get(address, headers={"If-None-Match": tag}).status_code == 200


def test_nothing_of_customers_and_staff_is_in_it(agreement: Agreement) -> None:
    words = "客人王先生，电话13800138000"
    told = NewComplaint(
        client_id=uuid.uuid4(), venue_id=agreement.venue.pk, subject="quality", gravity="minor", what_happened=words
    )
    complaint = log_complaint(
        told, by=factories.scope(factories.person(agreement.client, Role.FLOOR)), at=timezone.now()
    )
    content = Client().get(address_of(agreement.account_manager)).content.decode().replace("\r\n ", "")
    assert complaint.number in content
    assert "王先生" not in content
    assert "13800138000" not in content
    assert agreement.owner.email not in content
    assert agreement.account_manager.name not in content


def test_clocks_of_house_rules_stand_in_the_calendar_of_whoever_answers_for_them(agreement: Agreement) -> None:
    lonely = factories.venue(agreement.client)
    marketing = factories.person(agreement.client, Role.MARKETING, venues=[lonely])
    told = NewComplaint(client_id=uuid.uuid4(), venue_id=lonely.pk, subject="quality", gravity="minor")
    complaint = log_complaint(
        told, by=factories.scope(factories.person(agreement.client, Role.FLOOR)), at=timezone.now()
    )
    [event] = events(address_of(marketing)).values()
    assert complaint.number in str(event["SUMMARY"])
    assert len(events(address_of(agreement.owner))) == 8


def test_the_address_is_long_random_and_kept_as_a_hash_only(agreement: Agreement) -> None:
    token = new_feed(by=factories.scope(agreement.owner), at=timezone.now())
    assert len(token) >= 43  # 256 bits
    stored = CalendarFeed.objects.get(user=agreement.owner)
    assert token not in (stored.token_hash, str(stored.pk))
    trail = AuditEntry.objects.filter(table_name="contracts_calendarfeed")
    assert all("token_hash" not in (entry.after or {}) for entry in trail)
    assert trail.exists()


def test_a_new_address_ends_the_old_one_and_ending_ends_it(agreement: Agreement) -> None:
    first, second = address_of(agreement.owner), address_of(agreement.owner)
    assert [Client().get(each).status_code for each in (first, second)] == [404, 200]
    end_feed(by=factories.scope(agreement.account_manager), at=timezone.now())
    assert Client().get(second).status_code == 200
    end_feed(by=factories.scope(agreement.owner), at=timezone.now())
    assert Client().get(second).status_code == 404


def test_who_has_left_reads_nothing(agreement: Agreement) -> None:
    address = address_of(agreement.owner)
    User.objects.filter(pk=agreement.owner.pk).update(is_active=False)
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("token", ["x", "%00", "..%2f", "a" * 2000, "②"])
def test_a_wrong_address_opens_nothing(db: None, token: str) -> None:
    assert Client().get(f"/calendar/{token}.ics").status_code in (400, 404)


def test_the_system_has_no_calendar(db: None) -> None:
    with pytest.raises(Refused):
        new_feed(by=SYSTEM, at=timezone.now())
    assert user_of_token("") is None


def test_the_page_shows_a_new_address_once(agreement: Agreement) -> None:
    client = browser(agreement.owner)
    shown = re.search(r"/calendar/[\w-]+\.ics", client.post("/obligations/feed/").content.decode())
    assert shown is not None
    assert len(events(shown[0])) == 8
    assert shown[0] not in client.get("/obligations/feed/").content.decode()
    assert client.post("/obligations/feed/end/").status_code == 302
    assert Client().get(shown[0]).status_code == 404


def test_the_database_lets_one_address_live_and_stores_hashes_alone(agreement: Agreement) -> None:
    now = timezone.now()
    CalendarFeed.objects.create(user=agreement.owner, token_hash="a" * 64, created_at=now)
    with pytest.raises(IntegrityError, match="one_alive"), transaction.atomic():
        CalendarFeed.objects.create(user=agreement.owner, token_hash="b" * 64, created_at=now)
    with pytest.raises(IntegrityError, match="only_hash"), transaction.atomic():
        CalendarFeed.objects.create(user=agreement.account_manager, token_hash="a" * 43, created_at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarFeed.objects.create(user=agreement.account_manager, token_hash="a" * 64, created_at=now)


# -------------------------------------------------------------------------------------------------------- the format
def entry(**changes: object) -> Entry:
    given: dict[str, object] = {
        "uid": "obligation-1@encore.example",
        "due_at": datetime(2026, 4, 1, 16, tzinfo=UTC),
        "summary": "季度报表",
        "description": "",
        "url": "https://encore.example/obligations/1/",
        "revised_at": datetime(2026, 3, 1, tzinfo=UTC),
    }
    return Entry(**{**given, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "甲方；乙方，\\n 与 a;b,c\\d",
        "第一行\n第二行\r\n第三行",
        "𠮷" * 60,
        "很长的标题" * 40,
        'X";ATTACH:http://evil.example\r\nBEGIN:VEVENT',
    ],
)
def test_any_words_come_back_as_they_were_written(text: str) -> None:
    content = write_calendar("日历", [entry(summary=text, description=text)])
    [event] = parts(content, "VEVENT")
    expected = text.replace("\r\n", "\n")
    assert str(event["SUMMARY"]) == expected
    assert str(event["DESCRIPTION"]) == expected
    assert "ATTACH" not in event
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


def test_a_cancelled_entry_says_so_and_midnight_belongs_to_the_day_before() -> None:
    content = write_calendar("日历", [entry(standing=Standing.CANCELLED)])
    [event] = parts(content, "VEVENT")
    assert str(event["STATUS"]) == "CANCELLED"
    assert event["DTSTART"].dt == date(2026, 4, 1)
