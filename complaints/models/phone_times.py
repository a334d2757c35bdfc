from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models.complaints import Complaint

NOTABLE_SKEW: Final = 60
"""Seconds by which a phone's clock may be wrong before people are shown that it was."""


class PhoneTimes(models.Model):
    """What the clock of the phone said on which a complaint was written down. Append-only.

    Kept as it was told, however wrong: the complaint itself carries the moments as they are by the server's clock.
    ``skew`` is the phone's clock less the server's at sending, in seconds; ``waited`` the seconds that the phone
    itself counted between writing and sending, which setting its clock does not change.
    """

    complaint = models.OneToOneField(Complaint, models.PROTECT, related_name="phone_times")
    happened_at = models.DateTimeField(null=True)
    logged_at = models.DateTimeField()
    sent_at = models.DateTimeField()
    waited = models.PositiveIntegerField()
    skew = models.BigIntegerField()

    class Meta:
        verbose_name = _("times of a phone")
        verbose_name_plural = _("times of phones")

    @property
    def is_skewed(self) -> bool:
        """Whether the phone's clock was so wrong that it matters."""
        return abs(self.skew) >= NOTABLE_SKEW

    @property
    def skew_minutes(self) -> int:
        """By how many whole minutes it was wrong, whichever way."""
        return abs(self.skew) // 60

    @property
    def is_fast(self) -> bool:
        """Whether the phone's clock was ahead."""
        return self.skew > 0
