"""Measures of improvement: what is done after a wave, by whom, until when; carried by the house's one clock (D7)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils import timezone

from contracts.domain.duties.windows import end_of
from deadlines.domain import clock
from deadlines.domain.clock import NewDeadline, open_deadlines
from foundation.days import known_day
from foundation.refusals import Refused
from foundation.text import clean_text, says_something
from parties.domain.duty import people_of
from parties.domain.roles import MAY
from parties.domain.scope import Scope, writing
from parties.models import User, Venue
from surveys.domain.improving.lifecycle import MEASURE
from surveys.domain.improving.news import KIND, tell_yours
from surveys.domain.results.reading import result_of
from surveys.domain.waves.reach import locked_wave
from surveys.models import Measure, Wave, WaveState

IMPROVE: Final = "surveys.improve"
LONGEST: Final = 2000


@dataclass(frozen=True)
class NewMeasure:
    """What is to be bettered, what is done about it, who answers for it until which day (that day included)."""

    subject: str
    text: str
    owner_id: int | None
    due_date: date


def make_measure(wave_id: int, new: NewMeasure, *, by: Scope, at: datetime) -> Measure:
    """Somebody of the side that ran the wave answers for it from now on, and is told.

    Refused: ``parties.not_yours``, ``surveys.not_counted``, ``surveys.subject_unknown``, ``surveys.measure_wordless``,
    ``surveys.owner_unknown``, ``surveys.due_past``, and what days are refused for.
    """
    text = clean_text(new.text, LONGEST, "text")
    if not says_something(text):
        raise Refused("surveys.measure_wordless", "text")
    if known_day(new.due_date, "due_date") < timezone.localdate(at):
        raise Refused("surveys.due_past", "due_date")
    with writing(by):
        wave = locked_wave(wave_id, by=by, verb=IMPROVE)
        _check(wave, new)
        if by.user_id is None or new.owner_id is None:
            raise Refused("surveys.owner_unknown", "owner")
        items = [NewDeadline(KIND, wave.party_id, new.owner_id, at, end_of(new.due_date))]
        [deadline] = open_deadlines(items)
        measure = Measure.objects.create(
            wave=wave,
            subject=new.subject,
            text=text,
            owner_id=new.owner_id,
            due_date=new.due_date,
            deadline=deadline,
            made_by_id=by.user_id,
            made_at=at,
        )
        tell_yours(measure, actor_id=by.user_id, at=at)
    return measure


def end_measure(measure_id: int, verb: str, *, by: Scope, at: datetime) -> Measure:
    """It is done (``finish``), or given up (``drop``).

    Refused: ``parties.not_yours``, ``foundation.not_allowed_now``.
    """
    with writing(by):
        found = Measure.objects.select_related("wave").get(pk=measure_id)
        by.require_for(IMPROVE, found.wave.party_id)
        measure = MEASURE.move(Measure, measure_id, verb, ended_at=at)
        if measure.deadline_id is not None:
            (clock.stop if verb == "finish" else clock.cancel)([measure.deadline_id], at=at)
    return measure


def measures_of(wave: Wave) -> list[Measure]:
    """All of a wave, by their days."""
    rows = Measure.objects.filter(wave=wave).select_related("owner", "deadline", "judged_by", "wave")
    return list(rows.order_by("due_date", "pk"))


def people_for(wave: Wave) -> list[User]:
    """Who can answer for a measure: the people of the side that ran the wave, at its venues, whose role lets them."""
    if wave.contract is not None:
        venues = list(wave.contract.venues.values_list("pk", flat=True))
    else:
        venues = list(Venue.objects.filter(party=wave.party_id).values_list("pk", flat=True))
    return people_of(party_id=wave.party_id, venue_ids=venues, roles=MAY[IMPROVE])


def _check(wave: Wave, new: NewMeasure) -> None:
    result = result_of(wave) if wave.state == WaveState.COUNTED else None
    if result is None:
        raise Refused("surveys.not_counted")
    if result.whole is None or new.subject not in result.whole.subjects:
        raise Refused("surveys.subject_unknown", "subject")
    if new.owner_id not in {person.pk for person in people_for(wave)}:
        raise Refused("surveys.owner_unknown", "owner")
