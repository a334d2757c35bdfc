"""How the figures are counted: the formulas and rules in words, from the very places that compute by them."""

from django.http import HttpResponse
from django.shortcuts import render

from members.domain.retention import churn, scoring
from members.domain.retention.fields import FIELDS
from members.domain.retention.formulas import FORMULAS, VERSION
from parties.web.access import ScopedRequest, route


@route(GET="retention.see")
def counted_page(request: ScopedRequest) -> HttpResponse:
    """What each figure means, by version."""
    context = {"formulas": FORMULAS, "version": VERSION, "fields": FIELDS, "churn": churn, "window": scoring.WINDOW}
    return render(request, "members/retention/counted.html", context)
