"""Which times can stand together: notices, phases and parts of a contract within its term, clocks in their order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from itertools import pairwise

from contracts.domain.terms.values import CalendarPeriod, DateValue, Hours, MonthSpan, TermValue
from foundation.refusals import Refused

Values = Mapping[str, TermValue | None]
PHASES = ("phase_plan", "phase_adjust", "phase_campaign", "phase_review")
_ANY_DAY = date(2027, 1, 1)  # periods of different kinds are compared from one day


def _window_over_interval(values: Values) -> Refused | None:
    window, interval = _last_day(values, "survey_window"), _last_day(values, "survey_interval")
    if window and interval and window > interval:
        return Refused("contracts.terms_window_over_interval", "survey_window")
    return None


def _major_over_ordinary(values: Values) -> Refused | None:
    major, ordinary = values.get("reply_major_within"), values.get("reply_within")
    if isinstance(major, Hours) and isinstance(ordinary, Hours) and major.value > ordinary.value:
        return Refused("contracts.terms_major_over_ordinary", "reply_major_within")
    return None


def _notice_over_term(values: Values, *, name: str) -> Refused | None:
    notice, end = _last_day(values, name), _end(values)
    return Refused("contracts.terms_notice_over_term", name) if notice and end and notice >= end else None


def _two_ends(values: Values) -> Refused | None:
    """The term is counted from a day that nobody knows yet, so only one of the two can say when the contract ends."""
    if isinstance(values.get("end_date"), DateValue) and _last_day(values, "term_years"):
        return Refused("contracts.terms_two_ends", "end_date")
    return None


def _exclusivity_over_term(values: Values) -> Refused | None:
    exclusivity, end = _last_day(values, "exclusivity_term"), _end(values)
    if exclusivity and end and exclusivity > end:
        return Refused("contracts.terms_exclusivity_over_term", "exclusivity_term")
    return None


def _service_over_term(values: Values) -> Refused | None:
    service, end = _last_day(values, "service_term"), _last_day(values, "term_years")
    return Refused("contracts.terms_service_over_term", "service_term") if service and end and service > end else None


def _phases_out_of_order(values: Values) -> Refused | None:
    for (_, before), (name, phase) in pairwise(_phases(values)):
        if phase.first <= before.last:
            return Refused("contracts.terms_phases_order", name)
    return None


def _phase_over_term(values: Values) -> Refused | None:
    end = _end(values)
    late = [name for name, phase in _phases(values) if end and phase.last_day(_ANY_DAY) > end]
    return Refused("contracts.terms_phase_over_term", late[0]) if late else None


def _phases(values: Values) -> list[tuple[str, MonthSpan]]:
    """The phases that are given, in their order."""
    return [(name, phase) for name in PHASES if isinstance(phase := values.get(name), MonthSpan)]


def _end(values: Values) -> date | None:
    """Where the contract would end that begins on any one day; None where its length is not known."""
    return _last_day(values, "term_years") or _last_day(values, "service_term")


def _last_day(values: Values, name: str) -> date | None:
    value = values.get(name)
    return value.last_day(_ANY_DAY) if isinstance(value, CalendarPeriod) else None


RULES = (
    _window_over_interval,
    _major_over_ordinary,
    partial(_notice_over_term, name="renewal_notice"),
    partial(_notice_over_term, name="termination_notice"),
    _two_ends,
    _exclusivity_over_term,
    _service_over_term,
    _phases_out_of_order,
    _phase_over_term,
)
