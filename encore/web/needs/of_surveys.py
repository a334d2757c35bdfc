"""Waves of surveys that will not open unless somebody settles something, and what is to be bettered after them."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from encore.web.needs.need import SHOWN, Need
from parties.domain.scope import Scope
from surveys.domain.waves.readiness import obstacle_to
from surveys.models import Measure, MeasureState, Wave, WaveState

RUN: Final = "surveys.run"
SOON: Final = timedelta(days=14)


def waves_to_settle(scope: Scope) -> Iterable[Need]:
    """Of this person's own side: planned ones that open within two weeks and lack a questionnaire or members."""
    if not scope.may(RUN):
        return
    now = timezone.now()
    mine = Wave.objects.within(scope, verb=RUN).filter(party__in=scope.parties_for(RUN))
    rows = mine.filter(state=WaveState.PLANNED, opens_at__lte=now + SOON, closes_at__gt=now)
    for wave in rows.select_related("contract", "version").order_by("opens_at", "pk")[:SHOWN]:
        obstacle = obstacle_to(wave, at=now)
        if obstacle is not None:
            yield Need(
                title=wave.name,
                why=str(obstacle.message),
                path=reverse("surveys:wave-settings", args=[wave.pk]),
                icon="messages",
                due_at=wave.opens_at if wave.opens_at > now else wave.closes_at,
            )


def measures_of_mine(scope: Scope) -> Iterable[Need]:
    """Measures of improvement for which this person answers."""
    mine = Measure.objects.within(scope, verb="surveys.improve").filter(state=MeasureState.OPEN)
    rows = mine.filter(deadline__owner=scope.user_id).select_related("wave", "deadline")
    for measure in rows.order_by("due_date", "pk")[:SHOWN]:
        yield Need(
            title=_("Measure of improvement: %(subject)s") % {"subject": measure.get_subject_display()},
            why=measure.text,
            path=reverse("surveys:improving", args=[measure.wave_id]),
            icon="trending-up",
            due_at=measure.deadline.due_at if measure.deadline else None,
        )
