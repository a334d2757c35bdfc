from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contracts.models.contracts import Contract
from contracts.models.days import is_known
from contracts.models.obligations import Obligation
from parties.models import Party


class Schedule(models.Model):
    """A series of duties under a contract, and when its next period begins.

    ``month`` is the month of the contract with which that period begins, ``is_running`` whether a period ended just
    before it. ``starts_at`` is the moment from which months are counted. ``next_at`` is empty when nothing more
    begins, so that looking for what begins costs nothing for the rest.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="schedules")
    series = models.CharField(max_length=40)
    starts_at = models.DateTimeField()
    month = models.PositiveSmallIntegerField(default=1)
    is_running = models.BooleanField(default=False)
    next_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("schedule")
        verbose_name_plural = _("schedules")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contract", "series"], name="schedule_once"),
            models.CheckConstraint(condition=Q(month__gte=1), name="schedule_months_from_one"),
            models.CheckConstraint(condition=Q(next_at=None) | Q(next_at__gte=F("starts_at")), name="schedule_forward"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_at"], name="schedule_next", condition=Q(next_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.series} of contract {self.contract_id}"


class Occurrence(models.Model):
    """One period of a series, opened as an obligation, once for each side that owes it. Append-only.

    After ``planned_at`` it is late; ``is_provisional`` says that its due time rests on a year whose working days were
    not announced when it was opened.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="occurrences")
    series = models.CharField(max_length=40)
    obligation = models.OneToOneField(Obligation, models.PROTECT, related_name="occurrence")
    debtor = models.ForeignKey(Party, models.PROTECT, related_name="+")
    creditor = models.ForeignKey(Party, models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    planned_at = models.DateTimeField()
    is_provisional = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("period of a duty")
        verbose_name_plural = _("periods of duties")
        ordering: ClassVar = ["first_day", "pk"]
        constraints: ClassVar = [
            is_known("first_day", "last_day", name="occurrence_days_known"),
            models.UniqueConstraint(
                fields=["contract", "series", "first_day", "debtor", "creditor"], name="occurrence_once"
            ),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="occurrence_days_in_order"),
            models.CheckConstraint(condition=~Q(debtor=F("creditor")), name="occurrence_two_parties"),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.first_day} – {self.last_day}"
