"""What is to be decided and looked after about the protection of members' data."""

from typing import Any

from django.contrib import messages as toasts
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.refusals import Refused
from foundation.web.refusals import INVALID, add_refusal
from members.domain.privacy.reading import masked_of_all
from members.domain.registry.keeping import keep_for, rule_of
from members.models import DataIncident, Erasure, ErasureState
from members.web.privacy.forms import RuleForm
from members.web.registry.reach import chosen_party
from parties.models import Party
from parties.web.access import ScopedRequest, route

VERB = "members.erase"
SHOWN = 100


@route(GET="members.erase")
def privacy(request: ScopedRequest) -> HttpResponse:
    """Who is proposed for erasure, how long the silent are kept, and what went wrong."""
    return _answer(request)


@route(POST="members.erase")
def keep_for_years(request: ScopedRequest) -> HttpResponse:
    """Say after how many years of silence the house asks."""
    form = RuleForm(request.POST)
    party, _others = own_party(request)
    if form.is_valid():
        try:
            keep_for(party.pk, form.cleaned_data["silent_years"], by=request.scope, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("From now on."))
            return redirect("members:privacy")
    return _answer(request, rule_form=form)


def own_party(request: ScopedRequest) -> tuple[Party, list[Party]]:
    """The party for whose members the person answers, and all there are to choose from; 404 for who has none."""
    own = Party.objects.filter(pk__in=request.scope.parties_for(VERB), venues__isnull=False).distinct()
    parties = list(own.order_by("pk"))
    party = chosen_party(request, parties, typed=request.GET.get("party"))
    if party is None:
        raise Http404
    return party, parties


def _answer(request: ScopedRequest, **filled: Any) -> HttpResponse:
    party, parties = own_party(request)
    erasures = Erasure.objects.within(request.scope, verb=VERB).filter(member__party=party)
    proposed = list(erasures.filter(state=ErasureState.PROPOSED).select_related("member__venue").order_by("pk")[:SHOWN])
    decided = erasures.exclude(state=ErasureState.PROPOSED)
    masks = masked_of_all(erasure.member for erasure in proposed)
    rule = rule_of(party.pk)
    context = {
        "party": party,
        "parties": parties,
        "proposed": [(erasure, masks[erasure.member_id]) for erasure in proposed],
        "decided": decided.select_related("member", "decided_by").order_by("-pk")[:10],
        "incidents": DataIncident.objects.within(request.scope, verb=VERB).filter(party=party)[:SHOWN],
        "now": timezone.now(),
        "rule": rule,
        "rule_form": RuleForm(initial={"silent_years": rule.silent_years if rule else ""}),
        **filled,
    }
    return render(request, "members/privacy/overview.html", context, status=INVALID if filled else 200)
