"""Bills when two members turn out to be one, and when they part again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from foundation.refusals import Refused
from members.domain.imports.moving import Mover, by_column
from members.models import Bill

_BILLS: Final = by_column(Bill)


def _back(ids: Sequence[int], gone_id: int, kept_id: int) -> None:
    """A refund since then took points and visits from the one who was kept: so the bill cannot go home any more.

    Refused: ``members.merge_refunded``.
    """
    if Bill.objects.filter(refund_of__in=ids).exclude(pk__in=ids).exists():
        raise Refused("members.merge_refunded")
    _BILLS.back(ids, gone_id, kept_id)


BILLS: Final = Mover(_BILLS.move, _back)
