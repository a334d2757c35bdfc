"""Annexes as texts name them, by number and title: 附件一《培训计划》, Annex 1 (Training Plan)."""

import re
from collections.abc import Mapping

from contracts.domain.texts.clause_labels import chinese_number
from foundation.languages import pick

_DIGITS = "零一二三四五六七八九十"
_ZH = re.compile(r"附件([一二三四五六七八九十]+)《([^》]+)》")
_EN = re.compile(r"Annex ([0-9]+) \(([^)]+)\)")
_UNTITLED = re.compile(r"附件[一二三四五六七八九十]+(?![《一二三四五六七八九十])|Annex [0-9]+(?! \(|[0-9])")


def annex_label(number: int, language: str) -> str:
    """How an annex is numbered: 附件一 or Annex 1."""
    return pick(language, f"附件{chinese_number(number)}", f"Annex {number}")


def annexes_named(text: str) -> tuple[tuple[int, str], ...]:
    """Every annex that a text names, in Chinese or English, as number and title."""
    chinese = [(_value(number), title) for number, title in _ZH.findall(text)]
    return (*chinese, *((int(number), title) for number, title in _EN.findall(text)))


def untitled_annexes(text: str) -> tuple[str, ...]:
    """Every annex that a text names by its number alone, as it stands there."""
    return tuple(dict.fromkeys(_UNTITLED.findall(text)))


def renumbered(text: str, numbers: Mapping[str, int]) -> str:
    """The text with each annex numbered anew by its title; titles that are not in `numbers` keep theirs."""
    text = _ZH.sub(lambda name: f"附件{chinese_number(numbers.get(name[2], _value(name[1])))}《{name[2]}》", text)
    return _EN.sub(lambda name: f"Annex {numbers.get(name[2], int(name[1]))} ({name[2]})", text)


def _value(written: str) -> int:
    """一 to 九十九."""
    tens, ten, ones = written.rpartition("十")
    return ((_DIGITS.index(tens) if tens else 1) * 10 if ten else 0) + (_DIGITS.index(ones) if ones else 0)
