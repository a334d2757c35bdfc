"""Handing a plan's visits to somebody else: whose, which, and to whom."""

from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from foundation.refusals import Refused
from foundation.typed_ids import typed_id
from foundation.web.refusals import INVALID, add_refusal
from members.domain.care.visit_handing import hand_over, holders
from members.domain.care.visit_plans import candidates
from members.domain.privacy.reading import masked_of_all
from members.models import Visit, VisitPlan, VisitState
from members.web.care.forms import HandOverForm
from parties.models import User
from parties.web.access import ScopedRequest, route

PLAN: Final = "care.plan"
SHOWN: Final = 200
"""More of them are handed over all together."""
ALL: Final = "all"


@dataclass(frozen=True)
class Holder:
    """Somebody who still has visits to do."""

    person: User
    count: int
    is_chosen: bool


@route(GET="care.plan", POST="care.plan")
def hand(request: ScopedRequest, plan_id: int) -> HttpResponse:
    """Whose visits, and to whom; all of them or those that are ticked."""
    mine = VisitPlan.objects.within(request.scope, verb=PLAN).filter(closed_at=None).select_related("venue")
    plan = get_object_or_404(mine, pk=plan_id)
    found = holders(plan, by=request.scope)
    wanted = typed_id(request.GET.get("of"))
    chosen = next((person for person, _count in found if person.pk == wanted), found[0][0] if found else None)
    form = _form(request, plan, chosen)
    if form.is_bound and chosen is not None and form.is_valid() and _is_done(request, plan, chosen, form):
        return redirect("members:visit-plan", plan.pk)
    context = {
        "plan": plan,
        "holders": [Holder(person, count, person == chosen) for person, count in found],
        "chosen": chosen,
        "count": next((count for person, count in found if person == chosen), 0),
        "form": form,
        "shown": SHOWN,
    }
    return render(request, "members/care/hand_over.html", context, status=INVALID if form.is_bound else 200)


def _is_done(request: ScopedRequest, plan: VisitPlan, chosen: User, form: HandOverForm) -> bool:
    said: dict[str, Any] = form.cleaned_data
    ids = None if request.POST.get("which") == ALL else said["visits"]
    at = timezone.now()
    try:
        count = hand_over(plan.pk, from_id=chosen.pk, to_id=said["to"], visit_ids=ids, by=request.scope, at=at)
    except Refused as refused:
        add_refusal(form, refused)
        return False
    words = ngettext("%(count)s visit is handed over.", "%(count)s visits are handed over.", count)
    toasts.success(request, words % {"count": count})
    return True


def _form(request: ScopedRequest, plan: VisitPlan, chosen: User | None) -> HandOverForm:
    theirs = Visit.objects.within(request.scope, verb=PLAN).filter(plan=plan, state=VisitState.OPEN)
    visits = list(theirs.filter(assigned_to=chosen).select_related("member").order_by("pk")[:SHOWN])
    names = masked_of_all([each.member for each in visits])
    people = [(each.pk, each.name) for each in candidates(plan.venue, by=request.scope) if each != chosen]
    return HandOverForm(
        request.POST or None,
        people=people,
        visits=[(each.pk, f"{names[each.member_id].name} {each.member.number}") for each in visits],
    )
