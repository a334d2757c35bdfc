"""What the pages of handling share: the complaint within reach, the tabs, and how a form is done or shown again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints.models import Complaint
from foundation.refusals import Refused
from foundation.web.refusals import INVALID, add_refusal
from parties.domain.scope import Scope
from parties.web.access import ScopedRequest


@dataclass(frozen=True)
class Tab:
    """One page of the handling of a complaint."""

    name: str
    label: str | Promise
    icon: str
    verb: str
    path: str = ""


TABS = (
    Tab("tasks", _("Tasks"), "list-check", "complaints.see"),
    Tab("mediation", _("Mediation and apology"), "messages", "complaints.see"),
    Tab("compensation-of", _("Compensation"), "gift", "compensation.see"),
    Tab("learning-of", _("Cause and improvement"), "bulb", "complaints.causes"),
)


def tabs_for(complaint: Complaint, scope: Scope) -> list[Tab]:
    """The pages that this person may open."""
    return [
        Tab(tab.name, tab.label, tab.icon, tab.verb, reverse(f"complaints:{tab.name}", args=[complaint.pk]))
        for tab in TABS
        if scope.may(tab.verb)
    ]


def complaint_in_reach(request: ScopedRequest, complaint_id: int, *, verb: str) -> Complaint:
    """The complaint, or 404."""
    rows = Complaint.objects.within(request.scope, verb=verb)
    return get_object_or_404(rows.select_related("venue", "room", "contract", "concerns"), pk=complaint_id)


def handling_page(request: ScopedRequest, complaint: Complaint, tab: str, **context: Any) -> HttpResponse:
    """One of the tabs; with a form that was not accepted it says so by its status, too."""
    shown = {
        "complaint": complaint,
        "tab": tab,
        "tabs": tabs_for(complaint, request.scope),
        "sees_case": request.scope.may("complaints.see"),
        **context,
    }
    is_refused = any(isinstance(each, forms.BaseForm) and each.errors for each in context.values())
    template = f"complaints/handling/{tab.removesuffix('-of')}.html"
    return render(request, template, shown, status=INVALID if is_refused else 200)


def is_done(request: ScopedRequest, form: forms.Form, do: Callable[[], object], words: str) -> bool:
    """Do it if the form can be read and nothing refuses; else the form says what was wrong."""
    if not form.is_valid():
        return False
    try:
        do()
    except Refused as refused:
        add_refusal(form, refused)
        return False
    toasts.success(request, words)
    return True


def do_or_say(request: ScopedRequest, form: forms.Form, do: Callable[[], object], words: str) -> None:
    """The same for a small form beside a row: what was wrong is said above the page."""
    if not is_done(request, form, do, words):
        for errors in form.errors.values():
            for error in errors:
                toasts.error(request, str(error))
