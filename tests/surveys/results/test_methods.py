"""What docs/methods.md works through is what the code computes."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Final

import pytest

from contracts.domain.targets.verdicts import Reading, judge
from surveys.domain.results.comparing import change, judge_change
from surveys.domain.results.estimating import Count, Share, promoters, share
from surveys.domain.results.figures import figures
from surveys.domain.results.items import items_of
from surveys.domain.results.tallying import Part, tally
from tests.surveys.results.questionnaires import DEFINITION

PAGE: Final = Path(__file__).parents[3] / "docs" / "methods.md"
BOX: Final = re.compile(r"```example (\w+)\n(.*?)```", re.DOTALL)
ONE: Final = Fraction(1)
Facts = Mapping[str, str]


def numbers(text: str) -> list[list[int]]:
    return [[int(number) for number in each.split(":")] for each in text.split()]


def of_groups(facts: Facts) -> Share:
    groups = numbers(facts["groups"])
    counts = [Count(Fraction(frame, answers), hits, answers) for frame, answers, hits in groups]
    return share(counts, frame=sum(frame for frame, *_rest in groups))


def of_one_group(hits: int, answers: int) -> Share:
    return share([Count(ONE, hits, answers)], frame=10**6)


def loyalty(facts: Facts) -> Facts:
    answers = [(1, {"again": again, "advise": advise}) for again, advise in numbers(facts["answers"])]
    items = items_of(DEFINITION)
    [row] = figures(items, tally(items, answers), [Part(1, 100, len(answers))], [])
    assert row.loyalty
    return {"percent": str(row.loyalty.percent)}


def score(facts: Facts) -> Facts:
    frame, answers = int(facts["frame"]), int(facts["answers"])
    up, down = (Count(ONE, int(facts[name]), answers) for name in ("promoters", "detractors"))
    found = promoters([up], [down], frame=frame)
    return {"value": str(found.value), "low": str(found.low), "high": str(found.high)}


def subject(facts: Facts) -> Facts:
    counts = [Count(ONE, hits, answers) for answers, hits in numbers(facts["questions"])]
    found = share(counts, frame=int(facts["frame"]), people=counts[:1])
    return {"percent": str(found.percent), "low": str(found.low), "high": str(found.high)}


def changed(facts: Facts) -> Facts:
    before, after = (of_one_group(*numbers(facts[name])[0]) for name in ("before", "after"))
    found = change(after, before)
    told = {"difference": found.value, "low": found.low, "high": found.high, "verdict": judge_change(found)}
    return {name: str(value) for name, value in told.items()}


def verdict(facts: Facts) -> Facts:
    found = of_groups(facts)
    reading = Reading(found.percent, found.of, low=found.low, high=found.high)
    return {"verdict": judge(reading, level=Decimal(facts["level"]))}


COMPUTE: Final[Mapping[str, Callable[[Facts], Facts]]] = {
    "share": lambda facts: {"plain": str(of_groups(facts).plain), "percent": str(of_groups(facts).percent)},
    "kish": lambda facts: {"worth": str(of_groups(facts).worth)},
    "interval": lambda facts: {"low": str(of_groups(facts).low), "high": str(of_groups(facts).high)},
    "verdict": verdict,
    "loyalty": loyalty,
    "promoters": score,
    "subject": subject,
    "change": changed,
}
BOXES: Final = BOX.findall(PAGE.read_text(encoding="utf-8"))


def test_every_formula_has_an_example() -> None:
    assert {name for name, _text in BOXES} == set(COMPUTE)


@pytest.mark.parametrize(("name", "text"), BOXES)
def test_the_examples_are_right(name: str, text: str) -> None:
    facts = dict(line.split(" = ") for line in text.strip().splitlines())
    found = COMPUTE[name](facts)
    assert found == {key: facts[key] for key in found}
