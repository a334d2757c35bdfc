from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints.domain.clocks.rules import CLOCK
from complaints.models.complaints import Complaint
from contracts.models import Obligation
from deadlines.models import Deadline, Outcome
from parties.models import Venue


class HouseRule(models.Model):
    """A venue's own limit for a step, in hours, used where no contract runs."""

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="house_rules")
    clock = models.CharField(max_length=20)
    hours = models.PositiveSmallIntegerField(_("hours"))

    class Meta:
        verbose_name = _("house rule")
        verbose_name_plural = _("house rules")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["venue", "clock"], name="house_rule_once"),
            models.CheckConstraint(condition=Q(hours__range=(1, 720)), name="house_rule_hours"),
        ]


class ClockQuerySet(models.QuerySet["Clock"]):
    def undone(self) -> Self:
        """Those whose step is still to be done, in time or late; what was cancelled is not."""
        return self.filter(deadline__done_at=None).exclude(deadline__outcome=Outcome.CANCELLED)


class Clock(models.Model):
    """One running limit of a complaint: a deadline that stems from a contract's obligation or from a house rule."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="clocks")
    name = models.CharField(max_length=20)
    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="clock")
    obligation = models.OneToOneField(Obligation, models.PROTECT, related_name="clock", null=True)
    house_rule = models.ForeignKey(HouseRule, models.PROTECT, related_name="+", null=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        verbose_name = _("clock")
        verbose_name_plural = _("clocks")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(obligation__isnull=False, house_rule=None) | Q(obligation=None, house_rule__isnull=False),
                name="clock_of_contract_or_house",
            ),
        ]

    def __str__(self) -> str:
        return str(self.label)

    @property
    def label(self) -> str | Promise:
        """What is to be done, in the reader's language."""
        return CLOCK[self.name].label
