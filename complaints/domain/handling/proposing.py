"""Asking for a compensation: how the rules see it, whether somebody has to approve, and how much is left to give."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db.models import Sum

from complaints.domain.handling.compensation import DECIDE
from complaints.domain.handling.compensation_rules import may_approve, rule_for, table_in_force
from complaints.domain.handling.news import tell_of_compensation
from complaints.domain.handling.sides import locked, person_of, side_of
from complaints.domain.people import jobs_at
from complaints.models import (
    Compensation,
    CompensationKind,
    CompensationRule,
    CompensationState,
    CompensationTable,
    Complaint,
    Stage,
)
from foundation.money import round_fen, shown
from foundation.refusals import Refused
from foundation.text import clean_text
from parties.domain.roles import MAY, Role
from parties.domain.scope import Scope, writing

ASK: Final = "compensation.ask"
LONGEST: Final = 1000
COUNTS: Final = (CompensationState.PROPOSED, CompensationState.APPROVED, CompensationState.PAID)
"""What uses up the most that a complaint may be given."""


@dataclass(frozen=True)
class Proposal:
    """What a customer shall be given, in yuan. ``key`` is drawn where the form is drawn: sent twice, it counts once."""

    key: UUID
    kind: str
    amount: Decimal
    reason: str


@dataclass(frozen=True)
class Judged:
    """How the rules see an amount: by which rule, whether it goes beyond it, and whether somebody has to approve."""

    rule: CompensationRule | None
    is_beyond: bool
    needs_approval: bool


def propose(complaint_id: int, asked: Proposal, *, by: Scope, at: datetime) -> Compensation:
    """Ask for a compensation; within the rules and small enough it is approved at once. The same key again gives the
    first one back.

    Refused: ``complaints.not_your_step``, ``.compensation_wrong``, ``.reason_missing``, ``.no_rules``,
    ``.below_rule``, ``.above_cap``, ``.nobody_approves``, ``.dismissed``, ``.key_taken``.
    """
    reason = clean_text(asked.reason, LONGEST, "reason")
    _check_shape(asked, reason)
    with writing(by):
        complaint = locked(complaint_id)
        party_id = side_of(complaint, ASK, by=by)
        earlier = Compensation.objects.filter(key=asked.key).first()
        if earlier is not None:
            return _same(earlier, complaint_id, by=by)
        table = _table(complaint, party_id, at=at)
        judged = judge(table, complaint, asked.kind, asked.amount)
        _check_room(table, complaint, asked.amount, judged)
        row = Compensation.objects.create(
            **_money(asked, complaint, table, judged),
            reason=reason,
            state=CompensationState.PROPOSED if judged.needs_approval else CompensationState.APPROVED,
            asked_by_id=person_of(by),
            asked_at=at,
            decided_at=None if judged.needs_approval else at,
        )
        if judged.needs_approval:
            tell_of_compensation(row, "asked", approvers_of(row), actor_id=by.user_id, at=at)
    return row


def judge(table: CompensationTable, complaint: Complaint, kind: str, amount: Decimal) -> Judged:
    """What the rules say of an amount, in yuan. Refused: ``complaints.below_rule``.

    Judged together with what the complaint gets of that kind already: small parts of a large sum need approval too.
    """
    rule = rule_for(table, complaint, kind)
    if rule is None:
        return Judged(None, is_beyond=True, needs_approval=True)
    if amount < rule.least:
        raise Refused("complaints.below_rule", "amount", least=shown(rule.least))
    together = amount + _given(table, complaint, kind=kind)
    return Judged(rule, is_beyond=together > rule.most, needs_approval=together > rule.free_up_to)


def approvers_of(row: Compensation) -> set[int]:
    """The people of that side at the venue whose limit reaches that far, without who asked."""
    jobs = jobs_at(row.complaint.venue_id, {row.party_id}).filter(role__in=MAY[DECIDE], user__is_active=True)
    return {
        job.user_id
        for job in jobs
        if job.user_id != row.asked_by_id
        and may_approve(row.table, frozenset({Role(job.role)}), row.amount, is_beyond=row.is_beyond)
    }


def _check_shape(asked: Proposal, reason: str) -> None:
    amount = asked.amount
    if asked.kind not in CompensationKind.values:
        raise Refused("complaints.compensation_wrong", "kind")
    if not (amount.is_finite() and amount > 0 and amount == round_fen(amount)):
        raise Refused("complaints.compensation_wrong", "amount")
    if not reason:
        raise Refused("complaints.reason_missing", "reason")


def _same(earlier: Compensation, complaint_id: int, *, by: Scope) -> Compensation:
    if (earlier.complaint_id, earlier.asked_by_id) != (complaint_id, by.user_id):
        raise Refused("complaints.key_taken")
    return earlier


def _table(complaint: Complaint, party_id: int, *, at: datetime) -> CompensationTable:
    if complaint.state == Stage.DISMISSED:
        raise Refused("complaints.dismissed")
    table = table_in_force(party_id, at=at)
    if table is None:
        raise Refused("complaints.no_rules")
    return table


def _check_room(table: CompensationTable, complaint: Complaint, amount: Decimal, judged: Judged) -> None:
    """What all of it together may come to, and that somebody there could approve it. The complaint's row is locked."""
    left = table.cap - _given(table, complaint)
    if amount > left:
        raise Refused("complaints.above_cap", "amount", left=shown(max(left, Decimal(0))))
    roles = frozenset(Role(limit.role) for limit in table.limits.all())
    if judged.needs_approval and not may_approve(table, roles, amount, is_beyond=judged.is_beyond):
        raise Refused("complaints.nobody_approves", "amount")


def _given(table: CompensationTable, complaint: Complaint, **narrowed: str) -> Decimal:
    """What that side gives for the complaint already, yuan: asked for, approved or paid."""
    before = Compensation.objects.filter(complaint=complaint, party=table.party_id, state__in=COUNTS, **narrowed)
    return before.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)


def _money(asked: Proposal, complaint: Complaint, table: CompensationTable, judged: Judged) -> dict[str, object]:
    return {
        "key": asked.key,
        "complaint": complaint,
        "party_id": table.party_id,
        "table": table,
        "rule": judged.rule,
        "kind": asked.kind,
        "amount": asked.amount,
        "is_beyond": judged.is_beyond,
        "needs_approval": judged.needs_approval,
    }
