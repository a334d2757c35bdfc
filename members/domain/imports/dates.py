"""Days and moments as people write them in tables: ``1990-05-03``, ``1990年5月3日``, ``农历五月初三``, ``32996``. Pure.

What could be read in two ways (``03/05/1990``, ``90-5-3``) is not read at all.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from django.utils.dateparse import parse_datetime

from foundation.refusals import Refused
from members.models import BirthCalendar
from parties.domain.opening_hours import SHANGHAI

WHOLE: Final = re.compile(r"(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?[日号]?")
PACKED: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
SERIAL: Final = re.compile(r"\d{5}")
YEARLESS: Final = re.compile(r"(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?[日号]?")
CLOCK: Final = re.compile(r"[ T]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$")
IN_WORDS: Final = re.compile(
    r"(?:(\d{4})年?)?(闰)?([正一二三四五六七八九十冬腊]{1,2})月([初一二三四五六七八九十廿]{2,3})日?"
)
HOURS: Final = re.compile(r"[T:]")
LUNAR: Final = re.compile(r"^(?:农历|阴历|旧历|農曆|陰曆|lunar)[\s:：]*", re.IGNORECASE)
FIRST_SERIAL: Final = date(1899, 12, 30)
NOON: Final = time(12)
DIGITS: Final = {sign: number for number, sign in enumerate("〇一二三四五六七八九十")} | {"正": 1, "冬": 11, "腊": 12}


class Written(NamedTuple):
    """A day as it was written; ``year`` is empty where none was."""

    year: int | None
    month: int
    day: int
    is_lunar: bool = False
    is_leap_month: bool = False

    @property
    def calendar(self) -> str:
        return BirthCalendar.LUNAR if self.is_lunar else BirthCalendar.SOLAR


def read_birthday(text: str, *, is_lunar: bool = False) -> Written:
    """With or without its year; ``is_lunar`` where the heading says so. Refused: ``members.day_unreadable``."""
    plain = _plain(text)
    bare = LUNAR.sub("", plain)
    is_lunar = is_lunar or bare != plain
    found = _in_words(bare)
    if found:
        return found
    is_leap = is_lunar and "闰" in bare
    bare = CLOCK.sub("", bare.replace("闰", ""))
    for pattern in (WHOLE, PACKED):
        if match := pattern.fullmatch(bare):
            year, month, day = map(int, match.groups())
            return Written(year, month, day, is_lunar, is_leap)
    if match := YEARLESS.fullmatch(bare):
        return Written(None, int(match[1]), int(match[2]), is_lunar, is_leap)
    if SERIAL.fullmatch(bare) and not is_lunar:
        counted = FIRST_SERIAL + timedelta(days=int(bare))
        return Written(counted.year, counted.month, counted.day)
    raise Refused("members.day_unreadable", "birthday")


def read_day(text: str, field: str) -> date:
    """A day with its year. Refused: ``members.day_unreadable``."""
    try:
        written = read_birthday(text)
        if written.year is None or written.is_lunar:
            raise Refused("members.day_unreadable", field)
        return date(written.year, written.month, written.day)
    except (ValueError, Refused):
        raise Refused("members.day_unreadable", field)


def read_moment(text: str, field: str) -> datetime:
    """In China's time unless it says another; of a day alone its noon. Refused: ``members.day_unreadable``."""
    plain = _plain(text)
    try:
        moment = parse_datetime(plain) if HOURS.search(plain) else None  # of a day alone it would make midnight
        if moment is not None:
            return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
        at = CLOCK.search(plain)
        hours = time(int(at[1]), int(at[2]), int(at[3] or 0)) if at else NOON
    except ValueError:
        raise Refused("members.day_unreadable", field)
    return datetime.combine(read_day(CLOCK.sub("", plain), field), hours, SHANGHAI)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _in_words(text: str) -> Written | None:
    match = IN_WORDS.fullmatch(text)
    if match is None:
        return None
    year, leap, month, day = match.groups()
    return Written(int(year) if year else None, _number(month), _number(day), is_lunar=True, is_leap_month=bool(leap))


def _number(words: str) -> int:
    """初三 3, 十五 15, 二十 20, 廿三 23, 三十 30; what is none is 0, and no such day."""
    words = words.removeprefix("初").replace("廿", "二十")
    tens, ten, ones = words.rpartition("十")
    if not ten:
        return DIGITS.get(words, 0)
    return DIGITS.get(tens or "一", 0) * 10 + (DIGITS.get(ones, 0) if ones else 0)
