"""By which words a name is found: signs, pairs of signs, pinyin as far as it is typed, initials. Pure."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import Final

from foundation.searching import folded, grams

LONGEST_WORD: Final = 24
"""Letters; of a longer word the rest narrows nothing."""
MOST_WORDS: Final = 6
"""Of one question."""
UMLAUT: Final = str.maketrans("vü", "uu")
FAMILIES: Final = {
    "单": "shan",
    "曾": "zeng",
    "仇": "qiu",
    "解": "xie",
    "任": "ren",
    "区": "ou",
    "查": "zha",
    "盖": "ge",
    "朴": "piao",
    "翟": "zhai",
    "缪": "miao",
}
"""Signs that a family name reads in a way of its own."""


def words_of_name(name: str) -> set[str]:
    """All that finds this name, alone or with others: ``张三`` by 张, 张三, zhang san, zhangs, zs, each beginning."""
    plain = folded(name)
    return set(grams(plain)) | set(chain.from_iterable(_beginnings(word) for word in _spelled(plain)))


def words_of_question(question: str) -> set[str]:
    """The words that a name must have, all of them; empty where the question holds neither letter nor sign."""
    found: set[str] = set()
    for word in folded(question).translate(UMLAUT).split()[:MOST_WORDS]:
        pieces = grams(word)
        if pieces and not all(piece.isascii() for piece in pieces):
            found.update(piece for piece in pieces if len(piece) > 1 or len(word) == 1)
        elif letters := "".join(pieces):
            found.add(letters[:LONGEST_WORD])
    return found


def sort_key(name: str) -> str:
    """By what lists are sorted: the pinyin of the first sign and the initials of the others, ``zhang s``."""
    syllables = [readings[0] for readings in _syllables(folded(name))]
    if not syllables:
        return "~"
    first, *others = syllables
    start = first if folded(name)[:1] and not folded(name)[0].isascii() else first[0]
    return f"{start} {''.join(each[0] for each in others)}".strip()[:60]


def _spelled(plain: str) -> Iterator[str]:
    """Each syllable and Latin word, all in one, and the initials; for each way in which the first sign is read."""
    syllables = _syllables(plain)
    yield from (reading for readings in syllables for reading in readings)
    if not syllables:
        return
    rest = [readings[0] for readings in syllables[1:]]
    for first in syllables[0]:
        yield "".join([first, *rest])
        yield "".join(each[0] for each in [first, *rest])


@lru_cache(1024)
def _syllables(plain: str) -> list[list[str]]:
    """The readings of each sign, the usual one first; a Latin word stays as it is, other signs are left out."""
    # Loaded late: its dictionaries take a third of a second, and most processes never spell a name.
    from pypinyin import Style, pinyin

    found = chain.from_iterable(map(_apart, pinyin(plain, style=Style.NORMAL, heteronym=True)))
    plainly = ([reading.translate(UMLAUT) for reading in readings] for readings in found)
    words = ([word for word in readings if word.isascii() and word.isalnum()] for readings in plainly)
    syllables = [list(dict.fromkeys(readings)) for readings in words if readings]
    if syllables and plain[0] in FAMILIES:
        syllables[0] = list(dict.fromkeys([FAMILIES[plain[0]], *syllables[0]]))
    return syllables


def _apart(readings: list[str]) -> list[list[str]]:
    """What is not Chinese comes as one piece: each of its words on its own."""
    return [readings] if len(readings) > 1 else [[word] for word in readings[0].split()]


def _beginnings(word: str) -> Iterator[str]:
    return (word[:end] for end in range(1, min(len(word), LONGEST_WORD) + 1))
