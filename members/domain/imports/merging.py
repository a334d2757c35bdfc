"""Merging two members who are one person, and taking a merge back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from foundation.refusals import Refused
from members.domain.imports.moving import movers
from members.domain.registry.lifecycle import MEMBER
from members.models import Member, MemberMerge
from parties.domain.scope import Scope, writing

VERB: Final = "members.merge"


def merge_members(kept_id: int, gone_id: int, *, by: Scope, at: datetime) -> MemberMerge:
    """Let all that belongs to one member belong to the other; its card leads to the other from now on.

    What is kept under the member's own key (data, notes) and what only was said or looked at (consents, looks) stays
    with the row that is merged away, and can be read there: it is what was known then. Only a "no" that is the last
    word of both is said for the one who is kept, too.
    Refused: ``parties.not_yours``, ``members.not_yours`` for the provider, ``members.merge_target`` (the same member,
    another party's, one who is not active), ``members.merge_holds_others`` (a merge is one step deep: then the other
    way round).
    """
    if by.user_id is None:
        raise Refused("parties.not_yours")
    with writing(by):
        kept, gone = _locked((kept_id, gone_id), by=by)
        if kept.pk == gone.pk or kept.party_id != gone.party_id or not (kept.is_active and gone.is_active):
            raise Refused("members.merge_target", "kept")
        if gone.merged_in.exists():
            raise Refused("members.merge_holds_others", "kept")
        moved = {source: list(mover.move(gone.pk, kept.pk)) for source, mover in movers().items()}
        MEMBER.move(Member, gone.pk, "merge", merged_into_id=kept.pk)
        return MemberMerge.objects.create(kept=kept, gone=gone, moved=moved, merged_by_id=by.user_id, merged_at=at)


def take_apart(merge_id: int, *, by: Scope, at: datetime) -> MemberMerge:
    """Take a merge back: what went over then goes home; what came since stays.

    Refused: ``parties.not_yours``, ``members.merge_undone``, ``members.merged_on`` when the one that was kept is itself
    merged by now, ``foundation.not_allowed_now`` when one was erased, ``members.merge_refunded`` and
    ``members.merge_points_used`` when what went over was refunded, used or adjusted since.
    """
    if by.user_id is None:
        raise Refused("parties.not_yours")
    with writing(by):
        merge = MemberMerge.objects.within(by, verb=VERB).filter(pk=merge_id).first()
        if merge is None:
            raise Refused("parties.not_yours")
        kept, gone = _locked((merge.kept_id, merge.gone_id), by=by)
        merge.refresh_from_db()
        if merge.undone_at is not None:
            raise Refused("members.merge_undone")
        if not kept.is_active:
            raise Refused("members.merged_on")
        MEMBER.move(Member, gone.pk, "take_apart", merged_into_id=None)
        merge.undone_by_id, merge.undone_at = by.user_id, at
        merge.save(update_fields=["undone_by", "undone_at"])
        for source, mover in movers().items():
            mover.back(merge.moved.get(source, []), gone.pk, kept.pk)
        return merge


def _locked(ids: Sequence[int], *, by: Scope) -> list[Member]:
    """Both rows, locked in the order of their ids, so that of two merges at once none waits for the other for ever; a
    bill that comes in locks its member, too."""
    reach = Member.objects.within(by, verb=VERB).filter(pk__in=ids)
    rows = Member.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=reach.values("pk")).order_by("pk")
    found = {member.pk: member for member in rows}
    if set(ids) - found.keys():
        raise Refused("parties.not_yours")
    if not all(by.may_for(VERB, member.party_id) for member in found.values()):
        raise Refused("members.not_yours")
    return [found[member_id] for member_id in ids]
