"""Return visits: what is mine to do, on the phone; the plans, and what came of them."""

from typing import Any

from django.contrib import messages as toasts
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.refusals import Refused
from foundation.web.refusals import INVALID, add_refusal
from members.domain.care.visit_evidence import keep_by_visits
from members.domain.care.visit_plans import NewPlan, candidates, close_plan, duties_of, figures_of, make_plan
from members.domain.care.visiting import follow_ups, may_be_called, report_visit, words_of
from members.domain.privacy.reading import masked_of, masked_of_all
from members.models import Segment, Visit, VisitPlan, VisitState
from members.web.care.forms import PlanForm, VisitForm
from parties.models import Venue
from parties.web.access import ScopedRequest, route

DO = "visits.do"
PLAN = "care.plan"
SHOWN = 200


@route(GET="visits.do")
def my_visits(request: ScopedRequest) -> HttpResponse:
    """Whom I am to reach, those of the plan that ends first in front."""
    mine = Visit.objects.within(request.scope, verb=DO).filter(
        assigned_to=request.user, state=VisitState.OPEN, plan__closed_at=None
    )
    visits = list(_with_attempts(mine).order_by("plan__until_date", "pk")[:SHOWN])
    masks = masked_of_all([visit.member for visit in visits])
    context = {
        "rows": [(visit, masks[visit.member_id]) for visit in visits],
        "may_plan": request.scope.may(PLAN),
    }
    return render(request, "members/care/my_visits.html", context)


@route(GET="visits.do", POST="visits.do")
def visit(request: ScopedRequest, visit_id: int) -> HttpResponse:
    """One visit: whom, what came of it so far, and the form for this attempt."""
    found = get_object_or_404(_with_attempts(Visit.objects.within(request.scope, verb=DO)), pk=visit_id)
    form = VisitForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            report_visit(found.pk, form.report(), by=request.scope, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("Written down."))
            return redirect("members:visit", found.pk)
    attempts = list(found.attempts.all())
    words = words_of(attempts, found.member)
    last = attempts[-1] if attempts else None
    context = {
        "visit": found,
        "masked": masked_of(found.member),
        "attempts": [(each, words.get(each.pk, "")) for each in attempts],
        "form": form,
        "can_report": found.state == VisitState.OPEN and not found.plan.is_closed,
        "may_be_called": may_be_called(found.member),
        "follow_ups": follow_ups(found, last, by=request.scope) if last else [],
    }
    return render(request, "members/care/visit.html", context, status=INVALID if form.is_bound else 200)


@route(GET="care.see")
def plans(request: ScopedRequest) -> HttpResponse:
    """All plans of the person's venues, with their figures."""
    mine = VisitPlan.objects.within(request.scope, verb="care.see").select_related("venue", "segment")[:50]
    may_plan = Venue.objects.within(request.scope, verb=PLAN).exists()
    context = {"rows": [(plan, figures_of(plan)) for plan in mine], "may_plan": may_plan}
    return render(request, "members/care/plans.html", context)


@route(GET="care.plan", POST="care.plan")
def plan_new(request: ScopedRequest) -> HttpResponse:
    """A new plan."""
    form = PlanForm(request.POST or None, choices=_choices(request), initial={"from_date": timezone.localdate()})
    if form.is_bound and form.is_valid():
        try:
            made = make_plan(_new_plan(form.cleaned_data), by=request.scope, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("The list stands, shared out among the people."))
            return redirect("members:visit-plan", made.pk)
    return render(request, "members/care/plan_new.html", {"form": form}, status=INVALID if form.is_bound else 200)


@route(GET="care.see")
def plan(request: ScopedRequest, plan_id: int) -> HttpResponse:
    """One plan: its figures, and each visit."""
    mine = VisitPlan.objects.within(request.scope, verb="care.see").select_related("venue", "segment", "obligation")
    found = get_object_or_404(mine, pk=plan_id)
    visits = list(_with_attempts(found.visits.all()).order_by("state", "pk")[:SHOWN])
    masks = masked_of_all([each.member for each in visits])
    duty = found.obligation
    may_plan = VisitPlan.objects.within(request.scope, verb=PLAN).filter(pk=found.pk).exists()
    is_ours = duty is not None and duties_of([found.venue_id], by=request.scope).filter(pk=duty.pk).exists()
    context = {
        "plan": found,
        "figures": figures_of(found),
        "rows": [(each, masks[each.member_id]) for each in visits],
        "duty": duty,
        "may_plan": may_plan,
        "can_keep": found.is_closed and may_plan and is_ours,
    }
    return render(request, "members/care/plan.html", context)


@route(POST="care.plan")
def plan_close(request: ScopedRequest, plan_id: int) -> HttpResponse:
    """The period is over."""
    return _acted(request, plan_id, close_plan, _("The plan is closed. Who was not reached counts as not reached."))


@route(POST="care.plan")
def plan_keep(request: ScopedRequest, plan_id: int) -> HttpResponse:
    """Say that the duty was done, and show the visits."""
    return _acted(request, plan_id, keep_by_visits, _("The duty is recorded as done, with the visits as evidence."))


def _acted(request: ScopedRequest, plan_id: int, act: Any, said: str) -> HttpResponse:
    found = get_object_or_404(VisitPlan.objects.within(request.scope, verb=PLAN), pk=plan_id)
    try:
        act(found.pk, by=request.scope, at=timezone.now())
    except Refused as refused:
        toasts.error(request, str(refused.message))
    else:
        toasts.success(request, said)
    return redirect("members:visit-plan", found.pk)


def _with_attempts(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    return visits.select_related("member", "plan__venue", "assigned_to").prefetch_related("attempts__user")


def _choices(request: ScopedRequest) -> dict[str, list[tuple[int, str]]]:
    """What can be chosen for a new plan."""
    venues = list(Venue.objects.within(request.scope, verb=PLAN).order_by("name", "pk"))
    people = {user.pk: user.name for venue in venues for user in candidates(venue, by=request.scope)}
    segments = Segment.objects.within(request.scope, verb="offers.see").filter(retired_at=None)
    duties = duties_of([venue.pk for venue in venues], by=request.scope)
    return {
        "venue": [(venue.pk, venue.name) for venue in venues],
        "obligation": [(duty.pk, f"{duty.contract.number} · {duty.title}") for duty in duties[:50]],
        "segment": [(segment.pk, segment.name) for segment in segments],
        "people": sorted(people.items(), key=lambda each: each[1]),
    }


def _new_plan(said: dict[str, Any]) -> NewPlan:
    today = timezone.localdate()
    return NewPlan(
        venue_id=said["venue"],
        from_date=said["from_date"] or today,
        until_date=said["until_date"] or today,
        people=said["people"],
        segment_id=said["segment"],
        obligation_id=said["obligation"],
    )
