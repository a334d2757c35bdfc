"""Who is calling, when a proxy stands in between."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class CallerMiddleware:
    """Behind our own proxy (``BEHIND_PROXY``) the caller's address is the last one the proxy wrote down.

    The ones before it are the caller's own claim. Without a proxy the header is not looked at.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.BEHIND_PROXY:
            address = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
            if address:
                request.META["REMOTE_ADDR"] = address
        return self.get_response(request)
