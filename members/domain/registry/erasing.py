"""Erasing members: their key goes, and with it all that tells who they were; what they spent stays, without a name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import Any, Final

from foundation.refusals import Refused
from members.domain.privacy.personal import Personal
from members.domain.privacy.reading import personal_of_all
from members.domain.privacy.showing import reason_of
from members.domain.registry.lifecycle import MEMBER
from members.models import (
    ENCIPHERED,
    Erasure,
    ErasureCause,
    ErasureState,
    Member,
    MemberKey,
    MemberSearch,
    MemberState,
)
from parties.domain.scope import Scope, writing

VERB: Final = "members.erase"
NOTHING: Final[dict[str, Any]] = {
    **{f"{field}_enciphered": None for field in ENCIPHERED},
    "birth_month": None,
    "birth_day": None,
    "birth_is_leap_month": False,
    "gender": "",
    "preferences": {},
    "custom": {},
    "referrer": None,
    "merged_into": None,
}
"""What an erased member's row says of them."""


@dataclass(frozen=True)
class Gone:
    """A member who is being erased, by whom, and for the last time who they are."""

    member_id: int
    party_id: int
    number: str
    """Of their card."""
    personal: Personal
    by: Scope


_followers: list[Callable[[Gone, datetime], None]] = []


def register_erased(follow: Callable[[Gone, datetime], None]) -> None:
    """Add what an upper room or floor does, in the same transaction, with its own data of a member who goes."""
    if follow not in _followers:
        _followers.append(follow)


def erase_member(member_id: int, *, reason: str, by: Scope, at: datetime) -> Erasure:
    """Erase a member, and all who were merged with them, for good: at their request, or as was proposed.

    Bills, points and consents stay under a number that nobody can trace back. Refused: ``parties.not_yours``,
    ``members.not_yours`` for the provider, ``members.erased``, ``members.reason_missing``, ``.number_in_text``.
    """
    why = reason_of(reason)
    with writing(by):
        member = _theirs(member_id, by=by)
        root = member.merged_into_id or member.pk
        same = list(Member.objects.filter(pk=root)) + list(Member.objects.filter(merged_into=root).order_by("pk"))
        personal = personal_of_all(same)
        gone = [Gone(each.pk, each.party_id, each.number, personal[each.pk], by) for each in same]
        for each in same:
            MEMBER.move(Member, each.pk, "erase", **NOTHING, number=f"ERASED-{each.pk}", revision=each.revision + 1)
        ids = [each.pk for each in same]
        MemberKey.objects.filter(member__in=ids).delete()
        MemberSearch.objects.filter(member__in=ids).delete()
        for each_gone, follow in product(gone, _followers):
            follow(each_gone, at)
        decided = {pk: _decided(pk, ErasureState.DONE, why, by=by, at=at) for pk in ids}
        return decided[member.pk]


def propose_erasure(member_id: int, *, by: Scope, at: datetime) -> Erasure:
    """Somebody at the desk notes that the member asks to be erased; who may erase decides.

    Refused: ``parties.not_yours``, ``members.erased``.
    """
    with writing(by):
        member = _locked(member_id, by=by, verb="members.edit")
        made, _is_new = Erasure.objects.get_or_create(
            member=member, state=ErasureState.PROPOSED, defaults={"cause": ErasureCause.ASKED, "proposed_at": at}
        )
        return made


def keep_member(erasure_id: int, *, reason: str, by: Scope, at: datetime) -> Erasure:
    """Decide that a member who was proposed for erasure stays.

    Refused: ``parties.not_yours``, ``members.not_yours``, ``members.erased`` (also when it was decided already),
    ``members.reason_missing``.
    """
    why = reason_of(reason)
    with writing(by):
        proposed = Erasure.objects.within(by, verb=VERB).filter(pk=erasure_id, state=ErasureState.PROPOSED).first()
        if proposed is None:
            raise Refused("members.erased")
        _theirs(proposed.member_id, by=by)
        return _decided(proposed.member_id, ErasureState.KEPT, why, by=by, at=at)


def _theirs(member_id: int, *, by: Scope) -> Member:
    member = _locked(member_id, by=by, verb=VERB)
    if not by.may_for(VERB, member.party_id):
        raise Refused("members.not_yours")
    return member


def _locked(member_id: int, *, by: Scope, verb: str) -> Member:
    """The member and those merged with them, locked in the order of their ids, so that no two erasures cross."""
    seen = Member.objects.within(by, verb=verb).filter(pk=member_id).values_list("pk", "merged_into").first()
    if seen is None or by.user_id is None:
        raise Refused("parties.not_yours")
    root = seen[1] or seen[0]
    rows = Member.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
    found = {each.pk: each for each in rows.filter(pk=root) | rows.filter(merged_into=root)}
    member = found.get(member_id)
    if member is None or member.state == MemberState.ERASED:
        raise Refused("members.erased")
    return member


def _decided(member_id: int, state: str, reason: str, *, by: Scope, at: datetime) -> Erasure:
    """The proposal, or one made for it, with its decision."""
    erasure = Erasure.objects.filter(member=member_id, state=ErasureState.PROPOSED).first()
    erasure = erasure or Erasure(member_id=member_id, cause=ErasureCause.ASKED, proposed_at=at)
    erasure.state, erasure.reason, erasure.decided_by_id, erasure.decided_at = state, reason, by.user_id, at
    erasure.save()
    return erasure
