"""Members who turn out to be one."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from members.models.members import Member
from parties.domain.circles import party_condition

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class MergeQuerySet(models.QuerySet["MemberMerge"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The merges of members of the parties for which the person may do ``verb``."""
        return self.filter(
            party_condition(
                scope,
                verb=verb,
                party_paths=["kept__party"],
                at_venues=lambda venue_ids: Q(kept__venue__in=venue_ids),
            )
        )


class MemberMerge(models.Model):
    """That one member was merged into another, and what went over: by source, the ids of its rows.

    It can be taken back, once: exactly these rows go home again. Nothing else of it ever changes.
    """

    kept = models.ForeignKey(Member, models.PROTECT, related_name="merges")
    gone = models.ForeignKey(Member, models.PROTECT, related_name="merged_away")
    moved = models.JSONField(default=dict)
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    undone_at = models.DateTimeField(null=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge of members")
        verbose_name_plural = _("merges of members")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="merge_of_two_members"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None) | Q(undone_by__isnull=False, undone_at__gte=F("merged_at")),
                name="merge_undone_by_somebody",
            ),
            models.UniqueConstraint(fields=["gone"], condition=Q(undone_at=None), name="member_merged_away_once"),
        ]


class TwoPeople(models.Model):
    """That two members who look alike are two people: they are not suggested again. Append-only."""

    first = models.ForeignKey(Member, models.PROTECT, related_name="+")
    second = models.ForeignKey(Member, models.PROTECT, related_name="+")
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="two_people_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="two_people_in_order"),
        ]
