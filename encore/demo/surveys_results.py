"""What the demo's house makes of its counted survey: the lowest subject is bettered by somebody, until a day."""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from encore.demo.people import Cast
from surveys.domain.improving.measures import NewMeasure, make_measure
from surveys.domain.improving.weaknesses import standings
from surveys.domain.results.departments import send_to_departments
from surveys.domain.results.reading import result_of
from surveys.models import Wave, WaveState

DAYS: Final = 30
TEXT: Final = "每晚开场前逐间检查音响、空调和卫生，问题当场报修，店长每周抽查十间。"


def better_things(cast: Cast) -> None:
    """After the answers were counted: the departments are told, and one measure is set."""
    wave = Wave.objects.filter(party=cast.client, state=WaveState.COUNTED).order_by("-first_day").first()
    result = result_of(wave) if wave else None
    if wave is None or result is None:
        raise LookupError("the answers come first")
    by = cast.scope("manager")
    send_to_departments(wave.pk, by=by, at=cast.now)
    [lowest, *_others] = standings(result, at=cast.now)
    due_date = timezone.localdate(cast.now) + timedelta(days=DAYS)
    make_measure(wave.pk, NewMeasure(lowest.subject, TEXT, by.user_id, due_date), by=by, at=cast.now)
