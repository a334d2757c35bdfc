from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.models.members import Member
from members.models.tiers import Tier, TierTable

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class ChangeCause(models.TextChoices):
    REACHED = "reached", _("Reached with a bill")
    REVIEWED = "reviewed", _("Lowered on review")
    RULES = "rules", _("Reached by new rules")


class ReviewState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("a review", "Waits for a decision")
    CONFIRMED = "confirmed", pgettext_lazy("a review", "Lowered")
    KEPT = "kept", pgettext_lazy("a review", "Kept")
    LAPSED = "lapsed", pgettext_lazy("a review", "Reached again meanwhile")


class MemberTier(models.Model):
    """The tier in which a member is (none: not reached yet), and who looks after them in person.

    Tier and ``since_at`` are changed by the trigger behind :class:`TierChange` alone.
    """

    member = models.OneToOneField(Member, models.PROTECT, related_name="tier_row")
    tier = models.ForeignKey(Tier, models.PROTECT, related_name="members", null=True, editable=False)
    since_at = models.DateTimeField(null=True, editable=False)
    personal_manager = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)

    class Meta:
        verbose_name = _("tier of a member")
        verbose_name_plural = _("tiers of members")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(tier=None) | Q(since_at__isnull=False), name="member_tier_since"),
            models.CheckConstraint(
                condition=Q(personal_manager=None) | Q(tier__isnull=False), name="member_tier_managed"
            ),
        ]


class TierChange(models.Model):
    """A step up or down, with what counted for it: spend in fen, visits, points earned in the window. Append-only."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="tier_changes")
    from_tier = models.ForeignKey(Tier, models.PROTECT, related_name="+", null=True)
    to_tier = models.ForeignKey(Tier, models.PROTECT, related_name="+", null=True)
    cause = models.CharField(max_length=8, choices=ChangeCause.choices)
    table = models.ForeignKey(TierTable, models.PROTECT, related_name="+")
    spend_fen = models.BigIntegerField()
    visits = models.PositiveIntegerField()
    points = models.BigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("change of tier")
        verbose_name_plural = _("changes of tiers")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(cause__in=ChangeCause.values), name="tier_change_causes"),
            models.CheckConstraint(
                condition=Q(from_tier=None, to_tier__isnull=False)
                | Q(from_tier__isnull=False, to_tier=None)
                | ~Q(from_tier=F("to_tier")),
                name="tier_change_moves",
            ),
            models.CheckConstraint(
                condition=~Q(cause="reviewed") | Q(by__isnull=False), name="tier_lowered_by_a_person"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["member", "-id"], name="tier_change_history")]

    @property
    def spend(self) -> Decimal:
        """In yuan."""
        return Decimal(self.spend_fen).scaleb(-2)


class ReviewQuerySet(models.QuerySet["TierReview"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """Those of the members whom the person may reach with ``verb``."""
        return self.filter(member__in=Member.objects.within(scope, verb=verb))


class TierReview(models.Model):
    """A month's finding that a member no longer reaches their tier; a person decides. Figures as in ``TierChange``."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="tier_reviews")
    month = models.DateField()
    from_tier = models.ForeignKey(Tier, models.PROTECT, related_name="+")
    to_tier = models.ForeignKey(Tier, models.PROTECT, related_name="+", null=True)
    table = models.ForeignKey(TierTable, models.PROTECT, related_name="+")
    spend_fen = models.BigIntegerField()
    visits = models.PositiveIntegerField()
    points = models.BigIntegerField()
    state = models.CharField(max_length=9, choices=ReviewState.choices, default=ReviewState.PROPOSED, editable=False)
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review of a tier")
        verbose_name_plural = _("reviews of tiers")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "month"], name="tier_review_once_a_month"),
            models.UniqueConstraint(fields=["member"], name="tier_review_one_open", condition=Q(state="proposed")),
            models.CheckConstraint(condition=Q(month__day=1), name="tier_review_of_a_month"),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_at=None, decided_by=None)
                | Q(state__in=["confirmed", "kept"], decided_at__isnull=False, decided_by__isnull=False)
                | Q(state="lapsed", decided_at__isnull=False),
                name="tier_review_state_fits",
            ),
        ]

    @property
    def spend(self) -> Decimal:
        """In yuan."""
        return Decimal(self.spend_fen).scaleb(-2)
