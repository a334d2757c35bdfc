"""The rules by which a party compensates customers: a table with a day from which it acts, and who approves how much.

Form ``ktv-3``: compensation by rule, by circumstance and loss. A table is never changed: a new one takes its place from
its day on, and what was proposed before stays judged by the old one. The other side never sees it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db.models import Max, QuerySet
from django.utils import timezone

from complaints.models import (
    ApprovalLimit,
    CompensationKind,
    CompensationRule,
    CompensationTable,
    Complaint,
    Gravity,
    Subject,
)
from foundation.days import known_day
from foundation.money import round_fen
from foundation.refusals import Refused
from parties.domain.roles import MAY, Role
from parties.domain.scope import Scope, writing
from parties.models import Party

VERB: Final = "compensation.rule"
LARGEST: Final = Decimal("9999999.99")
APPROVERS: Final = tuple(sorted(MAY["compensation.decide"], key=list(Role).index))
"""The roles that may be given a limit of approval."""


@dataclass(frozen=True)
class NewRule:
    """One line of the table, in yuan; an empty subject, gravity or level stands for any."""

    kind: str
    least: Decimal
    most: Decimal
    free_up_to: Decimal
    subject: str = ""
    gravity: str = ""
    level: int | None = None


@dataclass(frozen=True)
class NewLimit:
    """How much a role may approve, in yuan: within the rules, and beyond them."""

    role: str
    within: Decimal
    beyond: Decimal


def make_table(
    party_id: int,
    rules: Sequence[NewRule],
    limits: Sequence[NewLimit],
    *,
    cap: Decimal,
    starts_date: date,
    by: Scope,
    at: datetime,
) -> CompensationTable:
    """A new version of a party's rules, in force from today or a later day.

    Refused: ``parties.not_yours``, ``complaints.rules_backdated``, ``.rules_empty``, ``.rule_range``, ``.rule_twice``,
    ``.rules_nobody_approves``, ``foundation.amount_out_of_range``.
    """
    if by.user_id is None:
        raise Refused("parties.not_yours")
    by.require_for(VERB, party_id)
    if known_day(starts_date, "starts_date") < timezone.localdate(at):
        raise Refused("complaints.rules_backdated", "starts_date")
    _check(rules, limits, cap)
    with writing(by):
        Party.objects.select_for_update(no_key=True).get(pk=party_id)
        last = CompensationTable.objects.filter(party=party_id).aggregate(last=Max("number"))["last"] or 0
        table = CompensationTable.objects.create(
            party_id=party_id, number=last + 1, starts_date=starts_date, cap=cap, made_by_id=by.user_id, made_at=at
        )
        CompensationRule.objects.bulk_create(CompensationRule(table=table, **vars(rule)) for rule in rules)
        ApprovalLimit.objects.bulk_create(ApprovalLimit(table=table, **vars(limit)) for limit in limits)
    return table


def table_in_force(party_id: int, *, at: datetime) -> CompensationTable | None:
    """The rules that act at this moment: of those whose day has come, the last; of one day, the last made."""
    begun = CompensationTable.objects.filter(party=party_id, starts_date__lte=timezone.localdate(at))
    return begun.order_by("-starts_date", "-number").first()


def tables_of(scope: Scope) -> QuerySet[CompensationTable]:
    """All versions of the rules of this person's sides, the newest first."""
    mine = CompensationTable.objects.within(scope, verb="compensation.see")
    return mine.select_related("party", "made_by").prefetch_related("rules", "limits").order_by("party", "-number")


def rule_for(table: CompensationTable, complaint: Complaint, kind: str) -> CompensationRule | None:
    """The rule that fits this complaint best: the one that names most of its subject, gravity and level."""
    fitting = [
        rule
        for rule in table.rules.all()
        if rule.kind == kind
        and rule.subject in ("", complaint.subject)
        and rule.gravity in ("", complaint.gravity)
        and rule.level in (None, complaint.level)
    ]
    return max(fitting, key=lambda rule: (_names(rule), -rule.pk), default=None)


def may_approve(table: CompensationTable, roles: frozenset[Role], amount: Decimal, *, is_beyond: bool) -> bool:
    """Whether one of these roles may approve this amount, in yuan."""
    limits = [limit.beyond if is_beyond else limit.within for limit in table.limits.all() if limit.role in roles]
    return amount <= max(limits, default=Decimal(-1))


def _names(rule: CompensationRule) -> int:
    return sum((rule.subject != "", rule.gravity != "", rule.level is not None))


def _check(rules: Sequence[NewRule], limits: Sequence[NewLimit], cap: Decimal) -> None:
    if not rules:
        raise Refused("complaints.rules_empty")
    sums = [cap, *(s for r in rules for s in (r.least, r.most, r.free_up_to)), *(s for x in limits for s in _both(x))]
    if cap <= 0 or not all(each.is_finite() and 0 <= each <= LARGEST and each == round_fen(each) for each in sums):
        raise Refused("foundation.amount_out_of_range")
    for rule in rules:
        _check_rule(rule)
    if len({(rule.subject, rule.gravity, rule.level, rule.kind) for rule in rules}) < len(rules):
        raise Refused("complaints.rule_twice")
    if {limit.role for limit in limits} - set(APPROVERS) or not any(limit.within > 0 for limit in limits):
        raise Refused("complaints.rules_nobody_approves")


def _check_rule(rule: NewRule) -> None:
    if not (rule.least <= rule.most and rule.free_up_to <= rule.most and rule.most > 0):
        raise Refused("complaints.rule_range")
    known = rule.kind in CompensationKind.values and rule.subject in ("", *Subject.values)
    if not (known and rule.gravity in ("", *Gravity.values) and rule.level in (None, 1, 2, 3)):
        raise Refused("complaints.rule_range")


def _both(limit: NewLimit) -> tuple[Decimal, Decimal]:
    return limit.within, limit.beyond
