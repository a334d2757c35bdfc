"""What follows from a bill: points, referrals, figures. They stand on higher rooms and floors, and register here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from members.models import Bill
from parties.domain.scope import Scope

AfterBill = Callable[..., None]

_after_bill: Final[list[AfterBill]] = []


def register_after_bill(follow: AfterBill) -> None:
    """``follow(bill, by=…, at=…)`` runs once for each new bill and refund, in its transaction, in the order of
    registering. The member's row is locked meanwhile; what it refuses, refuses the bill."""
    if follow not in _after_bill:
        _after_bill.append(follow)


def follow_up(bills: Sequence[Bill], *, by: Scope, at: datetime) -> None:
    """Let everything follow from these new bills."""
    for bill in bills:
        for follow in _after_bill:
            follow(bill, by=by, at=at)
