"""A person's obligations in their own calendar program, read from a private address."""

import hashlib

from django.conf import settings
from django.contrib import messages as toasts
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from contracts.documents.icalendar import write_calendar
from contracts.domain.duties import feeds
from contracts.domain.duties.calendar_entries import entries_of
from parties.domain.scope import Scope
from parties.web.access import ScopedRequest, public_route, route


@route(GET="self", POST="self")
def feed_page(request: ScopedRequest) -> HttpResponse:
    """How to subscribe; a new address is shown here once."""
    address = ""
    if request.method == "POST":
        token = feeds.new_feed(by=request.scope, at=timezone.now())
        address = settings.SITE_URL + reverse("contracts:feed-file", args=[token])
    context = {"address": address, "feed": feeds.feed_of(request.user)}
    return render(request, "contracts/duties/feed.html", context)


@route(POST="self")
def feed_end(request: ScopedRequest) -> HttpResponse:
    """End the address."""
    feeds.end_feed(by=request.scope, at=timezone.now())
    toasts.success(request, _("The address no longer works."))
    return redirect("contracts:feed")


@public_route("GET", why="calendar programs cannot sign in: the address itself is the secret, 256 random bits")
def feed(request: ScopedRequest, token: str) -> HttpResponse:
    """The calendar of the person to whom the address belongs, within their reach of today."""
    user = feeds.user_of_token(token)
    if user is None:
        raise Http404
    with translation.override(user.language):
        entries = entries_of(Scope.of(user, source="calendar"), at=timezone.now())
        content = write_calendar(_("Encore: obligations"), entries)
    tag = f'"{hashlib.sha256(content).hexdigest()}"'
    is_known = request.headers.get("If-None-Match") == tag
    response = (
        HttpResponse(status=304) if is_known else HttpResponse(content, content_type="text/calendar; charset=utf-8")
    )
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    return response
