"""A statistician's second opinion: every figure, computed again with SciPy from the anonymous export alone."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import sqrt
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.stats import norm

from surveys.domain.results.estimating import Promoters, Share
from surveys.domain.results.exporting import answer_rows
from surveys.domain.results.figures import ItemFigure, Row, figures
from surveys.domain.results.items import items_of
from surveys.domain.results.partition import Place
from surveys.domain.results.storing import plain, read
from surveys.domain.results.tallying import Cell, Part, tally
from tests.surveys.results.questionnaires import DEFINITION

Z = float(norm.ppf(0.975))
Rows = Sequence[tuple[str, str, str]]


def some_answers(random: Random, size: int) -> list[dict[str, Any]]:
    """Answers as people give them: the role questions always, the others often."""
    found = []
    for _each in range(size):
        values: dict[str, Any] = {
            "satisfied": random.choices(range(1, 6), (1, 1, 2, 8, 9))[0],
            "again": random.choices(range(1, 6), (1, 1, 2, 6, 9))[0],
            "advise": random.choices(range(11), (1, 0, 0, 1, 1, 2, 2, 5, 7, 6, 5))[0],
            "rooms": {"sound": random.randint(1, 5), "air": random.randint(2, 5)},
        }
        if random.random() < 0.8:
            values["clean"] = random.randint(1, 10)
        if random.random() < 0.7:
            values["why"] = random.sample(("near", "songs", "friends"), random.randint(0, 3))
        found.append(values)
    return found


class Statistician:
    """Knows the groups and the exported rows, and nothing of the product."""

    def __init__(self, parts: Sequence[Part], rows: Rows) -> None:
        self.parts = {str(part.number): part for part in parts}
        self.values: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for question, group, value in rows:
            self.values[question][group].append(value)

    def share(self, row: Row, questions: Sequence[str], good: Sequence[str]) -> Mapping[str, float]:
        """Weighted share, interval and worth of one question or of several pooled ones."""
        total = hits = 0.0
        people: list[list[tuple[float, int]]] = []
        for question in questions:
            cells = self.cells(row, question)
            total += sum(weight * len(values) for weight, values in cells)
            hits += sum(weight * sum(value in good for value in values) for weight, values in cells)
            people.append([(weight, len(values)) for weight, values in cells])
        most = max(people, key=lambda each: sum(size for _weight, size in each))
        worth = self.worth(most)
        percent = 100 * hits / total
        n_star = self.corrected(worth, sum(size for _weight, size in most), row.frame)
        low, high = self.wilson(percent / 100, n_star) if n_star else (percent, percent)
        return {"percent": percent, "low": low, "high": high, "worth": worth}

    def cells(self, row: Row, question: str) -> list[tuple[float, list[str]]]:
        by_group = self.values[question]
        if "" in by_group:
            return [(1.0, by_group[""])]
        numbers = [str(number) for number in row.cut.numbers]
        return [(self.parts[number].frame / self.parts[number].answers, by_group[number]) for number in numbers]

    def score(self, row: Row, question: str) -> Mapping[str, float]:
        up = self.share(row, [question], ["9", "10"])
        down = self.share(row, [question], [str(value) for value in range(7)])
        value = up["percent"] - down["percent"]
        answers = sum(len(values) for _weight, values in self.cells(row, question))
        n = self.corrected(up["worth"], answers, row.frame)
        if not n:
            return {"value": value, "low": value, "high": value}
        more, less = (n * up["percent"] / 100 + 1) / (n + 2), (n * down["percent"] / 100 + 1) / (n + 2)
        reach = Z * sqrt((more + less - (more - less) ** 2) / (n + 2))
        ends = [100 * (more - less - reach), 100 * (more - less + reach)]
        return {"value": value, "low": min(max(ends[0], -100), value), "high": max(min(ends[1], 100), value)}

    @staticmethod
    def worth(sizes: Sequence[tuple[float, int]]) -> float:
        whole = sum(weight * size for weight, size in sizes)
        return whole * whole / sum(weight * weight * size for weight, size in sizes)

    @staticmethod
    def corrected(worth: float, answers: int, frame: int) -> float:
        return worth * (frame - 1) / (frame - answers) if answers < frame else 0.0

    @staticmethod
    def wilson(share: float, n: float) -> tuple[float, float]:
        """All truths that such a share does not refute: the roots of the score test."""

        def beyond(truth: float) -> float:
            return (share - truth) ** 2 - Z * Z * truth * (1 - truth) / n

        low = brentq(beyond, 0, min(share, 1 - 1e-12), xtol=1e-13) if share > 0 else 0.0
        high = brentq(beyond, max(share, 1e-12), 1, xtol=1e-13) if share < 1 else 1.0
        return 100 * low, 100 * high


def agrees(found: Share | Promoters, expected: Mapping[str, float]) -> None:
    for name, value in expected.items():
        # Shares are cut off after four decimals, and what rests on them moves by as much.
        assert abs(float(getattr(found, name)) - value) < 0.0006, (name, found, expected)


def check_row(row: Row, statistician: Statistician) -> None:
    """Every figure of a row."""
    assert row.satisfaction is not None
    assert row.loyalty is not None
    assert row.recommendation is not None
    agrees(row.satisfaction, statistician.share(row, ["satisfied"], ["4", "5"]))
    agrees(row.loyalty, statistician.share(row, ["=loyal"], ["yes"]))
    agrees(row.recommendation, statistician.score(row, "advise"))
    agrees(row.subjects["overall"], statistician.share(row, ["satisfied", "again"], ["4", "5"]))
    for key, figure in row.items.items():
        if key != "=loyal":
            check_item(row, key, figure, statistician)


def check_item(row: Row, key: str, figure: ItemFigure, statistician: Statistician) -> None:
    for option, percent in figure.percents.items():
        asked = (f"{key}={option}", ["yes"]) if key == "why" else (key, [option])
        assert abs(float(percent) - statistician.share(row, [asked[0]], asked[1])["percent"]) < 0.0001
    if figure.good and figure.mean is not None:
        good = ["9", "10"] if key == "clean" else ["4", "5"]
        agrees(figure.good, statistician.share(row, [key], good))
        cells = statistician.cells(row, key)
        whole = sum(weight * len(values) for weight, values in cells)
        mean = sum(weight * int(value) for weight, values in cells for value in values) / whole
        assert abs(float(figure.mean) - mean) < 0.0001


@settings(max_examples=15)
@given(st.integers(0, 2**32), st.lists(st.tuples(st.integers(12, 60), st.integers(0, 300)), min_size=1, max_size=4))
def test_every_figure_can_be_computed_again_from_the_export(seed: int, sizes: list[tuple[int, int]]) -> None:
    random = Random(seed)
    parts = [Part(number, size + more, size, (number,)) for number, (size, more) in enumerate(sizes, 1)]
    places = [Place(part.number, part.number % 2, f"tier {part.number // 2}") for part in parts]
    answers = [(part.number, values) for part in parts for values in some_answers(random, part.answers)]
    items = items_of(DEFINITION)
    counted = tally(items, answers)
    statistician = Statistician(parts, list(answer_rows(items, counted, parts)))
    rows = figures(items, counted, parts, places)
    assert rows[0].answers == len(answers)
    for row in rows:
        check_row(row, statistician)
        assert read(plain(row)) == row


def test_what_is_cut_off_never_reaches_a_target() -> None:
    items = [item for item in items_of(DEFINITION) if item.key == "satisfied"]
    counted = {("satisfied", 1): Cell(10_000_000, Counter({"5": 8_999_999, "1": 1_000_001}))}
    [row] = figures(items, counted, [Part(1, 10**8, 10_000_000)], [])
    assert row.satisfaction is not None
    assert row.satisfaction.percent == Decimal("89.9999")
