"""Rules of compensation, proposals and tasks as tests of handling need them."""

import uuid
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from complaints.domain.handling.compensation_rules import NewLimit, NewRule, make_table
from complaints.domain.handling.proposing import Proposal, propose
from complaints.domain.handling.tasks import Doer, give_task
from complaints.models import Compensation, CompensationTable, Complaint, ComplaintTask
from parties.domain.roles import Role
from tests.complaints.factories import HOUR, NOW, House

LIMITS = (
    NewLimit(Role.ACCOUNT_MANAGER, Decimal(500), Decimal(800)),
    NewLimit(Role.VENUE_MANAGER, Decimal(300), Decimal(0)),
    NewLimit(Role.CONTRACT_OWNER, Decimal(500), Decimal(800)),
)


def line(kind: str = "voucher", least: str = "0", most: str = "200", free: str = "50", **about: Any) -> NewRule:
    return NewRule(kind=kind, least=Decimal(least), most=Decimal(most), free_up_to=Decimal(free), **about)


def rules(
    of: House, *lines: NewRule, role: Role = Role.ACCOUNT_MANAGER, at: datetime = NOW, cap: str = "1000", days: int = 0
) -> CompensationTable:
    """Rules of the side for which this role works: a voucher up to 200, up to 50 without approval."""
    by = of.scope(role)
    starts = timezone.localdate(at) + timedelta(days=days)
    [party_id] = by.party_ids
    return make_table(party_id, lines or (line(),), LIMITS, cap=Decimal(cap), starts_date=starts, by=by, at=at)


def proposal(amount: str = "120", kind: str = "voucher", **changes: Any) -> Proposal:
    return Proposal(**{"key": uuid.uuid4(), "kind": kind, "amount": Decimal(amount), "reason": "等候太久", **changes})


def asked(
    of: House, complaint: Complaint, amount: str = "120", *, role: Role = Role.CUSTOMER_SERVICE, at: datetime = NOW
) -> Compensation:
    return propose(complaint.pk, proposal(amount), by=of.scope(role), at=at)


def task(
    of: House,
    complaint: Complaint,
    role: Role = Role.PROMOTIONS,
    *,
    giver: Role = Role.CUSTOMER_SERVICE,
    due_at: datetime = NOW + 4 * HOUR,
    at: datetime = NOW,
) -> ComplaintTask:
    """A task for the one person of this role."""
    [party_id] = of.scope(role).party_ids
    doer = Doer(party_id, user_id=of.people[role].pk)
    return give_task(complaint.pk, "准备果盘", doer, due_at=due_at, by=of.scope(giver), at=at)
