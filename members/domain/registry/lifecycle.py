"""The life of a member: one table."""

from typing import Final

from foundation.transitions import Lifecycle
from members.models import MemberState

MEMBER: Final = Lifecycle(
    "member",
    {
        MemberState.ACTIVE: {"merge": MemberState.MERGED, "erase": MemberState.ERASED},
        MemberState.MERGED: {"take_apart": MemberState.ACTIVE, "erase": MemberState.ERASED},
        MemberState.ERASED: {},
    },
    initial=MemberState.ACTIVE,
)
"""A merge can be taken back; an erasure cannot."""
