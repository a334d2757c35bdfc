from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contracts.domain.terms.numbers import plain_decimal
from contracts.models.clauses import Term
from contracts.models.contracts import Contract
from contracts.models.days import is_known, local_day
from contracts.models.saying import person_in
from foundation.models import StoredFile
from parties.models import Party

CENT = Decimal("0.01")


class Verdict(models.TextChoices):
    MET = "met", _("Met")
    UNPROVEN = "unproven", _("Met but not proven")
    MISSED = "missed", _("Not reached")
    TOO_FEW = "too_few", _("Too few answers to judge")
    INTERIM = "interim", _("Interim, while the period runs")


LEVEL = F("level")
FLOOR_FOLLOWS = (
    Q(verdict="missed", value__lt=LEVEL)
    | Q(verdict="met", value__gte=LEVEL, low__gte=LEVEL)
    | Q(verdict="unproven", value__gte=LEVEL, low__lt=LEVEL)
)
CEILING_FOLLOWS = (
    Q(verdict="missed", value__gt=LEVEL)
    | Q(verdict="met", value__lte=LEVEL, high__lte=LEVEL)
    | Q(verdict="unproven", value__lte=LEVEL, high__gt=LEVEL)
)
CEILING = Q(target="churn_ceiling")
"""The one target that is met from below."""


class Measurement(models.Model):
    """What was measured of a target in one period, how, and what it says. Per cent, four decimals. Append-only.

    ``party`` is the side that recorded it; the other side's own stands beside it. ``target`` is the name of the term,
    ``level`` its value when the period began. ``sample`` answers out of ``population``; ``low`` and ``high`` bound the
    value. ``replaces``: the measurement that this one corrects. What was recorded while the period ran is an interim
    value and says nothing yet.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="measurements")
    term = models.ForeignKey(Term, models.PROTECT, related_name="measurements")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    target = models.CharField(max_length=40)
    first_day = models.DateField()
    last_day = models.DateField()
    level = models.DecimalField(max_digits=9, decimal_places=4)
    value = models.DecimalField(_("value"), max_digits=9, decimal_places=4)
    sample = models.PositiveIntegerField(null=True)
    population = models.PositiveIntegerField(null=True)
    low = models.DecimalField(max_digits=9, decimal_places=4)
    high = models.DecimalField(max_digits=9, decimal_places=4)
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    method = models.TextField(max_length=2000)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", null=True)
    recorded_at = models.DateTimeField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    by = models.CharField(max_length=120)
    replaces = models.OneToOneField("self", models.PROTECT, related_name="replaced_by", null=True)

    class Meta:
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        ordering: ClassVar = ["first_day", "pk"]
        constraints: ClassVar = [
            is_known("first_day", "last_day", name="measurement_days_known"),
            models.UniqueConstraint(
                fields=["contract", "target", "first_day", "party"], condition=Q(replaces=None), name="measurement_once"
            ),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="measurement_days_in_order"),
            models.CheckConstraint(
                condition=Q(low__lte=F("value"), high__gte=F("value")), name="measurement_within_bounds"
            ),
            models.CheckConstraint(condition=Q(sample=None) | Q(sample__gte=1), name="measurement_sample_not_empty"),
            models.CheckConstraint(
                condition=Q(population=None) | Q(sample__isnull=False, population__gte=F("sample")),
                name="measurement_sample_of_population",
            ),
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="measurement_verdicts"),
            models.CheckConstraint(condition=~Q(method=""), name="measurement_says_how"),
            models.CheckConstraint(
                condition=Q(verdict="interim", last_day__gte=local_day("recorded_at"))
                | (~Q(verdict="interim") & Q(last_day__lt=local_day("recorded_at"))),
                name="measurement_verdict_after_period",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=["too_few", "interim"])
                | (~CEILING & FLOOR_FOLLOWS)
                | (CEILING & CEILING_FOLLOWS),
                name="measurement_verdicts_follow",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.term.label} {self.value_text} %"

    @property
    def by_name(self) -> str:
        return person_in(self.by)

    @property
    def value_text(self) -> str:
        """The value as people write it, without needless zeros."""
        return plain_decimal(self.value)

    @property
    def bounds_text(self) -> str:
        """Between which values the truth lies, rounded outwards; empty where nothing is left to chance."""
        low, high = self.low.quantize(CENT, ROUND_FLOOR), self.high.quantize(CENT, ROUND_CEILING)
        return "" if self.low == self.high else f"{plain_decimal(low)} – {plain_decimal(high)} %"

    # Where value, bounds and level stand on a scale from 0 to 100 that ends where they do not fit.
    @property
    def shown_value(self) -> str:
        return _on_scale(self.value)

    @property
    def shown_level(self) -> str:
        return _on_scale(self.level)

    @property
    def shown_low(self) -> str:
        return _on_scale(self.low)

    @property
    def shown_reach(self) -> str:
        return f"{max(Decimal(_on_scale(self.high)) - Decimal(_on_scale(self.low)), Decimal(0)):.1f}"

    @property
    def is_interim(self) -> bool:
        return self.verdict == Verdict.INTERIM

    @property
    def is_missed(self) -> bool:
        return self.verdict == Verdict.MISSED


def _on_scale(percent: Decimal) -> str:
    return f"{min(max(percent, Decimal(0)), Decimal(100)):.1f}"
