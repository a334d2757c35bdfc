"""The clocks of a complaint: which step starts each, which stops it, who answers for it (form ``ktv-2``, C4, C5).

The limits themselves are never here: they are terms of the contract in force, or the venue's house rules. A clock whose
term the contract does not have, or left empty, does not run; so each form runs its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parties.domain.roles import Role

RECORD: Final = "record"
RECEIVE: Final = "receive"
"""The two ways in: written down by a promoter, or received straight away."""


@dataclass(frozen=True)
class ClockRule:
    """One clock. ``term`` names the contract's term; ``house_hours`` is a new house rule's limit (none: no rule).

    ``major_only``: it runs for complaints that are major when they are written down; another judgement later changes no
    limit that runs (form ``ktv-3``, clause 3.4). ``replaces``: the clock that does not run where this one does.
    """

    name: str
    label: str | Promise
    term: str
    started_by: frozenset[str]
    stopped_by: frozenset[str]
    roles: tuple[Role, ...]
    promoter_only: bool = False
    belongs_to_logger: bool = False
    house_hours: int | None = None
    major_only: bool = False
    replaces: str = ""

    @property
    def kind(self) -> str:
        """The kind of its deadlines."""
        return f"complaints.{self.name}"

    @property
    def chain(self) -> tuple[Role, ...]:
        """Who answers for it, the first that is staffed; after them the contract's account manager."""
        return (*self.roles, Role.VENUE_MANAGER)


REOPEN: Final = "reopen"
"""Opened again, a complaint is judged anew, and the limits run from the record of it (form ``ktv-1``, clause 3.5)."""

_WRITTEN_DOWN: Final = frozenset({RECORD, RECEIVE, REOPEN})
_FIRST_REPLY: Final = frozenset({"reply", "tell", "dismiss"})
"""What gives the customer a first answer: a reply, the result itself, or the reasons why the complaint is dismissed.

Verifying is no reply, nor is what marketing answers the promoter: the customer has heard nothing yet. (Form ``ktv-3``,
clauses 4.1 to 4.3: a complaint handler tells the customer who is responsible, the first assessment and what happens
next. Form ``ktv-1``, clause 3.5: whose complaint is unfounded is told why.)
"""

_JUDGED: Final = frozenset({"verify", "dismiss", "emergency"})
"""What judges whether a complaint is so. Whoever takes the emergency path has judged it, and says why."""

CLOCKS: Final = (
    # The first reply and the first judgement count from when the complaint is written down, by whomever it was told
    # (forms ktv-1, ktv-3 and retention: the time of the record is the time of receipt).
    ClockRule(
        name="reply",
        label=_("Reply to the customer"),
        term="reply_within",
        started_by=_WRITTEN_DOWN,
        stopped_by=_FIRST_REPLY,
        roles=(Role.CUSTOMER_SERVICE,),
    ),
    ClockRule(
        name="reply_major",
        label=_("Reply to the customer"),
        term="reply_major_within",
        started_by=_WRITTEN_DOWN,
        stopped_by=_FIRST_REPLY,
        roles=(Role.CUSTOMER_SERVICE,),
        major_only=True,
        replaces="reply",
    ),
    # Form ktv-1, clause 3.5: whether it is credible, what it is about and how grave.
    ClockRule(
        name="triage",
        label=_("First judgement"),
        term="triage_within",
        started_by=_WRITTEN_DOWN,
        stopped_by=_JUDGED,
        roles=(Role.MARKETING,),
    ),
    ClockRule(
        name="promoter_report",
        label=_("Report to marketing"),
        term="promoter_report_within",
        started_by=frozenset({RECORD}),
        stopped_by=frozenset({"report"}),
        roles=(Role.PROMOTER,),
        promoter_only=True,
        belongs_to_logger=True,
    ),
    ClockRule(
        name="verify",
        label=_("Verify"),
        term="verify_within",
        started_by=frozenset({RECEIVE, "report", REOPEN}),
        stopped_by=_JUDGED,
        roles=(Role.MARKETING,),
        house_hours=24,
    ),
    ClockRule(
        name="promoter_answer",
        label=_("Answer the promoter"),
        term="promoter_answer_within",
        started_by=frozenset({"report"}),
        stopped_by=frozenset({"answer_promoter", "dismiss"}),
        roles=(Role.MARKETING,),
        promoter_only=True,
    ),
    ClockRule(
        name="plan",
        label=_("Set the plan"),
        term="plan_within",
        started_by=frozenset({"classify", "contest"}),
        stopped_by=frozenset({"plan", "emergency"}),
        roles=(Role.PROMOTIONS, Role.MARKETING),
        house_hours=48,
    ),
    ClockRule(
        name="execute",
        label=_("Carry out"),
        term="execute_within",
        started_by=frozenset({"start"}),
        stopped_by=frozenset({"complete"}),
        roles=(Role.PROMOTIONS,),
        house_hours=72,
    ),
    ClockRule(
        name="feedback",
        label=_("Tell the customer"),
        term="feedback_within",
        started_by=frozenset({"complete"}),
        stopped_by=frozenset({"tell"}),
        roles=(Role.CUSTOMER_SERVICE,),
        house_hours=24,
    ),
    ClockRule(
        name="promoter_result",
        label=_("Tell the promoter the result"),
        term="promoter_result_within",
        started_by=frozenset({"complete"}),
        stopped_by=frozenset({"tell_promoter"}),
        roles=(Role.MARKETING,),
        promoter_only=True,
    ),
)

BREACH: Final = "step_late"
"""What a missed clock counts as, in the contract's catalogue of breaches ("Ours, in every form")."""

CLOCK: Final = {rule.name: rule for rule in CLOCKS}
RESPONSIBLE: Final = (Role.CUSTOMER_SERVICE, Role.VENUE_MANAGER)
"""Who is the named person for the whole of a complaint: customer service receives it."""


def started_by(verb: str, *, is_promoters: bool, is_major: bool) -> list[ClockRule]:
    """The clocks that a step may start: those of the promoter's own path only where a promoter was told, those of major
    complaints only for these."""
    return [
        rule
        for rule in CLOCKS
        if verb in rule.started_by and (is_promoters or not rule.promoter_only) and (is_major or not rule.major_only)
    ]


def late_starters(*, running: Iterable[str], taken: Iterable[str]) -> list[ClockRule]:
    """The clocks of major complaints that start when one becomes major later on.

    A limit that runs, or ran, stays as it is (form ``ktv-3``, clause 3.4; form ``ktv-1``, clause 3.4): only where there
    was none at all, and the step was not taken yet, does the one of major complaints begin, at that moment. So it is
    where the contract, or the house rules of a venue without one, limit major complaints alone.
    """
    names, verbs = set(running), set(taken)
    return [
        rule
        for rule in CLOCKS
        if rule.major_only and names.isdisjoint({rule.name, rule.replaces}) and rule.stopped_by.isdisjoint(verbs)
    ]


def stopped_by(verb: str) -> list[ClockRule]:
    """The clocks that a step stops."""
    return [rule for rule in CLOCKS if verb in rule.stopped_by]


def roles_of(rules: Iterable[ClockRule]) -> frozenset[Role]:
    """Every role that may answer for one of these clocks, or for the complaint."""
    return frozenset(RESPONSIBLE).union(*(rule.chain for rule in rules))
