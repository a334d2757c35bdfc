"""What the page of one complaint shows, each part read once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.functional import Promise

from complaints.domain.clocks.assignment import candidates, may_hand_over
from complaints.domain.people import Here
from complaints.domain.stages import known_major
from complaints.domain.stages.grounds import terms_of
from complaints.domain.stages.handling import verbs_for
from complaints.domain.stages.linking import LINK, Related, linked_with, suggestions
from complaints.domain.stages.merging import UNMERGE_HOURS
from complaints.domain.stages.transitions import (
    CLOSES,
    CONTEST,
    DONE,
    EMERGENCY,
    LABELS,
    MERGE,
    NEXT,
    PATH,
    REGRADE,
    STAFF_NEEDS_NOTE,
    UNMERGE,
)
from complaints.models import Clock, Complaint, ComplaintStep, EscalationLevel, Evidence, Gravity, IncomingFile, Stage
from complaints.web.customer.about import About
from complaints.web.icons import GRAVITY_ICONS
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
    "close_unreached": "phone-off",
    "add": "message-plus",
    "answer_promoter": "message-reply",
    "tell_promoter": "message-check",
    "take_in": "inbox",
    REGRADE: "adjustments-exclamation",
    "emergency": "urgent",
    "train": "school",
    "merge": "git-merge",
    **dict.fromkeys(UNMERGE, "git-branch"),
    "reopen": "rotate-2",
}
OWN_FORMS = frozenset({MERGE, REGRADE})
"""Steps that ask for more than a note: each has a form of its own."""


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

    def __init__(self, complaint: Complaint, here: Here) -> None:
        self.complaint = complaint
        self.here = here
        self.scope = here.by
        self.gravity_icons = GRAVITY_ICONS

    @cached_property
    def path(self) -> list[PathStage]:
        """How far it has come; a dismissed one has left the path."""
        states = list(PATH)
        if self.complaint.is_from_promoter or self.complaint.state == Stage.ARRIVED:
            states.insert(0, Stage.RECORDED if self.complaint.is_from_promoter else Stage.ARRIVED)
        here = states.index(Stage(self.complaint.state)) if self.complaint.state in states else -1
        is_over = self.complaint.is_closed
        return [
            PathStage(str(stage.label), number < here or (is_over and number == here), number == here and not is_over)
            for number, stage in enumerate(states)
        ]

    @cached_property
    def actions(self) -> list[Action]:
        """What this person may do now; the way forward first."""
        return [_action(verb, self.complaint.state) for verb in self._verbs if verb not in OWN_FORMS]

    @cached_property
    def _verbs(self) -> list[str]:
        return verbs_for(self.complaint, by=self.scope, at=timezone.now(), here=self.here)

    @property
    def may_regrade(self) -> bool:
        """Whether this person may change how grave it is."""
        return REGRADE in self._verbs

    @cached_property
    def knows_of_major(self) -> bool:
        """Whether a clause counts anew what was known to be major, and somebody set this one down as less."""
        names = {clock.name for clock in self.clocks if clock.cycle == self.complaint.cycle}
        might = known_major.MAJOR.replaces in names and known_major.MAJOR.name not in names
        terms = terms_of(self.complaint) if might else None
        return terms is not None and terms.value(known_major.TERM) is not None

    @property
    def other_gravities(self) -> list[tuple[str, str | Promise]]:
        """The gravities that it does not have; and major, where it may have been known to be."""
        kept = {self.complaint.gravity} - ({Gravity.MAJOR.value} if self.knows_of_major else set())
        return [(value, label) for value, label in Gravity.choices if value not in kept]

    @property
    def unmerge_hours(self) -> int:
        """For how many hours a merge can be taken back."""
        return UNMERGE_HOURS

    @property
    def may_merge(self) -> bool:
        """Whether this person may merge it into another."""
        return MERGE in self._verbs

    @cached_property
    def may_link(self) -> bool:
        """Whether this person may link it with another."""
        return self.here.may(LINK)

    @cached_property
    def merged_in(self) -> list[Complaint]:
        """The duplicates that are handled with it."""
        return list(self.complaint.merged_in.select_related("room", "logged_by").order_by("pk"))

    @cached_property
    def linked(self) -> list[Related]:
        """What people said belongs together with it."""
        return linked_with(self.complaint, by=self.scope)

    @cached_property
    def alike(self) -> list[Related]:
        """What looks like the same trouble again."""
        return [] if self.complaint.is_merged else suggestions(self.complaint, by=self.scope)

    @cached_property
    def _together(self) -> list[int]:
        return [self.complaint.pk, *(each.pk for each in self.merged_in)]

    @property
    def classifies(self) -> bool:
        """Whether a level is asked for."""
        return any(action.verb == "classify" for action in self.actions)

    @cached_property
    def clocks(self) -> list[Clock]:
        """All clocks by cycle, those of the present one first, and of each those still to be done."""
        rows = Clock.objects.filter(complaint__in=self._together).select_related(
            "complaint", "deadline__owner", "obligation__term__clause", "house_rule"
        )
        rows = rows.prefetch_related("deadline__pauses")
        return sorted(
            rows, key=lambda clock: (-clock.cycle, clock.deadline.done_at is not None, clock.deadline.due_at, clock.pk)
        )

    @cached_property
    def hand_over(self) -> Sequence[tuple[Clock, list[User]]]:
        """Open clocks that this person may hand over, with the people who could take each."""
        if self.complaint.is_closed:
            return []
        venue_id = self.complaint.venue_id
        running = [clock for clock in self.clocks if clock.deadline.is_open]
        clocks = [clock for clock in running if may_hand_over(clock, venue_id=venue_id, by=self.scope)]
        people = candidates(clocks, venue_id=venue_id) if clocks else {}
        others = [(clock, [p for p in people[clock.pk] if p.pk != clock.deadline.owner_id]) for clock in clocks]
        return [(clock, who) for clock, who in others if who]

    @cached_property
    def may_pause(self) -> bool:
        """Whether this person may stop clocks here, and let them run on."""
        return not self.complaint.is_closed and self.here.may("complaints.pause")

    @cached_property
    def levels(self) -> list[EscalationLevel]:
        """The levels to which missed steps have risen, newest first."""
        rows = self.complaint.escalation_levels.select_related("deadline__owner", "clock", "word__user")
        return list(rows.order_by("-pk"))

    @cached_property
    def is_waited_for(self) -> bool:
        """Whether a missed step is still undone, so that somebody must acknowledge it."""
        return self.complaint.escalation_levels.waiting().exists()

    @cached_property
    def levels_of_mine(self) -> set[int]:
        """Those that wait for this person's word."""
        mine = self.complaint.escalation_levels.waiting().filter(deadline__owner=self.scope.user_id)
        return set(mine.values_list("pk", flat=True))

    @cached_property
    def evidence(self) -> list[Evidence]:
        """The files, oldest first."""
        rows = Evidence.objects.filter(complaint__in=self._together)
        return list(rows.select_related("file", "user").order_by("pk"))

    @cached_property
    def arriving(self) -> list[IncomingFile]:
        """Files that a phone announced and that are not evidence (yet)."""
        return list(self.complaint.incoming.filter(evidence=None).select_related("user"))

    @cached_property
    def history(self) -> list[PastStep]:
        """The steps so far, newest first."""
        steps = ComplaintStep.objects.filter(complaint__in=self._together).select_related("user", "complaint")
        return [PastStep(step, DONE[step.verb], STEP_ICONS[step.verb]) for step in steps.order_by("-pk")]

    @cached_property
    def may_add_files(self) -> bool:
        """Whether this person may add evidence now."""
        return not self.complaint.is_closed and self.here.may("complaints.log")

    @cached_property
    def about_customer(self) -> About:
        """How the customer can be reached, and what they think."""
        return About(self.complaint, self.here)

    @property
    def sees_contract(self) -> bool:
        """Whether the contract's pages are open to this person."""
        return self.scope.may("contracts.see")


def _action(verb: str, state: str) -> Action:
    turns_down = verb == CONTEST or (verb in CLOSES and verb != "close")
    variant = "danger" if turns_down or verb == EMERGENCY else "primary" if _leads_on(verb, state) else "secondary"
    return Action(verb, LABELS[verb], STEP_ICONS[verb], variant, verb in STAFF_NEEDS_NOTE)


def _leads_on(verb: str, state: str) -> bool:
    return NEXT.get(state) == verb
