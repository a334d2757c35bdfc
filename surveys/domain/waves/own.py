"""Waves that no contract asks for: after a promotion or a training, among the staff (D8)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone

from foundation.refusals import Refused
from foundation.text import clean_line
from parties.domain.scope import Scope, writing
from parties.models import Party
from surveys.domain.waves.arranging import LONGEST_NAME
from surveys.domain.waves.reach import RUN
from surveys.domain.waves.windows import Window, fits
from surveys.models import Frame, Method, Wave

LONGEST: Final = 366
"""Days that a wave may take answers."""


@dataclass(frozen=True)
class NewWave:
    """What is asked of whom: ``frame`` as in :class:`surveys.models.Frame`, on the days of ``window``."""

    party_id: int
    name: str
    window: Window
    frame: str = Frame.OPEN


def make_wave(new: NewWave, *, by: Scope, at: datetime) -> Wave:
    """Plan one of a party's own; what it asks and whom is settled as for any other.

    Its period are the days on which it takes answers. Refused: ``parties.not_yours``, ``surveys.wave_nameless``,
    ``surveys.choice_unknown``, ``surveys.window_past``, ``surveys.window_too_long``.
    """
    by.require_for(RUN, new.party_id)
    name = clean_line(new.name, LONGEST_NAME, "name")
    if not name:
        raise Refused("surveys.wave_nameless", "name")
    if new.frame not in Frame.values:
        raise Refused("surveys.choice_unknown", "frame")
    first, last = new.window.first, new.window.last
    if last < timezone.localdate(at):
        raise Refused("surveys.window_past", "last")
    if not fits(new.window, first_day=first, last_day=last) or (last - first).days >= LONGEST:
        raise Refused("surveys.window_too_long", "last", days=LONGEST)
    with writing(by):
        return Wave.objects.create(
            party=Party.objects.get(pk=new.party_id),
            name=name,
            first_day=first,
            last_day=last,
            opens_at=new.window.opens_at,
            closes_at=new.window.closes_at,
            frame=new.frame,
            method=Method.CENSUS,
            made_by_id=by.user_id,
            made_at=at,
        )
