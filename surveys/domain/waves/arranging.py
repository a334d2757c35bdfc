"""Settling what a wave asks, whom and when, before its sample is drawn; its window until the invitations are out."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from foundation.refusals import Refused
from foundation.text import clean_text
from parties.domain.scope import Scope, writing
from surveys.domain.waves.reach import locked_wave
from surveys.domain.waves.windows import Window, fits
from surveys.models import Frame, Method, Purpose, QuestionnaireVersion, Wave, WaveState

LONGEST_NAME: Final = 60
LARGEST: Final = 1_000_000


@dataclass(frozen=True)
class Arrangement:
    """What can be settled of a wave. Of margin (percentage points) and ``wanted_size`` (answers) one is said, and none
    where everybody is asked; ``response_percent`` of 100 who are invited are expected to answer."""

    name: str
    version_id: int | None
    window: Window
    frame: str
    method: str
    margin_percent: Decimal | None = None
    wanted_size: int | None = None
    response_percent: int = 100
    language: str = "zh-hans"


def arrange_wave(wave_id: int, wanted: Arrangement, *, by: Scope, at: datetime) -> Wave:
    """Settle it; the draw follows what stands then.

    Refused: ``parties.not_yours``, ``surveys.drawn_already``, ``surveys.wave_nameless``, ``surveys.version_unknown``,
    ``surveys.size_missing``, ``surveys.margin_wrong``, ``surveys.size_wrong``, ``surveys.response_wrong``,
    ``surveys.not_in_language``, and what :func:`move_window` is refused for.
    """
    with writing(by):
        wave = locked_wave(wave_id, by=by)
        if wave.state != WaveState.PLANNED:
            raise Refused("surveys.drawn_already")
        wanted = replace(wanted, name=clean_text(wanted.name, LONGEST_NAME, "name"))
        version = _version(wave.party_id, wanted)
        _check_sample(wanted)
        _check_window(wave, wanted.window, at=at)
        for name in ("name", "frame", "method", "response_percent", "language"):
            setattr(wave, name, getattr(wanted, name))
        is_census = wanted.method == Method.CENSUS or wanted.frame == Frame.OPEN
        wave.margin_percent = None if is_census else wanted.margin_percent
        wave.wanted_size = None if is_census else wanted.wanted_size
        wave.version, wave.opens_at, wave.closes_at = version, wanted.window.opens_at, wanted.window.closes_at
        wave.save()
        return wave


def move_window(wave_id: int, window: Window, *, by: Scope, at: datetime) -> Wave:
    """Take answers on other days of the period, as long as nobody was invited.

    Refused: ``parties.not_yours``, ``surveys.invited_already``, ``surveys.window_past``, ``surveys.window_outside``.
    """
    with writing(by):
        wave = locked_wave(wave_id, by=by)
        if wave.state not in (WaveState.PLANNED, WaveState.DRAWN):
            raise Refused("surveys.invited_already")
        _check_window(wave, window, at=at)
        wave.opens_at, wave.closes_at = window.opens_at, window.closes_at
        wave.save(update_fields=["opens_at", "closes_at"])
        return wave


def versions_for(party_id: int) -> QuerySet[QuestionnaireVersion]:
    """The frozen wordings with which a party can ask, the newest first."""
    rows = QuestionnaireVersion.objects.filter(questionnaire__party=party_id, questionnaire__is_archived=False)
    return rows.filter(frozen_at__isnull=False).select_related("questionnaire").order_by("-frozen_at", "-pk")


def newest_version(party_id: int) -> QuestionnaireVersion | None:
    """With what a contract's survey is asked unless somebody says otherwise; ``None`` where nothing is frozen yet."""
    return versions_for(party_id).filter(questionnaire__purpose=Purpose.CONTRACT).first()


def window_of(wave: Wave) -> Window:
    """The days on which the wave takes answers."""
    last = timezone.localtime(wave.closes_at).date() - timedelta(days=1)
    return Window(timezone.localtime(wave.opens_at).date(), last)


def _version(party_id: int, wanted: Arrangement) -> QuestionnaireVersion | None:
    if wanted.version_id is None:
        return None
    version = versions_for(party_id).filter(pk=wanted.version_id).first()
    if version is None:
        raise Refused("surveys.version_unknown", "version")
    if wanted.language not in version.languages:
        raise Refused("surveys.not_in_language", "language")
    return version


def _check_sample(wanted: Arrangement) -> None:
    if not wanted.name:
        raise Refused("surveys.wave_nameless", "name")
    if wanted.frame not in Frame.values or wanted.method not in Method.values:
        raise Refused("surveys.choice_unknown", "method")
    if not 1 <= wanted.response_percent <= 100:
        raise Refused("surveys.response_wrong", "response_percent")
    if wanted.method == Method.CENSUS or wanted.frame == Frame.OPEN:
        return
    if (wanted.margin_percent is None) == (wanted.wanted_size is None):
        raise Refused("surveys.size_missing", "margin_percent")
    if wanted.margin_percent is not None and not Decimal("0.5") <= wanted.margin_percent <= 30:
        raise Refused("surveys.margin_wrong", "margin_percent")
    if wanted.wanted_size is not None and not 1 <= wanted.wanted_size <= LARGEST:
        raise Refused("surveys.size_wrong", "wanted_size", most=LARGEST)


def _check_window(wave: Wave, window: Window, *, at: datetime) -> None:
    if window.last < timezone.localdate(at):
        raise Refused("surveys.window_past", "last")
    if not fits(window, first_day=wave.first_day, last_day=wave.last_day):
        first, last = wave.first_day.isoformat(), wave.last_day.isoformat()
        raise Refused("surveys.window_outside", "first", first=first, last=last)
