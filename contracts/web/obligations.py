"""Obligations: what is owed under the contracts, by whom, until when."""

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from contracts.models import Obligation
from parties.web.access import ScopedRequest, route

PAGE = 50


class ObligationFilter(forms.Form):
    """Which obligations to list."""

    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("open", _("Open")), ("missed", _("Missed")), ("kept", _("Kept")), ("all", _("All"))],
    )
    contract = forms.IntegerField(required=False, widget=forms.HiddenInput)


@route(GET="obligations.see")
def obligation_list(request: ScopedRequest) -> HttpResponse:
    """Open obligations by time left; kept and missed ones on request."""
    filters = ObligationFilter(request.GET or None)
    wanted = filters.cleaned_data if filters.is_valid() else {}
    show = wanted.get("show") or "open"
    rows = Obligation.objects.within(request.scope, verb="obligations.see").select_related(
        "contract", "term__clause", "deadline__owner", "debtor", "breach"
    )
    if wanted.get("contract"):
        rows = rows.filter(contract=wanted["contract"])
    if show == "open":
        rows = rows.filter(deadline__outcome=None).order_by("deadline__due_at", "pk")
    elif show == "all":
        rows = rows.order_by("-deadline__due_at", "-pk")
    else:
        rows = rows.filter(deadline__outcome=show).order_by("-deadline__due_at", "-pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "contracts/obligation_list.html", {"page": page, "filters": filters, "show": show})
