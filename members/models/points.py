from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contracts.models import Term
from members.models.bills import Bill
from members.models.members import Member
from members.models.point_schemes import PointScheme

MOST_POINTS = 1_000_000_000
"""No single act moves more."""


class ActKind(models.TextChoices):
    BILL = "bill", _("Earned with a bill")
    REFERRAL = "referral", _("Earned by a referral")
    SPENT = "spent", pgettext_lazy("points", "Spent")
    LAPSED = "lapsed", pgettext_lazy("points", "Lapsed")
    TAKEN_BACK = "taken_back", _("Taken back after a refund")
    ADJUSTED = "adjusted", _("Adjusted by hand")
    MOVED_OUT = "moved_out", _("Moved to another record")
    MOVED_IN = "moved_in", _("Moved from another record")


EARNING = (ActKind.BILL, ActKind.REFERRAL)


class PointAccount(models.Model):
    """A member's points: ``balance`` is what all lots still hold, ``debt`` what refunds took back beyond that.

    Its row is the lock of the ledger: whoever moves points holds it until commit. Only the trigger behind
    :class:`PointAct` changes it.
    """

    member = models.OneToOneField(Member, models.PROTECT, related_name="point_account")
    balance = models.BigIntegerField(default=0, editable=False)
    debt = models.BigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("point account")
        verbose_name_plural = _("point accounts")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(balance__gte=0), name="points_never_negative"),
            models.CheckConstraint(condition=Q(debt__gte=0), name="point_debt_never_negative"),
            models.CheckConstraint(condition=Q(balance=0) | Q(debt=0), name="point_debt_paid_first"),
        ]


class PointAct(models.Model):
    """One thing that happened to a member's points, under a key that counts once. Append-only.

    ``balance_change`` is what its lots bring less what its entries take; ``debt_change`` what it adds to the debt.
    ``reverses`` is the earning that a refund takes back; ``referred`` the new customer whom a referral rewards.
    ``rate`` is the points for each full ¥100, by a term of the contract or by the party's scheme.
    """

    account = models.ForeignKey(PointAccount, models.PROTECT, related_name="acts")
    key = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=ActKind.choices)
    balance_change = models.BigIntegerField()
    debt_change = models.BigIntegerField(default=0)
    balance_after = models.BigIntegerField()
    debt_after = models.BigIntegerField()
    bill = models.ForeignKey(Bill, models.PROTECT, related_name="point_acts", null=True)
    referred = models.ForeignKey(Member, models.PROTECT, related_name="+", null=True)
    reverses = models.ForeignKey("self", models.PROTECT, related_name="reversals", null=True)
    rate = models.PositiveIntegerField(null=True)
    term = models.ForeignKey(Term, models.PROTECT, related_name="+", null=True)
    scheme = models.ForeignKey(PointScheme, models.PROTECT, related_name="+", null=True)
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("movement of points")
        verbose_name_plural = _("movements of points")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "key"], name="point_act_once"),
            models.CheckConstraint(condition=Q(kind__in=ActKind.values), name="point_act_kinds"),
            models.CheckConstraint(
                condition=Q(balance_change__range=(-MOST_POINTS, MOST_POINTS))
                & Q(debt_change__range=(-MOST_POINTS, MOST_POINTS)),
                name="point_act_in_range",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=EARNING, balance_change__gte=0, debt_change__lte=0)
                | Q(kind__in=["spent", "lapsed"], balance_change__lt=0, debt_change=0)
                | Q(kind="taken_back", balance_change__lte=0, debt_change__gte=0)
                | Q(kind="adjusted", debt_change__lte=0)
                | Q(kind="moved_out", balance_change__lte=0, debt_change__lte=0)
                | Q(kind="moved_in"),
                name="point_act_direction",
            ),
            models.CheckConstraint(
                condition=Q(kind="taken_back", reverses__isnull=False) | (~Q(kind="taken_back") & Q(reverses=None)),
                name="point_act_reverses",
            ),
            models.CheckConstraint(
                condition=Q(kind="bill", bill__isnull=False, rate__isnull=False)
                | Q(kind="referral", referred__isnull=False, bill__isnull=False)
                | ~Q(kind__in=EARNING),
                name="point_act_cause",
            ),
            models.CheckConstraint(condition=Q(term=None) | Q(scheme=None), name="point_act_one_rule"),
            models.CheckConstraint(
                condition=~Q(kind="adjusted") | (~Q(reason="") & Q(by__isnull=False)), name="point_adjustment_says_why"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "-id"], name="point_act_history"),
            models.Index(fields=["account", "at"], name="point_act_earned", condition=~Q(kind__in=["spent", "lapsed"])),
        ]

    @property
    def worth(self) -> int:
        """By how much the member is better off."""
        return self.balance_change - self.debt_change

    @property
    def is_gain(self) -> bool:
        return self.worth > 0


class PointLot(models.Model):
    """Points that came together and lapse together. ``left`` is what its entries have not taken; the rest stays.

    They can be spent from ``settles_at``, and lapse at ``expires_at`` (empty: never). ``origin`` is the lot of another
    record, merged into this one, from which they came.
    """

    account = models.ForeignKey(PointAccount, models.PROTECT, related_name="lots")
    act = models.ForeignKey(PointAct, models.PROTECT, related_name="lots")
    points = models.BigIntegerField()
    left = models.BigIntegerField()
    earned_at = models.DateTimeField()
    settles_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    origin = models.ForeignKey("self", models.PROTECT, related_name="moved", null=True)

    class Meta:
        verbose_name = _("lot of points")
        verbose_name_plural = _("lots of points")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(points__gt=0), name="point_lot_positive"),
            models.CheckConstraint(condition=Q(left__range=(0, F("points"))), name="point_lot_never_exceeded"),
            models.CheckConstraint(condition=Q(settles_at__gte=F("earned_at")), name="point_lot_settles_after"),
            models.CheckConstraint(
                condition=Q(expires_at=None) | Q(expires_at__gt=F("earned_at")), name="point_lot_lapses_after"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "expires_at"], name="point_lot_open", condition=Q(left__gt=0)),
            models.Index(
                fields=["expires_at"], name="point_lot_lapsing", condition=Q(left__gt=0, expires_at__isnull=False)
            ),
        ]


class PointEntry(models.Model):
    """What an act took from a lot. Append-only; together never more than the lot."""

    act = models.ForeignKey(PointAct, models.PROTECT, related_name="entries")
    lot = models.ForeignKey(PointLot, models.PROTECT, related_name="entries")
    points = models.BigIntegerField()

    class Meta:
        verbose_name = _("taking from a lot")
        verbose_name_plural = _("takings from lots")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["act", "lot"], name="point_entry_once"),
            models.CheckConstraint(condition=Q(points__gt=0), name="point_entry_positive"),
        ]
