"""Trials: what was tried, who was left alone, and whether it shows an effect."""

from typing import Any

from django.contrib import messages as toasts
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.keyset import Order, page_of
from foundation.refusals import Refused
from foundation.web.refusals import INVALID, add_refusal
from members.domain.privacy.reading import masked_of_all
from members.domain.retention import trials as domain
from members.domain.retention.reach import reach_of
from members.models import Member, Trial
from members.web.retention.asking import Asked, asked_of
from members.web.retention.forms import TrialForm
from parties.web.access import ScopedRequest, route

PAGE = 50
NEWEST = Order("created_at", falling=True)


@route(GET="retention.see")
def trials_page(request: ScopedRequest) -> HttpResponse:
    """The trials of a registry with what came of each, the newest first."""
    asked = asked_of(request)
    rows = _mine(request).filter(party=asked.party).select_related("venue")[:PAGE]
    now = timezone.now()
    context = {
        "asked": asked,
        "rows": [(trial, domain.lift_of(trial, at=now)) for trial in rows],
        "may_draw": request.scope.may_for("retention.freeze", asked.party.pk),
    }
    return render(request, "members/retention/trials.html", context)


@route(GET="retention.freeze", POST="retention.freeze")
def trial_new(request: ScopedRequest) -> HttpResponse:
    """What is to be tried; sending it draws the group that is left alone."""
    asked = asked_of(request)
    reach = reach_of(asked.party.pk, request.scope, verb=domain.MAKE)
    venues = [(pk, name) for pk, name in asked.venue_names.items() if pk in reach.venues]
    form = TrialForm(request.POST or None, venues=venues, needs_venue=not reach.is_whole)
    if request.method == "POST" and form.is_valid():
        try:
            trial = domain.draw_trial(_new(asked, form.cleaned_data), by=request.scope, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("The group that is left alone is drawn."))
            return redirect("members:retention-trial", trial.pk)
    status = INVALID if request.method == "POST" else 200
    return render(request, "members/retention/trial_new.html", {"asked": asked, "form": form}, status=status)


@route(GET="retention.see")
def trial_page(request: ScopedRequest, trial_id: int) -> HttpResponse:
    """One trial: both groups, the difference, and how sure it is."""
    trial = get_object_or_404(_mine(request).select_related("venue", "drawn_by", "party"), pk=trial_id)
    context = {"trial": trial, "lift": domain.lift_of(trial, at=timezone.now())}
    return render(request, "members/retention/trial.html", context)


@route(GET="retention.see")
def trial_alone(request: ScopedRequest, trial_id: int) -> HttpResponse:
    """The members who were left alone."""
    return _group(request, trial_id, held_out=True)


@route(GET="retention.see")
def trial_offered(request: ScopedRequest, trial_id: int) -> HttpResponse:
    """The members whom the promotion is for."""
    return _group(request, trial_id, held_out=False)


def _group(request: ScopedRequest, trial_id: int, *, held_out: bool) -> HttpResponse:
    """One group, or with ``came`` those of it who came."""
    trial = get_object_or_404(_mine(request), pk=trial_id)
    came = True if request.GET.get("came") else None
    group = domain.group_of(trial, held_out=held_out, came=came)
    seen = Member.objects.within(request.scope, verb="retention.see").filter(pk__in=group.values("pk"))
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    page = page_of(seen.select_related("venue"), NEWEST, before=before, after=after, size=PAGE)
    names = masked_of_all(page.rows)
    context = {
        "trial": trial,
        "held_out": held_out,
        "came": came,
        "page": page,
        "members": [(member, names[member.pk].name, "") for member in page.rows],
        "opens": request.scope.may("members.see"),
    }
    return render(request, "members/retention/trial_group.html", context)


def _mine(request: ScopedRequest) -> QuerySet[Trial]:
    return Trial.objects.within(request.scope, verb="retention.see")


def _new(asked: Asked, said: dict[str, Any]) -> domain.NewTrial:
    return domain.NewTrial(
        party_id=asked.party.pk,
        name=said["name"],
        frame=said["frame"],
        percent=said["percent"],
        first_date=said["first_date"],
        last_date=said["last_date"],
        venue_id=said["venue"],
    )
