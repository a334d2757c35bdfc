"""What the page of a breach shows: what happened, what can be done now, by whom, until when."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.domain.liability import breaches as domain
from contracts.domain.liability import disputes
from contracts.domain.liability.causes import causes_of
from contracts.domain.liability.damages import expected_damages, explain
from contracts.domain.liability.losses import compare
from contracts.domain.liability.remedies import still_owed
from contracts.domain.liability.speaking import VERB
from contracts.domain.life.rescission import ground_of
from contracts.models import Adjustment, Breach, BreachNotice, Damages, Dispute, DisputeEnd
from contracts.models.notices import NoticeKind
from contracts.web.liability.answers import Answer, answers
from parties.domain.scope import Scope

DISPUTE_ACTS: dict[str, tuple[Any, str]] = {
    "note": (gettext_lazy("Note something"), "note"),
    "mediate": (gettext_lazy("Mediation begins"), "users"),
    "arbitrate": (gettext_lazy("Apply for arbitration"), "gavel"),
    "sue": (gettext_lazy("Bring an action"), "building-bank"),
    "settle": (gettext_lazy("Settle"), "heart-handshake"),
    "decide": (gettext_lazy("Record the decision"), "certificate"),
    "drop": (gettext_lazy("Drop the dispute"), "x"),
    "date": (gettext_lazy("Note a date to keep"), "calendar-plus"),
}
"""What a side may record in a dispute, with its picture."""
TOLD = ("steps__party", "steps__paper", "ends__party", "ends__paper")


@dataclass(frozen=True)
class Act:
    """Something that this person may do now, on a page of its own."""

    code: str
    label: str
    icon: str


@dataclass(frozen=True)
class Sides:
    """For which sides of the breach the person speaks."""

    injured: bool
    at_fault: bool

    @classmethod
    def of(cls, breach: Breach, by: Scope) -> "Sides":
        return cls(by.may_for(VERB, breach.injured_id), by.may_for(VERB, breach.at_fault_id))

    @property
    def either(self) -> bool:
        return self.injured or self.at_fault

    def party_of(self, breach: Breach) -> int:
        return breach.injured_id if self.injured else breach.at_fault_id


def breach_context(breach: Breach, *, by: Scope, at: datetime) -> dict[str, Any]:
    """Everything but the form."""
    damages = Damages.objects.prefetch_related("adjustments__party").filter(breach=breach).first()
    sides = Sides.of(breach, by)
    assessed = None if damages or not breach.is_undecided else expected_damages(breach)
    owed = damages.owed if damages else assessed.amount if assessed else Decimal("0.00")
    adjustments = list(damages.adjustments.select_related("party", "paper")) if damages else []
    return {
        "breach": breach,
        "sides": sides,
        "damages": damages,
        "owed": owed,
        "workings": explain(damages.workings) if damages else [],
        "expected": assessed,
        "comparison": compare(breach, owed),
        "losses": list(breach.losses.select_related("file")),
        "evidence": list(breach.evidence.select_related("party", "file")),
        "adjustments": [
            (each, answers("contracts:adjustment-answer", breach.pk, each.pk, verbs=answer_verbs(each, sides, breach)))
            for each in adjustments
        ],
        "remedies": list(breach.remedies.select_related("obligation__deadline")),
        "notices": [
            (each, answers("contracts:cure-answer", breach.pk, each.pk, verbs=cure_verbs(each, sides, at=at)))
            for each in breach.notices.select_related("notice").order_by("pk")
        ],
        "disputes": [
            (
                each,
                dispute_acts(each, breach, sides),
                [(end, end_answers(end, sides, breach)) for end in each.ends.all()],
            )
            for each in breach.disputes.select_related("party").prefetch_related(*TOLD)
        ],
        "still_owed": still_owed(breach),
        "ground": ground_of(breach, at=at),
        "verbs": domain.verbs_for(breach, by=by),
        "acts": acts_of(breach, damages, sides),
        "causes": causes_of(breach.obligation),
        "statements": breach.statements.select_related("party"),
        "may_prove": any(by.may_for("evidence.make", pk) for pk in (breach.at_fault_id, breach.injured_id)),
    }


def acts_of(breach: Breach, damages: Damages | None, sides: Sides) -> list[Act]:
    """What may be done on pages of their own, most wanted first."""
    alive = not breach.is_let_go
    found = [
        (sides.injured and alive, Act("loss", _("Record the loss"), "coin")),
        (sides.injured and alive, Act("demand", _("Demand performance"), "mail-fast")),
        (sides.injured and alive, Act("warn", _("Warn in writing"), "mail-exclamation")),
        (sides.either and damages is not None, Act("adjust", _("Adjust the damages"), "adjustments")),
        (
            sides.either and alive and not breach.disputes.filter(ended_at=None).exists(),
            Act("dispute", _("Open a dispute"), "scale"),
        ),
        (sides.either, Act("evidence", _("Add evidence"), "paperclip")),
    ]
    return [act for is_open, act in found if is_open]


def answer_verbs(proposed: Adjustment | DisputeEnd, sides: Sides, breach: Breach) -> list[str]:
    """What the person may answer to a sum, or to the end of a dispute, that waits."""
    if not proposed.is_proposed:
        return []
    by_injured = proposed.party_id == breach.injured_id
    hears = sides.at_fault if by_injured else sides.injured
    wrote = sides.injured if by_injured else sides.at_fault
    return [*(["accept", "decline"] if hears else []), *(["withdraw"] if wrote else [])]


def end_answers(end: DisputeEnd, sides: Sides, breach: Breach) -> list[Answer]:
    """The same as buttons."""
    ids = (breach.pk, end.dispute_id, end.pk)
    return answers("contracts:dispute-end-answer", *ids, verbs=answer_verbs(end, sides, breach))


def cure_verbs(about: BreachNotice, sides: Sides, *, at: datetime) -> list[str]:
    """What the injured party may record about a demand now."""
    if about.notice.kind != NoticeKind.DEMAND or not sides.injured or about.cure or about.cure_until is None:
        return []
    return ["cured", *(["not_cured"] if at >= about.cure_until else [])]


def dispute_acts(dispute: Dispute, breach: Breach, sides: Sides) -> list[Act]:
    """What the person may record in the dispute now."""
    if not sides.either or not dispute.is_open:
        return []
    verbs = disputes.verbs_for(dispute, breach, by_party=sides.party_of(breach))
    return [Act(verb, *DISPUTE_ACTS[verb]) for verb in (*verbs, "date")]
