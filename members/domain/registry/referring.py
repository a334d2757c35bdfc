"""Who recommended whom: never oneself, and never in a circle."""

from typing import Final

from foundation.refusals import Refused
from members.models import Member

DEEPEST: Final = 1000
"""Steps that are walked; a longer chain than that was made by no people."""


def check_referrer(party_id: int, member_id: int | None, referrer_id: int | None) -> None:
    """Whether this member of the party can have been recommended by that one; ``member_id`` is empty for a new one.

    Refused: ``members.referrer_unknown``, ``members.referrer_circle``.
    """
    if referrer_id is None:
        return
    if not Member.objects.active().filter(pk=referrer_id, party=party_id).exists():
        raise Refused("members.referrer_unknown", "referrer")
    step: int | None = referrer_id
    for _walked in range(DEEPEST if member_id else 0):
        if step is None:
            return
        if step == member_id:
            raise Refused("members.referrer_circle", "referrer")
        step = Member.objects.filter(pk=step).values_list("referrer_id", flat=True).first()
