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

    def handled_with(self, complaint_id: int) -> Self:
        """Those of this complaint, and of those merged into it: a step taken on it is taken for them."""
        merged = Complaint.objects.filter(merged_into=complaint_id).values_list("pk", flat=True)
        return self.filter(complaint__in=[complaint_id, *merged])  # two questions: as one it would read every clock


class Clock(models.Model):
    """One running limit of a complaint: a deadline that stems from a contract's obligation or from a house rule.

    ``cycle`` is that of the complaint's handling in which it started: what was said about it stays with that cycle.
    """

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="clocks")
    name = models.CharField(max_length=20)
    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="clock")
    obligation = models.OneToOneField(Obligation, models.PROTECT, related_name="clock", null=True)
    house_rule = models.ForeignKey(HouseRule, models.PROTECT, related_name="+", null=True)
    cycle = models.PositiveSmallIntegerField(default=1, db_default=1)

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
