"""Which contracts say what is sought, and where in them (A16)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contracts.domain.terms.values import SHANGHAI
from contracts.models import Contract, SearchPlace, SearchText
from contracts.models.contracts import ENDED, RUNNING, ContractState
from foundation.keyset import Order
from foundation.searching import Stretch, Word, excerpt, words_of
from foundation.text import normal_name

MOST_PLACES: Final = 4
"""Of one contract that are shown."""
ENDINGS: Final[dict[str, str | Promise]] = {
    "": _("All"),
    "running": _("In force"),
    "ended": _("Ended"),
    "coming": _("Not in force yet"),
}
ORDERS: Final[dict[str, tuple[str | Promise, Order]]] = {
    "-created": (_("Newest first"), Order("created_at", falling=True)),
    "created": (_("Oldest first"), Order("created_at")),
    "number": (_("By number"), Order("number", is_moment=False)),
    "title": (_("By title"), Order("title", is_moment=False)),
}


@dataclass(frozen=True)
class Sought:
    """What was asked for; an empty or unknown value narrows nothing. ``year``: one in which it ran, in Shanghai."""

    question: str = ""
    form: str = ""
    party: str = ""
    state: str = ""
    ending: str = ""
    year: int | None = None
    sort: str = ""

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words that a contract must say, all of them, wherever."""
        return words_of(self.question)

    @cached_property
    def texts(self) -> list[list[int]]:
        """For each word the texts that say it, asked for once.

        A text stands here once however many contracts say it, so these are few; and the planner, which can only guess
        how many texts hold some grams, then knows. (Three words at once, guessed, took it a hundred times as long.)
        """
        return [list(_texts(word)) for word in self.words]

    @property
    def order(self) -> Order:
        """How the contracts are sorted."""
        return ORDERS.get(self.sort, ORDERS["-created"])[1]

    def narrow(self, rows: QuerySet[Contract]) -> QuerySet[Contract]:
        """The contracts that fit. A question without a word that can be sought finds nothing."""
        words = self.words
        if self.question.strip() and not words:
            return rows.none()
        for texts in self.texts:
            rows = rows.filter(Exists(SearchPlace.objects.filter(text__in=texts, contract=OuterRef("pk"))))
        if self.form:
            rows = rows.filter(form_id=self.form)
        if self.state in ContractState.values:
            rows = rows.filter(state=self.state)
        if name := normal_name(self.party):
            rows = rows.filter(Q(party_a__name_key__contains=name) | Q(party_b__name_key__contains=name))
        return rows.filter(_ending(self.ending), _in_year(self.year))


def _texts(word: Word) -> QuerySet[SearchText, int]:
    """The texts in which a word stands: the grams by the index, then the very word."""
    said = SearchText.objects.filter(grams__contains=list(word.grams), folded__contains=word.text)
    return said.values_list("pk", flat=True)


def _ending(ending: str) -> Q:
    match ending:
        case "running":
            return Q(state__in=RUNNING)
        case "ended":
            return Q(state__in=(*ENDED, ContractState.ARCHIVED))
        case "coming":
            return Q(effective_at=None)
    return Q()


def _in_year(year: int | None) -> Q:
    """Contracts that ran in the year; of those that never took effect, the ones begun in it."""
    if year is None:
        return Q()
    start, end = datetime(year, 1, 1, tzinfo=SHANGHAI), datetime(year + 1, 1, 1, tzinfo=SHANGHAI)
    ran = Q(effective_at__lt=end) & (Q(ends_at=None) | Q(ends_at__gt=start))
    return ran | Q(effective_at=None, created_at__gte=start, created_at__lt=end)


# -------------------------------------------------------------------------------------------------- where it was found
@dataclass(frozen=True)
class Place:
    """A text of a contract in which a word was found, and the part of it to show. ``anchor`` as in ``SearchPlace``."""

    piece: str
    label: str
    anchor: str
    stretches: Sequence[Stretch]


@dataclass(frozen=True)
class Places:
    """Where a contract says what was sought; ``more``: how many places are not shown."""

    shown: Sequence[Place] = ()
    more: int = 0


def places_in(contract_ids: Iterable[int], sought: Sought) -> dict[int, Places]:
    """For contracts that the reader may see: where each says any of the words. One question for all of them."""
    texts = {pk for each in sought.texts for pk in each}
    if not texts:
        return {}
    rows = SearchPlace.objects.filter(text__in=texts, contract__in=list(contract_ids)).select_related("text")
    excerpts: dict[int, Sequence[Stretch]] = {}  # contracts of one form say the same
    found: dict[int, list[Place]] = {}
    for row in rows.order_by("contract", "position"):
        if row.text_id not in excerpts:
            excerpts[row.text_id] = excerpt(row.text.zh, sought.words) or excerpt(row.text.en, sought.words)
        if stretches := excerpts[row.text_id]:
            place = Place(row.piece, row.get_piece_display(), row.anchor, stretches)
            found.setdefault(row.contract_id, []).append(place)
    return {pk: Places(_best(each), max(0, len(each) - MOST_PLACES)) for pk, each in found.items()}


def _best(places: Sequence[Place]) -> list[Place]:
    """The places that hold most of what was sought, in the contract's order."""
    by_finds = sorted(places, key=lambda place: -len({part.text for part in place.stretches if part.is_found}))
    chosen = by_finds[:MOST_PLACES]
    return [place for place in places if place in chosen]
