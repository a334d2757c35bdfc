"""What a customer's browser may do: it has opened the link to one complaint, a short while ago."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from complaints.domain.customer.links import check_alive
from complaints.models import CustomerLink
from foundation.refusals import Refused
from foundation.web.rate_limit import too_many

KEY: Final = "customer"
REST: Final = timedelta(hours=2)
POSTS: Final = 30
GUESSES: Final = 30


def address_of_caller(request: HttpRequest) -> str:
    """Where the request comes from; all guests of a venue may share one."""
    return str(request.META.get("REMOTE_ADDR", ""))


def open_session(request: HttpRequest, link: CustomerLink, *, at: datetime) -> None:
    """The link was opened: the token leaves the address, and a key known from before opens nothing."""
    request.session.cycle_key()
    request.session[KEY] = {"link": link.pk, "until": (at + REST).isoformat()}


def guessed_too_often(request: HttpRequest) -> bool:
    """Count one more token that nothing fits."""
    return too_many("customer_token", address_of_caller(request), most=GUESSES)


def customer_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page for a customer whose browser has opened their link; it gets the link."""

    @wraps(view)
    def guarded(request: HttpRequest, **address: int) -> HttpResponseBase:
        try:
            link = _opened(request, at=timezone.now())
        except Refused as refused:
            return private(closed(request, refused))
        if request.method == "POST" and too_many("customer_page", link.pk, most=POSTS):
            return private(HttpResponse(status=429))
        return private(view(request, link, **address))

    return guarded


def _opened(request: HttpRequest, *, at: datetime) -> CustomerLink:
    kept = request.session.get(KEY) or {}
    if not kept or datetime.fromisoformat(kept["until"]) <= at:
        request.session.pop(KEY, None)
        raise Refused("complaints.link_unknown")
    request.session[KEY] = {**kept, "until": (at + REST).isoformat()}
    link = CustomerLink.objects.select_related("complaint__venue__party", "complaint__room").get(pk=kept["link"])
    check_alive(link, at=at)
    return link


def closed(request: HttpRequest, refused: Refused) -> HttpResponse:
    """Why nothing can be seen here, and what to do instead; 404 for each, so that guessing teaches nothing."""
    return render(request, "complaints/customer/closed.html", {"refused": refused}, status=404)


def private(response: HttpResponseBase) -> HttpResponseBase:
    """Nothing of it is kept on the way, and no other site learns the address it came from."""
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "same-origin"
    return response
