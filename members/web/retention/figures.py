"""The page of figures: one period beside the one before, its trend, and each figure by venue, tier and source."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from foundation.periods import Period, months_on
from foundation.web.csv_answer import csv_answer
from members.domain.retention import counting, freezing, tallying
from members.domain.retention.behind import NONE
from members.domain.retention.cohorts import MONTHS
from members.domain.retention.counting import Groups, total
from members.domain.retention.formulas import FORMULA, FORMULAS, Counts
from members.models import MemberSource
from members.web.retention import charts
from members.web.retention.asking import Asked, Shown, asked_of
from parties.web.access import ScopedRequest, route

TITLES: Final[Mapping[str, str | Promise]] = {
    "venue": gettext_lazy("By home venue"),
    "tier": gettext_lazy("By tier"),
    "source": pgettext_lazy("members", "By how they were won"),
}


@dataclass(frozen=True)
class Row:
    """One line of a breakdown."""

    label: str
    shown: Sequence[Shown]


@dataclass(frozen=True)
class Section:
    """The figures by one thing."""

    title: str | Promise
    rows: Sequence[Row]


@dataclass(frozen=True)
class Figures:
    """What the page shows, counted once."""

    asked: Asked
    groups: Groups
    now: Counts
    before: Counts
    trend: Sequence[tuple[Period, Counts | None]]

    @property
    def shown(self) -> list[tuple[Shown, Any]]:
        """Each figure with the per cent of the period before."""
        return [(each, each.formula.rate(self.before).percent) for each in self.asked.shown(self.now)]

    @property
    def sections(self) -> list[Section]:
        """The breakdowns, each adding up to the whole."""
        tiers = counting.tier_names(self.asked.party.pk)
        return [
            self._section("venue", lambda group: group.venue, self.asked.venue_names, _("Without a home venue")),
            self._section("tier", lambda group: group.tier, tiers, _("Without a tier")),
            self._section("source", lambda group: group.source, dict(MemberSource.choices), ""),
        ]

    def _section(self, field: str, key: Any, names: Mapping[Any, Any], without: str) -> Section:
        found = sorted(counting.by(self.groups, key).items(), key=lambda pair: -pair[1].members)
        rows = [
            Row(
                str(names.get(value, without) if value is not None else without),
                self.asked.shown(counts, **{field: NONE if value is None else value}),
            )
            for value, counts in found
        ]
        return Section(TITLES[field], rows)


def figures_of(asked: Asked) -> Figures:
    """Count everything that the page shows: a number of questions that follows neither members nor bills."""
    groups = counting.count(asked.reach, asked.period)
    last = asked.period.last.replace(day=1)
    months = [Period(months_on(last, -back), months_on(last, 1 - back)) for back in range(MONTHS - 1, -1, -1)]
    tallies = tallying.trend(asked.reach, months)
    before = counting.count(asked.reach, asked.period.previous)
    return Figures(
        asked,
        groups,
        total(groups.values()),
        total(before.values()),
        [(month, tallies.get(month.first)) for month in months],
    )


@route(GET="retention.see")
def figures_page(request: ScopedRequest) -> HttpResponse:
    """Retention and its sisters, every number with the members behind it."""
    asked = asked_of(request)
    figures = figures_of(asked)
    frozen = freezing.frozen_of(asked.party.pk, [month.first for month, _counts in figures.trend])
    closed = frozen.get(asked.period.first) if asked.period.is_month else None
    drifts = freezing.drifts(closed, figures.now, asked.reach) if closed else []
    context = {
        "asked": asked,
        "figures": figures,
        "lines": _lines(figures),
        "columns": _columns(figures),
        "trend_rows": _trend_rows(figures, frozen),
        "counted_at": tallying.counted_at(asked.party.pk),
        "closed": closed,
        "drifts": [each for each in drifts if each.has_moved],
        "formulas": FORMULAS,
    }
    return render(request, "members/retention/figures.html", context)


@route(GET="retention.see")
def figures_csv(request: ScopedRequest) -> HttpResponseBase:
    """The same figures for a spreadsheet, each with what it is out of."""
    asked = asked_of(request)
    return csv_answer(_csv(figures_of(asked)), name=f"retention-{asked.period.code}.csv")


def _month_asked(asked: Asked, code: str, month: Period) -> str:
    return asked.address(code, period=month.code)


def _values(figures: Figures, code: str, *, as_count: bool = False) -> list[charts.Value]:
    found = []
    for month, counts in figures.trend:
        rate = FORMULA[code].rate(counts) if counts else None
        amount = None if rate is None else Decimal(rate.count) if as_count else rate.percent
        text = "" if rate is None else f"{rate.count:,}" if as_count else f"{rate.percent} % ({rate.count} / {rate.of})"
        found.append(charts.Value(amount, text, _month_asked(figures.asked, code, month)))
    return found


def _lines(figures: Figures) -> charts.Chart:
    months = [month.code for month, _counts in figures.trend]
    named = [
        (str(FORMULA[code].label), tone, _values(figures, code))
        for code, tone in (("retention", "one"), ("repeat", "two"))
    ]
    return charts.lines(months, named)


def _columns(figures: Figures) -> charts.Chart:
    months = [month.code for month, _counts in figures.trend]
    named = [
        (str(FORMULA["active"].label), "one", _values(figures, "active", as_count=True)),
        (pgettext("figure", "New members"), "two", _values(figures, "growth", as_count=True)),
    ]
    return charts.columns(months, named)


def _trend_rows(figures: Figures, frozen: Mapping[Any, Any]) -> list[tuple[Period, bool, list[Shown]]]:
    rows = []
    for month, counts in reversed(figures.trend):
        shown = figures.asked.shown(counts, period=month.code) if counts else []
        rows.append((month, month.first in frozen, shown))
    return rows


def _csv(figures: Figures) -> Iterator[list[object]]:
    yield [_("By"), _("Which"), _("Figure"), _("Members counted"), _("Out of"), _("Percent")]
    yield from _cells(_("Period"), figures.asked.period.code, figures.asked.shown(figures.now))
    yield from _cells(_("Period before"), figures.asked.period.previous.code, figures.asked.shown(figures.before))
    for section in figures.sections:
        for row in section.rows:
            yield from _cells(str(section.title), row.label, row.shown)
    for month, counts in figures.trend:
        if counts:
            yield from _cells(_("Trend"), month.code, figures.asked.shown(counts))


def _cells(by: str, which: str, shown: Sequence[Shown]) -> Iterator[list[object]]:
    for each in shown:
        percent = "" if each.rate.percent is None else each.rate.percent
        yield [by, which, each.formula.label, each.rate.count, each.rate.of, percent]
