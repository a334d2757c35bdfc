"""The stages of a complaint: one table, who may do each step, and what each step needs (form ``ktv-2``, C3)."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints.models import Stage
from foundation.transitions import Lifecycle

REPLY: Final = "reply"
ANSWER: Final = "answer_promoter"
TELL: Final = "tell_promoter"

HANDLING: Final = Lifecycle(
    "complaint",
    {
        Stage.RECORDED: {"report": Stage.RECEIVED, REPLY: Stage.RECORDED},
        Stage.RECEIVED: {
            "verify": Stage.VERIFIED,
            "dismiss": Stage.DISMISSED,
            REPLY: Stage.RECEIVED,
            ANSWER: Stage.RECEIVED,
        },
        Stage.VERIFIED: {"classify": Stage.CLASSIFIED, REPLY: Stage.VERIFIED, ANSWER: Stage.VERIFIED},
        Stage.CLASSIFIED: {"plan": Stage.PLANNED, REPLY: Stage.CLASSIFIED, ANSWER: Stage.CLASSIFIED},
        Stage.PLANNED: {"start": Stage.EXECUTING, REPLY: Stage.PLANNED, ANSWER: Stage.PLANNED},
        Stage.EXECUTING: {"complete": Stage.EXECUTED, REPLY: Stage.EXECUTING, ANSWER: Stage.EXECUTING},
        Stage.EXECUTED: {"tell": Stage.TOLD, REPLY: Stage.EXECUTED, ANSWER: Stage.EXECUTED, TELL: Stage.EXECUTED},
        Stage.TOLD: {"confirm": Stage.CONFIRMED, "contest": Stage.CLASSIFIED, ANSWER: Stage.TOLD, TELL: Stage.TOLD},
        Stage.CONFIRMED: {"close": Stage.CLOSED, ANSWER: Stage.CONFIRMED, TELL: Stage.CONFIRMED},
        Stage.CLOSED: {},
        Stage.DISMISSED: {},
    },
    initial=Stage.RECORDED,
)
"""From the promoter's note (or straight from receipt) to the close; contesting the result opens planning again.

Until the result is told, the customer can be replied to at any time, as often as needed, and the stage stays (form
``ktv-1``: the customer is told of progress; form ``ktv-3``, clauses 4.1 to 4.3: the first reply)."""

PATH: Final = (
    Stage.RECEIVED,
    Stage.VERIFIED,
    Stage.CLASSIFIED,
    Stage.PLANNED,
    Stage.EXECUTING,
    Stage.EXECUTED,
    Stage.TOLD,
    Stage.CONFIRMED,
    Stage.CLOSED,
)
"""The plain way through, for showing how far a complaint has come."""

MAY_DO: Final[dict[str, str]] = {
    "report": "complaints.report",
    "verify": "complaints.verify",
    "dismiss": "complaints.verify",
    "classify": "complaints.verify",
    "plan": "complaints.plan",
    "start": "complaints.execute",
    "complete": "complaints.execute",
    "tell": "complaints.tell",
    "confirm": "complaints.tell",
    "contest": "complaints.tell",
    "close": "complaints.tell",
    REPLY: "complaints.tell",
    ANSWER: "complaints.answer_promoter",
    TELL: "complaints.answer_promoter",
}
"""Step → verb of the role matrix."""

ON_PROMOTERS_PATH: Final = frozenset({ANSWER, TELL})
NEEDS_NOTE: Final = frozenset({"dismiss", "plan", "contest", REPLY, ANSWER, TELL})
CLOSES: Final = frozenset({"dismiss", "close"})

LABELS: Final[dict[str, str | Promise]] = {
    "report": _("Report to marketing"),
    "verify": _("Verified: it is so"),
    "dismiss": _("Dismiss"),
    "classify": _("Classify"),
    "plan": _("Set the plan"),
    "start": _("Start carrying it out"),
    "complete": _("Carried out"),
    "tell": _("Customer told"),
    "confirm": _("Customer confirms"),
    "contest": _("Customer contests"),
    "close": _("Close the complaint"),
    REPLY: _("Reply to the customer"),
    ANSWER: _("Answer the promoter"),
    TELL: _("Tell the promoter the result"),
}
"""Each step as the button that does it."""

NEXT: Final[dict[str, str]] = {
    stage: next(verb for verb in verbs if verb not in ON_PROMOTERS_PATH)
    for stage, verbs in HANDLING.table.items()
    if set(verbs) - ON_PROMOTERS_PATH
}
"""Stage → the step forward from it, which comes first in the table."""

DONE: Final[dict[str, str | Promise]] = {
    "report": _("Reported to marketing"),
    "verify": _("Verified"),
    "dismiss": _("Dismissed"),
    "classify": _("Classified"),
    "plan": _("Plan set"),
    "start": _("Carrying out begun"),
    "complete": _("Carried out"),
    "tell": _("Customer told"),
    "confirm": _("Confirmed by the customer"),
    "contest": _("Contested by the customer"),
    "close": _("Closed"),
    REPLY: _("Customer replied to"),
    ANSWER: _("Promoter answered"),
    TELL: _("Promoter told the result"),
}
"""Each step as the history tells it."""
