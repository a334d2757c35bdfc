"""The lives of a message of care and of a visit: one table each."""

from typing import Final

from foundation.transitions import Lifecycle
from members.models import CareState, VisitState

CARE: Final = Lifecycle(
    "message of care",
    {
        CareState.PLANNED: {
            "send": CareState.SENT,
            "deliver": CareState.DELIVERED,
            "fail": CareState.FAILED,
            "skip": CareState.SKIPPED,
        },
        CareState.SENT: {"deliver": CareState.DELIVERED, "fail": CareState.FAILED},
        CareState.DELIVERED: {},
        CareState.FAILED: {"deliver": CareState.DELIVERED},
        CareState.SKIPPED: {},
    },
    initial=CareState.PLANNED,
)
"""A receipt may be here before the answer to the handing over is written down, and even after a failure was assumed."""

VISIT: Final = Lifecycle(
    "return visit",
    {
        VisitState.OPEN: {
            "reach": VisitState.DONE,
            "give_up": VisitState.UNREACHED,
            "drop": VisitState.DROPPED,
        },
        VisitState.DONE: {},
        VisitState.UNREACHED: {},
        VisitState.DROPPED: {},
    },
    initial=VisitState.OPEN,
)
