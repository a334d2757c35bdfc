"""Secrets handed to people: long tokens in links and keys, short codes proven against a mailbox or a phone.

Only hashes are stored. A token is too long to be guessed, so a plain hash suffices; a code of six digits is not, so
its hash is keyed with the installation's secret and bound to its purpose.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from django.conf import settings
from django.utils.encoding import force_bytes

TOKEN_BYTES = 32


def new_token() -> tuple[str, str]:
    """A fresh token for an address or a header, and the hash to store: (token, hash)."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    return token, hash_token(token)


def hash_token(token: str) -> str:
    """64 hexadecimal digits, to look the token up by. Any text may be asked for; no stored hash fits a foreign one."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def hash_code(code: str, purpose: str) -> str:
    """64 hexadecimal digits. `purpose` names what the code was sent for, so that it opens nothing else."""
    key = hashlib.sha256(b"encore.code" + force_bytes(settings.SECRET_KEY)).digest()
    text = f"{len(purpose)}:{purpose}:{code}"
    return hmac.new(key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def code_matches(code: str, purpose: str, stored_hash: str) -> bool:
    """Whether the code was sent for this purpose; takes the same time whether it nearly fits or not."""
    return hmac.compare_digest(hash_code(code, purpose), stored_hash)
