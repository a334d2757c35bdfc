"""Segments: the list, the builder with its live count, and the members behind one."""

from typing import Any

from django.contrib import messages as toasts
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from foundation.keyset import Order, page_of
from foundation.refusals import Refused
from foundation.web.refusals import INVALID, add_refusal
from members.domain.offers.criteria import checked
from members.domain.offers.segments import COUNT_CAP, capped_count, keep_segment, members_of, picked, retire_segment
from members.domain.privacy.reading import masked_of_all
from members.models import Member, Segment
from members.web.offers.placing import Placed, placed, places_for
from members.web.offers.segment_forms import SegmentForm
from parties.web.access import ScopedRequest, route

MAKE = "offers.make"
SEE = "offers.see"
SHOWN = 20
PAGE = 50
NEWEST = Order("created_at", falling=True)


@route(GET="offers.see")
def segments(request: ScopedRequest) -> HttpResponse:
    """All segments of the person's places, each with its count."""
    at = timezone.now()
    mine = Segment.objects.within(request.scope, verb=SEE).filter(retired_at=None).select_related("party", "venue")
    rows = [(segment, capped_count(members_of(segment, at=at))) for segment in mine[:100]]
    context = {"rows": rows, "cap": COUNT_CAP, "may_make": bool(places_for(request.scope, verb=MAKE))}
    return render(request, "members/offers/segments.html", context)


@route(GET="offers.make", POST="offers.make")
def segment_new(request: ScopedRequest) -> HttpResponse:
    """A new one, for the place in the address; a page that shows members asks for theirs in the address, too."""
    places = places_for(request.scope, verb=MAKE)
    code = request.GET.get("place", "") or (places[0][0] if places else "")
    place = placed(code, scope=request.scope, verb=MAKE)
    if place is None:
        raise Http404
    return _built(request, place, None, places)


@route(GET="offers.make", POST="offers.make")
def segment_edit(request: ScopedRequest, segment_id: int) -> HttpResponse:
    """Change one; where it belongs stays."""
    segment = _segment(request, segment_id, verb=MAKE)
    return _built(request, Placed(segment.party_id, segment.venue_id), segment, [])


@route(GET="offers.see")
def segment_members(request: ScopedRequest, segment_id: int) -> HttpResponse:
    """The members behind a segment, masked, as far as the person may see members."""
    segment = _segment(request, segment_id, verb=SEE)
    seen = Member.objects.within(request.scope, verb="members.see")
    found = members_of(segment, at=timezone.now()).filter(pk__in=seen.values("pk")).select_related("venue")
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    page = page_of(found, NEWEST, before=before, after=after, size=PAGE)
    masks = masked_of_all(page.rows)
    context = {
        "segment": segment,
        "page": page,
        "rows": [(member, masks[member.pk]) for member in page.rows],
        "may_make": request.scope.may(MAKE),
    }
    return render(request, "members/offers/segment_members.html", context)


@route(POST="offers.make")
def segment_retire(request: ScopedRequest, segment_id: int) -> HttpResponse:
    """Offer it no more."""
    retire_segment(_segment(request, segment_id, verb=MAKE).pk, by=request.scope, at=timezone.now())
    toasts.success(request, pgettext("segment", "It is no longer offered."))
    return redirect("members:segments")


def _built(
    request: ScopedRequest, place: Placed, segment: Segment | None, places: list[tuple[str, str]]
) -> HttpResponse:
    """The builder: saved when it is posted, or only counted."""
    criteria = segment.criteria if segment else SegmentForm(request.GET, party_id=place.party_id).criteria()
    is_counted = "count" in request.POST
    is_posted = request.method == "POST" and not is_counted
    initial = {"name": segment.name} if segment else {}
    form = SegmentForm(request.POST or None, party_id=place.party_id, criteria=criteria, initial=initial)
    if is_posted and form.is_valid():
        try:
            kept = _keep(request, form, place, segment)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("Saved."))
            return redirect("members:segment-members", kept.pk)
    chosen = form.criteria() if request.POST else criteria
    context = {"form": form, "segment": segment, "place": place.code, "places": places, **_count(chosen, place)}
    if is_counted:
        form.errors.clear()  # counting asks for no name
    return render(request, "members/offers/segment.html", context, status=INVALID if is_posted else 200)


def _keep(request: ScopedRequest, form: SegmentForm, place: Placed, segment: Segment | None) -> Segment:
    return keep_segment(
        form.cleaned_data["name"],
        form.criteria(),
        party_id=place.party_id,
        venue_id=place.venue_id,
        by=request.scope,
        at=timezone.now(),
        segment_id=segment.pk if segment else None,
    )


def _count(criteria: list[dict[str, Any]], place: Placed) -> dict[str, Any]:
    """How many there are now, and the first of them by card number."""
    try:
        said = checked(criteria, party_id=place.party_id)
    except Refused:
        return {"count": 0, "is_more": False, "sample": []}
    found = picked(said, party_id=place.party_id, venue_id=place.venue_id, at=timezone.now())
    count = capped_count(found)
    sample = list(found.order_by("-created_at", "-pk")[:SHOWN].values_list("number", flat=True))
    return {"count": min(count, COUNT_CAP - 1), "is_more": count == COUNT_CAP, "sample": sample}


def _segment(request: ScopedRequest, segment_id: int, *, verb: str) -> Segment:
    mine = Segment.objects.within(request.scope, verb=verb).filter(retired_at=None)
    return get_object_or_404(mine.select_related("party", "venue"), pk=segment_id)
