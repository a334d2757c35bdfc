"""What is counted of complaints as a whole, each out of all that were received.

Whoever brings about something worth counting (a reopening, an escalation) registers it in ``wiring.py``; the report,
its rows and its exports show it by themselves.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.models import Clock, ComplaintStep, EscalationLevel, Gravity, Stage
from deadlines.models import Outcome


@dataclass(frozen=True)
class Measure:
    """Something that is so or not so of a complaint; ``condition`` is asked of ``Complaint``."""

    code: str
    label: str | Promise
    icon: str
    condition: Callable[[], Q]
    tone: str = ""


MEASURES: dict[str, Measure] = {}


def register(measure: Measure) -> None:
    """Add something to count; the same code again replaces the former."""
    MEASURES[measure.code] = measure


def _has_step(verb: str) -> Q:
    return Q(Exists(ComplaintStep.objects.filter(complaint=OuterRef("pk"), verb=verb)))


def _has_missed() -> Q:
    return Q(Exists(Clock.objects.filter(complaint=OuterRef("pk"), deadline__outcome=Outcome.MISSED)))


def _has_risen() -> Q:
    return Q(Exists(EscalationLevel.objects.filter(clock__complaint=OuterRef("pk"))))


register(Measure("closed", pgettext_lazy("report", "Closed"), "archive", lambda: Q(state=Stage.CLOSED), "ok"))
register(Measure("open", _("Still open"), "clock", lambda: Q(closed_at=None)))
register(Measure("late", _("With a missed limit"), "clock-x", _has_missed, "danger"))
register(Measure("contested", _("Contested by the customer"), "thumb-down", lambda: _has_step("contest"), "attention"))
register(Measure("major", pgettext_lazy("report", "Major"), "flame", lambda: Q(gravity=Gravity.MAJOR)))
register(Measure("dismissed", pgettext_lazy("report", "Dismissed"), "circle-off", lambda: Q(state=Stage.DISMISSED)))

REOPENED: Final = Measure(
    "reopened", pgettext_lazy("report", "Opened again"), "rotate-2", lambda: Q(cycle__gt=1), "attention"
)
ESCALATED: Final = Measure(
    "escalated", pgettext_lazy("report", "Escalated"), "arrow-big-up-lines", _has_risen, "attention"
)
"""Of other rooms, and registered with them."""
