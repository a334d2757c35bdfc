"""How long members are kept who give no sign of life: a party says so, a run proposes, a person decides."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Exists, Max, OuterRef, QuerySet

from foundation.refusals import Refused
from members.domain.registry.erasing import VERB
from members.models import Consent, Erasure, ErasureCause, ErasureState, KeepingRule, Member, MemberChange, MemberNote
from parties.domain.scope import SYSTEM, Scope, writing

A_YEAR: Final = timedelta(days=365)
LONGEST: Final = 30
MOST_AT_ONCE: Final = 200
"""Members that one run proposes for a party: as many as people can look at."""

Signs = Callable[[datetime], QuerySet[Any]]
"""The rows, each with a ``member``, that tell of a member's life since a moment."""

_signs: list[Signs] = []


def register_signs_of_life(signs: Signs) -> None:
    """Add what shows that a member still comes: the rooms above know of bills, vouchers, visits."""
    if signs not in _signs:
        _signs.append(signs)


def words_since(since: datetime) -> QuerySet[Consent]:
    """What members have said themselves is a sign of life."""
    return Consent.objects.filter(at__gte=since)


def notes_since(since: datetime) -> QuerySet[MemberNote]:
    """What was written about them is one."""
    return MemberNote.objects.filter(at__gte=since)


def changes_since(since: datetime) -> QuerySet[MemberChange]:
    """What of their data was changed is one."""
    return MemberChange.objects.filter(at__gte=since)


def keep_for(party_id: int, silent_years: int, *, by: Scope, at: datetime) -> KeepingRule:
    """From now on the party asks after so many years of silence; 0: never.

    Refused: ``parties.not_yours``, ``members.years_wrong``.
    """
    by.require_for(VERB, party_id)
    if by.user_id is None:
        raise Refused("parties.not_yours")
    if not 0 <= silent_years <= LONGEST:
        raise Refused("members.years_wrong", "silent_years", most=LONGEST)
    with writing(by):
        return KeepingRule.objects.create(party_id=party_id, silent_years=silent_years, user_id=by.user_id, at=at)


def rule_of(party_id: int) -> KeepingRule | None:
    """The rule that acts; ``None``: the party has said nothing yet."""
    return KeepingRule.objects.filter(party=party_id).order_by("-pk").first()


def propose_silent(*, at: datetime) -> int:
    """Propose the erasure of members who have been silent for longer than their party keeps them; how many.

    Run again it proposes nobody twice, and whom a person decided to keep, not for another year.
    """
    newest = KeepingRule.objects.values("party").annotate(newest=Max("pk")).values("newest")
    count = 0
    for rule in KeepingRule.objects.filter(pk__in=newest, silent_years__gt=0).order_by("party"):
        silent = silent_members(rule.party_id, since=at - rule.silent_years * A_YEAR, at=at)
        with writing(SYSTEM):
            made = Erasure.objects.bulk_create(
                [Erasure(member_id=pk, cause=ErasureCause.SILENT, proposed_at=at) for pk in silent],
                ignore_conflicts=True,
            )
        count += len(made)
    return count


def silent_members(party_id: int, *, since: datetime, at: datetime) -> list[int]:
    """The ids of the party's members without a sign of life since then, the earliest first."""
    rows = Member.objects.active().filter(party=party_id, created_at__lt=since, joined_date__lt=since.date())
    for signs in _signs:
        rows = rows.exclude(Exists(signs(since).filter(member=OuterRef("pk"))))
    decided = Erasure.objects.filter(member=OuterRef("pk"))
    waiting = decided.filter(state=ErasureState.PROPOSED) | decided.filter(decided_at__gt=at - A_YEAR)
    return list(rows.exclude(Exists(waiting)).order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE])
