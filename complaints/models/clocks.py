from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints.domain.clocks.rules import CLOCK
from complaints.models.complaints import Complaint
from contracts.models import Obligation
from deadlines.models import Deadline, Outcome
from parties.models import Venue, VenueHours


class Counting(models.TextChoices):
    """Which hours a limit of the house counts."""

    CALENDAR = "calendar", _("Hours of the clock")
    VENUE = "venue", _("Opening hours only")


class HouseRule(models.Model):
    """A venue's own limit for a step, in hours (0: none), used where no contract runs.

    Append-only: the highest ``number`` acts, and a clock keeps the one by which it started. The first one of a venue is
    the usual limit, written down by the product itself.
    """

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="house_rules")
    clock = models.CharField(max_length=20)
    number = models.PositiveSmallIntegerField(default=1)
    hours = models.PositiveSmallIntegerField(_("hours"))
    counts = models.CharField(max_length=8, choices=Counting.choices, default=Counting.CALENDAR)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    set_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("house rule")
        verbose_name_plural = _("house rules")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["venue", "clock", "number"], name="house_rule_once"),
            models.CheckConstraint(condition=Q(hours__range=(0, 720)), name="house_rule_hours"),
            models.CheckConstraint(condition=Q(counts__in=Counting.values), name="house_rule_counts"),
        ]

    @property
    def counts_opening_hours(self) -> bool:
        return self.counts == Counting.VENUE


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
    ``opening`` are the venue's hours by which a house rule counted when it started; empty for hours of the clock.
    """

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="clocks")
    name = models.CharField(max_length=20)
    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="clock")
    obligation = models.OneToOneField(Obligation, models.PROTECT, related_name="clock", null=True)
    house_rule = models.ForeignKey(HouseRule, models.PROTECT, related_name="+", null=True)
    cycle = models.PositiveSmallIntegerField(default=1, db_default=1)
    opening = models.ForeignKey(VenueHours, models.PROTECT, related_name="+", null=True)

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
            models.CheckConstraint(
                condition=Q(opening=None) | Q(house_rule__isnull=False), name="clock_opening_hours_of_the_house"
            ),
        ]

    def __str__(self) -> str:
        return str(self.label)

    @property
    def label(self) -> str | Promise:
        """What is to be done, in the reader's language."""
        return CLOCK[self.name].label
