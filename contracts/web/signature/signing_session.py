"""What a signer's browser may do: it has proven one mailbox, for one signature, a short while ago."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation

from contracts.domain.signature.signing_links import signer_scope
from contracts.domain.signature.signing_place import require_alive
from contracts.models import SignatureRequest
from foundation.refusals import Refused
from foundation.web.rate_limit import too_many
from parties.domain.scope import Scope

KEY = "signing"
REST = timedelta(minutes=30)
LONGEST = timedelta(hours=2)
POSTS = 60
STATUS = {
    "contracts.link_unknown": 404,
    "contracts.link_expired": 410,
    "contracts.link_withdrawn": 410,
    "contracts.link_passed_on": 410,
}


def open_session(request: HttpRequest, signature: SignatureRequest, *, at: datetime) -> None:
    """The mailbox is proven: a new session key, so that one known from before opens nothing."""
    request.session.cycle_key()
    request.session[KEY] = {
        "request": signature.pk,
        "until": (at + REST).isoformat(),
        "end": (at + LONGEST).isoformat(),
    }


def close_session(request: HttpRequest) -> None:
    """Forget the proof."""
    request.session.pop(KEY, None)


def proven(request: HttpRequest, *, at: datetime) -> SignatureRequest:
    """The signature whose mailbox this browser has proven. Refused: ``contracts.mailbox_unproven``,
    ``contracts.link_withdrawn``."""
    kept = request.session.get(KEY) or {}
    if not kept or min(datetime.fromisoformat(kept["until"]), datetime.fromisoformat(kept["end"])) <= at:
        close_session(request)
        raise Refused("contracts.mailbox_unproven")
    request.session[KEY] = {**kept, "until": (at + REST).isoformat()}
    parties = "version__contract__party_a", "version__contract__party_b", "party"
    signature = SignatureRequest.objects.select_related(*parties).get(pk=kept["request"])
    require_alive(signature)
    return signature


def scope_of_signer(request: HttpRequest, signature: SignatureRequest) -> Scope:
    """Who acts, for the audit."""
    return signer_scope(signature, source=f"sign {request.META.get('REMOTE_ADDR', '')}".strip())


def closed(request: HttpRequest, refused: Refused) -> HttpResponse:
    """A page that says why nothing can be done here, and what to do instead."""
    return render(
        request, "contracts/signature/sign_closed.html", {"refused": refused}, status=STATUS.get(refused.code, 403)
    )


def signer_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page for a signer with a proven mailbox; it gets the signature. Everyone else is told why not."""

    @wraps(view)
    def guarded(request: HttpRequest, **address: int) -> HttpResponseBase:
        try:
            signature = proven(request, at=timezone.now())
        except Refused as refused:
            return private(closed(request, refused))
        if request.method == "POST" and too_many("signing", signature.pk, most=POSTS):
            return private(HttpResponse(status=429))
        with reading(request, signature):
            try:
                return private(view(request, signature, **address))
            except Refused as refused:  # withdrawn or declined between the page's question and its answer
                return private(closed(request, refused))

    return guarded


def reading(request: HttpRequest, signature: SignatureRequest) -> AbstractContextManager[None]:
    """The signer's language, unless the browser's user chose one on the page."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return translation.override(translation.get_language() if chosen else signature.signer_language)


def private(response: HttpResponseBase) -> HttpResponseBase:
    """Nothing of it is kept on the way, and no other site learns the address it came from.

    Not ``no-referrer``: browsers then send forms with ``Origin: null``, which the check against forgery must refuse.
    """
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "same-origin"
    return response
