"""After the installation's secret was changed: members' keys under the new one, and hashes made anew, batch by batch.

A batch is one transaction and says by itself what is done: a run that was killed is simply run again.
"""

from collections.abc import Callable, Iterator
from typing import Final

from foundation.enciphering import house_key
from members.domain.privacy.filing import Hashes, search_row
from members.domain.privacy.personal import deciphered, opened_key, wrapped_key
from members.models import MemberKey, MemberSearch
from parties.domain.scope import SYSTEM, writing

BATCH: Final = 500

Rotation = Callable[[int], int]
"""Bring at most so many rows under the present secret and tell how many; 0: all are."""

_rotations: list[tuple[str, Rotation]] = []


def register_rotation(what: str, rotation: Rotation) -> None:
    """Add what else is enciphered under the key of the house; floors above know theirs."""
    if (what, rotation) not in _rotations:
        _rotations.append((what, rotation))


def rotate_all(*, batch: int = BATCH) -> Iterator[tuple[str, int]]:
    """Bring everything under the present secret; tells after each batch what was done, and how many rows."""
    for what, rotation in _rotations:
        while count := rotation(batch):
            yield what, count


def rotate_members(batch: int) -> int:
    """Members' keys and what they are found by. Raises ``foundation.enciphering.Unreadable`` without the old secret."""
    house = house_key()
    with writing(SYSTEM):
        stale = MemberKey.objects.exclude(house_key=house.name).select_for_update(of=("self",))
        kept = list(stale.select_related("member").order_by("pk")[:batch])
        keys, searches = [], []
        hashes: dict[int, Hashes] = {}
        for old in kept:
            member, key = old.member, opened_key(old)
            of_party = hashes.setdefault(member.party_id, Hashes(member.party_id))
            keys.append(wrapped_key(member.pk, key, house=house))
            searches.append(search_row(member.pk, deciphered(member, key=key), hashes=of_party))
        MemberKey.objects.bulk_update(keys, ["wrapped", "house_key"])
        MemberSearch.objects.bulk_update(searches, ["tokens", "phone_hash", "last_four_hash"])
    return len(kept)
