"""What the pages of handling share: the complaint within reach, and the tabs."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints.models import Complaint
from foundation.web.refusals import INVALID
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
