"""The lives of a wave and of an invitation: one table each (docs/states.md)."""

from typing import Final

from foundation.transitions import Lifecycle
from surveys.models import InvitationState, WaveState

WAVE: Final = Lifecycle(
    "wave of a survey",
    {
        WaveState.PLANNED: {"draw": WaveState.DRAWN, "open": WaveState.OPEN, "cancel": WaveState.CANCELLED},
        WaveState.DRAWN: {"open": WaveState.OPEN, "cancel": WaveState.CANCELLED},
        WaveState.OPEN: {"close": WaveState.CLOSED, "cancel": WaveState.CANCELLED},
        WaveState.CLOSED: {"count": WaveState.COUNTED},
        WaveState.COUNTED: {},
        WaveState.CANCELLED: {},
    },
    initial=WaveState.PLANNED,
)
"""Only a wave that draws nobody opens without a draw (check ``wave_open_draws_nobody`` and its neighbour)."""

INVITATION: Final = Lifecycle(
    "invitation to a survey",
    {
        InvitationState.DRAWN: {
            "send": InvitationState.SENT,
            "answer": InvitationState.ANSWERED,
            "refuse": InvitationState.REFUSED,
            "miss": InvitationState.UNREACHABLE,
            "lapse": InvitationState.LAPSED,
        },
        InvitationState.SENT: {
            "answer": InvitationState.ANSWERED,
            "refuse": InvitationState.REFUSED,
            "miss": InvitationState.UNREACHABLE,
            "lapse": InvitationState.LAPSED,
        },
        InvitationState.UNREACHABLE: {
            "answer": InvitationState.ANSWERED,
            "refuse": InvitationState.REFUSED,
            "replace": InvitationState.REPLACED,
        },
        InvitationState.REFUSED: {"replace": InvitationState.REPLACED},
        InvitationState.ANSWERED: {},
        InvitationState.REPLACED: {},
        InvitationState.LAPSED: {},
    },
    initial=InvitationState.DRAWN,
)
"""Who was not reached may still answer by the link they have; who refused is left in peace."""

ANSWERABLE: Final = tuple(state for state in INVITATION.states if "answer" in INVITATION.verbs(state))
"""In which states an answer is taken."""
