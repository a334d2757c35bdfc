"""Closing a month: its figures are kept as they stand, and what comes later is shown as a difference to them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction

from foundation.periods import Period, months_on
from foundation.refusals import Refused
from members.domain.retention.counting import Group, Groups, count, total, within
from members.domain.retention.formulas import FORMULAS, VERSION, Counts, Formula
from members.domain.retention.hashing import fingerprint
from members.domain.retention.rates import Rate
from members.domain.retention.reach import Reach
from members.domain.retention.tallying import whole
from members.models import FrozenMonth
from parties.domain.scope import Scope, writing

FREEZE: Final = "retention.freeze"


@dataclass(frozen=True)
class Drift:
    """A figure of a closed month as it was frozen and as it is counted now."""

    formula: Formula
    frozen: Rate
    live: Rate

    @property
    def has_moved(self) -> bool:
        return self.frozen != self.live


def freeze_month(party_id: int, month: date, *, by: Scope, at: datetime) -> FrozenMonth:
    """Keep the figures of a business month for good.

    Refused: ``parties.not_yours``, ``members.month_runs`` (it has not ended), ``members.month_frozen`` (it is closed).
    """
    by.require_for(FREEZE, party_id)
    if by.user_id is None:
        raise Refused("parties.not_yours")
    period = Period(month.replace(day=1), months_on(month, 1))
    if at < period.until:
        raise Refused("members.month_runs")
    with writing(by):
        try:
            with transaction.atomic():
                return _keep(party_id, period, user_id=by.user_id, at=at)
        except IntegrityError:
            if FrozenMonth.objects.filter(party=party_id, month=period.first).exists():
                raise Refused("members.month_frozen")
            raise


def frozen_of(party_id: int, months: Iterable[date]) -> Mapping[date, FrozenMonth]:
    """The closed ones of these months."""
    return {row.month: row for row in FrozenMonth.objects.filter(party=party_id, month__in=months)}


def counts_of(frozen: FrozenMonth, reach: Reach) -> Counts:
    """What was frozen of the members within reach."""
    return total(within(groups_of(frozen), reach).values())


def groups_of(frozen: FrozenMonth) -> Groups:
    """The frozen counts, group by group."""
    return {Group(*row[:3]): Counts(*row[3:]) for row in frozen.figures}


def drifts(frozen: FrozenMonth, live: Counts, reach: Reach) -> list[Drift]:
    """Each figure, frozen and live."""
    kept = counts_of(frozen, reach)
    return [Drift(formula, formula.rate(kept), formula.rate(live)) for formula in FORMULAS]


def _keep(party_id: int, period: Period, *, user_id: int, at: datetime) -> FrozenMonth:
    groups = count(whole(party_id), period)
    rows_hash, rows = fingerprint(whole(party_id), period)
    figures = sorted(([*group, *counts] for group, counts in groups.items()), key=str)
    return FrozenMonth.objects.create(
        party_id=party_id,
        month=period.first,
        formula=VERSION,
        figures=figures or [[None, None, "", *Counts()]],
        rows=rows,
        rows_hash=rows_hash,
        frozen_at=at,
        frozen_by_id=user_id,
    )
