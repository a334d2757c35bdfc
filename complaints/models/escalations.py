from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.models.clocks import Clock
from deadlines.models import Deadline, Outcome
from parties.domain.roles import Role
from parties.models import Venue


class Chief(models.TextChoices):
    """Who is asked at a level: a role, or whoever answers for the step itself."""

    OWNER = "owner", _("Whoever answers for the step")
    CUSTOMER_SERVICE = Role.CUSTOMER_SERVICE.value, Role.CUSTOMER_SERVICE.label
    MARKETING = Role.MARKETING.value, Role.MARKETING.label
    HR = Role.HR.value, Role.HR.label
    VENUE_MANAGER = Role.VENUE_MANAGER.value, Role.VENUE_MANAGER.label
    CONTRACT_OWNER = Role.CONTRACT_OWNER.value, Role.CONTRACT_OWNER.label
    ACCOUNT_MANAGER = Role.ACCOUNT_MANAGER.value, Role.ACCOUNT_MANAGER.label


class EscalationRule(models.Model):
    """Who is asked at one level of a venue's chain, and how many minutes they have to acknowledge.

    Append-only: the newest of a level acts; without any, the usual chain does.
    """

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="escalation_rules")
    level = models.PositiveSmallIntegerField()
    chief = models.CharField(max_length=20, choices=Chief.choices)
    minutes = models.PositiveSmallIntegerField()
    minutes_major = models.PositiveSmallIntegerField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        verbose_name = _("rule of escalation")
        verbose_name_plural = _("rules of escalation")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(level__range=(1, 3)), name="escalation_rule_levels"),
            models.CheckConstraint(condition=Q(chief__in=Chief.values), name="escalation_rule_chiefs"),
            models.CheckConstraint(
                condition=Q(minutes__range=(1, 10_080), minutes_major__range=(1, 10_080)),
                name="escalation_rule_minutes",
            ),
        ]


class EscalationLevelQuerySet(models.QuerySet["EscalationLevel"]):
    def waiting(self) -> Self:
        """Those that still want somebody's word: in time or late, while the step is undone."""
        return (
            self.filter(deadline__done_at=None, clock__deadline__done_at=None, clock__complaint__closed_at=None)
            .exclude(deadline__outcome=Outcome.CANCELLED)
            .order_by("deadline__due_at", "pk")
        )


class EscalationLevel(models.Model):
    """A missed step that was carried to one level of the chain. Append-only.

    Its own deadline says who must acknowledge by when, and what came of it. The database lets a level begin only at the
    very moment at which the one below it, or the step itself, was missed.
    """

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="levels")
    number = models.PositiveSmallIntegerField()
    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="escalation_level")

    objects = EscalationLevelQuerySet.as_manager()

    class Meta:
        verbose_name = _("level of escalation")
        verbose_name_plural = _("levels of escalation")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["clock", "number"], name="escalation_level_once"),
            models.CheckConstraint(condition=Q(number__range=(1, 3)), name="escalation_level_numbers"),
        ]

    def __str__(self) -> str:
        return f"{self.clock} {self.number}"


class EscalationWord(models.Model):
    """Somebody acknowledged a level, and says what happens now. Append-only."""

    level = models.OneToOneField(EscalationLevel, models.PROTECT, related_name="word")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    note = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("word on an escalation")
        verbose_name_plural = _("words on escalations")
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(note=""), name="escalation_word_says_something")]
