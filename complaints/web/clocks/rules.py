"""The rules of a house: its own limits, who is asked when a step was missed, and when it is open."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.domain.clocks.chain import LEVELS, rungs_of, set_chain
from complaints.domain.clocks.house import limits_of, set_limits
from complaints.domain.clocks.rules import CLOCK
from complaints.domain.stages.reaching import Needed, needed_at, set_needed
from complaints.models import EscalationRule, HouseRule, ReachingRule
from complaints.web.clocks.rule_forms import ChainForm, HoursForm, LimitsForm, ReachingForm
from contracts.domain.in_force import terms_for_venue
from foundation.refusals import Refused
from foundation.web.refusals import INVALID, add_refusal
from parties.domain.opening import VERB, hours_of, set_hours
from parties.models import Venue
from parties.web.access import ScopedRequest, route

SHOWN = 20


@dataclass(frozen=True)
class Change:
    """One change of the rules, for the history."""

    at: datetime
    by: Any
    what: str


@route(GET="venues.set_rules")
def rules(request: ScopedRequest) -> HttpResponse:
    """One's venues; the only one opens at once."""
    venues = list(_venues(request))
    if len(venues) == 1:
        return redirect("complaints:house", venues[0].pk)
    return render(request, "complaints/clocks/venues.html", {"venues": venues})


@route(GET="venues.set_rules")
def house(request: ScopedRequest, venue_id: int) -> HttpResponse:
    """The rules of one venue."""
    return _page(request, _venue(request, venue_id))


@route(POST="venues.set_rules")
def house_limits(request: ScopedRequest, venue_id: int) -> HttpResponse:
    """Other limits for steps that start from now on."""
    venue = _venue(request, venue_id)
    form = LimitsForm(request.POST, limits=limits_of(venue.pk))
    return _answer(
        request,
        venue,
        {"limits_form": form},
        lambda: set_limits(venue.pk, form.wanted(), by=request.scope, at=timezone.now()),
    )


@route(POST="venues.set_rules")
def house_chain(request: ScopedRequest, venue_id: int) -> HttpResponse:
    """Another chain for what is missed from now on."""
    venue = _venue(request, venue_id)
    form = ChainForm(request.POST, rungs=_rungs(venue))
    return _answer(
        request,
        venue,
        {"chain_form": form},
        lambda: set_chain(venue.pk, form.wanted(), by=request.scope, at=timezone.now()),
    )


@route(POST="venues.set_rules")
def house_reaching(request: ScopedRequest, venue_id: int) -> HttpResponse:
    """Other attempts before a complaint is closed without the customer's word."""
    venue = _venue(request, venue_id)
    form = ReachingForm(request.POST)
    return _answer(
        request,
        venue,
        {"reaching_form": form},
        lambda: set_needed(venue.pk, Needed(**form.cleaned_data), by=request.scope, at=timezone.now()),
    )


@route(POST="venues.set_rules")
def house_hours(request: ScopedRequest, venue_id: int) -> HttpResponse:
    """Other opening hours from now on."""
    venue = _venue(request, venue_id)
    form = HoursForm(request.POST, hours=None)
    return _answer(
        request,
        venue,
        {"hours_form": form},
        lambda: set_hours(venue.pk, form.hours(), by=request.scope, at=timezone.now()),
    )


def _venues(request: ScopedRequest) -> Any:
    """Those of one's own party: a provider sets no rules of its client's house."""
    own = request.scope.parties_for(VERB)
    return Venue.objects.within(request.scope, verb=VERB).filter(party__in=own)


def _venue(request: ScopedRequest, venue_id: int) -> Venue:
    venue: Venue = get_object_or_404(_venues(request), pk=venue_id)
    return venue


def _rungs(venue: Venue) -> Any:
    found = rungs_of([venue.pk])
    return {level: found[venue.pk, level] for level in LEVELS}


def _answer(
    request: ScopedRequest, venue: Venue, forms_said: dict[str, forms.Form], act: Callable[[], object]
) -> HttpResponse:
    form = next(iter(forms_said.values()))
    if form.is_valid():
        try:
            act()
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("Saved. What runs already keeps the rules by which it began."))
            return redirect("complaints:house", venue.pk)
    return _page(request, venue, **forms_said)


def _page(request: ScopedRequest, venue: Venue, **said: forms.Form) -> HttpResponse:
    opening = hours_of(venue.pk)
    context = {
        "venue": venue,
        "has_contract": terms_for_venue(venue.pk, timezone.now()) is not None,
        "limits_form": LimitsForm(limits=limits_of(venue.pk)),
        "chain_form": ChainForm(rungs=_rungs(venue)),
        "reaching_form": ReachingForm(initial=vars(needed_at(venue.pk))),
        "hours_form": HoursForm(hours=opening.hours if opening else None),
        "changes": _changes(venue),
        **said,
    }
    return render(request, "complaints/clocks/house.html", context, status=INVALID if said else 200)


def _changes(venue: Venue) -> list[Change]:
    limits = HouseRule.objects.filter(venue=venue, set_at__isnull=False)
    chain = EscalationRule.objects.filter(venue=venue)
    found = [
        *(Change(row.set_at, row.set_by, _limit_words(row)) for row in _newest(limits) if row.set_at is not None),
        *(Change(row.set_at, row.set_by, _chain_words(row)) for row in _newest(chain)),
        *(Change(row.set_at, row.set_by, _reaching_words(row)) for row in _newest(venue.reaching_rules.all())),
        *(Change(row.set_at, row.set_by, _("Opening hours")) for row in _newest(venue.hours.all())),
    ]
    return sorted(found, key=lambda change: change.at, reverse=True)[:SHOWN]


def _newest(rows: Any) -> Any:
    return rows.select_related("set_by").order_by("-pk")[:SHOWN]


def _limit_words(row: HouseRule) -> str:
    words = _("%(step)s: %(hours)s h, %(counts)s")
    return words % {"step": CLOCK[row.clock].label, "hours": row.hours, "counts": row.get_counts_display()}


def _reaching_words(row: ReachingRule) -> str:
    words = _("Before the close: %(attempts)s attempts on %(days)s days")
    return words % {"attempts": row.attempts, "days": row.days}


def _chain_words(row: EscalationRule) -> str:
    words = _("Level %(level)s: %(chief)s, %(minutes)s min, when major %(major)s min")
    return words % {
        "level": row.level,
        "chief": row.get_chief_display(),
        "minutes": row.minutes,
        "major": row.minutes_major,
    }
