"""The end of a member's data: who is to be erased and why, how long a party keeps the silent, what went wrong."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Final, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.models.members import Member
from parties.domain.circles import party_condition
from parties.models import Party, Venue

if TYPE_CHECKING:
    from parties.domain.scope import Scope

REPORTING_TIME: Final = timedelta(hours=72)
"""Within which an incident is reported to the authority. China's PIPL (57) says at once; this is the house's limit."""


class KeepingRule(models.Model):
    """After how many years without any sign of life a party asks whether a member is still to be kept.

    Append-only: the newest of a party acts. 0 years: never asked.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    silent_years = models.PositiveSmallIntegerField(_("years of silence"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("rule of keeping")
        verbose_name_plural = _("rules of keeping")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(silent_years__lte=30), name="keeping_rule_years"),
        ]


class ErasureCause(models.TextChoices):
    ASKED = "asked", _("The member asked for it")
    SILENT = "silent", _("Silent for longer than the party keeps members")


class ErasureState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("erasure", "Proposed")
    DONE = "done", pgettext_lazy("erasure", "Erased")
    KEPT = "kept", pgettext_lazy("erasure", "Kept")


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The erasures of the parties for which the person may do ``verb``: the provider erases nobody."""
        return self.filter(
            party_condition(
                scope,
                verb=verb,
                party_paths=["member__party"],
                at_venues=lambda venue_ids: Q(member__venue__in=venue_ids),
            )
        )


class Erasure(models.Model):
    """That a member's data are to go: proposed by a rule or at their request, decided by a person."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="erasures")
    cause = models.CharField(max_length=6, choices=ErasureCause.choices)
    state = models.CharField(max_length=8, choices=ErasureState.choices, default=ErasureState.PROPOSED)
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(cause__in=ErasureCause.values), name="erasure_causes"),
            models.CheckConstraint(condition=Q(state__in=ErasureState.values), name="erasure_states"),
            models.CheckConstraint(
                condition=Q(state=ErasureState.PROPOSED, decided_by=None, decided_at=None)
                | (
                    ~Q(state=ErasureState.PROPOSED)
                    & Q(decided_by__isnull=False, decided_at__isnull=False, decided_at__gte=F("proposed_at"))
                    & ~Q(reason="")
                ),
                name="erasure_decided_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["member"], condition=Q(state=ErasureState.PROPOSED), name="erasure_proposed_once"
            ),
            models.UniqueConstraint(fields=["member"], condition=Q(state=ErasureState.DONE), name="erased_once"),
        ]


class DataIncidentQuerySet(models.QuerySet["DataIncident"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The incidents of the parties for which the person may do ``verb``."""
        return self.filter(party_condition(scope, verb=verb, party_paths=["party"]))


class DataIncident(models.Model):
    """Members' data went where they do not belong, or may have: what, whose, when found, who was told (PIPL 57).

    ``data`` names what was concerned, ``people`` how many members at most. The moments of telling are set once each.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("venue"))
    what = models.TextField(_("what happened"), max_length=2000)
    data = ArrayField(models.CharField(max_length=12), verbose_name=_("which data"))
    people = models.PositiveIntegerField(_("members concerned, at most"))
    remedy = models.TextField(_("what is done about it"), max_length=2000, blank=True)
    found_at = models.DateTimeField(_("found at"))
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    authority_told_at = models.DateTimeField(_("authority told at"), null=True)
    members_told_at = models.DateTimeField(_("members told at"), null=True)
    closed_at = models.DateTimeField(null=True)

    objects = DataIncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("data incident")
        verbose_name_plural = _("data incidents")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(what=""), name="incident_says_what"),
            models.CheckConstraint(condition=~Q(data=[]), name="incident_says_which_data"),
            models.CheckConstraint(condition=Q(found_at__lte=F("entered_at")), name="incident_times_in_order"),
            models.CheckConstraint(
                condition=Q(authority_told_at=None) | Q(authority_told_at__gte=F("found_at")),
                name="incident_authority_told_after",
            ),
            models.CheckConstraint(
                condition=Q(members_told_at=None) | Q(members_told_at__gte=F("found_at")),
                name="incident_members_told_after",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | ~Q(remedy=""), name="incident_closed_with_what_was_done"
            ),
        ]

    @property
    def due_at(self) -> datetime:
        """Until when the authority is to be told."""
        return self.found_at + REPORTING_TIME
