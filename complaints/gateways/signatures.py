"""How the provider and this installation know each other: each body is signed with their common key and the time.

The header reads ``t=<seconds since 1970>,v1=<HMAC-SHA-256 of "<t>.<body>" in hexadecimal digits>``.
"""

import hashlib
import hmac
import re
from datetime import datetime, timedelta
from typing import Final

HEADER: Final = "Encore-Signature"
TOLERANCE: Final = timedelta(minutes=5)
"""What was signed longer ago, or later than now by as much, counts for nothing: it may have been overheard."""

_SHAPE = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})", re.ASCII)


def sign(body: bytes, *, key: str, at: datetime) -> str:
    """The header's value."""
    moment = str(int(at.timestamp()))
    return f"t={moment},v1={_digest(moment, body, key)}"


def is_signed(body: bytes, header: str, *, key: str, at: datetime) -> bool:
    """Whether the header proves that a holder of the key has just sent this very body."""
    shape = _SHAPE.fullmatch(header)
    if shape is None or not key:
        return False
    moment, digest = shape.groups()
    is_fresh = abs(int(moment) - at.timestamp()) <= TOLERANCE.total_seconds()
    return hmac.compare_digest(_digest(moment, body, key), digest) and is_fresh


def _digest(moment: str, body: bytes, key: str) -> str:
    return hmac.new(key.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
