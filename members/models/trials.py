from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contracts.models.days import is_known, local_day
from members.models.members import Member
from parties.domain.circles import party_condition
from parties.models import Party, Venue

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class TrialFrame(models.TextChoices):
    """Among whom a trial is made, as they stand on the day of the draw."""

    ALL = "all", pgettext_lazy("trial", "All members")
    AT_RISK = "at_risk", pgettext_lazy("trial", "Members about to leave")
    SEEN = "seen", pgettext_lazy("trial", "Members seen within twelve months")
    SILENT = "silent", pgettext_lazy("trial", "Members not seen for twelve months")


class TrialQuerySet(models.QuerySet["Trial"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The trials of the parties, and of the venues, for which the person may do ``verb``."""
        return self.filter(
            party_condition(scope, verb=verb, party_paths=["party"], at_venues=lambda venue_ids: Q(venue__in=venue_ids))
        )


class Trial(models.Model):
    """A promotion judged against members who are left alone 对照试验. Append-only: the draw stands before the result.

    ``percent`` of the frame are held out, by ``seed`` (:mod:`members.domain.retention.drawing`). It counts who came
    from ``first_date`` to ``last_date``, both included. ``frame_hash`` proves the frame of ``frame_size`` members.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("venue"))
    name = models.CharField(_("name"), max_length=60)
    frame = models.CharField(pgettext_lazy("trial", "among whom"), max_length=8, choices=TrialFrame.choices)
    percent = models.PositiveSmallIntegerField(_("held out, per cent"))
    first_date = models.DateField(_("first day"))
    last_date = models.DateField(_("last day"))
    seed = models.CharField(max_length=32, editable=False)
    frame_hash = models.CharField(max_length=64, editable=False)
    frame_size = models.PositiveIntegerField(editable=False)
    drawn_at = models.DateTimeField(editable=False)
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)

    objects = TrialQuerySet.as_manager()

    class Meta:
        verbose_name = _("trial")
        verbose_name_plural = _("trials")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="trial_has_name"),
            models.CheckConstraint(condition=Q(frame__in=TrialFrame.values), name="trial_frames"),
            models.CheckConstraint(condition=Q(percent__range=(1, 50)), name="trial_holds_some_out"),
            models.CheckConstraint(condition=Q(first_date__lte=F("last_date")), name="trial_days_in_order"),
            models.CheckConstraint(
                condition=Q(first_date__gte=local_day("drawn_at")), name="trial_drawn_before_it_begins"
            ),
            models.CheckConstraint(condition=Q(frame_size__gte=2), name="trial_has_two_groups"),
            models.CheckConstraint(condition=Q(frame_hash__regex=r"^[0-9a-f]{64}$"), name="trial_hash_is_hex"),
            models.CheckConstraint(condition=Q(seed__regex=r"^[0-9a-f]{32}$"), name="trial_seed_is_hex"),
            is_known("first_date", "last_date", name="trial_on_known_days"),
        ]

    def __str__(self) -> str:
        return self.name


class TrialMember(models.Model):
    """On which side of a trial a member fell. Append-only."""

    trial = models.ForeignKey(Trial, models.PROTECT, related_name="members", db_index=False)
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    is_held_out = models.BooleanField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["trial", "member"], name="trial_member_once")]
