"""All figures of a wave, row by row: the whole, its venues, its tiers, its groups. Pure: counts in, figures out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from surveys.domain.results.estimating import Count, Promoters, Share, promoters, round4, share, weighted
from surveys.domain.results.formulas import (
    DETRACTOR_TO,
    LOYALTY,
    PROMOTER_FROM,
    RECOMMENDATION,
    SATISFACTION,
    TOP_OF,
)
from surveys.domain.results.items import LOYAL, YES, Item, item_of_role
from surveys.domain.results.partition import Cut, Level, Place, cuts_of, level_of
from surveys.domain.results.tallying import Cell, Part, Tally, merged
from surveys.models import FEWEST

OPEN: Cut = Cut("open", "", (0,))
"""The row of those who answered without an invitation."""


@dataclass(frozen=True)
class ItemFigure:
    """An item: how many answered, how often each option was chosen, and of a rating the mean and the good share.

    ``percents`` are weighted like the rest; of an item that is shown for the whole wave alone, nothing is.
    """

    answered: int
    counts: Mapping[str, int]
    percents: Mapping[str, Decimal]
    mean: Decimal | None = None
    good: Share | None = None


@dataclass(frozen=True)
class Row:
    """The figures of one cut; ``subjects`` holds of each subject the share of good ratings."""

    cut: Cut
    frame: int
    answers: int
    satisfaction: Share | None
    loyalty: Share | None
    recommendation: Promoters | None
    subjects: Mapping[str, Share]
    items: Mapping[str, ItemFigure]


def figures(
    items: Sequence[Item], tally: Tally, parts: Sequence[Part], places: Sequence[Place], *, open_answers: int = 0
) -> list[Row]:
    """Every row that may be shown of a wave; without five drawn answers there is none but that of the open ones."""
    levels = {item.key: level_of(item, tally, parts) for item in items}
    found = [_row(cut, items, tally, parts, levels) for cut in cuts_of(parts, places) if parts]
    if open_answers >= FEWEST:
        alone = Part(0, open_answers, open_answers)
        fine = {item.key: level_of(item, tally, [alone]) for item in items}
        found.append(_row(OPEN, items, tally, [alone], fine))
    return found


def _row(cut: Cut, items: Sequence[Item], tally: Tally, parts: Sequence[Part], levels: Mapping[str, Level]) -> Row:
    table = _Table(tally, [part for part in parts if part.number in cut.numbers], levels)
    shown = [item for item in items if table.shows(item, is_whole=cut.kind in ("whole", "open"))]
    satisfied, again = item_of_role(shown, SATISFACTION), item_of_role(shown, LOYALTY)
    loyal = next((item for item in shown if item.key == LOYAL), None)
    advise = item_of_role(shown, RECOMMENDATION)
    return Row(
        cut,
        table.frame,
        sum(part.answers for part in table.parts),
        table.good(satisfied) if satisfied else None,
        table.share(loyal, [YES]) if loyal else table.good(again) if again else None,
        table.promoters(advise) if advise else None,
        dict(_subjects(table, shown)),
        {item.key: table.item(item) for item in shown},
    )


def _subjects(table: "_Table", shown: Iterable[Item]) -> Iterable[tuple[str, Share]]:
    """Of each subject the ratings that are shown by groups; where it has none such, those shown for the whole."""
    by_subject: dict[str, list[Item]] = {}
    for item in shown:
        if item.is_rated and item.subject:
            by_subject.setdefault(item.subject, []).append(item)
    for subject, rated in by_subject.items():
        fine = [item for item in rated if table.levels[item.key] is Level.GROUPS]
        yield subject, table.pooled(fine or rated)


@dataclass(frozen=True)
class _Table:
    """The counts of some groups, with the weight of each: how many of its frame one of its answers stands for."""

    tally: Tally
    parts: Sequence[Part]
    levels: Mapping[str, Level]

    @property
    def frame(self) -> int:
        return sum(part.frame for part in self.parts)

    def shows(self, item: Item, *, is_whole: bool) -> bool:
        level = self.levels[item.key]
        return level is Level.GROUPS or (is_whole and level is Level.WHOLE)

    def cells(self, item: Item) -> list[tuple[Fraction, Cell]]:
        """Group by group; as one and without weights where the item is not shown by groups."""
        found = [self.tally.get((item.key, part.number), Cell()) for part in self.parts]
        if self.levels[item.key] is Level.GROUPS:
            return [(Fraction(part.frame, part.answers), cell) for part, cell in zip(self.parts, found, strict=True)]
        return [(Fraction(1), merged(found))]

    def counts(self, item: Item, values: Iterable[str]) -> list[Count]:
        wanted = list(values)
        return [
            Count(weight, sum(cell.counts[value] for value in wanted), cell.answered)
            for weight, cell in self.cells(item)
        ]

    def share(self, item: Item, values: Iterable[str]) -> Share:
        return share(self.counts(item, values), frame=self.frame)

    def good(self, item: Item) -> Share:
        return self.share(item, _good(item))

    def promoters(self, item: Item) -> Promoters:
        up = self.counts(item, _from_to(PROMOTER_FROM, 10))
        return promoters(up, self.counts(item, _from_to(0, DETRACTOR_TO)), frame=self.frame)

    def pooled(self, items: Sequence[Item]) -> Share:
        """The good ratings of several items; as many people as the item with the most answers had."""
        each = [self.counts(item, _good(item)) for item in items]
        people = max(each, key=lambda counts: sum(count.of for count in counts))
        return share([count for counts in each for count in counts], frame=self.frame, people=people)

    def item(self, item: Item) -> ItemFigure:
        cells = self.cells(item)
        whole = merged(cell for _weight, cell in cells)
        percents = {
            option: round4(100 * weighted([(weight, cell.counts[option], cell.answered) for weight, cell in cells]))
            for option in item.options
        }
        counts = {option: whole.counts[option] for option in item.options}
        if not item.is_rated:
            return ItemFigure(whole.answered, counts, percents)
        sums = [(weight, sum(int(v) * n for v, n in cell.counts.items()), cell.answered) for weight, cell in cells]
        return ItemFigure(whole.answered, counts, percents, round4(weighted(sums)), self.good(item))


def _good(item: Item) -> list[str]:
    return _from_to(TOP_OF[item.scale], item.scale)


def _from_to(first: int, last: int) -> list[str]:
    return [str(value) for value in range(first, last + 1)]
