from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.models.cost_months import CostKind, at_places
from contracts.models import Contract
from parties.domain.circles import party_condition
from parties.models import Party, Venue

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class BudgetQuerySet(models.QuerySet["Budget"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The budgets of the parties for which the person may do ``verb``."""
        return self.filter(party_condition(scope, verb=verb, party_paths=["party"], at_venues=at_places))


class Budget(models.Model):
    """What a party may spend in a year on one kind of cost 预算, for a venue or under a contract; yuan.

    Each change is a version of its own (``number`` counts them) with its reason; the last one counts. Append-only.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="+", null=True, verbose_name=_("venue"))
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="+", null=True, verbose_name=_("contract"))
    year = models.PositiveSmallIntegerField(_("year"))
    kind = models.CharField(_("kind"), max_length=12, choices=CostKind.choices)
    number = models.PositiveSmallIntegerField()
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    set_at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = BudgetQuerySet.as_manager()

    class Meta:
        verbose_name = _("budget")
        verbose_name_plural = _("budgets")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["party", "venue", "year", "kind", "number"],
                condition=Q(contract=None),
                name="budget_version_once_at_venue",
            ),
            models.UniqueConstraint(
                fields=["party", "contract", "year", "kind", "number"],
                condition=Q(venue=None),
                name="budget_version_once_under_contract",
            ),
            models.CheckConstraint(
                condition=Q(venue=None, contract__isnull=False) | Q(venue__isnull=False, contract=None),
                name="budget_of_venue_or_contract",
            ),
            models.CheckConstraint(condition=Q(kind__in=CostKind.values), name="budget_kinds"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="budget_not_below_zero"),
            models.CheckConstraint(condition=Q(year__range=(1990, 2199)), name="budget_year_known"),
            models.CheckConstraint(
                condition=Q(number=1) | (Q(number__gt=1) & ~Q(reason="")), name="budget_change_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.year} {self.get_kind_display()}"

    @property
    def place(self) -> Venue | Contract | None:
        """What it is for."""
        return self.venue or self.contract
