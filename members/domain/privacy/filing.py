"""By what a member is found again: keyed hashes of words, telephone and last digits, each party's its own."""

from collections.abc import Callable
from functools import lru_cache
from typing import Final

from foundation.enciphering import keyed_hasher
from members.domain.privacy.name_words import sort_key, words_of_name
from members.domain.privacy.personal import Personal
from members.models import MemberSearch

TOKEN: Final = 16
"""Signs of a word's hash that are kept: enough that no two words of a language fall together by chance."""
LAST: Final = 4
KEPT_WORDS: Final = 20_000


class Hashes:
    """The hashes of one party. Make one for many members: its keys are derived once, and frequent words hashed once."""

    def __init__(self, party_id: int) -> None:
        self.party_id = party_id
        self._phone = keyed_hasher(f"members.phone:{party_id}")
        self._last = keyed_hasher(f"members.last_four:{party_id}")
        word = keyed_hasher(f"members.word:{party_id}")
        self._word: Callable[[str], str] = lru_cache(KEPT_WORDS)(lambda text: word(text)[:TOKEN])

    def phone(self, phone: str) -> str:
        """Of a telephone number in its normal form; empty for none."""
        return self._phone(phone) if phone else ""

    def last_four(self, digits: str) -> str:
        """Of its last four digits."""
        return self._last(digits[-LAST:]) if digits else ""

    def words(self, words: set[str]) -> list[str]:
        """Of the words of a name or of a question, sorted."""
        return sorted(self._word(word) for word in words)


def search_row(member_id: int, personal: Personal, *, hashes: Hashes) -> MemberSearch:
    """By what the member is found; not saved."""
    return MemberSearch(
        member_id=member_id,
        party_id=hashes.party_id,
        sort_key=sort_key(personal.name),
        tokens=hashes.words(words_of_name(personal.name)),
        phone_hash=hashes.phone(personal.phone),
        last_four_hash=hashes.last_four(personal.phone),
    )
