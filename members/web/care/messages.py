"""The messages of care: planned, sent and not sent, with the reason; and the member's way out of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt

from foundation.keyset import Order, page_of
from foundation.refusals import Refused
from members.domain.care.unsubscribing import message_behind, unsubscribe
from members.domain.privacy.reading import masked_of_all
from members.models import CareChannel, CareMessage, CareRule
from members.web.care.forms import MessageFilter
from members.web.care.reasons import reason_in_words
from parties.web.access import ScopedRequest, public_route, route

SEE = "care.see"
PAGE = 50
LATEST = Order("send_at", falling=True)
HAS_LINK = "the token in the link stands for the member, who has no account; GET shows, POST acts"


@route(GET="care.see")
def messages(request: ScopedRequest) -> HttpResponse:
    """All messages to members of the person's places, the latest first."""
    rules = CareRule.objects.within(request.scope, verb=SEE).values_list("pk", "name")
    filters = MessageFilter(request.GET, rules=rules)
    filters.full_clean()
    found = CareMessage.objects.within(request.scope, verb=SEE).select_related("rule", "member")
    for name in ("state", "rule"):
        if value := filters.cleaned_data.get(name):
            found = found.filter(**{name: value})
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    page = page_of(found, LATEST, before=before, after=after, size=PAGE)
    masks = masked_of_all([message.member for message in page.rows])
    rows = [(each, masks[each.member_id], reason_in_words(each.reason)) for each in page.rows]
    return render(request, "members/care/messages.html", {"rows": rows, "page": page, "filters": filters})


@csrf_exempt
@public_route("GET", "POST", why=HAS_LINK)
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether the member wants no more messages; posted, they get none. Mail programs post without a cookie."""
    try:
        message = unsubscribe(token, at=timezone.now()) if request.method == "POST" else message_behind(token)
    except Refused:
        return _private(render(request, "members/care/leave_unknown.html", status=404))
    context = {
        "message": message,
        "house": message.member.party,
        "channel": CareChannel(message.channel).label,
        "is_done": message.unsubscribed_at is not None,
    }
    with translation.override(message.member.language):
        return _private(render(request, "members/care/leave.html", context))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
