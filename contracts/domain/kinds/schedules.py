"""What recurs or falls due under a contract by itself: one table, from the term to the series of duties (A10).

The times are never here: they are terms of the contract. How they are counted stands in
:mod:`contracts.domain.duties.windows`, who owes what in :mod:`contracts.domain.duties.opening`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contracts.domain.kinds.remedy_codes import is_kept_by_hand, remedy_label
from parties.domain.roles import Role

PREFIX: Final = "contracts."
LATE: Final = "step_late"
"""What a late duty counts as where the contract's catalogue has no narrower word ("Ours, in every form")."""

REQUEST_ANSWER: Final = "contracts.request_answer"
"""The kind of the clocks of answers to requests."""
REQUEST_IMPROVEMENT: Final = "contracts.request_improvement"
"""The kind of the clocks of improvements of work that did not pass."""
REQUEST_CLOCKS: Final = (REQUEST_ANSWER, REQUEST_IMPROVEMENT)


class Rule(StrEnum):
    """How the periods of a series follow from its term."""

    EVERY = "every"  # periods of so many months, counted from the day the contract took effect
    CALENDAR = "calendar"  # so many calendar months, the one in which it took effect being the first
    ADVANCE = "advance"  # as EVERY, but the thing falls due when the period begins
    SPAN = "span"  # the months of the contract that the term names
    ONCE = "once"  # so long after the contract took effect
    BEFORE_END = "before_end"  # so long before it ends
    AFTER = "after"  # so long after something was done (``follows``)


@dataclass(frozen=True)
class Series:
    """One kind of duty that a contract brings about by itself.

    ``term`` sets the interval, the months or the time; ``within`` the time allowed after a period's end, ``grace`` how
    much later it is missed. ``breaches`` are codes of the contract's catalogue, the first that it knows counts.
    ``if_both``: the side that acts where the clause binds both (empty: each owes its own); ``bearer``: the side that
    acts whomever the clause binds. ``follows``: the series or events after which it begins, the first that the contract
    knows counts. ``unless_beside``: not where its clause is also that of this term, because the duty then hangs on the
    result. ``clips``: a last period cut short by the end of service counts as a whole one. ``annexes``: the codes of
    annexes that the duty consists in delivering, each with the side that owes it (empty: whichever owes the duty).
    ``on_acceptance``: it begins with the creditor's word that what it follows was done, not with the debtor's own.
    """

    name: str
    label: str | Promise
    term: str
    rule: Rule
    roles: tuple[Role, ...] = ()
    within: str = ""
    grace: str = ""
    breaches: tuple[str, ...] = (LATE,)
    if_both: str = ""
    bearer: str = ""
    follows: tuple[str, ...] = ()
    unless_beside: str = ""
    clips: bool = False
    annexes: tuple[tuple[str, str], ...] = ()
    on_acceptance: bool = False

    @property
    def kind(self) -> str:
        """The kind of its deadlines."""
        return f"{PREFIX}{self.name}"

    @property
    def due_term(self) -> str:
        """The term on which the due time rests, and whose clause says who owes it."""
        return self.within or self.term


CUSTOMER_CARE: Final = (Role.CUSTOMER_SERVICE, Role.MARKETING, Role.VENUE_MANAGER)
ANALYSIS: Final = (Role.MARKETING, Role.VENUE_MANAGER)
PEOPLE: Final = (Role.HR, Role.VENUE_MANAGER)
BOOKS: Final = (Role.FINANCE,)
PAYING: Final = ("payment_late", LATE)

TABLE: Final = (
    Series("survey", _("Customer survey"), "survey_interval", Rule.EVERY, CUSTOMER_CARE),
    Series("staff_survey", _("Staff survey"), "staff_survey_interval", Rule.EVERY, PEOPLE),
    Series(
        "training",
        _("Training"),
        "training_interval",
        Rule.EVERY,
        PEOPLE,
        grace="training_grace",
        breaches=("training_late", LATE),
    ),
    Series("appraisal", _("Appraisal"), "appraisal_interval", Rule.EVERY, PEOPLE),
    Series("visit", _("Return visits"), "visit_interval", Rule.EVERY, CUSTOMER_CARE),
    Series("assessment", _("Assessment"), "assessment_interval", Rule.EVERY, ANALYSIS),
    Series("improvement_report", _("Improvement report"), "improvement_report_interval", Rule.EVERY, ANALYSIS),
    Series("third_party_report", _("Third party's report"), "third_party_report_interval", Rule.EVERY),
    Series(
        "statement",
        _("Financial statement"),
        "statement_interval",
        Rule.EVERY,
        BOOKS,
        within="statement_within",
        breaches=("statement_late", LATE),
        annexes=(("financial_statements", ""),),
    ),
    Series(
        "report",
        _("Service report"),
        "report_interval",
        Rule.EVERY,
        within="report_within",
        if_both="B",
        clips=True,
    ),
    Series(
        "cost_settlement",
        _("Settlement of complaint costs"),
        "cost_settlement_interval",
        Rule.CALENDAR,
        BOOKS,
        within="statement_within",
    ),
    Series(
        "phase_plan",
        _("Phase: plan and start"),
        "phase_plan",
        Rule.SPAN,
        ANALYSIS,
        annexes=(("relationship_plan", "A"), ("loyalty_plan", "B")),
    ),
    Series("phase_adjust", _("Phase: survey and adjustment"), "phase_adjust", Rule.SPAN, ANALYSIS),
    Series("phase_campaign", _("Phase: loyalty campaigns"), "phase_campaign", Rule.SPAN, ANALYSIS, if_both="B"),
    Series("phase_review", _("Phase: review"), "phase_review", Rule.SPAN, ANALYSIS),
    Series(
        "plan",
        _("Service plan"),
        "plan_submit_within",
        Rule.ONCE,
        if_both="B",
        annexes=(("customisation_plan", ""),),
    ),
    Series("first_instalment", _("First instalment"), "first_instalment_within", Rule.ONCE, BOOKS, breaches=PAYING),
    Series(
        "final_instalment",
        _("Final instalment"),
        "final_instalment_within",
        Rule.AFTER,
        BOOKS,
        breaches=PAYING,
        follows=("acceptance",),
    ),
    # To bill is Party B's right and no duty, so no breach follows; the time to pay runs from receipt of the
    # invoice, which the one who pays confirms: a creditor does not start the other side's clock on its own word.
    Series(
        "fee_bill",
        _("Invoice for the fee"),
        "fee_interval",
        Rule.ADVANCE,
        BOOKS,
        grace="payment_within",
        breaches=(),
        bearer="B",
        clips=True,
    ),
    Series(
        "fee_payment",
        _("Payment of the fee"),
        "payment_within",
        Rule.AFTER,
        BOOKS,
        breaches=PAYING,
        follows=("fee_bill",),
        on_acceptance=True,
    ),
    Series(
        "survey_report",
        _("Survey report"),
        "survey_report_within",
        Rule.AFTER,
        CUSTOMER_CARE,
        follows=("survey",),
    ),
    Series(
        "improvement_plan",
        _("Improvement plan"),
        "improvement_plan_within",
        Rule.AFTER,
        ANALYSIS,
        follows=("survey_report", "survey"),
        unless_beside="assessment_interval",
    ),
    Series("renewal", _("Talk about renewal"), "renewal_notice", Rule.BEFORE_END),
)

SERIES: Final[Mapping[str, Series]] = {series.name: series for series in TABLE}
RECURRING: Final = frozenset({Rule.EVERY, Rule.CALENDAR, Rule.ADVANCE, Rule.SPAN})
"""What begins later than the contract itself, so that a schedule waits for it."""


AWAITED: Final = tuple(name for series in TABLE if series.on_acceptance for name in series.follows)
"""The series that something waits for until the creditor says that they were done."""


def starts_with_acceptance(name: str) -> Series | None:
    """What begins with the creditor's word that the duty of this series was done; ``None`` where nothing does."""
    return next((series for series in TABLE if series.on_acceptance and name in series.follows), None)


def label_of(kind: str) -> str:
    """The name of the series or remedy whose deadlines are of this kind, in the reader's language; empty for others."""
    if is_kept_by_hand(kind):
        return remedy_label(kind)
    series = SERIES.get(kind.removeprefix(PREFIX)) if kind.startswith(PREFIX) else None
    return str(series.label) if series else ""
