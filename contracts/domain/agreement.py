"""Values that cannot stand together in one contract. Each rule gives its refusal, or None where all is well."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from contracts.domain.values import CalendarPeriod, Money, Percent, TermValue
from foundation.refusals import Refused

Values = Mapping[str, TermValue | None]
_ANY_DAY = date(2027, 1, 1)  # periods of different kinds are compared from one day


def against_each_other(values: Values) -> list[Refused]:
    """What each rule found; a rule whose values are blank finds nothing."""
    found = (
        _month_over_total(values),
        _damages_over_cap(values, "damages_cap_month"),
        _damages_over_cap(values, "damages_cap_total"),
        _window_over_interval(values),
        _notice_over_term(values, "renewal_notice"),
        _notice_over_term(values, "termination_notice"),
    )
    return [refused for refused in found if refused is not None]


def _month_over_total(values: Values) -> Refused | None:
    month, total = values.get("damages_cap_month"), values.get("damages_cap_total")
    if isinstance(month, Percent) and isinstance(total, Percent) and month.value > total.value:
        return Refused("contracts.terms_cap_order", "damages_cap_month")
    return None


def _damages_over_cap(values: Values, cap_name: str) -> Refused | None:
    damages, cap, amount = (values.get(name) for name in ("damages_per_breach", cap_name, "contract_amount"))
    if not isinstance(cap, Percent):
        return None
    if isinstance(damages, Percent) and damages.value > cap.value:
        return Refused("contracts.terms_cap_below_damages", "damages_per_breach", cap=cap.display("en"))
    if isinstance(damages, Money) and isinstance(amount, Money) and damages.value > cap.share_of(amount.value):
        return Refused("contracts.terms_cap_below_damages", "damages_per_breach", cap=cap.display("en"))
    return None


def _window_over_interval(values: Values) -> Refused | None:
    window, interval = _last_day(values, "survey_window"), _last_day(values, "survey_interval")
    if window and interval and window > interval:
        return Refused("contracts.terms_window_over_interval", "survey_window")
    return None


def _notice_over_term(values: Values, name: str) -> Refused | None:
    notice, term = _last_day(values, name), _last_day(values, "term_years")
    if notice and term and notice >= term:
        return Refused("contracts.terms_notice_over_term", name)
    return None


def _last_day(values: Values, name: str) -> date | None:
    value = values.get(name)
    return value.last_day(_ANY_DAY) if isinstance(value, CalendarPeriod) else None
