"""Data incidents: entered, told of, closed; what was said stays."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from complaints.domain.clocks.chain import Rung, set_chain
from deadlines.domain.clock import NewDeadline, open_deadlines
from deadlines.domain.sweep import sweep, sweep_all
from foundation.refusals import Refused
from members.domain.privacy.incidents import NewIncident, close_incident, enter_incident, hand_incident, note_told
from members.models import DataIncident, IncidentClock
from parties.domain.messages import render
from parties.domain.roles import Role
from parties.models import Message
from tests import factories
from tests.members.factories import NOW, at_work

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
FOUND = NOW - 5 * HOUR


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


def test_an_incident_is_told_of_within_its_72_hours_and_closed() -> None:
    venue = factories.venue(factories.party())
    by = at_work(venue)
    new = NewIncident("名单误发", ["phone", "name"], 40, FOUND, venue.pk)
    incident = enter_incident(venue.party_id, new, by=by, at=NOW)
    assert (incident.data, incident.due_at) == (["name", "phone"], FOUND + timedelta(hours=72))
    note_told(incident.pk, "authority", told_at=NOW - HOUR, by=by, at=NOW)
    assert [
        code_of(lambda: note_told(incident.pk, "authority", told_at=NOW, by=by, at=NOW)),
        code_of(lambda: note_told(incident.pk, "members", told_at=NOW + HOUR, by=by, at=NOW)),
        code_of(lambda: note_told(incident.pk, "members", told_at=FOUND - HOUR, by=by, at=NOW)),
        code_of(lambda: close_incident(incident.pk, " ", by=by, at=NOW)),
        code_of(lambda: close_incident(incident.pk, "?", by=at_work(factories.venue(factories.party())), at=NOW)),
    ] == [
        "members.told_already",
        "members.in_future",
        "members.told_too_early",
        "members.remedy_missing",
        "parties.not_yours",
    ]
    closed = close_incident(incident.pk, "收回名单，改发送流程", by=by, at=NOW)
    assert code_of(lambda: note_told(closed.pk, "members", told_at=NOW, by=by, at=NOW)) == "members.incident_closed"
    for change in ("remedy = 'x'", "what = 'x'"):
        with pytest.raises(IntegrityError, match="stands as it was entered"), transaction.atomic():
            connection.cursor().execute(f"UPDATE members_dataincident SET {change}")


def levels(incident: DataIncident) -> list[tuple[int, int | None, str | None]]:
    return list(incident.clocks.values_list("level", "deadline__owner", "deadline__outcome"))


def heard(kind: str) -> list[int]:
    return sorted(Message.objects.filter(kind=f"incident.{kind}").values_list("user", flat=True))


def test_the_72_hours_have_an_owner_warn_and_rise_by_the_houses_chain() -> None:
    venue = factories.venue(factories.party())
    manager, owner = (factories.person(venue.party, role) for role in (Role.VENUE_MANAGER, Role.CONTRACT_OWNER))
    stranger = factories.person(factories.party(), Role.VENUE_MANAGER)
    factories.person(venue.party, Role.MARKETING)
    by = factories.scope(manager)
    new = NewIncident("名单误发", ["phone"], 40, FOUND, venue.pk)
    assert code_of(lambda: enter_incident(venue.party_id, replace(new, owner_id=stranger.pk), by=by, at=NOW)) == (
        "members.keeper_unknown"
    )
    incident = enter_incident(venue.party_id, replace(new, owner_id=owner.pk), by=by, at=NOW)
    assert code_of(lambda: hand_incident(incident.pk, stranger.pk, by=by, at=NOW)) == "members.keeper_unknown"
    hand_incident(incident.pk, manager.pk, by=factories.scope(owner), at=NOW)
    assert (heard("yours"), levels(incident)) == (sorted([manager.pk, owner.pk]), [(0, manager.pk, None)])
    for hours, said in ((36, 1), (58, 2)):
        sweep(FOUND + hours * HOUR + MINUTE)
        assert heard("warned") == [manager.pk] * said
    over = FOUND + 72 * HOUR
    for _beat in range(3):  # after a standstill the levels follow at their own times
        sweep_all(over + 46 * MINUTE)
    assert levels(incident) == [*((level, manager.pk, "missed") for level in range(3)), (3, owner.pk, None)]
    starts = list(incident.clocks.values_list("deadline__started_at", flat=True))
    assert starts == [FOUND, over, over + 15 * MINUTE, over + 45 * MINUTE]
    assert (heard("missed"), heard("rose")) == ([manager.pk], sorted([manager.pk, owner.pk]))
    assert code_of(lambda: hand_incident(incident.pk, owner.pk, by=by, at=over + HOUR)) == "members.hours_over"
    note_told(incident.pk, "authority", told_at=over + HOUR, by=by, at=over + HOUR)
    assert levels(incident)[-1] == (3, owner.pk, "cancelled")
    first = incident.clocks.get(level=0).deadline
    assert (first.outcome, first.done_at) == ("missed", over + HOUR)
    assert all(render(message, language="en").path.endswith(f"/{incident.pk}/") for message in Message.objects.all())


def test_a_chain_of_the_house_asks_whom_it_names_and_nobody_of_the_other_side() -> None:
    venue = factories.venue(factories.party())
    manager, owner = (factories.person(venue.party, role) for role in (Role.VENUE_MANAGER, Role.CONTRACT_OWNER))
    rungs = {1: Rung("contract_owner", 30, 10), 2: Rung("owner", 30, 10), 3: Rung("marketing", 30, 10)}
    set_chain(venue.pk, rungs, by=factories.scope(manager), at=NOW)
    new = NewIncident("名单误发", ["phone"], 40, NOW - 80 * HOUR)  # of the whole party, which has one venue
    incident = enter_incident(venue.party_id, new, by=factories.scope(manager), at=NOW)
    for _round in range(4):
        sweep_all(NOW)
    asked = [(0, manager.pk), (1, owner.pk), (2, owner.pk), (3, owner.pk)]
    assert [(level, person) for level, person, _outcome in levels(incident)] == asked
    told_in_time = enter_incident(venue.party_id, replace(new, found_at=FOUND), by=factories.scope(manager), at=NOW)
    note_told(told_in_time.pk, "authority", told_at=NOW, by=factories.scope(owner), at=NOW)
    closed = enter_incident(venue.party_id, replace(new, found_at=FOUND), by=factories.scope(manager), at=NOW)
    close_incident(closed.pk, "没有外泄", by=factories.scope(owner), at=NOW)
    late = enter_incident(venue.party_id, new, by=factories.scope(manager), at=NOW)
    close_incident(late.pk, "没有外泄", by=factories.scope(owner), at=NOW)
    ends = [levels(each) for each in (told_in_time, closed, late)]
    assert ends == [[(0, manager.pk, "kept")], [(0, manager.pk, "cancelled")], [(0, manager.pk, "missed")]]


@pytest.mark.database
def test_a_clock_of_an_incident_begins_in_its_turn_and_stays() -> None:
    venue = factories.venue(factories.party())
    by = at_work(venue)
    assert by.user_id is not None
    incident = enter_incident(venue.party_id, NewIncident("?", ["name"], 1, FOUND), by=by, at=NOW)
    other = factories.party()

    def clock(level: int, party_id: int, started_at: datetime, hours: int) -> None:
        assert by.user_id is not None
        new = NewDeadline("members.incident", party_id, by.user_id, started_at, started_at + hours * HOUR)
        IncidentClock.objects.create(incident=incident, level=level, deadline=open_deadlines([new])[0])

    tries: list[tuple[Callable[[], object], str]] = [
        (lambda: clock(1, venue.party_id, FOUND + 72 * HOUR, 1), "out of turn"),
        (lambda: clock(0, other.pk, FOUND, 72), "out of turn"),
        (lambda: clock(0, venue.party_id, FOUND, 71), "out of turn"),
        (lambda: clock(0, venue.party_id, FOUND, 72), "incident_clock_once"),
        (lambda: IncidentClock.objects.update(level=1), "permission denied|never changed"),
    ]
    for act, match in tries:
        with pytest.raises(DatabaseError, match=match), transaction.atomic():
            act()


def test_what_says_nothing_is_no_incident() -> None:
    venue = factories.venue(factories.party())
    by, other = at_work(venue), factories.venue(factories.party())

    def entered(**changes: object) -> str:
        new = NewIncident(**{"what": "?", "data": ["name"], "people": 1, "found_at": FOUND, **changes})  # type: ignore[arg-type]
        return code_of(lambda: enter_incident(venue.party_id, new, by=by, at=NOW))

    assert [
        entered(what=""),
        entered(what="名单上有 13800001234"),
        entered(data=[]),
        entered(data=["weather"]),
        entered(found_at=NOW + HOUR),
        entered(venue_id=other.pk),
    ] == [
        "members.incident_says_nothing",
        "members.number_in_text",
        "members.choice_unknown",
        "members.choice_unknown",
        "members.in_future",
        "members.venue_unknown",
    ]
    auditor, new = at_work(venue, Role.AUDITOR), NewIncident("?", ["name"], 1, FOUND)
    assert code_of(lambda: enter_incident(venue.party_id, new, by=auditor, at=NOW)) == "parties.not_yours"
