from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contracts.models.days import is_known
from members.models.of_party import OfPartyQuerySet
from parties.models import Party


class Tier(models.Model):
    """A level of membership of a party; a higher ``rank`` is a higher one. Exclusive ones have a personal manager."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="tiers")
    rank = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=20)
    is_exclusive = models.BooleanField(_("exclusive service"), default=False)

    objects = OfPartyQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("membership", "tier")
        verbose_name_plural = pgettext_lazy("membership", "tiers")
        ordering: ClassVar = ["party", "rank"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["party", "rank"], name="tier_rank_once"),
            models.CheckConstraint(condition=Q(rank__range=(1, 9)), name="tier_ranks"),
            models.CheckConstraint(condition=~Q(name=""), name="tier_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class TierTable(models.Model):
    """One version of a party's rules of tiers: what counts is what a member did in the last ``window_months`` months.

    In force from ``starts_date`` until a later version starts. Append-only, with its rows.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="tier_tables")
    number = models.PositiveSmallIntegerField()
    starts_date = models.DateField(_("in force from"))
    window_months = models.PositiveSmallIntegerField(_("months that count"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = OfPartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("rules of tiers")
        verbose_name_plural = _("rules of tiers")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["party", "number"], name="tier_table_once"),
            is_known("starts_date", name="tier_table_day_known"),
            models.CheckConstraint(condition=Q(window_months__range=(1, 60)), name="tier_table_window"),
        ]


class TierRule(models.Model):
    """What reaches a tier: any one of its thresholds. Spend in fen, visits in days of business, points earned."""

    table = models.ForeignKey(TierTable, models.PROTECT, related_name="rules")
    tier = models.ForeignKey(Tier, models.PROTECT, related_name="+")
    spend_fen = models.BigIntegerField(_("spend"), null=True)
    visits = models.PositiveIntegerField(_("visits"), null=True)
    points = models.BigIntegerField(_("points"), null=True)

    class Meta:
        verbose_name = _("rule of a tier")
        verbose_name_plural = _("rules of tiers")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["table", "tier"], name="tier_rule_once"),
            models.CheckConstraint(
                condition=Q(spend_fen__isnull=False) | Q(visits__isnull=False) | Q(points__isnull=False),
                name="tier_rule_has_threshold",
            ),
            models.CheckConstraint(
                condition=(Q(spend_fen=None) | Q(spend_fen__gt=0))
                & (Q(visits=None) | Q(visits__gt=0))
                & (Q(points=None) | Q(points__gt=0)),
                name="tier_rule_positive",
            ),
        ]

    @property
    def spend(self) -> Decimal | None:
        """In yuan."""
        return None if self.spend_fen is None else Decimal(self.spend_fen).scaleb(-2)
