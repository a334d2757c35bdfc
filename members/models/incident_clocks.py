from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from deadlines.models import Deadline
from members.models.erasures import DataIncident


class IncidentClock(models.Model):
    """A clock of a data incident: level 0 are its 72 hours, each above begins when the one below was missed.

    Its deadline says who answers and until when. All end when the authority is told, or the incident is closed.
    Append-only.
    """

    incident = models.ForeignKey(DataIncident, models.PROTECT, related_name="clocks")
    level = models.PositiveSmallIntegerField()
    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="incident_clock")

    class Meta:
        verbose_name = _("clock of a data incident")
        verbose_name_plural = _("clocks of data incidents")
        ordering: ClassVar = ["level"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "level"], name="incident_clock_once"),
            models.CheckConstraint(condition=Q(level__range=(0, 3)), name="incident_clock_levels"),
        ]
