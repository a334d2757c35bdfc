"""What holds for every request and answer, whichever floor gives it."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

View = Callable[[HttpRequest], HttpResponse]


class PrivateAnswersMiddleware:
    """Nothing made for somebody in particular is kept on the way or in the browser, unless the view says otherwise.

    Who sends a session or an API token may be somebody; asking the database would cost more than it is worth.
    """

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class NoNulMiddleware:
    """Refuses addresses with a NUL character (400): no name holds one, and the database takes none.

    Forms and serializers refuse it in bodies.
    """

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "\0" in request.path_info or "\0" in query or "%00" in query:
            raise BadRequest("NUL in the address")
        return self.get_response(request)
