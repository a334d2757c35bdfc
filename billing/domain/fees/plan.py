"""What a contract's terms say of its fee: which parts, for which time, how much, and by when (F1). Pure functions.

Every part names the terms that it rests on, the one that sets its amount first. Where the terms give the whole fee,
the parts add up to it to the fen. What only an order, an invoice or an acceptance can settle is said to wait for it,
never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from itertools import count
from typing import Final

from contracts.domain.duties.windows import Life, Window, month_begins_at, months_in, recurring
from contracts.domain.kinds.schedules import SERIES
from contracts.domain.terms.values import SHANGHAI, Money, Percent, TermValue, WorkingDays
from foundation.money import round_fen, share_out
from foundation.workdays import add_workdays, workdays_before

Values = Callable[[str], TermValue | None]
"""The value of a term by its name; ``None`` where the contract has no such term or left it blank."""

WITHOUT_END: Final = 12
"""How many periods are shown of a contract that has no stated end."""


class Part(StrEnum):
    """What a payment of the fee is."""

    WHOLE = "whole"  # ktv-1, ktv-2, ktv-3 10.1, loyalty 7.4: one invoice for the contract amount
    FIRST_INSTALMENT = "first_instalment"  # consulting 5.2
    FINAL_INSTALMENT = "final_instalment"  # consulting 5.3
    PERIOD = "period"  # service 4.2: the contract amount shared out by the months of each fee period
    BASE = "base"  # retention S2.1: the same sum for each period, a last one cut short as well
    VALUE_ADDED = "value_added"  # retention S2.1: at most this sum, and only what was ordered in writing
    REVENUE_SHARE = "revenue_share"  # retention 9.3: of a revenue that is computed later


class Awaits(StrEnum):
    """What must have happened before the time to pay can be told."""

    NOTHING = ""
    INVOICE = "invoice"
    ACCEPTANCE = "acceptance"


@dataclass(frozen=True)
class FeePart:
    """One payment of the fee, owed by Party A to Party B. ``amount`` in yuan; ``None``: known only later.

    ``is_most``: the amount is a limit. ``billable_date``: before it no invoice may be issued. ``due_date``: the last
    day to pay, ``None`` while it waits for something (``awaits``); ``within``: the time that then runs.
    ``is_provisional``: a day that rests on a year whose holidays are not announced yet.
    """

    part: Part
    amount: Decimal | None
    terms: tuple[str, ...]
    first_day: date | None = None
    last_day: date | None = None
    billable_date: date | None = None
    due_date: date | None = None
    awaits: Awaits = Awaits.NOTHING
    within: WorkingDays | None = None
    is_most: bool = False
    is_provisional: bool = False


@dataclass(frozen=True)
class FeePlan:
    """The parts of a fee in order of time, and the sum that those with a fixed amount make."""

    parts: tuple[FeePart, ...]

    @property
    def total(self) -> Decimal:
        """The sum of all fixed amounts; without what is only ordered or computed later."""
        return sum((part.amount for part in self.parts if part.amount is not None and not part.is_most), Decimal(0))

    @property
    def is_provisional(self) -> bool:
        return any(part.is_provisional for part in self.parts)


def fee_plan(values: Values, life: Life, *, signed_at: datetime, accepted_date: date | None = None) -> FeePlan:
    """The payments that the terms of a contract bring about from its beginning to its end.

    ``signed_at``: when both sides had signed; ``accepted_date``: when the work passed, ``None`` before.
    """
    return FeePlan((*_of_the_fee(values, life, signed_at.astimezone(SHANGHAI).date(), accepted_date), *_shared(values)))


def _of_the_fee(values: Values, life: Life, signed: date, accepted: date | None) -> Iterator[FeePart]:
    amount = _money(values, "contract_amount")
    if _money(values, "base_fee") is not None:
        yield from _base_and_added(values, life)
    elif amount is not None and isinstance(values("first_instalment"), Percent):
        yield from _instalments(values, amount, signed, accepted)
    elif amount is not None and months_in(values("fee_interval")):
        yield from _periods(values, life, amount)
    elif amount is not None:
        whole = FeePart(Part.WHOLE, amount, ("contract_amount", "payment_within"), billable_date=life.first_day)
        yield _on_invoice(whole, values)


def _instalments(values: Values, amount: Decimal, signed: date, accepted: date | None) -> Iterator[FeePart]:
    """The first is rounded to the fen, the final one is the rest (consulting 5.2 and 5.3)."""
    share = values("first_instalment")
    first = round_fen(share.share_of(amount)) if isinstance(share, Percent) else Decimal(0)
    for part, sum_, start in (
        (Part.FIRST_INSTALMENT, first, signed),
        (Part.FINAL_INSTALMENT, amount - first, accepted),
    ):
        within, terms = values(f"{part}_within"), (part.value, "contract_amount", f"{part}_within")
        days = within if isinstance(within, WorkingDays) else None
        if start is None or days is None:
            yield FeePart(part, sum_, terms, awaits=Awaits.ACCEPTANCE, within=days)
        else:
            due = add_workdays(start, days.value)
            yield FeePart(
                part, sum_, terms, billable_date=start, due_date=due.date, within=days, is_provisional=due.provisional
            )


def _periods(values: Values, life: Life, amount: Decimal) -> Iterator[FeePart]:
    """The contract amount by months; a month begun at the end counts as one (service 4.2)."""
    windows = list(_windows(values, life))
    if _is_open(values, life) or not windows:
        return  # without an end there is no whole to share out
    weights = [_months_of(life, window) for window in windows]
    terms = ("contract_amount", "fee_interval", "payment_within")
    for number, (window, share) in enumerate(zip(windows, share_out(amount, weights), strict=True)):
        part = _on_invoice(FeePart(Part.PERIOD, share, terms, *_days(window)), values)
        yield _in_advance(part, life) if number else part


def _in_advance(part: FeePart, life: Life) -> FeePart:
    """A later period may be invoiced as early as the time to pay before its first day (service 4.2)."""
    if part.within is None or part.first_day is None:
        return part
    opens = workdays_before(part.first_day, part.within.value)
    return replace(part, billable_date=max(opens.date, life.first_day), is_provisional=opens.provisional)


def _base_and_added(values: Values, life: Life) -> Iterator[FeePart]:
    base, added = _money(values, "base_fee"), _money(values, "value_added_fee")
    for window in _windows(values, life):
        terms = ("base_fee", "fee_interval", "payment_within")
        yield _on_invoice(FeePart(Part.BASE, base, terms, *_days(window)), values)
        if added is not None:
            ordered = FeePart(
                Part.VALUE_ADDED,
                added,
                ("value_added_fee", *terms[1:]),
                window.first_day,
                window.last_day,
                is_most=True,
            )
            yield _on_invoice(ordered, values)


def _shared(values: Values) -> Iterator[FeePart]:
    if isinstance(values("revenue_share"), Percent):
        yield _on_invoice(FeePart(Part.REVENUE_SHARE, None, ("revenue_share",)), values)


def _windows(values: Values, life: Life) -> Iterator[Window]:
    """The fee periods, one after the other."""
    month = 1
    for number in count():
        window = recurring(SERIES["fee_bill"], values, life, month)
        if window is None or (_is_open(values, life) and number == WITHOUT_END):
            return
        yield window
        month = window.next_month


def _is_open(values: Values, life: Life) -> bool:
    """Whether nothing says when the periods end."""
    return life.ends_at is None and not months_in(values("service_term"))


def _months_of(life: Life, window: Window) -> int:
    """How many months of the contract begin in a period."""
    series, months = SERIES["fee_bill"], 0
    for month in count(1):
        begins_at = month_begins_at(series, life, month)
        day = begins_at.astimezone(SHANGHAI).date() if begins_at else None
        if day is None or day > window.last_day:
            return months
        months += day >= window.first_day
    return months


def _days(window: Window) -> tuple[date, date, date]:
    """A fee period, and from when it may be invoiced: its first day."""
    return window.first_day, window.last_day, window.first_day


def _on_invoice(part: FeePart, values: Values) -> FeePart:
    """The time to pay it runs from the day on which the invoice is received, which its receiver confirms."""
    within = values("payment_within")
    return replace(part, awaits=Awaits.INVOICE, within=within if isinstance(within, WorkingDays) else None)


def _money(values: Values, name: str) -> Decimal | None:
    value = values(name)
    return value.value if isinstance(value, Money) else None
