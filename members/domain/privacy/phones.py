"""Telephone numbers of members, in the one form in which they are kept and compared."""

import re
import unicodedata
from typing import Final

import phonenumbers

from foundation.refusals import Refused

HOME: Final = "CN"
LONGEST: Final = 40
SHORTEST: Final = 7
"""Digits without the country code; only where a country deals out shorter ones (a few islands do) they are numbers."""
MOBILE: Final = re.compile(r"(?:\+86|0086)?(1[3-9]\d{9})", re.ASCII)


def normal_phone(typed: str, field: str = "phone") -> str:
    """``+8613812345678`` for ``13812345678``, ``138 1234 5678``, ``+86-138-1234-5678``, ``0086 138…``, ``１３８…``.

    Without a country code a number is Chinese. Refused: ``members.phone_wrong``.
    """
    plain = unicodedata.normalize("NFKC", typed).strip()
    if mobile := MOBILE.fullmatch(plain):  # nearly all are: the library would take fifty times as long
        return f"+86{mobile[1]}"
    if plain.startswith("00"):
        plain = f"+{plain[2:]}"
    try:
        number = phonenumbers.parse(plain, HOME) if len(plain) <= LONGEST else None
    except phonenumbers.NumberParseException:
        number = None
    if number is None or number.extension or not _is_of_a_person(number):
        raise Refused("members.phone_wrong", field)
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _is_of_a_person(number: phonenumbers.PhoneNumber) -> bool:
    """Service numbers like 95588, too, are possible; they belong to nobody who could be a member."""
    if not phonenumbers.is_possible_number(number):
        return False
    is_long = len(phonenumbers.national_significant_number(number)) >= SHORTEST
    return is_long or bool(phonenumbers.is_valid_number(number))


def shown_phone(phone: str) -> str:
    """As people read it: a Chinese one without its country code."""
    return phone.removeprefix("+86")
