from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from parties.models.parties import Venue
from parties.models.users import User

if TYPE_CHECKING:
    from parties.domain.opening_hours import OpeningHours


class VenueHours(models.Model):
    """When a venue is open, as it was set at one moment. Append-only: the newest acts, and what started by an earlier
    one ends by that."""

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="hours")
    plan = models.JSONField()
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["venue", "-id"], name="venue_hours_newest")]

    def __str__(self) -> str:
        return f"{self.venue_id} {self.set_at:%Y-%m-%d}"

    @property
    def hours(self) -> "OpeningHours":
        """The hours as a value to count with."""
        from parties.domain.opening_hours import OpeningHours

        return OpeningHours.from_plan(self.plan)
