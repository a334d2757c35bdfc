"""Secrets that are handed out: made of a row's 256 random bits and the installation's key, so that they rest nowhere.

Neither the database nor the key alone gives a secret away.
The row keeps a hash. Whoever mails or prints the secret derives it again; run twice, a job mails the same one, and a
secret that reached a mailbox is never unknown here because the job broke off after mailing.
"""

import base64
import secrets

from django.utils.crypto import salted_hmac

SALT = "contracts"
"""Named after its first use. Another one would make every link that was handed out a dead one."""


def new_nonce() -> str:
    """256 random bits from which, with the installation's key, a secret is made."""
    return secrets.token_hex(32)


def derived_token(purpose: str) -> str:
    """A token of 256 bits for a link, in letters that need no quoting."""
    return base64.urlsafe_b64encode(_derive("token", purpose)).decode().rstrip("=")


def derived_code(purpose: str) -> str:
    """Six digits. The remainder of 256 bits by a million is as good as even."""
    return f"{int.from_bytes(_derive('code', purpose)) % 1_000_000:06d}"


def _derive(sort: str, purpose: str) -> bytes:
    return salted_hmac(f"{SALT}.{sort}", purpose, algorithm="sha256").digest()
