"""What the page of one claim shows, and the buttons on it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise

from complaints.domain.costs.budgets import left_for
from complaints.domain.costs.deciding import deciding_verbs, last_day, overrun_of
from complaints.domain.costs.lifecycle import CLAIM, DONE, LABELS, OWN_VERBS
from complaints.models import ExpenseClaim
from complaints.web.costs.forms import ClaimStepForm, LineForm, ReceiptsForm
from parties.domain.scope import Scope

ICONS = {
    "submit": "send",
    "drop": "trash",
    "drop_rejected": "trash",
    "take_back": "arrow-back-up",
    "revise": "pencil",
    "approve": "check",
    "reject": "x",
    "settle": "lock",
}
LEADING = ("submit", "approve", "revise")
TURNING_DOWN = ("reject", "drop", "drop_rejected")


@dataclass(frozen=True)
class Button:
    """A step that this person may take now."""

    verb: str
    label: str | Promise
    icon: str
    variant: str


def claim_context(claim: ExpenseClaim, *, by: Scope, at: datetime) -> dict[str, Any]:
    """Everything on the page, with fresh forms."""
    is_own = claim.asked_by_id == by.user_id
    lines, steps = list(claim.lines.all()), claim.steps.select_related("user").order_by("-pk")
    verbs = [verb for verb in CLAIM.verbs(claim.state) if verb in OWN_VERBS] if is_own else deciding_verbs(claim, by=by)
    return {
        "claim": claim,
        "lines": lines,
        "total": sum((line.amount for line in lines), Decimal(0)),
        "receipts": list(claim.receipts.select_related("file")),
        "steps": [(step, DONE[step.verb], ICONS[step.verb]) for step in steps],
        "buttons": [_button(verb) for verb in verbs],
        "may_change": is_own and claim.is_draft,
        "is_decider": not is_own and bool(verbs),
        "sees_complaint": by.may("complaints.see"),
        "step_form": ClaimStepForm(),
        "line_form": LineForm(initial={"spent_date": last_day(claim)}),
        "receipts_form": ReceiptsForm(),
        **(_budget(claim) if claim.is_submitted and by.may_for("costs.see", claim.party_id) else {}),
    }


def _budget(claim: ExpenseClaim) -> dict[str, Any]:
    """What the budgets leave this claim before it is decided."""
    year = last_day(claim).year
    left = left_for(claim, year=year)
    return {"has_budget": left is not None, "left": left, "overrun": overrun_of(claim, year=year), "year": year}


def _button(verb: str) -> Button:
    variant = "primary" if verb in LEADING else "danger" if verb in TURNING_DOWN else "secondary"
    return Button(verb, LABELS[verb], ICONS[verb], variant)
