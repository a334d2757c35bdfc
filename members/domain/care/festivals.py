"""The festivals on which members are greeted, as a table."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from members.domain.care.calendar import YearlyDay, day_in_year, last_day_of_lunar_year

InYear = Callable[[int], date]


@dataclass(frozen=True)
class Festival:
    """``in_year`` gives its date in a year: of the lunar calendar where ``is_lunar``, else of the solar one."""

    code: str
    label: str | Promise
    in_year: InYear
    is_lunar: bool = False


def _lunar(code: str, label: Promise, month: int, day: int) -> Festival:
    return Festival(code, label, lambda year: day_in_year(YearlyDay(month, day, is_lunar=True), year), is_lunar=True)


def _solar(code: str, label: Promise, month: int, day: int) -> Festival:
    return Festival(code, label, lambda year: date(year, month, day))


TABLE: Final = (
    _solar("new_year", _("New Year's Day"), 1, 1),
    Festival("new_year_eve", _("Lunar New Year's Eve"), last_day_of_lunar_year, is_lunar=True),
    _lunar("spring", _("Spring Festival"), 1, 1),
    _lunar("lantern", _("Lantern Festival"), 1, 15),
    _solar("women", _("Women's Day"), 3, 8),
    _solar("labour", _("Labour Day"), 5, 1),
    _lunar("dragon_boat", _("Dragon Boat Festival"), 5, 5),
    _lunar("qixi", _("Qixi Festival"), 7, 7),
    _lunar("mid_autumn", _("Mid-Autumn Festival"), 8, 15),
    _lunar("double_ninth", _("Double Ninth Festival"), 9, 9),
    _solar("national", _("National Day"), 10, 1),
    _solar("christmas", _("Christmas"), 12, 25),
)
FESTIVALS: Final = {festival.code: festival for festival in TABLE}


def festival_days(code: str, first: date, last: date) -> list[date]:
    """On which days from ``first`` to ``last`` a festival falls. Raises KeyError for one that is not in the table."""
    festival = FESTIVALS[code]
    years = range(first.year - festival.is_lunar, last.year + 1)
    return [day for day in (festival.in_year(year) for year in years) if first <= day <= last]


def next_festival_day(code: str, *, on_or_after: date) -> date:
    """When it is celebrated next."""
    return festival_days(code, on_or_after, on_or_after + timedelta(days=400))[0]
