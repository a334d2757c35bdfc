from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contracts.domain.kinds.remedy_codes import TO_BE_DONE, RemedyCode
from contracts.models.breaches import Breach
from contracts.models.days import is_known
from contracts.models.notices import Notice
from contracts.models.saying import Said, person_in


class Remedy(Said, models.Model):
    """What the injured party chose when it confirmed a breach. ``amount`` in yuan for a sum. Append-only.

    ``until_date``: the last day for what the party at fault now has to do, which is its ``obligation``.
    """

    breach = models.ForeignKey(Breach, models.PROTECT, related_name="remedies")
    code = models.CharField(max_length=20, choices=RemedyCode.choices)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    until_date = models.DateField(null=True)
    chosen_at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("remedy")
        verbose_name_plural = _("remedies")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["breach", "code"], name="remedy_once"),
            models.CheckConstraint(condition=Q(code__in=RemedyCode.values), name="remedy_codes"),
            models.CheckConstraint(
                condition=Q(code="refund", amount__isnull=False, amount__gt=0) | (~Q(code="refund") & Q(amount=None)),
                name="remedy_refund_has_sum",
            ),
            models.CheckConstraint(
                condition=Q(code__in=sorted(TO_BE_DONE), until_date__isnull=False)
                | (~Q(code__in=sorted(TO_BE_DONE)) & Q(until_date=None)),
                name="remedy_is_done_by_a_day",
            ),
            is_known("until_date", name="remedy_day_known"),
        ]


class BreachNotice(models.Model):
    """Which breach a warning or a demand for performance is about.

    ``days``: how long a demand gives, from its delivery on; ``cure_until`` is the first moment after that time.
    """

    class Cure(models.TextChoices):
        CURED = "cured", _("Cured in time")
        NOT_CURED = "not_cured", _("Not cured in time")

    notice = models.OneToOneField(Notice, models.PROTECT, related_name="about_breach")
    breach = models.ForeignKey(Breach, models.PROTECT, related_name="notices")
    days = models.PositiveSmallIntegerField(null=True)
    cure_until = models.DateTimeField(null=True, editable=False)
    cure = models.CharField(max_length=9, choices=Cure.choices, blank=True, editable=False)
    cure_text = models.TextField(max_length=2000, blank=True, editable=False)
    judged_at = models.DateTimeField(null=True, editable=False)
    judged_by = models.CharField(max_length=120, blank=True, editable=False)

    class Meta:
        verbose_name = _("notice about a breach")
        verbose_name_plural = _("notices about breaches")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(days=None) | Q(days__gte=1), name="breach_notice_gives_a_day"),
            models.CheckConstraint(
                condition=Q(cure_until=None) | Q(days__isnull=False), name="breach_notice_time_of_demand"
            ),
            models.CheckConstraint(
                condition=Q(cure="", judged_at=None, judged_by="")
                | (Q(cure="cured", judged_at__isnull=False, cure_until__isnull=False) & ~Q(judged_by=""))
                | (
                    Q(
                        cure="not_cured",
                        judged_at__isnull=False,
                        judged_at__gte=models.F("cure_until"),
                        cure_until__isnull=False,
                    )
                    & ~Q(judged_by="")
                ),
                name="breach_notice_judged_after_time",
            ),
        ]

    @property
    def is_demand(self) -> bool:
        return self.days is not None

    @property
    def judged_by_name(self) -> str:
        return person_in(self.judged_by)
