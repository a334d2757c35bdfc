"""How points are counted: whole numbers only, and no database.

Form ``loyalty`` 5.2: points for each full ¥100 actually spent on a bill; what is refunded is taken back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from contracts.domain.terms.periods import Months, due_at

FEN_OF_HUNDRED_YUAN: Final = 10_000


@dataclass(frozen=True)
class Lot:
    """What a lot still holds: ``left`` points that can be spent from ``settles_at`` and lapse at ``expires_at``."""

    pk: int
    left: int
    settles_at: datetime
    expires_at: datetime | None = None

    def has_lapsed(self, at: datetime) -> bool:
        """At the very moment of lapsing they are gone."""
        return self.expires_at is not None and self.expires_at <= at

    def can_be_spent(self, at: datetime) -> bool:
        """Whether it has settled and not lapsed."""
        return self.settles_at <= at and not self.has_lapsed(at)


@dataclass(frozen=True)
class Taking:
    """So many points out of a lot."""

    lot: int
    points: int


def points_for_spend(amount_fen: int, rate: int) -> int:
    """The points that a bill of ``amount_fen`` earns at ``rate`` points for each full ¥100."""
    return max(amount_fen, 0) // FEN_OF_HUNDRED_YUAN * rate


def to_take_back(earned: int, left_fen: int, rate: int, taken_back: int) -> int:
    """How many points a refund takes back, when ``left_fen`` of the bill stays paid and others took back before.

    What stays paid keeps the full hundreds that it still has; all refunds together take no more than was earned.
    """
    return max(earned - points_for_spend(left_fen, rate) - taken_back, 0)


def soonest_first(lots: Iterable[Lot]) -> list[Lot]:
    """In the order in which points are used: what lapses soonest, then what was earned first."""
    return sorted(lots, key=lambda lot: (lot.expires_at is None, lot.expires_at or lot.settles_at, lot.pk))


def take(lots: Sequence[Lot], points: int) -> tuple[list[Taking], int]:
    """Take up to ``points`` out of the lots in their order; also how many could not be had."""
    takings, missing = [], points
    for lot in lots:
        if missing == 0:
            break
        part = min(lot.left, missing)
        if part:
            takings.append(Taking(lot.pk, part))
            missing -= part
    return takings, missing


def lapses_at(earned_at: datetime, valid_months: int | None) -> datetime | None:
    """When points earned at that moment lapse: at the end of a day in China. ``None``: never."""
    return None if valid_months is None else due_at(earned_at, Months(valid_months))
