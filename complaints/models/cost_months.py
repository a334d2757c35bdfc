from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.models.complaints import Complaint
from contracts.models import Contract
from contracts.models.contracts import covering
from contracts.models.days import is_known
from ledger.models import Journal
from parties.domain.circles import party_condition
from parties.models import Party, Venue

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class CostKind(models.TextChoices):
    """What money is spent on around complaints (C9)."""

    TRAINING = "training", _("Training")
    EQUIPMENT = "equipment", _("Equipment")
    SURVEYS = "surveys", _("Surveys")
    COMPENSATION = "compensation", _("Compensation")


def at_places(venue_ids: frozenset[int]) -> Q:
    """Rows about one of these venues, or about a contract that covers one of them."""
    return Q(venue__in=venue_ids) | covering(venue_ids, path="contract")


class CostMonthQuerySet(models.QuerySet["CostMonth"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The months of the parties for which the person may do ``verb``: never the other side's."""
        return self.filter(party_condition(scope, verb=verb, party_paths=["party"]))


class CostMonth(models.Model):
    """One month of a party's costs; once locked it never changes: what was wrong is adjusted in a later one.

    ``total`` is what was settled in it, yuan, and ``journal`` the entry in the books (none when that was nothing).
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    month = models.DateField(_("month"), help_text=_("the month's first day"))
    locked_at = models.DateTimeField(null=True, editable=False)
    locked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False)
    total = models.DecimalField(max_digits=14, decimal_places=2, default=0, editable=False)
    journal = models.OneToOneField(Journal, models.PROTECT, related_name="+", null=True, editable=False)

    objects = CostMonthQuerySet.as_manager()

    class Meta:
        verbose_name = _("month of costs")
        verbose_name_plural = _("months of costs")
        ordering: ClassVar = ["party", "-month"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["party", "month"], name="cost_month_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="cost_month_starts_on_the_first"),
            is_known("month", name="cost_month_known"),
            models.CheckConstraint(
                condition=Q(locked_at=None, locked_by=None, journal=None, total=0)
                | Q(locked_at__isnull=False, locked_by__isnull=False),
                name="cost_month_locked_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(locked_at=None) | Q(journal__isnull=False) | Q(total=0), name="cost_month_is_in_the_books"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None


class SettledCostQuerySet(models.QuerySet["SettledCost"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The costs settled by the parties for which the person may do ``verb``."""
        condition = party_condition(scope, verb=verb, party_paths=["month__party"], at_venues=at_places)
        return self.filter(condition)


class SettledCost(models.Model):
    """One cost as it was settled 结算: ``source`` and ``source_id`` name what it was, once. Append-only.

    ``amount`` in yuan, below zero where an adjustment takes something back.
    """

    month = models.ForeignKey(CostMonth, models.PROTECT, related_name="costs")
    source = models.CharField(max_length=20)
    source_id = models.BigIntegerField()
    kind = models.CharField(_("kind"), max_length=12, choices=CostKind.choices)
    text = models.CharField(max_length=200)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="+", null=True)
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="+", null=True)
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="settled_costs", null=True)

    objects = SettledCostQuerySet.as_manager()

    class Meta:
        verbose_name = _("settled cost")
        verbose_name_plural = _("settled costs")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "source_id"], name="cost_settled_once"),
            models.CheckConstraint(condition=~Q(amount=0), name="settled_cost_is_something"),
            models.CheckConstraint(condition=Q(kind__in=CostKind.values), name="settled_cost_kinds"),
        ]

    def __str__(self) -> str:
        return self.text


class CostAdjustment(models.Model):
    """What changes a settled cost afterwards 更正: in a later month, with a reason, naming what it corrects.

    ``amount`` in yuan is added to it, below zero to take back; never more than is left of it. Append-only.
    """

    month = models.ForeignKey(CostMonth, models.PROTECT, related_name="adjustments")
    corrects = models.ForeignKey(SettledCost, models.PROTECT, related_name="adjustments")
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=200)
    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("adjustment of a cost")
        verbose_name_plural = _("adjustments of costs")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(amount=0), name="cost_adjustment_is_something"),
            models.CheckConstraint(condition=~Q(reason=""), name="cost_adjustment_has_reason"),
        ]

    def __str__(self) -> str:
        return self.reason
