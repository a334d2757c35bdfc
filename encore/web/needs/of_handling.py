"""Tasks, corrective actions and compensations in this person's hands."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.domain.handling import actions, compensation, tasks
from encore.web.needs.need import SHOWN, Need
from foundation.money import shown
from parties.domain.scope import Scope


def tasks_of_mine(scope: Scope) -> Iterable[Need]:
    """What others gave this person to do about complaints."""
    for task in tasks.open_tasks_of(scope.user_id or 0)[:SHOWN]:
        place = f"{task.complaint.venue} {task.complaint.room or ''}".strip()
        yield Need(
            title=f"{task.complaint.number} · {task.what}",
            why=f"{_('Task')} · {place} · {task.given_by}",
            path=reverse("complaints:my-tasks"),
            icon="list-check",
            due_at=task.deadline.due_at,
            deadline=task.deadline,
        )


def actions_of_mine(scope: Scope) -> Iterable[Need]:
    """What this person has to change, and what they have to look at again."""
    user_id = scope.user_id or 0
    for action in actions.actions_to_do(user_id)[:SHOWN]:
        yield Need(
            title=f"{action.complaint.number} · {action.what}",
            why=f"{_('Corrective action')} · {action.complaint.venue}",
            path=reverse("complaints:my-tasks"),
            icon="bulb",
            due_at=action.deadline.due_at,
            deadline=action.deadline,
        )
    for action in actions.checks_to_make(user_id, at=timezone.now())[:SHOWN]:
        yield Need(
            title=f"{action.complaint.number} · {action.what}",
            why=f"{_('Did it work?')} · {action.complaint.venue}",
            path=reverse("complaints:learning-of", args=[action.complaint_id]),
            icon="bulb",
            due_at=action.check_deadline.due_at if action.check_deadline else None,
            deadline=action.check_deadline,
        )


def compensations_in_hand(scope: Scope) -> Iterable[Need]:
    """What this person could approve, or hand out."""
    if not scope.may("compensation.see"):
        return
    for row in compensation.waiting_for(scope)[:SHOWN]:
        yield Need(
            title=f"{row.complaint.number} · {row.get_kind_display()} {shown(row.amount)}",
            why=_("Compensation: approve or reject") if row.is_proposed else _("Compensation: give it to the customer"),
            path=reverse("complaints:compensation-list"),
            icon="gift",
        )
