"""Finding members of one party: by name, pinyin, card or telephone number, its last four digits; by what they are."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet

from foundation.keyset import Order
from foundation.refusals import Refused
from foundation.typed_ids import typed_id
from members.domain.privacy.filing import LAST, Hashes
from members.domain.privacy.name_words import words_of_question
from members.domain.privacy.phones import normal_phone
from members.models import Member, MemberState

ORDERS: Final = {"newest": Order("created_at", falling=True), "name": Order("search__sort_key", is_moment=False)}
LONGEST_QUESTION: Final = 60
NO_TIER: Final = "none"
_DIALLED: Final = re.compile(r"[\s().+-]")


@dataclass(frozen=True)
class Wanted:
    """Which members of a party to show; what is empty narrows nothing.

    ``text`` is what was typed into the search: it may be a telephone number, and belongs into no address and no log.
    """

    party_id: int
    text: str = ""
    venue_id: int | None = None
    source: str = ""
    birth_month: int | None = None
    tier: str = ""
    """The id of a tier, or ``none`` for who is in no tier."""
    state: str = MemberState.ACTIVE
    sort: str = "newest"

    def __repr__(self) -> str:
        return f"Wanted(party_id={self.party_id})"

    @property
    def order(self) -> Order:
        """How the list is sorted."""
        return ORDERS.get(self.sort, ORDERS["newest"])

    def narrow(self, rows: QuerySet[Member]) -> QuerySet[Member]:
        """Those of the rows that fit."""
        fixed = {"venue": self.venue_id, "source": self.source, "birth_month": self.birth_month, "state": self.state}
        rows = rows.filter(party=self.party_id, **{name: value for name, value in fixed.items() if value})
        if self.tier == NO_TIER:
            rows = rows.filter(tier_row__tier=None)
        elif self.tier:
            rows = rows.filter(tier_row__tier=typed_id(self.tier))
        if self.sort == "name":
            rows = rows.filter(search__party=self.party_id)
        return rows.filter(_said(self.text, Hashes(self.party_id))) if self.text else rows


def is_whole_number(text: str) -> bool:
    """Whether a whole telephone number was typed: whether somebody is a member is not to be tried out by the list."""
    plain = unicodedata.normalize("NFKC", text).strip()[:LONGEST_QUESTION]
    digits = _DIALLED.sub("", plain)
    return digits.isascii() and digits.isdigit() and len(digits) > LAST


def _said(text: str, hashes: Hashes) -> Q:
    """What was typed: digits are a number of some kind, everything else a name or a card number."""
    plain = unicodedata.normalize("NFKC", text).strip()[:LONGEST_QUESTION]
    digits = _DIALLED.sub("", plain)
    found = Q(number=plain.upper())
    if digits.isascii() and digits.isdigit():
        if len(digits) == LAST:
            return found | Q(search__last_four_hash=hashes.last_four(digits))
        return found | _has_phone(plain, hashes)
    words = words_of_question(plain)
    return found | Q(search__tokens__contains=hashes.words(words)) if words else found


def _has_phone(plain: str, hashes: Hashes) -> Q:
    try:
        return Q(search__phone_hash=hashes.phone(normal_phone(plain)))
    except Refused:
        return Q(pk__in=[])
