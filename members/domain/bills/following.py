"""What follows from a bill: points, referrals, figures. They stand on higher rooms and floors, and register here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from members.models import Bill
from parties.domain.scope import Scope

AfterBills = Callable[..., None]

_after_bills: Final[list[AfterBills]] = []


def register_after_bills(follow: AfterBills) -> None:
    """``follow(bills, by=…, at=…)`` runs once for new bills and refunds, in their transaction, in the order of
    registering. Mostly it is one; of several no two touch the same member, nor one who recommended another. The
    members' rows are locked meanwhile; what it refuses, refuses the bills."""
    if follow not in _after_bills:
        _after_bills.append(follow)


def follow_up(bills: Sequence[Bill], *, by: Scope, at: datetime) -> None:
    """Let everything follow from these new bills."""
    if bills:
        for follow in _after_bills:
            follow(bills, by=by, at=at)
