"""The demo's first survey: members were drawn and answered by their links, guests by the codes in their rooms."""

import random
import uuid
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone

from encore.demo.people import Cast
from surveys.domain.answers.opening import open_answers
from surveys.domain.answers.taking import take_answer, take_open_answer
from surveys.domain.designing.definition import Definition, Kind, Question
from surveys.domain.designing.reading import read_definition
from surveys.domain.doors.placing import make_room_codes
from surveys.domain.waves.arranging import Arrangement, arrange_wave, newest_version
from surveys.domain.waves.lifecycle import ANSWERABLE
from surveys.domain.waves.own import NewWave, make_wave
from surveys.domain.waves.running import close_wave, open_wave
from surveys.domain.waves.windows import Window
from surveys.models import Frame, Invitation, Method, Wave

SEED: Final = 20
OPEN_ANSWERS: Final = 86
SILENT: Final = 7
"""Every so-manieth of those who were drawn says nothing."""
WORDS: Final = (
    "服务员很热情，下次还来。",
    "周末排队太久，希望能提前订包厢。",
    "音响效果好，就是空调有点冷。",
    "果盘分量可以再多一点。",
    "结账时有一项没看懂，经理解释清楚了。",
    "新歌更新慢。",
)


def remember_answers(cast: Cast) -> Wave:
    """Two months ago: asked, closed and opened. Today each room has its code."""
    by, day = cast.scope("owner"), timezone.localdate(cast.now)
    window = Window(day - timedelta(days=62), day - timedelta(days=49))
    asked_at = window.opens_at - timedelta(days=3)
    new = NewWave(cast.client.pk, "秋季服务调查", window, Frame.MEMBERS)
    wave = make_wave(new, by=by, at=asked_at)
    version = newest_version(cast.client.pk)
    if version is None:
        raise LookupError("the questionnaires come first")
    settings = Arrangement(wave.name, version.pk, window, Frame.MEMBERS, Method.CENSUS)
    arrange_wave(wave.pk, settings, by=by, at=asked_at)
    wave = open_wave(wave.pk, by=by, at=window.opens_at)
    _answer(wave, read_definition(version.definition), version.pk)
    close_wave(wave.pk, by=by, at=wave.closes_at)
    open_answers(wave.pk, at=wave.closes_at)
    for venue in cast.client.venues.order_by("pk"):
        make_room_codes(venue.pk, by=by, at=cast.now)
    return wave


def _answer(wave: Wave, definition: Definition, version_id: int) -> None:
    """The same ones each time that the demo is made; the order in which they lie open is not."""
    chance = random.Random(SEED)  # noqa: S311 - invented people, not secrets
    days = (wave.closes_at - wave.opens_at).days
    drawn = Invitation.objects.filter(wave=wave, state__in=ANSWERABLE).order_by("position")
    for number, invitation in enumerate(drawn):
        if number % SILENT:
            at = wave.opens_at + timedelta(days=chance.randrange(days), hours=12)
            take_answer(invitation.pk, _said(definition, chance), version_id=version_id, at=at)
    for _guest in range(OPEN_ANSWERS):
        form = uuid.UUID(int=chance.getrandbits(128))
        at = wave.opens_at + timedelta(days=chance.randrange(days), hours=22)
        take_open_answer(wave.pk, _said(definition, chance), form=form, version_id=version_id, at=at)


def _said(definition: Definition, chance: random.Random) -> dict[str, Any]:
    """What somebody says who is mostly content, and not always to everything."""
    mood, said = chance.choices((1, 0, -1), weights=(7, 2, 1))[0], dict[str, Any]()
    for question in definition.questions:
        condition = question.condition
        is_asked = condition is None or condition.holds(said.get(condition.question))
        is_said = question.required or chance.random() < (0.35 if question.kind == Kind.TEXT else 0.9)
        if is_asked and is_said:
            said[question.key] = _one(question, mood, chance)
    return said


def _one(question: Question, mood: int, chance: random.Random) -> Any:
    options = [option.key for option in question.options]
    match question.kind:
        case Kind.CHOICE:
            return chance.choice(options)
        case Kind.CHOICES:
            return chance.sample(options, chance.randint(1, len(options)))
        case Kind.TEXT:
            return chance.choice(WORDS)
        case Kind.MATRIX:
            return {row.key: _points(question, mood, chance) for row in question.rows}
    return _points(question, mood, chance)


def _points(question: Question, mood: int, chance: random.Random) -> int:
    """Towards the upper end, the middle or the lower one of what can be given."""
    share = {1: (0.75, 1.0), 0: (0.5, 0.8), -1: (0.0, 0.5)}[mood]
    lowest, highest = question.points[0], question.points[-1]
    return round(lowest + (highest - lowest) * chance.uniform(*share))
