"""Addresses of customers: checked, brought into one form, recognised by a keyed hash, and masked for the screen."""

import re
from typing import Final

from complaints.models import ContactKind
from foundation.enciphering import keyed_hash
from foundation.refusals import Refused
from foundation.text import clean_line

LONGEST_ADDRESS: Final = 120
LONGEST_NAME: Final = 40
HIDDEN_PART: Final = "****"

_PHONE: Final = re.compile(r"\+?[0-9]{5,15}")
_MAILBOX: Final = re.compile(r"[^\s@<>\"',;:]{1,64}@[^\s@<>\"',;:.]+(\.[^\s@<>\"',;:.]+)+")
_WECHAT: Final = re.compile(r"[A-Za-z0-9_-]{5,60}")
_DIALLED: Final = re.compile(r"[\s().\-–—]")
_CHINA: Final = re.compile(r"(\+86|0086(?=[0-9]{10})|86(?=1[0-9]{10}$))")
_FULL_WIDTH: Final = str.maketrans("０１２３４５６７８９＋＠－", "0123456789+@-")

_TELEPHONES: Final = frozenset({ContactKind.PHONE.value, ContactKind.SMS.value})


def normal_address(kind: str, address: str) -> str:
    """The address in the one form in which it is kept and compared; a Chinese number loses its country code.

    Refused: ``complaints.contact_wrong``, and what a line of text is refused for.
    """
    line = clean_line(address, LONGEST_ADDRESS, "address").translate(_FULL_WIDTH)
    if kind in _TELEPHONES:
        line = _CHINA.sub("", _DIALLED.sub("", line), count=1)
    elif kind == ContactKind.EMAIL:
        line = line.lower()
    shape = _PHONE if kind in _TELEPHONES else _MAILBOX if kind == ContactKind.EMAIL else _WECHAT
    if kind not in ContactKind.values or not shape.fullmatch(line):
        raise Refused("complaints.contact_wrong", "address")
    return line


def address_hash(kind: str, address: str) -> str:
    """By what a customer who comes again is recognised; a number is the same for calls and for short messages."""
    family = ContactKind.PHONE.value if kind in _TELEPHONES else kind
    compared = address.lower() if kind == ContactKind.WECHAT else address
    return keyed_hash(compared, purpose=f"complaints.contact:{family}")


def masked_address(kind: str, address: str) -> str:
    """Enough to recognise it, too little to use it: ``138****0000``, ``z****@example.com``."""
    if kind == ContactKind.EMAIL:
        name, _at, domain = address.partition("@")
        return f"{name[:1]}{HIDDEN_PART}@{domain}"
    front, back = (3, 4) if len(address) >= 11 else (1, 2)
    return f"{address[:front]}{HIDDEN_PART}{address[-back:]}"


def masked_name(name: str) -> str:
    """The first sign alone, of which a Chinese name's is the family name."""
    return f"{name[:1]}**" if name else ""
