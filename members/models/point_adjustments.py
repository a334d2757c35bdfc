from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.models.members import Member
from members.models.points import MOST_POINTS, PointAct

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class AdjustmentState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("an adjustment", "Waits for a second person")
    DONE = "done", pgettext_lazy("an adjustment", "Done")
    REFUSED = "refused", pgettext_lazy("an adjustment", "Refused")


class AdjustmentQuerySet(models.QuerySet["PointAdjustment"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """Those of the members whom the person may reach with ``verb``."""
        return self.filter(member__in=Member.objects.within(scope, verb=verb))


class PointAdjustment(models.Model):
    """Points given or taken by hand, with the reason; above the scheme's limit another person decides."""

    key = models.UUIDField(unique=True)
    member = models.ForeignKey(Member, models.PROTECT, related_name="point_adjustments")
    points = models.IntegerField(_("points"))
    reason = models.CharField(_("reason"), max_length=200)
    needs_second = models.BooleanField()
    state = models.CharField(max_length=7, choices=AdjustmentState.choices, editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    act = models.OneToOneField(PointAct, models.PROTECT, related_name="adjustment", null=True)

    objects = AdjustmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("adjustment of points")
        verbose_name_plural = _("adjustments of points")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(points=0) & Q(points__range=(-MOST_POINTS, MOST_POINTS)), name="point_adjustment_moves"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="point_adjustment_has_reason"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="point_adjustment_two_people"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", needs_second=True, decided_at=None, decided_by=None, act=None)
                | Q(state="refused", needs_second=True, decided_at__isnull=False, decided_by__isnull=False, act=None)
                | (
                    Q(state="done", decided_at__isnull=False, act__isnull=False)
                    & (Q(needs_second=False) | Q(decided_by__isnull=False))
                ),
                name="point_adjustment_state_fits",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["member", "-asked_at"], name="point_adjustment_history"),
            models.Index(fields=["asked_at"], name="point_adjustment_waiting", condition=Q(state="waiting")),
        ]

    @property
    def is_waiting(self) -> bool:
        return self.state == AdjustmentState.WAITING
