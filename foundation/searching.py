"""Finding words in texts of mixed Chinese and Latin writing, without an extension of the database.

Chinese has no spaces: every two signs that stand side by side become a *gram*, and every sign alone. Words of other
scripts, and figures, are grams whole. A text that holds all grams of what is sought is then looked at once more, so
that 期限 and 限期 are told apart. Half and full width, capitals, and Traditional and Simplified signs are one.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import opencc

CHINESE: Final = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN: Final = re.compile(rf"[{CHINESE}]+|(?:(?![{CHINESE}])[^\W_])+")
_IS_CHINESE: Final = re.compile(rf"[{CHINESE}]")
MOST_WORDS: Final = 8
"""Of one question; further ones narrow nothing."""
BEFORE, AROUND = 24, 120
"""Of a text in which something is found: how many signs are shown before the first find, and in all."""


@lru_cache(maxsize=1)
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


class _Folding(dict[int, str]):
    """Sign by sign, so that text and question are folded alike whatever stands beside; worked out when first met."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKC", chr(code)).casefold()
        folded = "".join(" " if sign.isspace() else str(_simplifier().convert(sign)) for sign in plain)
        self[code] = folded
        return folded


_FOLDING: Final = _Folding()


def folded(text: str) -> str:
    """The text as it is compared, never shown."""
    return text.translate(_FOLDING)


def grams(folded_text: str) -> list[str]:
    """What a folded text can be found by, each once, sorted."""
    return sorted({gram for run in _RUN.findall(folded_text) for gram in _grams_of(run, alone=True)})


def _grams_of(run: str, *, alone: bool) -> Iterator[str]:
    if not _IS_CHINESE.match(run):
        yield run
        return
    if alone or len(run) == 1:
        yield from run
    yield from (run[at : at + 2] for at in range(len(run) - 1))


@dataclass(frozen=True)
class Word:
    """One word of a question: folded, with the grams that a text must hold, all of them."""

    text: str
    grams: tuple[str, ...]


def words_of(question: str) -> tuple[Word, ...]:
    """The words of a question, between blanks, each once. What holds neither letter nor figure is no word."""
    found: dict[str, Word] = {}
    for text in folded(question).split():
        pieces = {gram for run in _RUN.findall(text) for gram in _grams_of(run, alone=False)}
        if pieces:
            found[text] = Word(text, tuple(sorted(pieces)))
    return tuple(found.values())[:MOST_WORDS]


@dataclass(frozen=True)
class Stretch:
    """A part of a text; ``is_found``: it is what was sought."""

    text: str
    is_found: bool = False


def excerpt(text: str, words: Sequence[Word]) -> list[Stretch]:
    """The part of a text around the first find, cut where words are found; empty where none is."""
    plain, origin = _with_origin(text)
    finds = sorted(span for word in words for span in _finds(plain, word.text))
    if not finds:
        return []
    spans = [(origin[start], origin[end - 1] + 1) for start, end in finds]
    first = max(0, spans[0][0] - BEFORE)
    last = min(len(text), first + AROUND)
    stretches = [Stretch("…")] if first else []
    stretches += _cut(text, first, last, spans)
    return [*stretches, Stretch("…")] if last < len(text) else stretches


def _with_origin(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its signs the place of the sign that it comes from."""
    origin: list[int] = []
    pieces = []
    for place, sign in enumerate(text):
        piece = _FOLDING[ord(sign)]
        pieces.append(piece)
        origin += [place] * len(piece)
    return "".join(pieces), origin


def _finds(plain: str, word: str) -> Iterator[tuple[int, int]]:
    """Where a word stands; a Latin one only where it is not a part of a longer one."""
    start = plain.find(word)
    while start >= 0:
        end = start + len(word)
        if not (_runs_on(plain, start) or _runs_on(plain, end)):
            yield start, end
        start = plain.find(word, start + 1)


def _runs_on(plain: str, at: int) -> bool:
    """Whether a Latin word or figure goes on across this place."""
    if not 0 < at < len(plain):
        return False
    return all(sign.isalnum() and not _IS_CHINESE.match(sign) for sign in plain[at - 1 : at + 1])


def _cut(text: str, first: int, last: int, spans: Sequence[tuple[int, int]]) -> list[Stretch]:
    stretches, at = [], first
    for span in spans:
        start, end = max(span[0], at), min(span[1], last)
        if start >= end:
            continue
        if at < start:
            stretches.append(Stretch(text[at:start]))
        stretches.append(Stretch(text[start:end], is_found=True))
        at = end
    return [*stretches, Stretch(text[at:last])] if at < last else stretches
