from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from complaints.models.complaints import Complaint, Gravity
from deadlines.models import Deadline
from parties.models import Party, Venue


class Cause(models.TextChoices):
    PRODUCT = "product", _("Product")
    SERVICE = "service", _("Service")
    PROMOTION = "promotion", _("Promotion")
    FACILITIES = "facilities", _("Facilities")
    PRICE = "price", _("Price")


class CauseFinding(models.Model):
    """What a complaint came from, as somebody found; the last one counts. Append-only; both sides see it."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="findings")
    cause = models.CharField(_("cause"), max_length=10, choices=Cause.choices)
    found_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    found_at = models.DateTimeField()

    class Meta:
        verbose_name = _("finding of the cause")
        verbose_name_plural = _("findings of the cause")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(cause__in=Cause.values), name="cause_finding_causes"),
        ]


class CauseRule(models.Model):
    """From which gravity on a venue wants the cause known before a complaint is closed; its own rule."""

    venue = models.OneToOneField(Venue, models.PROTECT, related_name="cause_rule")
    gravity = models.CharField(_("cause needed from"), max_length=8, choices=Gravity.choices)

    class Meta:
        verbose_name = _("rule on causes")
        verbose_name_plural = _("rules on causes")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(gravity__in=Gravity.values), name="cause_rule_gravities"),
        ]


class RootCause(models.Model):
    """The chain of whys behind a complaint, as one side sees it; the last one counts. Append-only; its own side's."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="root_causes")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    whys = ArrayField(models.TextField())
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("root cause")
        verbose_name_plural = _("root causes")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(whys__len__range=(1, 5)), name="root_cause_one_to_five_whys"),
        ]


class ActionState(models.TextChoices):
    OPEN = "open", _("To be done")
    DONE = "done", _("Done, effect still to be checked")
    WORKED = "worked", _("It worked")
    FAILED = "failed", _("It did not work")
    DROPPED = "dropped", _("Dropped")


class Sameness(models.TextChoices):
    CAUSE = "cause", _("The same cause")
    ROOM = "room", _("The same room")
    PERSON = "person", _("The same person")
    SUBJECT = "subject", _("The same subject")


class CorrectiveAction(models.Model):
    """What one side does so that it does not happen again, and whether that worked (C8). Its own side's.

    ``deadline`` is for doing it, ``check_deadline`` for looking whether it worked, ``check_days`` after it was done.
    The counts are complaints like this one (by ``sameness``), and all complaints, at the venue in ``check_days`` before
    and after.
    """

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="actions")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    what = models.TextField(_("what is changed"), max_length=1000)
    sameness = models.CharField(_("counted as a repeat"), max_length=8, choices=Sameness.choices)
    check_days = models.PositiveSmallIntegerField(_("days until the check"))
    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="corrective_action")
    check_deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="effect_check", null=True)
    state = models.CharField(max_length=8, choices=ActionState.choices, default=ActionState.OPEN, editable=False)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, editable=False)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False)
    done_words = models.TextField(max_length=1000, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False)
    words = models.TextField(max_length=1000, blank=True, editable=False)
    before_count = models.PositiveIntegerField(null=True, editable=False)
    before_of = models.PositiveIntegerField(null=True, editable=False)
    after_count = models.PositiveIntegerField(null=True, editable=False)
    after_of = models.PositiveIntegerField(null=True, editable=False)

    class Meta:
        verbose_name = _("corrective action")
        verbose_name_plural = _("corrective actions")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=ActionState.values), name="action_states"),
            models.CheckConstraint(condition=Q(sameness__in=Sameness.values), name="action_sameness"),
            models.CheckConstraint(condition=~Q(what=""), name="action_says_what"),
            models.CheckConstraint(condition=Q(check_days__range=(1, 365)), name="action_check_days"),
            models.CheckConstraint(
                condition=Q(state="open", done_at=None, ended_at=None, check_deadline=None)
                | Q(state="done", done_at__isnull=False, ended_at=None, check_deadline__isnull=False)
                | Q(state__in=["worked", "failed"], done_at__isnull=False, check_deadline__isnull=False)
                | Q(state="dropped"),
                name="action_done_before_checked",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "done"])
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(words="")),
                name="action_end_says_why",
            ),
            models.CheckConstraint(
                condition=Q(before_count=None, before_of=None, after_count=None, after_of=None)
                | Q(
                    state__in=["worked", "failed"],
                    before_count__lte=F("before_of"),
                    after_count__lte=F("after_of"),
                ),
                name="action_counts_at_check",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["worked", "failed"])
                | Q(before_count__isnull=False, before_of__isnull=False)
                & Q(after_count__isnull=False, after_of__isnull=False),
                name="action_verdict_has_counts",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def is_open(self) -> bool:
        return self.state == ActionState.OPEN

    @property
    def waits_for_check(self) -> bool:
        return self.state == ActionState.DONE

    @property
    def was_checked(self) -> bool:
        return self.after_of is not None
