"""Budgets of a year: where each stands, and setting one."""

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.domain.costs.budgets import Place, positions, set_budget
from complaints.models import Budget
from complaints.web.costs.forms import BudgetForm
from complaints.web.costs.whose import chosen_party, own_parties
from contracts.models import Contract
from foundation.refusals import Refused
from foundation.web.refusals import INVALID, add_refusal
from parties.models import Party, Venue
from parties.web.access import ScopedRequest, route

YEARS = range(1990, 2200)


@route(GET="costs.see", POST="costs.budget")
def budgets(request: ScopedRequest) -> HttpResponse:
    """What may be spent in a year, what is spent, and what is left."""
    own = own_parties(request, "costs.budget" if request.method == "POST" else "costs.see")
    party = chosen_party(request, own)
    year = _year(request)
    form = BudgetForm(request.POST or None, places=_places(request, party), initial={"year": year})
    if request.method == "POST" and form.is_valid() and _saved(request, form, party):
        return redirect(f"{reverse('complaints:budgets')}?party={party.pk}&year={form.cleaned_data['year']}")
    mine = Budget.objects.within(request.scope, verb="costs.see")
    versions = mine.filter(party=party, year=year).select_related("venue", "contract", "user").order_by("-pk")
    context = {
        "own": own,
        "party": party,
        "year": year,
        "rows": positions(mine, party.pk, year=year),
        "versions": versions[:30],
        "form": form if request.scope.may_for("costs.budget", party.pk) else None,
        "may_see": True,
    }
    return render(request, "complaints/costs/budgets.html", context, status=INVALID if form.is_bound else 200)


def _saved(request: ScopedRequest, form: BudgetForm, party: Party) -> bool:
    said = form.cleaned_data
    what, _colon, pk = said["place"].partition(":")
    place = Place(venue_id=int(pk)) if what == "venue" else Place(contract_id=int(pk))
    try:
        set_budget(
            party.pk,
            place,
            year=said["year"],
            kind=said["kind"],
            amount=said["amount"],
            reason=said["reason"],
            by=request.scope,
            at=timezone.now(),
        )
    except Refused as refused:
        add_refusal(form, refused)
        return False
    toasts.success(request, _("The budget is set."))
    return True


def _places(request: ScopedRequest, party: Party) -> list[tuple[str, str]]:
    """The venues and contracts of a party, as the form's choices."""
    venues = Venue.objects.within(request.scope, verb="costs.see").order_by("name")
    contracts = Contract.objects.within(request.scope, verb="contracts.see").exclude(effective_at=None)
    ours = contracts.filter(party_a=party) | contracts.filter(party_b=party)
    return [(f"venue:{venue.pk}", venue.name) for venue in venues] + [
        (f"contract:{each.pk}", f"{each.number} {each.title}") for each in ours.order_by("pk")
    ]


def _year(request: ScopedRequest) -> int:
    text = request.GET.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else timezone.localdate().year
    return year if year in YEARS else timezone.localdate().year
