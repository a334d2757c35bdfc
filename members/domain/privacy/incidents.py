"""Data incidents: members' data went where they do not belong, or may have (PIPL 57). Who was told, and in time?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from deadlines.domain.clock import reassign
from foundation.refusals import Refused
from foundation.text import clean_text
from members.domain.privacy import incident_clocks
from members.domain.privacy.incident_news import tell_yours
from members.domain.privacy.showing import without_numbers
from members.models import DataIncident, Shown
from parties.domain.scope import Scope, writing
from parties.models import Venue

VERB: Final = "members.erase"
LONGEST_TEXT: Final = 2000
DATA: Final = (*Shown.values[:5], "bills")
"""What an incident can concern."""
AUTHORITY: Final = "authority"
TOLD: Final = {AUTHORITY: "authority_told_at", "members": "members_told_at"}


@dataclass(frozen=True)
class NewIncident:
    """What is known when it is found; ``people`` is how many members are concerned at most.

    ``owner_id`` answers for its 72 hours; without one whoever enters it does.
    """

    what: str
    data: Sequence[str]
    people: int
    found_at: datetime
    venue_id: int | None = None
    owner_id: int | None = None


def enter_incident(party_id: int, new: NewIncident, *, by: Scope, at: datetime) -> DataIncident:
    """Write an incident down; from the moment it was found 72 hours run.

    Refused: ``parties.not_yours``, ``members.incident_says_nothing``, ``.number_in_text``, ``.choice_unknown``,
    ``.in_future``, ``.venue_unknown``, ``.keeper_unknown``.
    """
    by.require_for(VERB, party_id)
    what = without_numbers(clean_text(new.what, LONGEST_TEXT, "what"), "what")
    if not what:
        raise Refused("members.incident_says_nothing", "what")
    if not new.data or not set(new.data) <= set(DATA):
        raise Refused("members.choice_unknown", "which_data")
    if new.found_at > at:
        raise Refused("members.in_future", "found_at")
    if new.venue_id and not Venue.objects.filter(pk=new.venue_id, party=party_id).exists():
        raise Refused("members.venue_unknown", "venue")
    if by.user_id is None:
        raise Refused("parties.not_yours")
    owner_id = new.owner_id or by.user_id
    if owner_id != by.user_id:
        _check_owner(owner_id, party_id, new.venue_id)
    with writing(by):
        incident = DataIncident.objects.create(
            party_id=party_id,
            venue_id=new.venue_id,
            what=what,
            data=[name for name in DATA if name in new.data],
            people=new.people,
            found_at=new.found_at,
            entered_at=at,
            entered_by_id=by.user_id,
        )
        clock = incident_clocks.start(incident, owner_id)
        tell_yours(incident, clock.deadline, actor_id=by.user_id, at=at)
        return incident


def hand_incident(incident_id: int, owner_id: int, *, by: Scope, at: datetime) -> DataIncident:
    """Somebody else of the house answers for the 72 hours from now on, and is told.

    Refused: ``parties.not_yours``, ``members.incident_closed``, ``.told_already``, ``.keeper_unknown``,
    ``.hours_over`` once they are missed: then the house's chain asks whom it names.
    """
    with writing(by):
        incident = _open_incident(incident_id, by=by)
        if incident.authority_told_at is not None:
            raise Refused("members.told_already")
        _check_owner(owner_id, incident.party_id, incident.venue_id)
        running = incident.clocks.filter(level=0, deadline__outcome=None).select_related("deadline").first()
        if running is None or not reassign([running.deadline_id], owner_id=owner_id, by=by):
            raise Refused("members.hours_over")
        running.deadline.owner_id = owner_id
        tell_yours(incident, running.deadline, actor_id=by.user_id, at=at)
        return incident


def note_told(incident_id: int, whom: str, *, told_at: datetime, by: Scope, at: datetime) -> DataIncident:
    """Note when the authority or the members were told; each once. The clocks end when the authority knows.

    Refused: ``parties.not_yours``, ``members.incident_closed``, ``.told_already``, ``.in_future``, ``.told_too_early``.
    """
    with writing(by):
        incident = _open_incident(incident_id, by=by)
        field = TOLD[whom]
        if getattr(incident, field) is not None:
            raise Refused("members.told_already")
        if told_at > at:
            raise Refused("members.in_future", "told_at")
        if told_at < incident.found_at:
            raise Refused("members.told_too_early", "told_at")
        setattr(incident, field, told_at)
        incident.save(update_fields=[field])
        if whom == AUTHORITY:
            incident_clocks.end(incident, told_at=told_at, at=at)
        return incident


def close_incident(incident_id: int, remedy: str, *, by: Scope, at: datetime) -> DataIncident:
    """Close it with what was done about it; its clocks end.

    Refused: ``parties.not_yours``, ``members.incident_closed``, ``.remedy_missing``.
    """
    done = without_numbers(clean_text(remedy, LONGEST_TEXT, "remedy"), "remedy")
    if not done:
        raise Refused("members.remedy_missing", "remedy")
    with writing(by):
        incident = _open_incident(incident_id, by=by)
        incident.remedy, incident.closed_at = done, at
        incident.save(update_fields=["remedy", "closed_at"])
        incident_clocks.end(incident, told_at=None, at=at)
        return incident


def _open_incident(incident_id: int, *, by: Scope) -> DataIncident:
    seen = DataIncident.objects.within(by, verb=VERB)
    incident = seen.select_for_update(no_key=True, of=("self",)).filter(pk=incident_id).first()
    if incident is None:
        raise Refused("parties.not_yours")
    if incident.closed_at is not None:
        raise Refused("members.incident_closed")
    return incident


def _check_owner(owner_id: int, party_id: int, venue_id: int | None) -> None:
    if owner_id not in {person.pk for person in incident_clocks.people_for(party_id, venue_id)}:
        raise Refused("members.keeper_unknown", "owner")
