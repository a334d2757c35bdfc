from datetime import date, datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contracts.models.contracts import Contract
from contracts.models.days import are_known
from contracts.models.obligations import Obligation
from contracts.models.saying import Said, person_in
from foundation.models import StoredFile
from parties.models import Party


class ForceMajeureState(models.TextChoices):
    CLAIMED = "claimed", _("Claimed")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ForceMajeureEffect(models.TextChoices):
    SUSPEND = "suspend", _("The duties of this time are suspended")
    END = "end", _("The duties of this time end")


class Covers(models.TextChoices):
    ALL = "all", _("All duties of this time")
    NAMED = "named", _("Only the duties named")


class ForceMajeure(Said, models.Model):
    """That nobody could prevent it: claimed by the side that could not perform, with evidence; answered by the other.

    It is claimed from ``first_at`` until ``until_at``, which is the first moment after it; it holds for the days that
    the other side accepted, which lie within. ``covers``: all of the claimant's duties of that time, or its ``duties``
    alone.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="force_majeure")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    first_at = models.DateTimeField()
    until_at = models.DateTimeField()
    accepted_first_at = models.DateTimeField(null=True, editable=False)
    accepted_until_at = models.DateTimeField(null=True, editable=False)
    covers = models.CharField(_("hindered"), max_length=5, choices=Covers.choices, default=Covers.ALL)
    effect = models.CharField(_("asked for"), max_length=8, choices=ForceMajeureEffect.choices)
    text = models.TextField(max_length=2000)
    evidence = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=ForceMajeureState.choices, default=ForceMajeureState.CLAIMED, editable=False
    )
    claimed_at = models.DateTimeField()
    by = models.CharField(max_length=120)
    answered_at = models.DateTimeField(null=True, editable=False)
    answer = models.TextField(max_length=2000, blank=True, editable=False)
    answered_by = models.CharField(max_length=120, blank=True, editable=False)

    class Meta:
        verbose_name = _("force majeure")
        verbose_name_plural = _("force majeure")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            are_known("first_at", "until_at", name="force_majeure_days_known"),
            models.CheckConstraint(condition=Q(until_at__gt=F("first_at")), name="force_majeure_has_length"),
            models.CheckConstraint(condition=~Q(text=""), name="force_majeure_says_what"),
            models.CheckConstraint(condition=Q(state__in=ForceMajeureState.values), name="force_majeure_states"),
            models.CheckConstraint(condition=Q(effect__in=ForceMajeureEffect.values), name="force_majeure_effects"),
            models.CheckConstraint(
                condition=(Q(state="claimed", answered_at=None, answered_by=""))
                | (~Q(state="claimed") & Q(answered_at__isnull=False) & ~Q(answered_by="")),
                name="force_majeure_answer_has_moment",
            ),
            models.CheckConstraint(condition=Q(covers__in=Covers.values), name="force_majeure_covers"),
            models.CheckConstraint(
                condition=Q(
                    state="accepted",
                    accepted_first_at__isnull=False,
                    accepted_until_at__isnull=False,
                    accepted_first_at__gte=F("first_at"),
                    accepted_until_at__lte=F("until_at"),
                    accepted_until_at__gt=F("accepted_first_at"),
                )
                | (~Q(state="accepted") & Q(accepted_first_at=None, accepted_until_at=None)),
                name="force_majeure_accepted_within_claimed",
            ),
        ]

    @property
    def is_claimed(self) -> bool:
        """Whether it waits for the other side's answer."""
        return self.state == ForceMajeureState.CLAIMED

    @property
    def last_day(self) -> date:
        """The last of the days claimed, in China."""
        return _day_before(self.until_at)

    @property
    def accepted_last_day(self) -> date | None:
        """The last of the days accepted; ``None`` unless it was accepted."""
        return _day_before(self.accepted_until_at) if self.accepted_until_at else None

    @property
    def is_accepted_in_part(self) -> bool:
        """Whether it was accepted for fewer days than were claimed."""
        accepted = (self.accepted_first_at, self.accepted_until_at)
        return self.state == ForceMajeureState.ACCEPTED and accepted != (self.first_at, self.until_at)

    @property
    def answered_by_name(self) -> str:
        return person_in(self.answered_by)


class HinderedDuty(models.Model):
    """A duty that a claim of force majeure names as hindered: the claimant's own, under the same contract."""

    claim = models.ForeignKey(ForceMajeure, models.PROTECT, related_name="duties")
    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="hindered_by")

    class Meta:
        verbose_name = _("hindered duty")
        verbose_name_plural = _("hindered duties")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["claim", "obligation"], name="hindered_duty_once")]


def _day_before(moment: datetime) -> date:
    return timezone.localdate(moment - timedelta(microseconds=1))
