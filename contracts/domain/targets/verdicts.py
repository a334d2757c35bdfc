"""Targets: what a contract promises to reach, in which periods it is measured, and what a measurement proves (A11)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Final

from contracts.domain.duties.windows import Life, Window, month_begins_at, months_in, recurring
from contracts.domain.in_force import TermsInForce, terms_of_version
from contracts.domain.kinds.schedules import Rule, Series
from contracts.domain.terms.values import Count, Months, Percent
from contracts.models import Contract, ContractVersion, Term
from contracts.models.targets import Verdict
from foundation.shares import corrected, wilson

MISSED: Final = "target_missed"
"""What a missed target counts as ("Ours, in every form")."""
YEAR: Final = 12
LEAST_SAMPLE: Final = "survey_sample"
COUNTING: Final = Series("target", "", "interval", Rule.EVERY)


@dataclass(frozen=True)
class Target:
    """One kind of target: the term that sets its level, and the terms whose interval makes its periods (the first that
    the contract fills; none: each year of the contract).

    ``is_surveyed``: judged only with as many answers as the contract asks for. ``at_most``: a ceiling. ``counts``: a
    missed one is a breach (form ktv-2, clause 9.3: a churn rate above its ceiling is none).
    """

    term: str
    intervals: tuple[str, ...] = ()
    is_surveyed: bool = False
    at_most: bool = False
    counts: bool = True


TARGETS: Final = (
    Target("satisfaction_target", ("survey_interval", "assessment_interval"), is_surveyed=True),
    Target("loyalty_target", ("survey_interval", "assessment_interval"), is_surveyed=True),
    Target("retention_target", ("assessment_interval", "survey_interval")),
    Target("growth_target"),
    Target("churn_ceiling", ("survey_interval",), at_most=True, counts=False),
)
TARGET: Final = {target.term: target for target in TARGETS}


@dataclass(frozen=True)
class Reading:
    """What was measured, in per cent. ``sample`` of ``population`` were asked (both empty: everything was counted).

    ``low`` and ``high`` bound the value with a confidence of 95 per cent; where they are not given, those of Wilson are
    computed for a sample. ``frame``: how many could have been asked, where that is known; the bounds may then be as
    narrow as the finite population correction makes them.
    """

    value: Decimal
    sample: int | None = None
    population: int | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    frame: int | None = None

    @property
    def narrowest(self) -> tuple[Decimal, Decimal]:
        """The closest bounds that so many answers allow."""
        if self.sample is None or self.frame is None:
            return replace(self, low=None, high=None).bounds
        worth = corrected(self.sample, answers=self.sample, population=self.frame)
        return (self.value, self.value) if worth is None else wilson(self.value, worth)

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        """Between which values the truth lies; the value itself where everything was counted."""
        if self.low is not None and self.high is not None:
            return self.low, self.high
        if self.sample is None or self.sample == self.population:
            return self.value, self.value
        return wilson(self.value, self.sample)


@dataclass(frozen=True)
class TargetPeriod:
    """A period in which a target is measured, with the term that acted when it began."""

    target: Target
    window: Window
    terms: TermsInForce
    term: Term

    @property
    def level(self) -> Decimal:
        """The target in per cent."""
        value = self.term.value
        return value.value if isinstance(value, Percent) else Decimal(0)

    @property
    def least_sample(self) -> int:
        """How many answers a verdict needs; 0 where the contract asks for none."""
        least = self.terms.value(LEAST_SAMPLE) if self.target.is_surveyed else None
        return least.value if isinstance(least, Count) else 0


def judge(reading: Reading, *, level: Decimal, at_most: bool = False, least_sample: int = 0) -> Verdict:
    """What a measurement says of a target. Values are compared as they stand, never rounded (form loyalty, 3.3).

    *Met* is what even the unfavourable bound shows; *missed* is a value beyond the target, whatever its bounds.
    """
    if least_sample and (reading.sample or 0) < least_sample:
        return Verdict.TOO_FEW
    low, high = reading.bounds
    if (reading.value > level) if at_most else (reading.value < level):
        return Verdict.MISSED
    proven = high <= level if at_most else low >= level
    return Verdict.MET if proven else Verdict.UNPROVEN


def targets_of(contract: Contract) -> list[Target]:
    """The targets that any wording in force of the contract sets."""
    versions = contract.versions.filter(effective_at__isnull=False)
    names = set(
        Term.objects.filter(version__in=versions, name__in=TARGET).exclude(stored=None).values_list("name", flat=True)
    )
    return [target for target in TARGETS if target.term in names]


def periods_of(contract: Contract, target: Target, *, at: datetime) -> Iterator[TargetPeriod]:
    """The periods of a target that have begun by ``at``, each under the terms in force when it began.

    A period that the contract does not fill is not measured.
    """
    if contract.effective_at is None:
        return
    life, month, is_running = Life(contract.effective_at, contract.ends_at), 1, False
    wordings = _wordings(contract)
    while (starts_at := month_begins_at(COUNTING, life, month)) is not None and starts_at <= at:
        terms = next((each for since, each in wordings if since <= starts_at), None)
        length = _length(target, terms) if terms else 0
        if terms is None or not length or not (is_running or (month - 1) % length == 0):
            if not life.covers(starts_at):
                return
            month, is_running = month + 1, False
            continue
        window = recurring(COUNTING, {"interval": Months(length)}.get, life, month)
        if window is None:
            return
        term = terms.term(target.term)
        if term is not None:
            yield TargetPeriod(target, window, terms, term)
        month, is_running = window.next_month, True


def _wordings(contract: Contract) -> list[tuple[datetime, TermsInForce]]:
    """Each wording with the moment from which it acts, the last one first."""
    versions = ContractVersion.objects.filter(contract=contract, effective_at__isnull=False).select_related("contract")
    return [
        (version.effective_at, terms_of_version(version))
        for version in versions.order_by("-effective_at", "-pk")
        if version.effective_at is not None
    ]


def _length(target: Target, terms: TermsInForce) -> int:
    """The months of a period; 0 while the contract says nothing of it."""
    if not target.intervals:
        return YEAR
    return next((length for name in target.intervals if (length := months_in(terms.value(name)))), 0)
