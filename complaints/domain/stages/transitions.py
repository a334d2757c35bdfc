"""The stages of a complaint: one table, who may do each step, and what each step needs (form ``ktv-2``, C3)."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints.models import ENDED, Stage
from foundation.transitions import Lifecycle

REPLY: Final = "reply"
ANSWER: Final = "answer_promoter"
TELL: Final = "tell_promoter"
EMERGENCY: Final = "emergency"
REGRADE: Final = "regrade"
TRAIN: Final = "train"
MERGE: Final = "merge"
REOPEN: Final = "reopen"
CONTEST: Final = "contest"
UNREACHED: Final = "close_unreached"
ADD: Final = "add"
"""The customer adds something; the stage stays."""

MERGEABLE: Final = (Stage.RECEIVED, Stage.VERIFIED, Stage.CLASSIFIED, Stage.PLANNED)
"""The stages in which a duplicate can still be merged: until something is carried out. Later ones are linked."""

UNMERGE: Final = {f"unmerge_{stage.value}": stage.value for stage in MERGEABLE}
"""Taking a merge back, by the stage to which it leads: the one from which it was merged, and no other."""

HANDLING: Final = Lifecycle(
    "complaint",
    {
        Stage.RECORDED: {"report": Stage.RECEIVED, REPLY: Stage.RECORDED, REGRADE: Stage.RECORDED},
        Stage.ARRIVED: {"take_in": Stage.RECEIVED, REPLY: Stage.ARRIVED, REGRADE: Stage.ARRIVED},
        Stage.RECEIVED: {
            "verify": Stage.VERIFIED,
            "dismiss": Stage.DISMISSED,
            EMERGENCY: Stage.PLANNED,
            REPLY: Stage.RECEIVED,
            ANSWER: Stage.RECEIVED,
            REGRADE: Stage.RECEIVED,
            MERGE: Stage.MERGED,
        },
        Stage.VERIFIED: {
            "classify": Stage.CLASSIFIED,
            EMERGENCY: Stage.PLANNED,
            REPLY: Stage.VERIFIED,
            ANSWER: Stage.VERIFIED,
            REGRADE: Stage.VERIFIED,
            MERGE: Stage.MERGED,
        },
        Stage.CLASSIFIED: {
            "plan": Stage.PLANNED,
            EMERGENCY: Stage.PLANNED,
            REPLY: Stage.CLASSIFIED,
            ANSWER: Stage.CLASSIFIED,
            REGRADE: Stage.CLASSIFIED,
            TRAIN: Stage.CLASSIFIED,
            MERGE: Stage.MERGED,
        },
        Stage.PLANNED: {
            "start": Stage.EXECUTING,
            REPLY: Stage.PLANNED,
            ANSWER: Stage.PLANNED,
            REGRADE: Stage.PLANNED,
            TRAIN: Stage.PLANNED,
            MERGE: Stage.MERGED,
        },
        Stage.EXECUTING: {
            "complete": Stage.EXECUTED,
            REPLY: Stage.EXECUTING,
            ANSWER: Stage.EXECUTING,
            REGRADE: Stage.EXECUTING,
            TRAIN: Stage.EXECUTING,
        },
        Stage.EXECUTED: {
            "tell": Stage.TOLD,
            REPLY: Stage.EXECUTED,
            ANSWER: Stage.EXECUTED,
            TELL: Stage.EXECUTED,
            REGRADE: Stage.EXECUTED,
            TRAIN: Stage.EXECUTED,
        },
        Stage.TOLD: {
            "confirm": Stage.CONFIRMED,
            CONTEST: Stage.CLASSIFIED,
            UNREACHED: Stage.CLOSED,
            ANSWER: Stage.TOLD,
            TELL: Stage.TOLD,
            REGRADE: Stage.TOLD,
            TRAIN: Stage.TOLD,
        },
        Stage.CONFIRMED: {
            "close": Stage.CLOSED,
            ANSWER: Stage.CONFIRMED,
            TELL: Stage.CONFIRMED,
            REGRADE: Stage.CONFIRMED,
            TRAIN: Stage.CONFIRMED,
        },
        Stage.CLOSED: {REOPEN: Stage.RECEIVED, CONTEST: Stage.CLASSIFIED, TRAIN: Stage.CLOSED},
        Stage.DISMISSED: {REOPEN: Stage.RECEIVED},
        Stage.MERGED: UNMERGE,
    },
    initial=Stage.RECORDED,
    also=(Stage.ARRIVED, Stage.RECEIVED),
)
"""From the promoter's note, the customer's own or straight from receipt to the close; contesting opens planning again.

Until the result is told, the customer can be replied to at any time, as often as needed, and the stage stays (form
``ktv-1``: the customer is told of progress; form ``ktv-3``, clauses 4.1 to 4.3: the first reply). A major complaint may
go straight to its plan: measures do not wait for the judgement (form ``ktv-1``, clause 3.5; ``ktv-3``, clause 4.4).
What was closed or dismissed can be opened again, and begins another cycle of its handling.
"""

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
    "take_in": "complaints.receive",
    "report": "complaints.report",
    "verify": "complaints.verify",
    "dismiss": "complaints.verify",
    "classify": "complaints.verify",
    REGRADE: "complaints.verify",
    "plan": "complaints.plan",
    EMERGENCY: "complaints.plan",
    "start": "complaints.execute",
    "complete": "complaints.execute",
    "tell": "complaints.tell",
    "confirm": "complaints.tell",
    CONTEST: "complaints.tell",
    "close": "complaints.tell",
    UNREACHED: "complaints.tell",
    REPLY: "complaints.tell",
    ANSWER: "complaints.answer_promoter",
    TELL: "complaints.answer_promoter",
    TRAIN: "complaints.train",
    REOPEN: "complaints.reopen",
    **dict.fromkeys((MERGE, *UNMERGE), "complaints.merge"),
}
"""Step → verb of the role matrix."""

ON_PROMOTERS_PATH: Final = frozenset({ANSWER, TELL})
NEEDS_NOTE: Final = frozenset(
    {"dismiss", "plan", CONTEST, REPLY, ANSWER, TELL, EMERGENCY, REGRADE, TRAIN, REOPEN, MERGE}
)
STAFF_NEEDS_NOTE: Final = NEEDS_NOTE | {"confirm"}
"""Somebody on the staff says besides how they heard that the customer is content."""
BY_CUSTOMER: Final = frozenset({"confirm", CONTEST})
"""What the customer decides, on the page of their complaint or by word to the staff."""
FOR_GOOD: Final = frozenset({"close", UNREACHED})
"""What ends the handling of what was found true: nothing may be open any more."""
CLOSES: Final = FOR_GOOD | {"dismiss", MERGE}
ASKS_FOR_TRAINING: Final = frozenset({"classify", EMERGENCY})
"""What settles what a complaint is about: when it is somebody's attitude, a training follows."""

NEXT: Final[dict[str, str]] = {
    stage: next(verb for verb in verbs if verb not in ON_PROMOTERS_PATH)
    for stage, verbs in HANDLING.table.items()
    if stage not in ENDED and set(verbs) - ON_PROMOTERS_PATH
}
"""Open stage → the step forward from it, which comes first in the table."""

LABELS: Final[dict[str, str | Promise]] = {
    "take_in": _("Take it in"),
    "report": _("Report to marketing"),
    "verify": _("Verified: it is so"),
    "dismiss": _("Dismiss"),
    "classify": _("Classify"),
    REGRADE: _("Change how grave it is"),
    "plan": _("Set the plan"),
    EMERGENCY: _("Emergency plan"),
    "start": _("Start carrying it out"),
    "complete": _("Carried out"),
    "tell": _("Customer told"),
    "confirm": _("Customer confirms"),
    CONTEST: _("Customer contests"),
    "close": _("Close the complaint"),
    UNREACHED: _("Close: customer not reached"),
    REPLY: _("Reply to the customer"),
    ANSWER: _("Answer the promoter"),
    TELL: _("Tell the promoter the result"),
    TRAIN: _("Training given"),
    REOPEN: _("Open it again"),
    MERGE: _("Merge into another"),
    **dict.fromkeys(UNMERGE, _("Take it apart again")),
}
"""Each step as the button that does it."""

DONE: Final[dict[str, str | Promise]] = {
    "take_in": _("Taken in by customer service"),
    "report": _("Reported to marketing"),
    "verify": _("Verified"),
    "dismiss": _("Dismissed"),
    "classify": _("Classified"),
    REGRADE: _("Gravity changed"),
    "plan": _("Plan set"),
    EMERGENCY: _("Emergency plan set"),
    "start": _("Carrying out begun"),
    "complete": _("Carried out"),
    "tell": _("Customer told"),
    "confirm": _("Confirmed by the customer"),
    CONTEST: _("Contested by the customer"),
    "close": _("Closed"),
    UNREACHED: _("Closed: customer not reached"),
    ADD: _("Added by the customer"),
    REPLY: _("Customer replied to"),
    ANSWER: _("Promoter answered"),
    TELL: _("Promoter told the result"),
    TRAIN: _("Training given"),
    REOPEN: _("Opened again"),
    MERGE: _("Merged into another"),
    **dict.fromkeys(UNMERGE, _("Taken apart again")),
}
"""Each step as the history tells it."""
