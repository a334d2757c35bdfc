"""Offers and their vouchers: made, issued, looked at, called off; and used, on the phone."""

from typing import Any

import segno
from django.contrib import messages as toasts
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.refusals import Refused
from foundation.web.refusals import INVALID, add_refusal
from members.domain.offers.codes import code_of
from members.domain.offers.offering import NewOffer, cancel_offer, make_offer
from members.domain.offers.vouchers import cancel_voucher, issue_to_segment, redeem_voucher
from members.domain.privacy.reading import masked_of, masked_of_all
from members.models import Offer, Segment, Voucher, VoucherState
from members.web.offers.forms import OfferForm, RedeemForm
from parties.models import Venue
from parties.web.access import ScopedRequest, route

MAKE = "offers.make"
SEE = "offers.see"
REDEEM = "vouchers.redeem"
SHOWN = 100


@route(GET="offers.see")
def offers(request: ScopedRequest) -> HttpResponse:
    """All offers of the person's places, with how many vouchers of each are out and used."""
    mine = _counted(Offer.objects.within(request.scope, verb=SEE)).select_related("segment", "venue", "party")
    context = {
        "offers": mine[:SHOWN],
        "today": timezone.localdate(),
        "may_make": request.scope.may(MAKE),
        "may_redeem": request.scope.may(REDEEM),
    }
    return render(request, "members/offers/offers.html", context)


@route(GET="offers.make", POST="offers.make")
def offer_new(request: ScopedRequest) -> HttpResponse:
    """A new offer for one of the segments."""
    mine = Segment.objects.within(request.scope, verb=MAKE).filter(retired_at=None)
    segments = [(segment.pk, segment.name) for segment in mine]
    initial = {"segment": request.GET.get("segment"), "valid_from": timezone.localdate()}
    form = OfferForm(request.POST or None, segments=segments, initial=initial)
    if form.is_bound and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            offer = make_offer(said.pop("segment"), NewOffer(**said), by=request.scope, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("The offer stands. Now hand out its vouchers."))
            return redirect("members:offer", offer.pk)
    context = {"form": form, "has_segments": bool(segments)}
    return render(request, "members/offers/offer_new.html", context, status=INVALID if form.is_bound else 200)


@route(GET="offers.see")
def offer(request: ScopedRequest, offer_id: int) -> HttpResponse:
    """What it says, and its newest vouchers."""
    found = _offer(request, offer_id, verb=SEE)
    vouchers = list(found.vouchers.select_related("member", "redeemed_venue")[:SHOWN])
    masks = masked_of_all([voucher.member for voucher in vouchers])
    may_make = Offer.objects.within(request.scope, verb=MAKE).filter(pk=found.pk).exists()
    context = {
        "offer": found,
        "rows": [(voucher, masks[voucher.member_id]) for voucher in vouchers],
        "is_over": found.valid_until < timezone.localdate(),
        "may_make": may_make,
    }
    return render(request, "members/offers/offer.html", context)


@route(POST="offers.make")
def offer_issue(request: ScopedRequest, offer_id: int) -> HttpResponse:
    """A voucher to each of the segment who has none."""

    def issue(found: Offer) -> str:
        count = issue_to_segment(found.pk, by=request.scope, at=timezone.now())
        return ngettext("%(count)s voucher is handed out.", "%(count)s vouchers are handed out.", count) % {
            "count": count
        }

    return _acted(request, offer_id, issue)


@route(POST="offers.make")
def offer_cancel(request: ScopedRequest, offer_id: int) -> HttpResponse:
    """Call it off, with what is still in members' hands."""

    def cancel(found: Offer) -> str:
        cancel_offer(found.pk, by=request.scope, at=timezone.now())
        return _("The offer is called off.")

    return _acted(request, offer_id, cancel)


@route(GET="offers.make")
def voucher(request: ScopedRequest, voucher_id: int) -> HttpResponse:
    """A voucher to show or to print: its code, also as a picture."""
    found = _voucher(request, voucher_id)
    code = code_of(found)
    # The picture is made here, of signs of ours alone.
    picture = mark_safe(segno.make(code, error="m").svg_inline(scale=6, border=2, omitsize=True))  # noqa: S308
    context = {"voucher": found, "masked": masked_of(found.member), "code": code, "picture": picture}
    response = render(request, "members/offers/voucher.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@route(POST="offers.make")
def voucher_cancel(request: ScopedRequest, voucher_id: int) -> HttpResponse:
    """Call one off."""
    found = _voucher(request, voucher_id)
    try:
        cancel_voucher(found.pk, by=request.scope, at=timezone.now())
    except Refused as refused:
        toasts.error(request, str(refused.message))
    else:
        toasts.success(request, _("The voucher is called off."))
    return redirect("members:offer", found.offer_id)


@route(GET="vouchers.redeem", POST="vouchers.redeem")
def redeem(request: ScopedRequest) -> HttpResponse:
    """A member hands in a voucher: type the code or scan it."""
    venues = list(Venue.objects.within(request.scope, verb=REDEEM).order_by("name").values_list("pk", "name"))
    form = RedeemForm(request.POST or None, venues=venues, initial={"venue": request.session.get("redeem_venue")})
    used: Voucher | None = None
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            used = redeem_voucher(said["code"], said["venue"], by=request.scope, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            request.session["redeem_venue"] = said["venue"]
            form = RedeemForm(venues=venues, initial={"venue": said["venue"]})
    context: dict[str, Any] = {"form": form, "used": used, "has_venues": bool(venues)}
    return render(request, "members/offers/redeem.html", context, status=INVALID if form.is_bound else 200)


def _acted(request: ScopedRequest, offer_id: int, act: Any) -> HttpResponse:
    found = _offer(request, offer_id, verb=MAKE)
    try:
        toasts.success(request, act(found))
    except Refused as refused:
        toasts.error(request, str(refused.message))
    return redirect("members:offer", found.pk)


def _counted(rows: QuerySet[Offer]) -> QuerySet[Offer]:
    """With how many vouchers are issued and used."""
    used = Count("vouchers", filter=Q(vouchers__state=VoucherState.REDEEMED))
    return rows.annotate(issued=Count("vouchers"), used=used)


def _offer(request: ScopedRequest, offer_id: int, *, verb: str) -> Offer:
    mine = _counted(Offer.objects.within(request.scope, verb=verb)).select_related("segment", "venue", "party")
    return get_object_or_404(mine, pk=offer_id)


def _voucher(request: ScopedRequest, voucher_id: int) -> Voucher:
    mine = Voucher.objects.within(request.scope, verb=MAKE).select_related("offer", "member")
    return get_object_or_404(mine, pk=voucher_id)
