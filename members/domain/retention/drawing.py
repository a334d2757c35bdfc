"""Drawing a hold-out group so that anybody can draw it again: by a seed and the members, never by the hour."""

import hashlib
import secrets
from collections.abc import Iterable, Sequence


def new_seed() -> str:
    """Sixteen random bytes in hex, drawn before anybody sees who falls where."""
    return secrets.token_hex(16)


def frame_hash(member_ids: Iterable[int]) -> str:
    """SHA-256 of the frame: the members' ids in rising order, one a line."""
    return hashlib.sha256("".join(f"{member_id}\n" for member_id in sorted(member_ids)).encode()).hexdigest()


def held_out(member_ids: Sequence[int], *, seed: str, percent: int) -> set[int]:
    """Those who are left alone: ``percent`` of the frame, rounded down but one at least.

    The members are put in the order of SHA-256(seed:id), and the first ones are taken. Neither the order in which the
    frame was read nor anything about the members moves it.
    """
    order = sorted(member_ids, key=lambda member_id: hashlib.sha256(f"{seed}:{member_id}".encode()).digest())
    return set(order[: max(1, len(order) * percent // 100)])
