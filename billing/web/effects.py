"""What a clause has caused: the trace read from the other end."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from billing.domain.effects import effects_of
from contracts.models import Clause, Contract
from parties.web.access import ScopedRequest, route

PAGE = 50


@route(GET="trace.see")
def effects(request: ScopedRequest, clause_id: int) -> HttpResponse:
    """Obligations, breaches, damages and invoices that stem from one clause of a contract in reach."""
    contracts = Contract.objects.within(request.scope, verb="trace.see")
    clause = get_object_or_404(
        Clause.objects.filter(version__contract__in=contracts).select_related("version__contract"), pk=clause_id
    )
    found = effects_of(clause, scope=request.scope)
    page = Paginator(found.breaches, PAGE).get_page(request.GET.get("page"))
    context = {"clause": clause, "contract": clause.version.contract, "effects": found, "page": page}
    return render(request, "billing/effects.html", context)
