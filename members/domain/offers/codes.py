"""The codes of vouchers: random, easy to read out and to type, and at rest nowhere."""

import base64
import re
import unicodedata
from typing import Final

from foundation.derived_secrets import derived_token
from foundation.enciphering import keyed_hash
from members.models import Voucher

SIGNS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Thirty-two signs, none of which is taken for another: no 0 and O, no 1 and I."""
LENGTH: Final = 12
"""Signs of a code: 60 bits, which staff alone may try."""
GROUP: Final = 4
PURPOSE: Final = "members.voucher"


def code_of(voucher: Voucher) -> str:
    """The code as it is printed: ``K7QM-4XTP-9RWD``. Made each time anew of the voucher's random half (ADR 3)."""
    token = derived_token(f"{PURPOSE}:{voucher.nonce}")
    number = int.from_bytes(base64.urlsafe_b64decode(f"{token}="))
    signs = "".join(SIGNS[number >> 5 * place & 31] for place in range(LENGTH))
    return "-".join(signs[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def normal_code(typed: str) -> str:
    """What somebody typed or scanned, as it is hashed: full width, small letters, blanks and hyphens do not matter."""
    return re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", typed[:100]).upper())


def hash_of(code: str) -> str:
    """The keyed hash by which a voucher is found."""
    return keyed_hash(normal_code(code), purpose=PURPOSE)
