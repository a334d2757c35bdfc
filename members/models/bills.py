from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Final, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contracts.models.days import is_known
from members.models.members import Member
from parties.domain.circles import venue_condition
from parties.models import Party, Venue

if TYPE_CHECKING:
    from parties.domain.scope import Scope

LARGEST_AMOUNT: Final = 10_000_000_000
"""Fen: a hundred million yuan; more on one bill is a mistake of the till."""


class BillWay(models.TextChoices):
    """How a bill came in."""

    REST = "rest", pgettext_lazy("way of a bill", "From the till")
    FILE = "file", pgettext_lazy("way of a bill", "From a file")
    HAND = "hand", pgettext_lazy("way of a bill", "By hand")


class BillQuerySet(models.QuerySet["Bill"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The bills of the venues in which the person may do ``verb``: their party's own, and those it serves."""
        return self.filter(venue_condition(scope, verb=verb, path="venue__"))


class Bill(models.Model):
    """What somebody spent at a venue 账单, or got back of it. Nothing of it ever changes but whose it is.

    ``number`` is the till's own, and makes a bill once-only. ``refund_of`` is set on what was given back; the sum of
    refunds never exceeds their bill. ``business_date`` is the day on which the night began, by the venue's opening
    hours. ``items`` are ``{"name", "count", "fen"}`` each. ``entered_by`` is who answers for it: the person whose token
    the till uses, who sent the file, who wrote it down.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="+", db_index=False)
    venue = models.ForeignKey(
        Venue, models.PROTECT, related_name="bills", db_index=False, verbose_name=pgettext_lazy("of a bill", "venue")
    )
    member = models.ForeignKey(Member, models.PROTECT, related_name="bills", null=True, db_index=False)
    number = models.CharField(_("bill number"), max_length=64)
    room_name = models.CharField(_("room"), max_length=40, blank=True)
    amount_fen = models.BigIntegerField()
    refund_of = models.ForeignKey("self", models.PROTECT, related_name="refunds", null=True, db_index=False)
    happened_at = models.DateTimeField(_("paid at"))
    business_date = models.DateField(_("business day"))
    promoter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        db_index=False,
        verbose_name=_("promoter"),
    )
    items = models.JSONField(default=list)
    way = models.CharField(max_length=4, choices=BillWay.choices)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    entered_at = models.DateTimeField()

    objects = BillQuerySet.as_manager()

    class Meta:
        verbose_name = _("bill")
        verbose_name_plural = _("bills")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["venue", "number"], name="bill_number_once_per_venue"),
            models.CheckConstraint(condition=~Q(number=""), name="bill_has_number"),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0, amount_fen__lte=LARGEST_AMOUNT), name="bill_amount_known"
            ),
            models.CheckConstraint(condition=Q(way__in=BillWay.values), name="bill_ways"),
            models.CheckConstraint(condition=~Q(refund_of=F("id")), name="bill_refunds_another"),
            is_known("business_date", name="bill_on_a_known_day"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["venue", "-happened_at", "-id"], name="bill_by_venue"),
            models.Index(
                fields=["member", "-happened_at", "-id"], name="bill_by_member", condition=Q(member__isnull=False)
            ),
            models.Index(fields=["venue", "business_date"], name="bill_by_day"),
            models.Index(
                fields=["promoter", "business_date"], name="bill_by_promoter", condition=Q(promoter__isnull=False)
            ),
            models.Index(fields=["refund_of"], name="bill_refunds", condition=Q(refund_of__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def amount(self) -> Decimal:
        """Yuan, as it was paid or given back; never negative."""
        return Decimal(self.amount_fen).scaleb(-2)

    @property
    def signed_fen(self) -> int:
        """What it adds to what was spent: less than nothing for a refund."""
        return -self.amount_fen if self.is_refund else self.amount_fen

    @property
    def is_refund(self) -> bool:
        return self.refund_of_id is not None
