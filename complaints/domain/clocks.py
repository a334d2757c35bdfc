"""The clocks of a complaint: which step starts each, which stops it, who answers for it (form ``ktv-2``, C4, C5).

The limits themselves are never here: they are terms of the contract in force, or the venue's house rules.
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
    """One clock. ``term`` names the contract's term; ``house_hours`` is a new house rule's limit (none: no rule)."""

    name: str
    label: str | Promise
    term: str
    started_by: frozenset[str]
    stopped_by: frozenset[str]
    roles: tuple[Role, ...]
    promoter_only: bool = False
    belongs_to_logger: bool = False
    house_hours: int | None = None

    @property
    def kind(self) -> str:
        """The kind of its deadlines."""
        return f"complaints.{self.name}"

    @property
    def chain(self) -> tuple[Role, ...]:
        """Who answers for it, the first that is staffed; after them the contract's account manager."""
        return (*self.roles, Role.VENUE_MANAGER)


CLOCKS: Final = (
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
        started_by=frozenset({RECEIVE, "report"}),
        stopped_by=frozenset({"verify", "dismiss"}),
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
        stopped_by=frozenset({"plan"}),
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


def started_by(verb: str, *, is_promoters: bool) -> list[ClockRule]:
    """The clocks that a step starts; those of the promoter's own path only where a promoter was told."""
    return [rule for rule in CLOCKS if verb in rule.started_by and (is_promoters or not rule.promoter_only)]


def stopped_by(verb: str) -> list[ClockRule]:
    """The clocks that a step stops."""
    return [rule for rule in CLOCKS if verb in rule.stopped_by]


def roles_of(rules: Iterable[ClockRule]) -> frozenset[Role]:
    """Every role that may answer for one of these clocks, or for the complaint."""
    return frozenset(RESPONSIBLE).union(*(rule.chain for rule in rules))
