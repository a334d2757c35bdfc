from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.models.members import Member
from members.models.tiers import Tier


class BenefitPeriod(models.TextChoices):
    MONTH = "month", pgettext_lazy("a benefit", "each month")
    QUARTER = "quarter", pgettext_lazy("a benefit", "each quarter")
    YEAR = "year", pgettext_lazy("a benefit", "each year")


class Benefit(models.Model):
    """What members have from a tier on (and in all above it): so many times in each period. Ended, never changed."""

    tier = models.ForeignKey(Tier, models.PROTECT, related_name="benefits")
    name = models.CharField(_("what members get"), max_length=60)
    granted = models.PositiveSmallIntegerField(_("times"))
    period = models.CharField(pgettext_lazy("of a benefit", "period"), max_length=7, choices=BenefitPeriod.choices)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("benefit")
        verbose_name_plural = _("benefits")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="benefit_has_name"),
            models.CheckConstraint(condition=Q(granted__range=(1, 366)), name="benefit_granted"),
            models.CheckConstraint(condition=Q(period__in=BenefitPeriod.values), name="benefit_periods"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="benefit_end_has_person",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BenefitUse(models.Model):
    """One use of a benefit: the ``number``-th in the period that began on ``period_date``.

    It stays as it was counted. What was counted by mistake is taken back once, for a reason, and counts no more.
    """

    key = models.UUIDField(unique=True)
    member = models.ForeignKey(Member, models.PROTECT, related_name="benefit_uses")
    benefit = models.ForeignKey(Benefit, models.PROTECT, related_name="uses")
    period_date = models.DateField()
    number = models.PositiveSmallIntegerField()
    used_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    used_at = models.DateTimeField()
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    undone_at = models.DateTimeField(null=True)
    undone_because = models.CharField(_("why it was taken back"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("use of a benefit")
        verbose_name_plural = _("uses of benefits")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["member", "benefit", "period_date", "number"],
                condition=Q(undone_at=None),
                name="benefit_use_once",
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None, undone_because="")
                | (Q(undone_at__gte=F("used_at"), undone_by__isnull=False) & ~Q(undone_because="")),
                name="benefit_undone_by_somebody",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="benefit_use_counted"),
        ]

    @property
    def is_undone(self) -> bool:
        return self.undone_at is not None
