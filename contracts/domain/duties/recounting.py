"""Counting the due time of an obligation anew, by the rule that opened it, from what nothing changes afterwards.

Who checks a chain of causes asks here, so that a rule of time stands once: in :mod:`contracts.domain.duties.windows`.
"""

from datetime import datetime

from contracts.domain.duties.windows import (
    Life,
    Values,
    Window,
    after,
    before_end,
    end_of,
    month_beginning_on,
    recurring,
    span,
)
from contracts.domain.kinds.schedules import RECURRING, SERIES, Rule, Series
from contracts.domain.terms.values import Period, due_at
from contracts.models import Obligation, Occurrence
from contracts.models.requests import Request


def due_again(obligation: Obligation, values: Values) -> datetime | None:
    """When it was due before pauses and extensions; ``None`` where nothing gives it that time.

    ``values``: of the wording that its clause stands in. A period that was granted once more is due when it was
    granted, a remedy on the day that was set; a date that a side noted in a dispute follows from nothing.
    """
    if obligation.remedy is not None:
        return end_of(obligation.remedy.until_date) if obligation.remedy.until_date else None
    if obligation.term is None:
        return None
    period: Occurrence | None = getattr(obligation, "occurrence", None)
    if period is None:
        limit = values(obligation.term.name)
        return due_at(obligation.deadline.started_at, limit) if isinstance(limit, Period) else None
    window = _window(SERIES[period.series], obligation, period, values)
    if window is None or not _is_same(window, period, obligation):
        return _granted(obligation)
    # Holidays that were announced since do not move what was opened before.
    return period.planned_at if period.is_provisional and not window.is_provisional else window.due_at


def _window(series: Series, obligation: Obligation, period: Occurrence, values: Values) -> Window | None:
    """The period as the rule of its series plans it."""
    if series.rule in RECURRING:
        return _recurring(series, obligation, period, values)
    if series.rule is Rule.AFTER:
        return after(series, values, obligation.deadline.started_at, period.first_day)
    began = obligation.contract.effective_at
    if began is None:
        return None
    if series.rule is Rule.ONCE:
        return after(series, values, began)
    # The end has moved since where the contract was renewed; the period kept the one by which it was planned.
    return before_end(series, values, Life(began, end_of(period.last_day)))


def _recurring(series: Series, obligation: Obligation, period: Occurrence, values: Values) -> Window | None:
    """The same from where the schedule counts. What the end cut short kept the day that was its last."""
    starts_at = next((row.starts_at for row in obligation.contract.schedules.all() if row.series == series.name), None)
    if starts_at is None:
        return None
    life = Life(starts_at, end_of(period.last_day) if series.clips else None)
    if series.rule is Rule.SPAN:
        return span(series, values, life)
    month = month_beginning_on(series, life, period.first_day)
    return recurring(series, values, life, month) if month else None


def _is_same(window: Window, period: Occurrence, obligation: Obligation) -> bool:
    planned = (window.first_day, window.last_day, window.starts_at)
    return planned == (period.first_day, period.last_day, obligation.deadline.started_at)


def _granted(obligation: Obligation) -> datetime | None:
    """The end of the day that was granted, where a missed duty was opened once more."""
    day = Request.objects.filter(replacement=obligation).values_list("granted_date", flat=True).first()
    return end_of(day) if day else None
