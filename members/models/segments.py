from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.models.placing import placed_condition
from parties.models import Party, Venue

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class SegmentQuerySet(models.QuerySet["Segment"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The segments of the venues, and of the parties, in which the person may do ``verb``."""
        return self.filter(placed_condition(scope, verb=verb))


class Segment(models.Model):
    """A saved way to pick members 客群: by criteria, never a list of names, so that it is always up to date.

    ``criteria`` are checked by :mod:`members.domain.offers.criteria`. A segment of a venue picks among its members.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="segments")
    venue = models.ForeignKey(
        Venue, models.PROTECT, related_name="segments", null=True, blank=True, verbose_name=_("venue")
    )
    name = models.CharField(_("name"), max_length=60)
    criteria = models.JSONField(default=list)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, editable=False)

    objects = SegmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["party", "venue", "name"],
                condition=Q(retired_at=None),
                nulls_distinct=False,
                name="segment_name_once",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="segment_has_name"),
        ]

    def __str__(self) -> str:
        return self.name
