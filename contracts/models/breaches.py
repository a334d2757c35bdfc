from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from contracts.models.clauses import BreachKind, Term
from contracts.models.contracts import Contract, covering
from contracts.models.force_majeure import ForceMajeure
from contracts.models.obligations import Obligation
from contracts.models.saying import Said, Spoken
from contracts.models.targets import Measurement
from parties.domain.circles import party_condition
from parties.models import Party

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class BreachState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    ACCEPTED = "accepted", _("Accepted by the party at fault")
    CONTESTED = "contested", _("Contested")
    CONFIRMED = "confirmed", _("Confirmed")
    WAIVED = "waived", _("Waived")
    EXEMPTED = "exempted", _("Exempted by force majeure")


class BreachQuerySet(models.QuerySet["Breach"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The breaches with a side for which the person may do ``verb``.

        Who works in some venues only sees those under contracts that cover one of them.
        """
        sides = ["at_fault", "injured"]
        return self.filter(party_condition(scope, verb=verb, party_paths=sides, at_venues=covering))


CAUSES = models.Func(
    F("obligation"), F("measurement"), F("report"), function="num_nonnulls", output_field=models.IntegerField()
)
DECIDED = ["confirmed", "waived", "exempted"]


class BreachReport(Said, models.Model):
    """What a side recorded by hand, once even where both sides are at fault: each then has a breach. Append-only."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="breach_reports")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    text = models.TextField(max_length=2000)
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("breach report")
        verbose_name_plural = _("breach reports")
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(text=""), name="breach_report_says_what")]


class Breach(models.Model):
    """A recorded failure: proposed by the clock or a person, decided by the injured party alone.

    It happened when the obligation was due or the measured period ended, not when somebody noticed. ``is_grave``: the
    injured party says that a third party acted with intent or gross negligence, so that its cap does not hold.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="breaches")
    kind = models.ForeignKey(BreachKind, models.PROTECT, related_name="breaches")
    obligation = models.OneToOneField(Obligation, models.PROTECT, null=True, related_name="breach")
    measurement = models.ForeignKey(Measurement, models.PROTECT, null=True, related_name="breaches")
    report = models.ForeignKey(BreachReport, models.PROTECT, null=True, related_name="breaches")
    exempted_by = models.ForeignKey(ForceMajeure, models.PROTECT, null=True, related_name="breaches", editable=False)
    is_grave = models.BooleanField(default=False, db_default=False, editable=False)
    at_fault = models.ForeignKey(Party, models.PROTECT, related_name="+")
    injured = models.ForeignKey(Party, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=BreachState.choices, default=BreachState.PROPOSED, editable=False)
    occurred_at = models.DateTimeField()
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, editable=False)

    objects = BreachQuerySet.as_manager()

    class Meta:
        verbose_name = _("breach")
        verbose_name_plural = _("breaches")
        ordering: ClassVar = ["-occurred_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(at_fault=F("injured")), name="breach_two_parties"),
            models.CheckConstraint(condition=Exact(CAUSES, 1), name="breach_one_cause"),
            models.UniqueConstraint(fields=["report", "at_fault"], name="breach_once_for_report"),
            models.CheckConstraint(
                condition=Q(state="exempted", exempted_by__isnull=False) | (~Q(state="exempted") & Q(exempted_by=None)),
                name="breach_exempted_by_something",
            ),
            models.UniqueConstraint(
                fields=["measurement", "at_fault"],
                condition=Q(measurement__isnull=False),
                name="breach_once_for_measurement",
            ),
            models.CheckConstraint(
                condition=Q(state__in=DECIDED, decided_at__isnull=False)
                | Q(state__in=["proposed", "accepted", "contested"], decided_at=None),
                name="breach_decision_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.get_state_display()}"

    @property
    def is_confirmed(self) -> bool:
        return self.state == BreachState.CONFIRMED

    @property
    def is_undecided(self) -> bool:
        return self.state not in DECIDED

    @property
    def is_let_go(self) -> bool:
        """Whether nothing is asked for it any more: it was waived, or force majeure exempts it."""
        return self.state in (BreachState.WAIVED, BreachState.EXEMPTED)

    @property
    def is_of_third(self) -> bool:
        """Whether a third party is said to be at fault, and none of the contract's two sides."""
        return self.at_fault_id not in (self.contract.party_a_id, self.contract.party_b_id)


class BreachStatement(Spoken, models.Model):
    """What a side said and did about a breach. Append-only."""

    breach = models.ForeignKey(Breach, models.PROTECT, related_name="statements")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    verb = models.CharField(max_length=10)
    text = models.TextField(max_length=2000, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    VERBS: ClassVar = {
        "accept": _("Accepted"),
        "contest": _("Contested"),
        "confirm": _("Confirmed"),
        "waive": _("Waived"),
        "exempt": _("Exempted by force majeure"),
    }

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering: ClassVar = ["pk"]


class Damages(models.Model):
    """Money owed for a confirmed breach, by the clause, with its workings. Yuan, two decimals. Append-only."""

    breach = models.OneToOneField(Breach, models.PROTECT, related_name="damages")
    term = models.ForeignKey(Term, models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    workings = models.JSONField()
    assessed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("damages")
        verbose_name_plural = _("damages")
        constraints: ClassVar = [models.CheckConstraint(condition=Q(amount__gte=0), name="damages_not_negative")]

    def __str__(self) -> str:
        return f"{self.amount}"

    @property
    def owed(self) -> Decimal:
        """What is owed now: by the last adjustment that took effect, else as assessed."""
        last = max(
            (each for each in self.adjustments.all() if each.serial is not None),
            key=lambda each: each.serial or 0,
            default=None,
        )
        return self.amount if last is None else last.amount
