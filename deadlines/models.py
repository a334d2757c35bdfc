from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parties.models import Party

NEXT_PERCENT = {0: 50, 50: 80, 80: 100}
"""Of how much of the time allowed the sweep speaks next, by how much it has spoken of."""


class Outcome(models.TextChoices):
    KEPT = "kept", _("Kept")
    MISSED = "missed", _("Missed")
    CANCELLED = "cancelled", _("Cancelled")


class Deadline(models.Model):
    """The moment something is due, who answers for it, and how it ended.

    ``first_due_at`` is the due time as the term gives it, ``due_at`` the same with all pauses and extensions added.
    ``next_at`` is the next moment at which the sweep has something to do here (a warning or the due moment); it is
    empty while the clock is paused and once there is an outcome, so that the sweep's cost follows what is due.
    """

    kind = models.CharField(max_length=40)
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="deadlines", null=True)
    started_at = models.DateTimeField()
    first_due_at = models.DateTimeField()
    due_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    warned = models.PositiveSmallIntegerField(default=0)
    paused_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, null=True)  # null is "still open"
    outcome_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(outcome=None) | Q(owner__isnull=False), name="deadline_open_has_owner"),
            models.CheckConstraint(condition=Q(first_due_at__gte=F("started_at")), name="deadline_due_after_start"),
            models.CheckConstraint(condition=Q(due_at__gte=F("first_due_at")), name="deadline_pauses_only_add"),
            models.CheckConstraint(
                condition=Q(outcome=None, outcome_at=None) | Q(outcome__isnull=False, outcome_at__isnull=False),
                name="deadline_outcome_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(outcome=None, paused_at=None, next_at__isnull=False)
                | (Q(next_at=None) & (Q(outcome__isnull=False) | Q(paused_at__isnull=False))),
                name="deadline_next_only_while_running",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="missed") | Q(outcome_at=F("due_at")), name="deadline_missed_at_due"
            ),
            models.CheckConstraint(condition=Q(outcome=None) | Q(outcome__in=Outcome.values), name="deadline_outcomes"),
            models.CheckConstraint(condition=Q(warned__in=NEXT_PERCENT), name="deadline_warned_steps"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_at"], name="deadline_next", condition=Q(outcome=None, next_at__isnull=False)),
            models.Index(fields=["owner", "due_at"], name="deadline_open_by_owner", condition=Q(outcome=None)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} due {self.due_at:%Y-%m-%d %H:%M}"

    @property
    def is_open(self) -> bool:
        return self.outcome is None

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None

    @property
    def is_missed(self) -> bool:
        return self.outcome == Outcome.MISSED

    @property
    def is_kept(self) -> bool:
        return self.outcome == Outcome.KEPT

    @property
    def is_cancelled(self) -> bool:
        return self.outcome == Outcome.CANCELLED

    @property
    def is_overdue(self) -> bool:
        """Past its time, whether or not the sweep has said so yet."""
        return self.is_missed or (self.is_open and not self.is_paused and self.due_at < timezone.now())

    @property
    def late_by(self) -> timedelta:
        """How long after its due time it was done (or, not done yet, is now); zero when in time."""
        return max(timedelta(0), (self.done_at or timezone.now()) - self.due_at)

    def fraction_moment(self, percent: int) -> datetime:
        """The moment at which ``percent`` of the time allowed has passed, counted back from the due time.

        From the end, because pauses so far lie before it: they do not use up the time allowed.
        """
        return self.due_at - (self.first_due_at - self.started_at) * (100 - percent) / 100

    @property
    def next_mark(self) -> datetime:
        """The next moment at which the sweep has something to do here while the clock runs."""
        return self.fraction_moment(NEXT_PERCENT[self.warned])


class DeadlinePause(models.Model):
    """One stop or restart of a clock, with its reason. Append-only: verdicts are recomputed from it."""

    class Kind(models.TextChoices):
        PAUSED = "paused", _("Paused")
        RESUMED = "resumed", _("Resumed")

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="pauses")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"

    @property
    def by_name(self) -> str:
        """The name in the actor's label; the number that tells namesakes apart in the audit is left out."""
        return self.by.partition(" ")[2] or self.by


class DeadlineExtension(models.Model):
    """A later due time that was granted while the clock was open, with its reason. Append-only."""

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="extensions")
    was_due_at = models.DateTimeField()
    due_at = models.DateTimeField()
    at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    by = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(due_at__gt=F("was_due_at")), name="extension_is_later"),
            models.CheckConstraint(condition=~Q(reason=""), name="extension_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.was_due_at:%Y-%m-%d %H:%M} → {self.due_at:%Y-%m-%d %H:%M}"


class HandingOn(models.Model):
    """A clock went from somebody who was not there to somebody who was. Append-only.

    Whoever comes back can take back what is still open, and still with that person.
    """

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="handings_on")
    from_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    to_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("handing on of a clock")
        verbose_name_plural = _("handings on of clocks")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(from_user=F("to_user")), name="handing_on_to_another"),
        ]
        indexes: ClassVar = [models.Index(fields=["from_user", "-id"], name="handing_on_from")]
