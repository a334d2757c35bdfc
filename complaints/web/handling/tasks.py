"""Tasks across departments: those of a complaint, and what waits for this person."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from complaints.domain.handling import actions, tasks
from complaints.domain.people import may_at
from complaints.models import Complaint, ComplaintTask
from complaints.web.handling.forms import EndForm, TaskForm
from complaints.web.handling.page import complaint_in_reach, handling_page
from parties.web.access import ScopedRequest, route
from parties.web.doing import do_beside, is_done

LOOK_BACK = timedelta(days=14)
SHOWN = 100
FIRST_GUESS = timedelta(hours=4)


@route(GET="complaints.see", POST="complaints.task")
def complaint_tasks(request: ScopedRequest, complaint_id: int) -> HttpResponse:
    """The tasks of a complaint; giving one."""
    verb = "complaints.task" if request.method == "POST" else "complaints.see"
    complaint = complaint_in_reach(request, complaint_id, verb=verb)
    form = None
    if not complaint.is_closed and may_at(request.scope, tasks.VERB, complaint.venue_id):
        given = (request.POST,) if request.method == "POST" else ()
        form = TaskForm(*given, desks=tasks.desks_for(complaint), initial={"due_at": _guess(complaint)})

    def give() -> None:
        assert form is not None  # noqa: S101  # asked below
        said = form.cleaned_data
        due_at, at = said["due_at"], timezone.now()
        tasks.give_task(complaint.pk, said["what"], form.chosen(), due_at=due_at, by=request.scope, at=at)

    if form is not None and form.is_bound and is_done(request, form, give, _("Task given.")):
        return redirect("complaints:tasks", complaint.pk)
    rows = [(task, tasks.verbs_for(task, by=request.scope)) for task in tasks.tasks_of(complaint, request.scope)]
    return handling_page(request, complaint, "tasks", rows=rows, form=form)


@route(POST="complaints.own_work")
def task_end(request: ScopedRequest, task_id: int, verb: str) -> HttpResponse:
    """Do, decline or take back a task."""
    task = get_object_or_404(ComplaintTask.objects.within(request.scope, verb="complaints.see"), pk=task_id)
    form = EndForm(request.POST)

    def do() -> None:
        tasks.end_task(task.pk, verb, by=request.scope, at=timezone.now(), words=form.cleaned_data["words"])

    do_beside(request, form, do, _("Noted."))
    return redirect(_back(request, task.complaint_id))


@route(GET="complaints.own_work")
def my_tasks(request: ScopedRequest) -> HttpResponse:
    """What this person has to do about complaints, and what they gave to others."""
    user_id, at = request.user.pk, timezone.now()
    context = {
        "tasks": tasks.open_tasks_of(user_id)[:SHOWN],
        "actions": actions.actions_to_do(user_id)[:SHOWN],
        "checks": actions.checks_to_make(user_id, at=at)[:SHOWN],
        "given": tasks.given_by_me(user_id, since=at - LOOK_BACK)[:SHOWN],
    }
    return render(request, "complaints/handling/my_tasks.html", context)


def _guess(complaint: Complaint) -> object:
    """A first guess for the form: when the most urgent clock is due, if that is still ahead."""
    now = timezone.now()
    ahead = complaint.urgent_at if complaint.urgent_at and complaint.urgent_at > now else now + FIRST_GUESS
    return timezone.localtime(ahead).replace(second=0, microsecond=0)


def _back(request: ScopedRequest, complaint_id: int) -> str:
    """To the page on which the button stood."""
    asked = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()})
    return asked if is_ours and asked.startswith("/complaints/") else f"/complaints/{complaint_id}/tasks/"
