"""Planning what falls due by itself: when each series of a contract goes on, and opening what has begun (A10).

Every period is opened by the terms in force when it begins, and none begins after the contract has ended.
"""

import logging
from collections.abc import Collection
from datetime import datetime
from typing import Final

from contracts.domain.duties.opening import open_period
from contracts.domain.duties.owning import THIRD, pairs_of
from contracts.domain.duties.windows import Life, Window, after, before_end, month_begins_at, months_in, recurring, span
from contracts.domain.in_force import TermsInForce, terms_of_contract, terms_to_come
from contracts.domain.kinds.schedules import RECURRING, SERIES, TABLE, Rule, Series
from contracts.domain.locking import free_contract, locked_contract
from contracts.models import Contract, ContractVersion, Occurrence, Schedule
from deadlines.domain.clock import cancel
from foundation.jobs import describe_error
from parties.domain.scope import SYSTEM, writing

logger = logging.getLogger(__name__)

CONTRACTS_AT_ONCE: Final = 500
CUT_SHORT: Final = [each.name for each in TABLE if each.rule in (Rule.EVERY, Rule.ADVANCE, Rule.SPAN)]
"""The series whose duty is one of a whole period, so that nothing is owed when the contract ends within it."""


def follow_terms(contract_id: int, *, at: datetime) -> None:
    """Plan a contract's series by its terms and open what has begun by ``at``; again changes nothing.

    To be called, in the transaction of the change, when a contract takes effect, is amended, extended or ended. What is
    open keeps the terms under which it began; only the talk about renewal moves with the end. What fell due before
    anybody could have done it here (a paper contract entered later) is not opened.
    """
    with writing(SYSTEM):
        contract = locked_contract(contract_id)
        if contract.effective_at is None:
            return
        life = Life(contract.effective_at, contract.ends_at)
        _open_once(contract, life, at=at)
        _move_renewal(contract, life, at=at)
        _open_begun_of(contract, at=at, new=_plan(contract, life))


def open_begun(at: datetime, limit: int = CONTRACTS_AT_ONCE) -> int:
    """Open every period that has begun by ``at``, contract by contract. Returns how many obligations were opened.

    A contract that another sweep is working on is passed by; one that fails is logged and tried again the next time,
    and the others have their turn. It costs what begins, never what is planned.
    """
    waiting = Schedule.objects.filter(next_at__lte=at).order_by("next_at", "pk")
    contract_ids = dict.fromkeys(waiting.values_list("contract", flat=True)[:limit])
    opened = 0
    for contract_id in contract_ids:
        try:
            with writing(SYSTEM):
                contract = free_contract(contract_id)
                opened += _open_begun_of(contract, at=at) if contract else 0
        except Exception as error:  # noqa: BLE001 - whatever one contract raises, the next one has its turn
            logger.error("calendar stands still", extra={"contract": contract_id, "error": describe_error(error)})
    return opened


def cancel_unfinished(contract_id: int, *, ended_at: datetime, at: datetime) -> int:
    """Cancel what is open of periods that the end of a contract cut short. Returns how many obligations.

    What fell due before the end stays owed, and so does what does not hang on the whole period: payments, reports on
    a survey that was held, the settlement of costs.
    """
    with writing(SYSTEM):
        last_day = Life(ended_at, ended_at).last_day
        cut = Occurrence.objects.filter(
            contract=contract_id, series__in=CUT_SHORT, last_day__gt=last_day, obligation__deadline__outcome=None
        )
        return len(cancel(cut.values_list("obligation__deadline", flat=True), at=at))


def _open_once(contract: Contract, life: Life, *, at: datetime) -> None:
    """What is due so long after the contract took effect, by its first wording."""
    terms = terms_of_contract(contract.pk, life.starts_at)
    if terms is None or at < life.starts_at:
        return
    for series in TABLE:
        window = after(series, terms.value, life.starts_at) if series.rule is Rule.ONCE else None
        if window is not None and at < window.due_at:
            open_period(series, terms, window)


def _move_renewal(contract: Contract, life: Life, *, at: datetime) -> None:
    """One talk about renewal is open, the one before the end as it now stands."""
    terms = terms_of_contract(contract.pk, at)
    if terms is None:
        return
    for series in (each for each in TABLE if each.rule is Rule.BEFORE_END):
        window = before_end(series, terms.value, life)
        others = Occurrence.objects.filter(contract=contract, series=series.name, obligation__deadline__outcome=None)
        if window is not None:
            others = others.exclude(first_day=window.first_day)
        cancel(list(others.values_list("obligation__deadline", flat=True)), at=at)
        if window is not None and at < window.due_at:
            open_period(series, terms, window)


def _plan(contract: Contract, life: Life) -> set[str]:
    """Give each series of the latest wording a schedule, and each schedule the moment at which it goes on.

    Returns the series that are new.
    """
    terms = terms_to_come(contract.pk)
    if terms is None:
        return set()
    rows = {row.series: row for row in contract.schedules.all()}
    known = set(rows)
    for series in TABLE:
        if series.rule in RECURRING and terms.term(series.term) and pairs_of(series, terms):
            starts_at = _engaged_at(series, terms) or life.starts_at
            row = rows.setdefault(series.name, Schedule(contract=contract, series=series.name, starts_at=starts_at))
            row.next_at = _next_moment(series, row, terms, life)
            row.save()
    return rows.keys() - known


def _engaged_at(series: Series, terms: TermsInForce) -> datetime | None:
    """From when a third party's duties count: the wording that engages it; ``None`` for a side's own."""
    term = terms.term(series.due_term)
    if term is None or term.clause.duty != THIRD or terms.wording.third_party_id is None:
        return None
    return ContractVersion.objects.values_list("effective_at", flat=True).get(pk=terms.version_id)


def _open_begun_of(contract: Contract, *, at: datetime, new: Collection[str] = ()) -> int:
    """Open the begun periods of all series of a locked contract, and note when the next ones begin.

    Of ``new`` series only what is still to be done at ``at``.
    """
    opened = 0
    for row in contract.schedules.filter(next_at__lte=at).order_by("next_at", "pk"):
        life = Life(row.starts_at, contract.ends_at)
        while row.next_at is not None and row.next_at <= at:
            opened += _step(SERIES[row.series], row, life, due_after=at if row.series in new else None)
        row.save(update_fields=["month", "is_running", "next_at"])
    return opened


def _step(series: Series, row: Schedule, life: Life, *, due_after: datetime | None) -> int:
    """Open the period that begins at the schedule's moment, if the terms then in force know one; move on."""
    assert row.next_at is not None  # noqa: S101  # the caller has looked
    terms = terms_of_contract(row.contract_id, row.next_at)
    if terms is None or not life.covers(row.next_at):
        row.next_at = None
        return 0
    window = _window(series, row, terms, life)
    if window is not None and window.starts_at > row.next_at:  # a phase that was moved back meanwhile
        row.next_at = window.starts_at
        return 0
    opened = 0
    if window is not None and (due_after is None or window.due_at > due_after):
        opened = len(open_period(series, terms, window))
    _advance(series, row, life, window, fits=_fits_grid(series, row, terms))
    return opened


def _advance(series: Series, row: Schedule, life: Life, window: Window | None, *, fits: bool) -> None:
    """Move the schedule to the month with which the next period may begin; nowhere when nothing more can."""
    if window is not None and window.next_month:
        row.month, row.is_running = window.next_month, True
    elif window is None and series.rule is not Rule.SPAN and not fits:
        row.month, row.is_running = row.month + 1, False
    else:
        row.next_at = None
        return
    row.next_at = _covered(month_begins_at(series, life, row.month), life)


def _window(series: Series, row: Schedule, terms: TermsInForce, life: Life) -> Window | None:
    if series.rule is Rule.SPAN:
        return span(series, terms.value, life)
    return recurring(series, terms.value, life, row.month) if _fits_grid(series, row, terms) else None


def _fits_grid(series: Series, row: Schedule, terms: TermsInForce) -> bool:
    """Whether a period can begin with the schedule's month: right after another one, else only where the interval,
    counted from the beginning, lets one begin (a term that an amendment brought in starts with a whole period)."""
    length = months_in(terms.value(series.term))
    return bool(length) and (row.is_running or (row.month - 1) % length == 0)


def _next_moment(series: Series, row: Schedule, terms: TermsInForce, life: Life) -> datetime | None:
    """When the schedule goes on, by the terms in force."""
    if series.rule is not Rule.SPAN:
        own = Life(row.starts_at, life.ends_at)
        return _covered(month_begins_at(series, own, row.month), own)
    is_done = Occurrence.objects.filter(contract=row.contract_id, series=series.name).exists()
    window = None if is_done else span(series, terms.value, life)
    return window.starts_at if window else None


def _covered(moment: datetime | None, life: Life) -> datetime | None:
    return moment if moment is not None and life.covers(moment) else None
