"""The life of a request: one table. ``agree``, ``refuse`` and ``send_back`` are the answerer's, the rest the asker's;
it lapses when the contract ends."""

from typing import Final

from contracts.models.requests import RequestState
from foundation.transitions import Lifecycle

REQUEST_LIFE: Final = Lifecycle(
    "request",
    {
        RequestState.ASKED: {
            "agree": RequestState.AGREED,
            "refuse": RequestState.REFUSED,
            "send_back": RequestState.RETURNED,
            "withdraw": RequestState.WITHDRAWN,
            "lapse": RequestState.LAPSED,
        },
        RequestState.RETURNED: {
            "ask_again": RequestState.ASKED,
            "withdraw": RequestState.WITHDRAWN,
            "lapse": RequestState.LAPSED,
        },
        RequestState.AGREED: {},
        RequestState.REFUSED: {},
        RequestState.WITHDRAWN: {},
        RequestState.LAPSED: {},
    },
    initial=RequestState.ASKED,
)
