"""Complaints whose next step is this person's."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from complaints.domain.stages import queue
from complaints.domain.stages.desks import trainings_due
from complaints.domain.stages.transitions import LABELS, NEXT
from complaints.models import Clock, EscalationLevel
from encore.web.needs.need import SHOWN, Need
from parties.domain.scope import Scope


def clocks_of_mine(scope: Scope) -> Iterable[Need]:
    """Complaint steps that this person answers for and has not done, whether or not their time has passed."""
    rows = (
        Clock.objects.undone()
        .filter(deadline__owner=scope.user_id)
        .select_related("complaint__venue", "complaint__room", "deadline")
        .order_by("deadline__due_at", "pk")[:SHOWN]
    )
    for clock in rows:
        complaint = clock.complaint
        place = f"{complaint.venue} {complaint.room or ''}".strip()
        yield Need(
            title=f"{complaint.number} · {clock.label}",
            why=f"{place} · {complaint.get_subject_display()} · {complaint.get_gravity_display()}",
            path=reverse("complaints:detail", args=[complaint.pk]),
            icon="message-exclamation",
            due_at=clock.deadline.due_at,
            deadline=clock.deadline,
        )


def steps_without_limit(scope: Scope) -> Iterable[Need]:
    """Complaints that wait for a step which no clock watches, for whoever may take it."""
    for complaint in queue.without_clock(scope, most=SHOWN):
        place = f"{complaint.venue} {complaint.room or ''}".strip()
        yield Need(
            title=f"{complaint.number} · {LABELS[NEXT[complaint.state]]}",
            why=f"{place} · {complaint.get_subject_display()} · {complaint.get_gravity_display()}",
            path=reverse("complaints:detail", args=[complaint.pk]),
            icon="message-exclamation",
        )


def levels_to_acknowledge(scope: Scope) -> Iterable[Need]:
    """Missed steps that were carried to this person, and wait for their word."""
    mine = EscalationLevel.objects.waiting().filter(deadline__owner=scope.user_id)
    for level in mine.select_related("clock__complaint__venue", "deadline")[:SHOWN]:
        complaint = level.clock.complaint
        yield Need(
            title=_("Acknowledge: %(step)s, %(number)s") % {"step": level.clock.label, "number": complaint.number},
            why=_("Level %(level)s of escalation: the step was missed at %(venue)s.")
            % {"level": level.number, "venue": complaint.venue},
            path=reverse("complaints:detail", args=[complaint.pk]),
            icon="arrow-big-up-lines",
            due_at=level.deadline.due_at,
            deadline=level.deadline,
        )


def trainings_to_give(scope: Scope) -> Iterable[Need]:
    """Complaints about somebody's attitude after which a training is still to be given."""
    for complaint in trainings_due(scope, most=SHOWN):
        place = f"{complaint.venue} {complaint.room or ''}".strip()
        yield Need(
            title=f"{complaint.number} · {_('Give a training')}",
            why=f"{place} · {complaint.get_subject_display()}"
            + (f" · {complaint.concerns}" if complaint.concerns else ""),
            path=reverse("complaints:detail", args=[complaint.pk]),
            icon="school",
        )
