"""The demo's costs: budgets, claims in several states, and a month that the provider's finance has locked."""

import io
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from complaints.domain.costs.budgets import Place, set_budget
from complaints.domain.costs.claims import NewClaim, Spent, move_own_claim, open_claim
from complaints.domain.costs.deciding import decide_claim
from complaints.domain.costs.months import lock_month
from complaints.models import CostKind, ExpenseClaim
from encore.demo.people import Cast

# login, kind, days ago, what for, yuan, who approves it (nobody yet: empty)
CLAIMS: Final = (
    ("promotions", CostKind.TRAINING, 40, "酒水知识培训教材", "860.00", "account"),
    ("marketing", CostKind.SURVEYS, 38, "季度问卷印制", "420.50", "account"),
    ("service", CostKind.COMPENSATION, 3, "赠送果盘（V08 投诉）", "128.00", "account"),
    ("floor", CostKind.EQUIPMENT, 4, "备用麦克风两支", "1280.00", ""),
)


def spend(cast: Cast) -> None:
    """Set the budgets, hand the claims in, decide most of them, and lock the provider's months that are over."""
    year = timezone.localdate(cast.now).year
    place = Place(venue_id=cast.river.pk)
    for login, party, kind, amount in (
        ("provider-finance", cast.provider, CostKind.TRAINING, "12000"),
        ("provider-finance", cast.provider, CostKind.COMPENSATION, "6000"),
        ("client-finance", cast.client, CostKind.EQUIPMENT, "8000"),
    ):
        by = cast.scope(login)
        set_budget(party.pk, place, year=year, kind=kind, amount=Decimal(amount), by=by, at=cast.now)
    for login, kind, days, purpose, amount, decider in CLAIMS:
        at = cast.now - timedelta(days=days)
        claim = _handed_in(cast, login, NewClaim(cast.river.pk, kind, purpose), amount, at=at)
        if decider:
            decide_claim(claim.pk, "approve", note="同意", by=cast.scope(decider), at=at + timedelta(hours=3))
    _lock(cast)


def _handed_in(cast: Cast, login: str, new: NewClaim, amount: str, *, at: datetime) -> ExpenseClaim:
    by, day = cast.scope(login), timezone.localdate(at)
    claim = open_claim(new, Spent(day, new.purpose, Decimal(amount)), [_receipt(f"{login} {day}")], by=by, at=at)
    return move_own_claim(claim.pk, "submit", by=by, at=at)


def _lock(cast: Cast) -> None:
    """The provider's month of forty days ago, which is over by now."""
    by = cast.scope("provider-finance")
    month: date = timezone.localdate(cast.now - timedelta(days=40))
    lock_month(cast.provider.pk, month, by=by, at=cast.now)


def _receipt(words: str) -> SimpleUploadedFile:
    """A picture of a paper: the code that such papers carry."""
    picture = io.BytesIO()
    segno.make(words).save(picture, kind="png", scale=4)
    return SimpleUploadedFile("receipt.png", picture.getvalue(), "image/png")
