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
    """Where answers were counted: the departments are told, and one measure is set about what was rated lowest."""
    by = cast.scope("manager")
    counted = Wave.objects.filter(party=cast.client, state=WaveState.COUNTED)
    for result in filter(None, map(result_of, counted.order_by("-first_day")[:1])):
        send_to_departments(result.wave.pk, by=by, at=cast.now)
        due_date = timezone.localdate(cast.now) + timedelta(days=DAYS)
        for lowest in standings(result, at=cast.now)[:1]:
            measure = NewMeasure(lowest.subject, TEXT, by.user_id, due_date)
            make_measure(result.wave.pk, measure, by=by, at=cast.now)
