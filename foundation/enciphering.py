"""Personal data at rest: enciphered with AES-256-GCM, so that neither a copied database nor a changed row is of use.

The key of the house is derived from the installation's secret, which never is in the database. What is enciphered names
the key that opens it: a house may change its secret (``SECRET_KEY_FALLBACKS`` keeps the former ones), and other keys,
one a person say, may stand beside it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes

NONCE_BYTES = 12
KEY_BYTES = 32


class Unreadable(Exception):
    """It was changed, belongs elsewhere, or its key is gone."""


@dataclass(frozen=True)
class Key:
    """A key and the name under which what it enciphered finds it again."""

    name: str
    secret: bytes = field(repr=False)


def house_key(name: str = "") -> Key:
    """The key made of the installation's secret; by name also one of its former secrets. Raises ``Unreadable``."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        key = _house_key(force_bytes(secret))
        if name in ("", key.name):
            return key
    raise Unreadable(f"no key {name}")


def encipher(text: str, *, about: str, key: Key | None = None) -> bytes:
    """The text for the database. ``about`` says whose it is: moved to another row, it cannot be read any more."""
    return encipher_bytes(text.encode(), about=about, key=key)


def encipher_bytes(content: bytes, *, about: str, key: Key | None = None) -> bytes:
    """The same for a file."""
    key = key or house_key()
    nonce, name = secrets.token_bytes(NONCE_BYTES), key.name.encode()
    return bytes([len(name)]) + name + nonce + AESGCM(key.secret).encrypt(nonce, content, name + about.encode())


def decipher(enciphered: bytes, *, about: str, find_key: Callable[[str], Key] = house_key) -> str:
    """What was enciphered about this very thing. Raises ``Unreadable``."""
    try:
        return decipher_bytes(enciphered, about=about, find_key=find_key).decode()
    except ValueError as error:
        raise Unreadable("no text") from error


def decipher_bytes(enciphered: bytes, *, about: str, find_key: Callable[[str], Key] = house_key) -> bytes:
    """The same for a file."""
    content = bytes(enciphered)
    try:
        end = 1 + content[0]
        name, nonce, rest = content[1:end], content[end : end + NONCE_BYTES], content[end + NONCE_BYTES :]
        return AESGCM(find_key(name.decode()).secret).decrypt(nonce, rest, name + about.encode())
    except (InvalidTag, IndexError, ValueError) as error:
        raise Unreadable("changed, or not about this") from error


def keyed_hash(text: str, *, purpose: str) -> str:
    """64 hexadecimal digits by which equal texts are recognised; without the installation's secret nobody can try."""
    return keyed_hasher(purpose)(text)


def keyed_hasher(purpose: str) -> Callable[[str], str]:
    """:func:`keyed_hash` for many texts of one purpose: the key is derived once."""
    secret = _derived(force_bytes(settings.SECRET_KEY), f"encore.hash:{purpose}")

    def hashed(text: str) -> str:
        return hmac.digest(secret, text.encode("utf-8", "surrogatepass"), "sha256").hex()

    return hashed


def _house_key(secret: bytes) -> Key:
    key = _derived(secret, "encore.personal")
    return Key(f"house:{hashlib.sha256(b'name' + key).hexdigest()[:8]}", key)


def _derived(secret: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=purpose.encode()).derive(secret)
