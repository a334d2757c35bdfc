"""Who recommended whom when two members turn out to be one: nobody comes to have recommended themself.

First those whom the one recommended become the other's; then, where the other was recommended by the one (or by
somebody whom the one recommended), that word goes: it would lead back to themself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from foundation.refusals import Refused
from members.domain.imports.moving import Mover
from members.domain.registry.referring import check_referrer
from members.models import Member

DEEPEST: Final = 1000
"""Steps that are walked; a longer chain than that was made by no people."""


def _move_referred(gone_id: int, kept_id: int) -> list[int]:
    ids = list(Member.objects.filter(referrer=gone_id).exclude(pk=kept_id).values_list("pk", flat=True))
    Member.objects.filter(pk__in=ids).update(referrer=kept_id)
    return ids


def _referred_back(ids: Sequence[int], gone_id: int, kept_id: int) -> None:
    """As far as no circle comes of it: who recommended whom may have been changed since."""
    mine = Member.objects.filter(pk__in=ids, referrer=kept_id).exclude(pk__in=_above(gone_id))
    mine.update(referrer=gone_id)


def _clear_own(gone_id: int, kept_id: int) -> list[int]:
    """The referrer of the one who is kept, taken away where that leads back to themself."""
    above = _above(kept_id)
    if not above or {gone_id, kept_id}.isdisjoint(above):
        return []
    Member.objects.filter(pk=kept_id).update(referrer=None)
    return above[:1]


def _own_back(ids: Sequence[int], gone_id: int, kept_id: int) -> None:
    """It comes back where it still can be so, and nobody else was named since."""
    kept = Member.objects.get(pk=kept_id)
    for referrer_id in ids:
        try:
            check_referrer(kept.party_id, kept_id, referrer_id)
        except Refused:
            return
        Member.objects.filter(pk=kept_id, referrer=None).update(referrer=referrer_id)


def _above(member_id: int) -> list[int]:
    """Who recommended the member, who recommended those, and so on; in a circle the member, too."""
    found: list[int] = []
    step = member_id
    while len(found) < DEEPEST:
        above = Member.objects.filter(pk=step).values_list("referrer_id", flat=True).first()
        if above is None or above in found:
            break
        found.append(above)
        step = above
    return found


REFERRED: Final = Mover(_move_referred, _referred_back)
OWN_REFERRER: Final = Mover(_clear_own, _own_back)
