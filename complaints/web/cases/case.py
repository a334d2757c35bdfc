"""What the page of one complaint shows, each part read once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise

from complaints.domain.clocks.assignment import candidates
from complaints.domain.people import may_at
from complaints.domain.stages.handling import verbs_for
from complaints.domain.stages.transitions import CLOSES, DONE, LABELS, NEEDS_NOTE, ON_PROMOTERS_PATH, PATH, REPLY
from complaints.models import Clock, Complaint, ComplaintStep, Evidence, Stage
from complaints.web.icons import GRAVITY_ICONS
from parties.domain.scope import Scope
from parties.models import User

STEP_ICONS = {
    "report": "send",
    "verify": "eye-check",
    "dismiss": "circle-off",
    "classify": "tags",
    "plan": "list-check",
    "start": "player-play",
    "complete": "check",
    "tell": "phone",
    "reply": "message-2",
    "confirm": "thumb-up",
    "contest": "thumb-down",
    "close": "archive",
    "answer_promoter": "message-reply",
    "tell_promoter": "message-check",
}


@dataclass(frozen=True)
class Action:
    """A step this person may take now, as a button."""

    verb: str
    label: str | Promise
    icon: str
    variant: str
    needs_note: bool


@dataclass(frozen=True)
class PathStage:
    """One stage of the plain way through."""

    label: str
    is_done: bool
    is_current: bool


@dataclass(frozen=True)
class PastStep:
    """One line of the history."""

    step: ComplaintStep
    label: str | Promise
    icon: str


class Case:
    """One complaint as one person sees it."""

    def __init__(self, complaint: Complaint, scope: Scope) -> None:
        self.complaint = complaint
        self.scope = scope
        self.gravity_icons = GRAVITY_ICONS

    @cached_property
    def path(self) -> list[PathStage]:
        """How far it has come; a dismissed one has left the path."""
        states = ([Stage.RECORDED] if self.complaint.is_from_promoter else []) + list(PATH)
        here = states.index(Stage(self.complaint.state)) if self.complaint.state in states else -1
        is_over = self.complaint.is_closed
        return [
            PathStage(str(stage.label), number < here or (is_over and number == here), number == here and not is_over)
            for number, stage in enumerate(states)
        ]

    @cached_property
    def actions(self) -> list[Action]:
        """What this person may do now; the way forward first."""
        return [_action(verb) for verb in verbs_for(self.complaint, by=self.scope)]

    @property
    def classifies(self) -> bool:
        """Whether a level is asked for."""
        return any(action.verb == "classify" for action in self.actions)

    @cached_property
    def clocks(self) -> list[Clock]:
        """All clocks, those still to be done first."""
        rows = self.complaint.clocks.select_related("deadline__owner", "obligation__term__clause", "house_rule")
        return sorted(rows, key=lambda clock: (clock.deadline.done_at is not None, clock.deadline.due_at, clock.pk))

    @cached_property
    def hand_over(self) -> Sequence[tuple[Clock, list[User]]]:
        """Open clocks that this person may hand over, with the people who could take each."""
        if self.complaint.is_closed or not may_at(self.scope, "complaints.assign", self.complaint.venue_id):
            return []
        clocks = [clock for clock in self.clocks if clock.deadline.is_open]
        people = candidates(clocks, venue_id=self.complaint.venue_id) if clocks else {}
        others = [(clock, [p for p in people[clock.pk] if p.pk != clock.deadline.owner_id]) for clock in clocks]
        return [(clock, who) for clock, who in others if who]

    @cached_property
    def evidence(self) -> list[Evidence]:
        """The files, oldest first."""
        return list(self.complaint.evidence.select_related("file", "user"))

    @cached_property
    def history(self) -> list[PastStep]:
        """The steps so far, newest first."""
        steps = self.complaint.steps.select_related("user").order_by("-pk")
        return [PastStep(step, DONE[step.verb], STEP_ICONS[step.verb]) for step in steps]

    @cached_property
    def may_add_files(self) -> bool:
        """Whether this person may add evidence now."""
        return not self.complaint.is_closed and may_at(self.scope, "complaints.log", self.complaint.venue_id)

    @property
    def sees_contract(self) -> bool:
        """Whether the contract's pages are open to this person."""
        return self.scope.may("contracts.see")


def _action(verb: str) -> Action:
    turns_down = verb == "contest" or (verb in CLOSES and verb != "close")
    variant = "danger" if turns_down else "secondary" if verb in {REPLY, *ON_PROMOTERS_PATH} else "primary"
    return Action(verb, LABELS[verb], STEP_ICONS[verb], variant, verb in NEEDS_NOTE)
