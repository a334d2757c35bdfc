"""What a venue's complaints come from and what comes again, each figure with its denominator and its rows (C8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.contrib import messages as toasts
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.domain.handling import causes, repeats
from complaints.domain.handling.promoter_rates import PromoterRate, rates_of_promoters
from complaints.domain.handling.repeats import Window
from complaints.models import Complaint, Sameness
from complaints.models.complaints import ComplaintQuerySet
from complaints.web.handling.learning_forms import CauseRuleForm
from foundation.refusals import Refused
from parties.domain.scope import Scope
from parties.models import Venue
from parties.web.access import ScopedRequest, route

VERB: Final = "complaints.causes"
SPANS: Final = (30, 90, 365)
USUAL_SPAN: Final = 90
PAGE: Final = 50


@dataclass(frozen=True)
class Asked:
    """Which venue, and how many days back from now."""

    venue: Venue
    days: int
    window: Window
    rows: ComplaintQuerySet


@route(GET=VERB)
def causes_page(request: ScopedRequest) -> HttpResponse:
    """Causes, subjects, rooms and people of one venue, as far as the person's reach goes."""
    venues = list(Venue.objects.within(request.scope, verb=VERB).order_by("name"))
    asked = _asked(request, venues)
    context: dict[str, object] = {"venues": venues, "spans": SPANS, "asked": asked}
    if asked is not None:
        context |= {
            "causes": repeats.causes(asked.rows, asked.window),
            "repeated": [
                (_("Subjects"), repeats.subjects(asked.rows, asked.window)),
                (_("Rooms"), repeats.rooms(asked.rows, asked.window)),
                (_("People"), repeats.people(asked.rows, asked.window)),
            ],
            "promoters": _promoters(request.scope, asked),
            "rule_form": _rule_form(request.scope, asked.venue),
        }
    return render(request, "complaints/handling/causes.html", context)


@route(GET=VERB)
def causes_cases(request: ScopedRequest) -> HttpResponse:
    """The complaints behind one figure."""
    venues = list(Venue.objects.within(request.scope, verb=VERB).order_by("name"))
    asked = _asked(request, venues)
    sameness, key = request.GET.get("by", ""), request.GET.get("key", "")
    rows = Complaint.objects.none()
    if asked is not None:
        rows = repeats.founded(asked.rows, asked.window)
        rows = repeats.like(rows, sameness, key) if sameness in Sameness.values else rows  # type: ignore[assignment]
    listed = rows.select_related("venue", "room", "concerns").order_by("-received_at", "-pk")
    context = {
        "asked": asked,
        "page": Paginator(listed, PAGE).get_page(request.GET.get("page")),
        "sameness": dict(Sameness.choices).get(sameness, ""),
    }
    return render(request, "complaints/handling/causes_cases.html", context)


@route(POST="complaints.house_rules")
def cause_rule(request: ScopedRequest, venue_id: int) -> HttpResponse:
    """The venue's own manager says from which gravity on the cause is needed."""
    venue = get_object_or_404(Venue.objects.within(request.scope, verb="complaints.house_rules"), pk=venue_id)
    form = CauseRuleForm(request.POST)
    if form.is_valid():
        try:
            causes.need_cause_from(venue.pk, form.cleaned_data["gravity"], by=request.scope)
        except Refused as refused:
            toasts.error(request, refused.message)
        else:
            toasts.success(request, _("Noted."))
    return redirect(f"{reverse('complaints:causes')}?venue={venue.pk}")


def _asked(request: ScopedRequest, venues: Sequence[Venue]) -> Asked | None:
    """What the address asks for; the first venue and 90 days where it says nothing that can be read."""
    if not venues:
        return None
    wanted = request.GET.get("venue", "")
    venue = next((venue for venue in venues if str(venue.pk) == wanted), venues[0])
    said = request.GET.get("days", "")
    days = next((span for span in SPANS if str(span) == said), USUAL_SPAN)
    rows = Complaint.objects.within(request.scope, verb=VERB).filter(venue=venue)
    return Asked(venue, days, _window(timezone.now(), days), rows)


def _window(now: datetime, days: int) -> Window:
    return Window(now - timedelta(days=days), now + timedelta(minutes=1))


def _promoters(scope: Scope, asked: Asked) -> list[PromoterRate]:
    """Those of the person's own sides: how somebody is judged is their own party's matter."""
    mine = sorted(scope.parties_for(VERB))
    return [rate for party_id in mine for rate in rates_of_promoters(party_id, [asked.venue.pk], asked.window)]


def _rule_form(scope: Scope, venue: Venue) -> CauseRuleForm | None:
    if not scope.may_for("complaints.house_rules", venue.party_id):
        return None
    return CauseRuleForm(initial={"gravity": causes.needed_from(venue.pk)})
