"""Taking back, on the home page, what went to others while one was away."""

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import ngettext

from deadlines.domain.handing_back import take_back
from parties.web.access import ScopedRequest, route


@route(POST="self")
def take_back_handed_on(request: ScopedRequest) -> HttpResponse:
    """All of it at once; what others have done meanwhile, or handed further, stays as it is."""
    count = take_back(by=request.scope, at=timezone.now())
    words = ngettext("%(count)s step is yours again.", "%(count)s steps are yours again.", count)
    toasts.success(request, words % {"count": count})
    return redirect("home")
