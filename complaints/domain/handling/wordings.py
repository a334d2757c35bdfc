"""How messages about tasks, corrective actions and compensation read; they hold ids and codes alone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from complaints.domain.handling.news import KIND_ACTION, KIND_CHECK, KIND_TASK
from complaints.models import complaint_number
from parties.domain.messages import Rendered

Params = Mapping[str, int | str]

NAMES: Final[dict[str, str | Promise]] = {
    KIND_TASK: gettext_lazy("A task"),
    KIND_ACTION: gettext_lazy("A corrective action"),
    KIND_CHECK: gettext_lazy("The check whether a corrective action worked"),
}
ENDED: Final[dict[str, str | Promise]] = {
    "done": gettext_lazy("The task that you gave has been done."),
    "decline": gettext_lazy("The task that you gave was declined."),
    "withdraw": gettext_lazy("Your task was taken back: you need not do it any more."),
}


def _gaps(params: Params) -> dict[str, object]:
    due_at = timezone.localtime(datetime.fromisoformat(str(params["due"])))
    return {
        "number": complaint_number(int(params["complaint"])),
        "what": str(NAMES[str(params["what"])]),
        "due": f"{due_at:%Y-%m-%d %H:%M}",
        "count": params.get("count", 1),
    }


def _path(params: Params) -> str:
    """The page of the task or action, or the person's list when there are several."""
    if int(params.get("count", 1)) > 1:
        return reverse("complaints:my-tasks")
    page = "complaints:tasks" if params["what"] == KIND_TASK else "complaints:learning-of"
    return reverse(page, args=[params["complaint"]])


def your_turn(params: Params) -> Rendered:
    """Something was given to you."""
    return Rendered(
        subject=_("For you: %(what)s, %(number)s") % _gaps(params),
        body=_("Please do it by %(due)s.") % _gaps(params),
        path=_path(params),
    )


def warned_50(params: Params) -> Rendered:
    """Half of the time is used up."""
    return _reminder(params, _("Half of the time is used up."))


def warned_80(params: Params) -> Rendered:
    """Four fifths of the time are used up."""
    return _reminder(params, _("Only a fifth of the time is left."))


def missed(params: Params) -> Rendered:
    """Time ran out for something of yours."""
    count = int(params["count"])
    return Rendered(
        subject=ngettext("Too late: %(what)s, %(number)s", "Too late: %(count)s tasks of yours", count) % _gaps(params),
        body=_("The time ran out at %(due)s: %(what)s, %(number)s. It is still to be done.") % _gaps(params),
        path=_path(params),
    )


def overseen(params: Params) -> Rendered:
    """Time ran out for something of your side's people."""
    count = int(params["count"])
    return Rendered(
        subject=ngettext("Not done in time: %(what)s, %(number)s", "Not done in time: %(count)s tasks", count)
        % _gaps(params),
        body=_("The time ran out at %(due)s: %(what)s, %(number)s. Please see that it is done.") % _gaps(params),
        path=_path(params),
    )


def task_ended(params: Params) -> Rendered:
    """What became of a task that you gave, or had."""
    number = complaint_number(int(params["complaint"]))
    return Rendered(
        subject=_("Task on %(number)s") % {"number": number},
        body=str(ENDED[str(params["verb"])]),
        path=reverse("complaints:tasks", args=[params["complaint"]]),
    )


def compensation_asked(params: Params) -> Rendered:
    """A compensation waits for your approval."""
    return _compensation(params, _("Somebody of your side asks you to approve a compensation."))


def compensation_answered(params: Params) -> Rendered:
    """What was said to the compensation that you asked for."""
    is_approved = params["state"] == "approved"
    return _compensation(
        params,
        _("The compensation that you asked for was approved. It can be given to the customer.")
        if is_approved
        else _("The compensation that you asked for was rejected. The reason stands beside it."),
    )


def compensation_paid(params: Params) -> Rendered:
    """The customer got the compensation that you asked for."""
    return _compensation(params, _("The customer got the compensation that you asked for."))


def _compensation(params: Params, body: str) -> Rendered:
    number = complaint_number(int(params["complaint"]))
    return Rendered(
        subject=_("Compensation on %(number)s") % {"number": number},
        body=body,
        path=reverse("complaints:compensation-list"),
    )


def _reminder(params: Params, how_far: str) -> Rendered:
    count = int(params["count"])
    return Rendered(
        subject=ngettext("Reminder: %(what)s, %(number)s", "Reminder: %(count)s tasks wait for you", count)
        % _gaps(params),
        body=how_far + " " + _("The first is due at %(due)s: %(what)s, %(number)s.") % _gaps(params),
        path=_path(params),
    )
