"""The signer's pages: a link, a code, then read, confirm the heavy clauses, sign and seal. No account is needed."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from contracts.domain.signature import mailbox, signing
from contracts.domain.signature.seals import seals_for
from contracts.domain.signature.signing_links import request_behind
from contracts.domain.wording.blanks import values_of
from contracts.domain.wording.comparing import compare
from contracts.domain.wording.files import latest_revision
from contracts.domain.wording.preview import readable, readable_clauses
from contracts.domain.wording.versions import amended_version
from contracts.models import SignatureRequest
from contracts.web.contracts import pdf_response
from contracts.web.signature.signing_forms import ActForm, CodeForm, DeclineForm
from contracts.web.signature.signing_session import (
    POSTS,
    closed,
    open_session,
    private,
    reading,
    scope_of_signer,
    signer_page,
)
from contracts.web.wording.draft_forms import page_language
from foundation.refusals import Refused
from foundation.web.rate_limit import too_many
from foundation.web.refusals import INVALID, add_refusal
from parties.web.access import public_route

HAS_LINK = "the token in the mailed link stands for the account; a code proves the mailbox"
HAS_PROVEN = "the browser has proven the signer's mailbox a short while ago"
TokenPage = Callable[[HttpRequest, str, SignatureRequest], HttpResponseBase]


def _behind_link(request: HttpRequest, token: str, page: TokenPage) -> HttpResponseBase:
    try:
        signature = request_behind(token, at=timezone.now())
    except Refused as refused:
        return private(closed(request, refused))
    if request.method == "POST" and too_many("code", signature.pk, most=POSTS):
        return private(HttpResponse(status=429))
    with reading(request, signature):
        return private(page(request, token, signature))


@public_route("GET", "POST", why=HAS_LINK)
def link(request: HttpRequest, token: str) -> HttpResponseBase:
    """What is to be signed and for whom; nothing of its content before the mailbox is proven."""
    return _behind_link(request, token, _landing)


def _landing(request: HttpRequest, token: str, signature: SignatureRequest) -> HttpResponseBase:
    refused = None
    if request.method == "POST":
        try:
            mailbox.ask_for_code(signature.pk, by=scope_of_signer(request, signature), at=timezone.now())
            return redirect("contracts:sign-code", token)
        except Refused as error:
            refused = error
    context = {"signature": signature, "token": token, "refused": refused, "sealed": latest_revision(signature.version)}
    return render(request, "contracts/signature/sign_landing.html", context, status=refused.status if refused else 200)


@public_route("GET", "POST", why=HAS_LINK)
def code(request: HttpRequest, token: str) -> HttpResponseBase:
    """Type the code; then the token leaves the address for good."""
    return _behind_link(request, token, _code)


def _code(request: HttpRequest, token: str, signature: SignatureRequest) -> HttpResponseBase:
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            at, by = timezone.now(), scope_of_signer(request, signature)
            mailbox.prove_mailbox(signature.pk, form.cleaned_data["code"], by=by, at=at)
            open_session(request, signature, at=at)
            return redirect("contracts:sign")
        except Refused as refused:
            add_refusal(form, refused)
    context = {"form": form, "signature": signature, "token": token}
    return render(request, "contracts/signature/sign_code.html", context, status=INVALID if form.errors else 200)


@public_route("GET", why=HAS_PROVEN)
@signer_page
def read(request: HttpRequest, signature: SignatureRequest) -> HttpResponseBase:
    """The whole contract with its terms marked, and what they mean; the signed copy once this party has signed."""
    version = signature.version
    context: dict[str, Any] = {
        "signature": signature,
        "contract": version.contract,
        "sealed": latest_revision(version),
    }
    if signature.is_signed:
        return render(request, "contracts/signature/sign_done.html", context)
    context["terms"] = list(version.terms.select_related("clause").order_by("clause__position", "pk"))
    context["clauses"] = readable_clauses(version, page_language())
    amended = amended_version(version)
    context["comparison"] = compare(amended, version, page_language()) if amended else None
    return render(request, "contracts/signature/sign_read.html", {**context, "steps": steps()})


@public_route("GET", "POST", why=HAS_PROVEN)
@signer_page
def heavy(request: HttpRequest, signature: SignatureRequest) -> HttpResponseBase:
    """The clauses that weigh most, one by one, each with its own "I have read this"."""
    if request.method == "POST" and request.POST.get("read", "").isdecimal():
        by, at = scope_of_signer(request, signature), timezone.now()
        clause = get_object_or_404(signature.version.clauses, pk=request.POST["read"], is_heavy=True)
        signing.confirm_reading(signature.pk, clause.pk, by=by, at=at)
        return redirect("contracts:sign-heavy")
    unread = [] if signature.is_signed else signing.unread_clauses(signature)
    if not unread:
        return redirect("contracts:sign-act")
    count = signature.version.clauses.filter(is_heavy=True).count()
    context = {
        "signature": signature,
        "clause": readable(unread[:1], values_of(signature.version), page_language(), signature.version.division)[0],
        "step": count - len(unread) + 1,
        "count": count,
        "steps": steps(),
        "was_skipped": request.method == "POST",
    }
    return render(
        request, "contracts/signature/sign_heavy.html", context, status=INVALID if request.method == "POST" else 200
    )


@public_route("GET", "POST", why=HAS_PROVEN)
@signer_page
def act(request: HttpRequest, signature: SignatureRequest) -> HttpResponseBase:
    """Sign and seal."""
    if signature.is_signed:
        return redirect("contracts:sign")
    if signing.unread_clauses(signature):
        return redirect("contracts:sign-heavy")
    kept = seals_for(signature)
    form = ActForm(kept, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        by, at = scope_of_signer(request, signature), timezone.now()
        try:
            hand, seal = form.handwriting(), form.seal_choice()
            signing.sign_contract(signature.pk, signature=hand, seal=seal, by=by, at=at)
            return redirect("contracts:sign")
        except Refused as refused:
            if refused.code == "contracts.link_used":
                return redirect("contracts:sign")
            add_refusal(form, refused)
    context = {"form": form, "signature": signature, "seals": kept, "steps": steps()}
    return render(request, "contracts/signature/sign_act.html", context, status=INVALID if form.errors else 200)


@public_route("GET", "POST", why=HAS_PROVEN)
@signer_page
def decline(request: HttpRequest, signature: SignatureRequest) -> HttpResponseBase:
    """Say no, with the reason."""
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by, at = scope_of_signer(request, signature), timezone.now()
        try:
            signing.decline(signature.pk, reason=form.cleaned_data["reason"], by=by, at=at)
            return render(request, "contracts/signature/sign_declined.html", {"contract": signature.version.contract})
        except Refused as refused:
            add_refusal(form, refused)
    context = {"form": form, "signature": signature, "contract": signature.version.contract}
    return render(request, "contracts/signature/sign_decline.html", context, status=INVALID if form.errors else 200)


@public_route("GET", why=HAS_PROVEN)
@signer_page
def pdf(request: HttpRequest, signature: SignatureRequest) -> HttpResponseBase:
    """The file as it stands: to be signed, or signed."""
    return pdf_response(latest_revision(signature.version), inline="inline" in request.GET)


@public_route("GET", why=HAS_PROVEN)
@signer_page
def seal(request: HttpRequest, signature: SignatureRequest) -> HttpResponseBase:
    """The seal that would be drawn for this party."""
    from contracts.documents.seal import drawn_seal

    return HttpResponse(drawn_seal(signature.party_name, signature.party_uscc), content_type="image/png")


def steps() -> list[str]:
    """The way through, in words."""
    return [_("Read"), _("Important clauses"), _("Sign and seal")]
