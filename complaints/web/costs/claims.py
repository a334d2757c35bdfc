"""Expense claims: the list, a new one, its page, and what is done about it."""

from typing import Any

from django.contrib import messages as toasts
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.domain.costs.claims import NewClaim, Spent, move_own_claim, open_claim
from complaints.domain.costs.deciding import decide_claim
from complaints.domain.costs.lifecycle import DECIDING
from complaints.domain.costs.reading import readable_claims
from complaints.models import Complaint, ExpenseClaim
from complaints.web.costs.claim_page import claim_context
from complaints.web.costs.forms import ClaimForm, ClaimStepForm
from foundation.keyset import Order, page_of
from foundation.refusals import Refused
from foundation.typed_ids import typed_id
from foundation.web.refusals import INVALID, add_refusal
from parties.models import Venue
from parties.web.access import ScopedRequest, route

PAGE = 30
NEWEST = Order("asked_at", falling=True)
SHOW = ("mine", "decide", "all")


@route(GET="costs.read")
def claim_list(request: ScopedRequest) -> HttpResponse:
    """Mine, those that wait for my decision, or all that I may see."""
    show = request.GET.get("show", "")
    show = show if show in SHOW else "mine"
    rows: QuerySet[ExpenseClaim] = ExpenseClaim.objects.within(request.scope, verb="costs.claim")
    if show == "all":
        rows = readable_claims(request.scope)
    elif show == "decide":
        waiting = ExpenseClaim.objects.within(request.scope, verb="costs.approve")
        rows = waiting.filter(state="submitted").exclude(asked_by=request.scope.user_id)
    rows = rows.select_related("venue", "asked_by", "month")
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    context = {
        "page": page_of(rows, NEWEST, before=before, after=after, size=PAGE),
        "show": show,
        "may_claim": request.scope.may("costs.claim"),
        "may_decide": request.scope.may("costs.approve"),
        "may_see": request.scope.may("costs.see"),
    }
    return render(request, "complaints/costs/claims.html", context)


@route(GET="costs.claim", POST="costs.claim")
def claim_new(request: ScopedRequest) -> HttpResponse:
    """Begin a claim; with a complaint in the address it is about that one."""
    venues = Venue.objects.within(request.scope, verb="costs.claim").values_list("pk", "name")
    form = ClaimForm(request.POST or None, request.FILES or None, venues=venues, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        new = NewClaim(said["venue"], said["kind"], said["purpose"], form.complaint_id)
        spent = Spent(said["spent_date"], said["text"], said["amount"])
        try:
            claim = open_claim(new, spent, said["receipts"], by=request.scope, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("Saved as a draft. Check it, then hand it in."))
            return redirect("complaints:claim", claim.pk)
    status = INVALID if request.method == "POST" else 200
    return render(request, "complaints/costs/claim_new.html", {"form": form}, status=status)


@route(GET="costs.read")
def claim_detail(request: ScopedRequest, claim_id: int) -> HttpResponse:
    """One claim: what was paid, the papers, who decided, what can be done now."""
    return claim_page(request, find_claim(request, claim_id))


@route(POST="costs.read")
def claim_step(request: ScopedRequest, claim_id: int) -> HttpResponse:
    """Hand in, take back, mend, drop, approve or reject; who may, the domain knows."""
    claim = find_claim(request, claim_id)
    form = ClaimStepForm(request.POST)
    if form.is_valid():
        verb, note = form.cleaned_data["verb"], form.cleaned_data["note"]
        try:
            if verb in DECIDING:
                decide_claim(claim.pk, verb, note=note, by=request.scope, at=timezone.now())
            else:
                move_own_claim(claim.pk, verb, by=request.scope, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("Noted."))
            return redirect("complaints:claim", claim.pk)
    return claim_page(request, find_claim(request, claim_id), step_form=form)


def find_claim(request: ScopedRequest, claim_id: int) -> ExpenseClaim:
    """The claim, if the person may see it; else 404."""
    loaded = ("venue", "contract", "complaint", "asked_by", "decided_by", "month", "party")
    return get_object_or_404(readable_claims(request.scope).select_related(*loaded), pk=claim_id)


def claim_page(request: ScopedRequest, claim: ExpenseClaim, **forms: Any) -> HttpResponse:
    """The page of a claim, with a form that was refused, if any."""
    context = claim_context(claim, by=request.scope, at=timezone.now()) | forms
    return render(request, "complaints/costs/claim.html", context, status=INVALID if forms else 200)


def _initial(request: ScopedRequest) -> dict[str, object]:
    wanted = typed_id(request.GET.get("complaint"))
    first: dict[str, object] = {"spent_date": timezone.localdate()}
    if wanted is not None:
        known = Complaint.objects.within(request.scope, verb="complaints.see").filter(pk=wanted).first()
        if known is not None:
            first |= {"complaint": known.number, "venue": known.venue_id, "kind": "compensation"}
    return first
