"""Handing one text to a provider over HTTP."""

import json
import urllib.error
import urllib.request
from datetime import datetime
from http.client import HTTPException
from typing import IO, Any, Final

from complaints.gateways.configured import Gateway
from complaints.gateways.signatures import HEADER, sign
from foundation.carrying import Away, Parcel, Turned

TIMEOUT: Final = 10  # seconds
LARGEST_ANSWER: Final = 64 * 1024
LONGEST_ID: Final = 100
_FOR_NOW: Final = frozenset({408, 409, 425, 429})


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """What is signed for one address is not carried on to another."""

    def redirect_request(self, *_asked: Any) -> None:
        return None


def hand_over(parcel: Parcel, gateway: Gateway, *, at: datetime, timeout: float = TIMEOUT) -> str:
    """Give the provider one text; returns the provider's own id of it. Raises ``Away``, ``Turned``."""
    said = {"id": parcel.key, "channel": gateway.channel, "to": parcel.to, "text": parcel.text}
    body = json.dumps(said | ({"template": gateway.template} if gateway.template else {})).encode()
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": parcel.key,
        HEADER: sign(body, key=gateway.key, at=at),
    }
    request = urllib.request.Request(gateway.url, body, headers, method="POST")  # noqa: S310  # http(s) alone
    try:
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=timeout) as answer:
            return _id_in(answer)
    except urllib.error.HTTPError as error:
        with error:
            code = f"http_{error.code}"
        raise (Away(code) if error.code >= 500 or error.code in _FOR_NOW else Turned(code)) from None
    except (OSError, HTTPException) as error:
        # Its text would name the address; what kind of trouble it was is enough.
        raise Away(type(error).__name__.lower()) from None


def _id_in(answer: IO[bytes]) -> str:
    """The provider's id; empty where its answer, which says that the text is taken, names none."""
    try:
        said = json.loads(answer.read(LARGEST_ANSWER))
    except ValueError:
        return ""
    found = said.get("id", "") if isinstance(said, dict) else ""
    return found if isinstance(found, str) and len(found) <= LONGEST_ID and found.isprintable() else ""
