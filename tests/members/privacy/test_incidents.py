"""Data incidents: entered, told of, closed; what was said stays."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from foundation.refusals import Refused
from members.domain.privacy.incidents import NewIncident, close_incident, enter_incident, note_told
from parties.domain.roles import Role
from tests import factories
from tests.members.factories import NOW, at_work

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
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
