"""Drafting: choose form and parties, fill the blanks beside a live preview."""

from typing import Any

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from contracts.domain.forms import load_form
from contracts.domain.terms.values import Money
from contracts.domain.wording import blanks, drafting
from contracts.domain.wording.engaging import third_party_of
from contracts.domain.wording.preview import readable_clauses
from contracts.domain.wording.readiness import gaps
from contracts.models import Contract, ContractVersion, Request
from contracts.models.requests import RequestKind
from contracts.web.wording.draft_forms import BlanksForm, FrameForm, SidesForm, page_language
from foundation.money import capitals
from foundation.refusals import Refused
from foundation.web.refusals import INVALID, add_refusal
from parties.web.access import ScopedRequest, route


@route(GET="contracts.draft", POST="contracts.draft")
def draft_new(request: ScopedRequest) -> HttpResponse:
    """Start a draft in two steps: form and client, then owner and venues of that client."""
    sides = SidesForm(request.scope, request.GET if "party_a" in request.GET else None)
    if not sides.is_valid():
        return render(request, "contracts/wording/draft_sides.html", {"form": sides})
    party_a = sides.cleaned_data["party_a"]
    kind = load_form(sides.cleaned_data["form"])
    # The title of the signed text is Chinese, whatever language the drafter reads.
    initial = {"title": kind.title("zh-hans"), "venues": party_a.venues.all()}
    form = FrameForm(party_a, request.scope, kind, data=request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            supplements = form.cleaned_data.pop("supplements", ())
            contract = drafting.start_draft(
                form_id=kind.id,
                frame=drafting.Frame(party_a=party_a, **form.cleaned_data),
                supplements=supplements,
                by=request.scope,
                at=timezone.now(),
            )
            return redirect("contracts:draft", contract.pk)
        except Refused as refused:
            add_refusal(form, refused)
    context = {"form": form, "party_a": party_a, "form_title": kind.title(page_language())}
    return render(request, "contracts/wording/draft_frame.html", context, status=INVALID if form.errors else 200)


@route(GET="contracts.draft", POST="contracts.draft")
def frame(request: ScopedRequest, contract_id: int) -> HttpResponse:
    """Correct a draft's title, owner and venues."""
    contract = draft_in_reach(request, contract_id).contract
    initial = {"title": contract.title, "contract_owner": contract.contract_owner_id, "venues": contract.venues.all()}
    form = FrameForm(contract.party_a, data=request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            drafting.change_frame(contract.pk, **form.cleaned_data, by=request.scope)
            return redirect("contracts:draft", contract.pk)
        except Refused as refused:
            add_refusal(form, refused)
    context = {"form": form, "party_a": contract.party_a, "contract": contract}
    return render(request, "contracts/wording/draft_frame.html", context, status=INVALID if form.errors else 200)


@route(GET="contracts.draft", POST="contracts.draft")
def draft(request: ScopedRequest, contract_id: int) -> HttpResponse:
    """The blanks on the left, the text on the right."""
    version = draft_in_reach(request, contract_id)
    form = _blanks_form(version, request)
    if request.method == "POST" and form.is_valid():
        try:
            blanks.fill_terms(version.pk, form.typed(), edits=form.cleaned_data["edits"], by=request.scope)
            toasts.success(request, _("Saved."))
            return redirect("contracts:draft", contract_id)
        except blanks.TermsRefused as refused:
            form.refuse([refused, *refused.each])
        except Refused as refused:
            version = draft_in_reach(request, contract_id)
            form.face_conflict(version)
            add_refusal(form, refused)
    context = {**_preview(version, form), "form": form, "third_agreed": third_party_agreed(request, version)}
    return render(request, "contracts/wording/draft.html", context, status=INVALID if form.errors else 200)


@route(POST="contracts.draft")
def draft_preview(request: ScopedRequest, contract_id: int) -> HttpResponse:
    """The part of the page that follows what is being typed; stores nothing."""
    version = draft_in_reach(request, contract_id)
    return render(
        request,
        "contracts/wording/_draft_preview.html",
        {**_preview(version, _blanks_form(version, request)), "live": True},
    )


def third_party_agreed(request: ScopedRequest, version: ContractVersion) -> Request | None:
    """The request in which both sides agreed on a third party that this draft does not engage yet."""
    if third_party_of(version) is not None:
        return None
    seen = Request.objects.within(request.scope, verb="requests.see")
    return seen.filter(amendment=version, kind=RequestKind.THIRD_PARTY).order_by("pk").last()


def draft_in_reach(request: ScopedRequest, contract_id: int) -> ContractVersion:
    """The wording of a draft that the person works on; 404 otherwise."""
    providers = request.scope.parties_for("contracts.draft")
    drafts = Contract.objects.within(request.scope, verb="contracts.draft").being_worded()
    mine = drafts.filter(party_b__in=providers)
    contract = get_object_or_404(mine.select_related("party_a", "party_b"), pk=contract_id)
    version = contract.latest_version
    version.contract = contract
    return version


def _blanks_form(version: ContractVersion, request: ScopedRequest) -> BlanksForm:
    terms = version.terms.select_related("clause").order_by("clause__position", "pk")
    return BlanksForm(version, terms, request.POST if request.method == "POST" else None)


def _preview(version: ContractVersion, form: BlanksForm) -> dict[str, Any]:
    stored = blanks.values_of(version)
    values, refusals = blanks.read_blanks(stored, form.typed()) if form.is_bound else (stored, [])
    return {
        "contract": version.contract,
        "version": version,
        "clauses": readable_clauses(version, page_language(), values),
        "gaps": gaps(version, page_language(), values),
        "refusals": [
            (form.fields[refused.field].label, refused) for refused in refusals if refused.field in form.fields
        ],
        "amounts": {name: capitals(value.value) for name, value in values.items() if isinstance(value, Money)},
        "blank_count": len(stored),
        "filled_count": sum(value is not None for value in values.values()),
    }
