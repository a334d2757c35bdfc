"""The handling of a complaint in four lines on its page, each a way to the page where it is done."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from complaints.domain.handling import causes, compensation, mediation
from complaints.models import Complaint, ComplaintTask, TaskState
from complaints.web.handling.page import tabs_for
from foundation.money import shown
from parties.domain.scope import Scope


@dataclass(frozen=True)
class Line:
    """One page of the handling, and how far it is."""

    label: str | Promise
    icon: str
    path: str
    words: str


def handling_lines(complaint: Complaint, scope: Scope) -> list[Line]:
    """What this person may open, with the state of each in a few words."""
    say = {
        "tasks": _of_tasks,
        "mediation": _of_mediation,
        "compensation-of": _of_compensation,
        "learning-of": _of_cause,
    }
    return [Line(tab.label, tab.icon, tab.path, say[tab.name](complaint, scope)) for tab in tabs_for(complaint, scope)]


def _of_tasks(complaint: Complaint, scope: Scope) -> str:
    mine = ComplaintTask.objects.within(scope, verb="complaints.see").filter(complaint=complaint)
    counts = mine.aggregate(all=Count("pk"), open=Count("pk", filter=Q(state=TaskState.OPEN)))
    if not counts["all"]:
        return _("No task yet")
    return _("%(open)s of %(all)s still to be done") % counts


def _of_mediation(complaint: Complaint, scope: Scope) -> str:
    count = mediation.statements_of(complaint, scope).count()
    last = complaint.mediations.order_by("-pk").first()
    words = ngettext("%(count)s statement", "%(count)s statements", count) % {"count": count}
    return f"{words} · {last.get_state_display()}" if last else words


def _of_compensation(complaint: Complaint, scope: Scope) -> str:
    rows = list(compensation.of_complaint(complaint, scope))
    if not rows:
        return _("Nothing asked for yet")
    return " · ".join(f"{shown(row.amount)} {row.get_state_display()}" for row in rows[-3:])


def _of_cause(complaint: Complaint, scope: Scope) -> str:
    cause = causes.cause_of(complaint)
    return str(cause.get_cause_display()) if cause else _("Cause not known yet")
