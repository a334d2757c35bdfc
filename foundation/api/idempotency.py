"""POST requests that may be sent twice: the same key gives the same answer, and one effect."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.http import QueryDict
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from foundation.enciphering import keyed_hash
from foundation.models import IdempotentRequest
from foundation.refusals import Refused

HEADER = "Idempotency-Key"
KEY = re.compile(r"[\x21-\x7e]{1,200}")
REPLAYED = "Idempotent-Replayed"

# A second request with the same key waits here until the first one's transaction has ended, on the unique index.
CLAIM = """
INSERT INTO foundation_idempotentrequest (caller, key, fingerprint, location, created_at)
VALUES (%s, %s, %s, '', now()) ON CONFLICT (caller, key) DO NOTHING
"""

Method = Callable[..., Response]


def idempotent(method: Method) -> Method:
    """Decorator for a view's `post`: with an Idempotency-Key it takes effect once, and is answered the same each time.

    The answer is stored in the transaction of its effect; a refused request stores nothing and may be tried again.
    The same key with another body is Refused("foundation.key_used_for_other_request"). A view that serves callers
    without a login defines `idempotency_caller(request) -> str`, which tells them apart.
    """

    @wraps(method)
    def once(view: APIView, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = request.headers.get(HEADER)
        if key is None:
            return method(view, request, *args, **kwargs)
        if not KEY.fullmatch(key):
            raise Refused("foundation.bad_idempotency_key")
        caller, print_ = _caller(view, request), fingerprint(request)
        with transaction.atomic():
            if not _is_first(caller, key, print_):
                return _earlier_answer(caller, key, print_)
            response = method(view, request, *args, **kwargs)
            if response.status_code < 400:
                _keep(caller, key, response)
            else:
                transaction.set_rollback(True)
        return response

    return once


def fingerprint(request: Request) -> str:
    """A hash of what is asked: address and body, the same however the body was packed for transport."""
    data = request.data
    if isinstance(data, QueryDict):
        data = {name: [_content(value) for value in data.getlist(name)] for name in data}
    what = json.dumps([request.method, request.get_full_path(), data], sort_keys=True, default=str)
    # Keyed: a body may hold a telephone number, and a plain hash of the little else that is in it could be tried out.
    return keyed_hash(what, purpose="foundation.idempotency")


def _content(value: object) -> object:
    if not isinstance(value, UploadedFile):
        return value
    digest = hashlib.sha256(b"".join(value.chunks())).hexdigest()
    value.seek(0)
    return [value.name, digest]


def _caller(view: APIView, request: Request) -> str:
    name = getattr(view, "idempotency_caller", None)
    if name is not None:
        return str(name(request))
    if not request.user.is_authenticated:
        raise ImproperlyConfigured(f"{type(view).__name__} must tell its callers apart: define idempotency_caller")
    return f"user:{request.user.pk}"


def _is_first(caller: str, key: str, print_: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [caller, key, print_])
        return bool(cursor.rowcount)


def _earlier_answer(caller: str, key: str, print_: str) -> Response:
    earlier = IdempotentRequest.objects.get(caller=caller, key=key)
    if earlier.fingerprint != print_:
        raise Refused("foundation.key_used_for_other_request")
    headers = {REPLAYED: "true"} | ({"Location": earlier.location} if earlier.location else {})
    return Response(earlier.answer, status=earlier.status, headers=headers)


def _keep(caller: str, key: str, response: Response) -> None:
    answer = None if response.data is None else json.loads(JSONRenderer().render(response.data))
    IdempotentRequest.objects.filter(caller=caller, key=key).update(
        status=response.status_code, answer=answer, location=response.headers.get("Location", "")
    )
