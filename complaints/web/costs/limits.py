"""How much each role may approve: what acts now, what it was before, and setting it."""

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.domain.costs.limits import limits_of, set_limit
from complaints.models import CostLimit
from complaints.web.costs.forms import LimitForm
from complaints.web.costs.whose import chosen_party, own_parties
from foundation.refusals import Refused
from foundation.web.refusals import INVALID, add_refusal
from parties.web.access import ScopedRequest, route

SHOWN = 30


@route(GET="costs.see", POST="costs.limit")
def limits(request: ScopedRequest) -> HttpResponse:
    """The limits of one's own party, with their history."""
    is_setting = request.method == "POST"
    own = own_parties(request, "costs.limit" if is_setting else "costs.see", whole=is_setting)
    party = chosen_party(request, own)
    form = LimitForm(request.POST or None)
    if is_setting and form.is_valid():
        try:
            set_limit(party.pk, **form.cleaned_data, by=request.scope, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("The limit is set. What was approved stays approved."))
            return redirect(f"{reverse('complaints:cost-limits')}?party={party.pk}")
    versions = CostLimit.objects.within(request.scope, verb="costs.see").filter(party=party)
    may_set = party in own_parties(request, "costs.limit", whole=True)
    context = {
        "own": own,
        "party": party,
        "limits": [(role.label, amount) for role, amount in limits_of(party.pk).items()],
        "versions": versions.select_related("user").order_by("-pk")[:SHOWN],
        "form": form if may_set else None,
        "may_see": True,
    }
    return render(request, "complaints/costs/limits.html", context, status=INVALID if is_setting else 200)
