"""The one door of the providers of SMS and WeChat: texts of customers, and receipts of what we sent."""

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from complaints.domain.channels.provider_news import take_news
from complaints.gateways.configured import gateway_of
from complaints.gateways.signatures import HEADER, is_signed
from foundation.refusals import Refused
from parties.web.access import public_route

LARGEST_BODY = 64 * 1024


@csrf_exempt
@public_route("POST", why="a provider has no account: it proves itself by the signature over its body and the time")
def news(request: HttpRequest, channel: str) -> HttpResponse:
    """Take one piece of news. 404 where no such provider is set up, 403 unsigned; else 200, or why it is refused."""
    gateway = gateway_of(channel)
    if gateway is None:
        return JsonResponse({"code": "not_found"}, status=404)
    at = timezone.now()
    body = request.read(LARGEST_BODY + 1)
    if len(body) > LARGEST_BODY:
        return JsonResponse({"code": "too_large"}, status=413)
    if not is_signed(body, request.headers.get(HEADER, ""), key=gateway.key, at=at):
        return JsonResponse({"code": "not_signed"}, status=403)
    try:
        take_news(json.loads(body), gateway, at=at)
    except (ValueError, RecursionError):
        return JsonResponse({"code": "not_json"}, status=400)
    except Refused as refused:
        return JsonResponse({"code": refused.code, "field": refused.field}, status=refused.status)
    return JsonResponse({"code": "taken"})
