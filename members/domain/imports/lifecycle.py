"""The life of an import: one table."""

from typing import Final

from foundation.transitions import Lifecycle
from members.models import ImportState

IMPORT: Final = Lifecycle(
    "import",
    {
        ImportState.UPLOADED: {"check": ImportState.CHECKING, "drop": ImportState.DROPPED},
        ImportState.CHECKING: {
            "present": ImportState.CHECKED,
            "stop": ImportState.STOPPED,
            "drop": ImportState.DROPPED,
        },
        ImportState.CHECKED: {
            "check": ImportState.CHECKING,
            "load": ImportState.LOADING,
            "drop": ImportState.DROPPED,
        },
        ImportState.LOADING: {"finish": ImportState.DONE, "drop": ImportState.DROPPED},
        ImportState.DONE: {},
        ImportState.STOPPED: {"check": ImportState.CHECKING, "drop": ImportState.DROPPED},
        ImportState.DROPPED: {},
    },
    initial=ImportState.UPLOADED,
)
"""Nothing is written about a member before a person confirmed what was shown to them."""
