"""The life of an expense claim: one table (C9)."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.models import ClaimState
from foundation.transitions import Lifecycle

CLAIM: Final = Lifecycle(
    "expense claim",
    {
        ClaimState.DRAFT: {"submit": ClaimState.SUBMITTED, "drop": ClaimState.DROPPED},
        ClaimState.SUBMITTED: {
            "approve": ClaimState.APPROVED,
            "reject": ClaimState.REJECTED,
            "take_back": ClaimState.DRAFT,
        },
        ClaimState.REJECTED: {"revise": ClaimState.DRAFT, "drop_rejected": ClaimState.DROPPED},
        ClaimState.APPROVED: {"settle": ClaimState.SETTLED},
        ClaimState.SETTLED: {},
        ClaimState.DROPPED: {},
    },
    initial=ClaimState.DRAFT,
)
"""From the draft to the month's settlement; what was rejected can be mended and handed in again."""

OWN_VERBS: Final = frozenset({"submit", "drop", "take_back", "revise", "drop_rejected"})
"""What only the person who asks may do."""
DECIDING: Final = frozenset({"approve", "reject"})
"""What only another person may do, within their limit."""

LABELS: Final[dict[str, str | Promise]] = {
    "submit": _("Hand in"),
    "drop": pgettext_lazy("expense claim", "Drop it"),
    "drop_rejected": pgettext_lazy("expense claim", "Drop it"),
    "take_back": _("Take it back"),
    "revise": _("Mend it"),
    "approve": _("Approve"),
    "reject": pgettext_lazy("expense claim", "Reject"),
}
"""Each verb as the button that does it."""

DONE: Final[dict[str, str | Promise]] = {
    "submit": _("Handed in"),
    "drop": _("Dropped"),
    "drop_rejected": _("Dropped"),
    "take_back": _("Taken back"),
    "revise": _("Being mended"),
    "approve": _("Approved"),
    "reject": pgettext_lazy("expense claim", "Rejected"),
    "settle": pgettext_lazy("expense claim", "Settled"),
}
"""Each verb as the history tells it."""
