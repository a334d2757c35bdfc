"""From whom a wave's sample was drawn: the frame, as it stood, and its strata."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, IntegerField, Q
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parties.models import Venue
from surveys.models.waves import Wave


def _size(column: str) -> Func:
    return Func(F(column), function="cardinality", output_field=IntegerField())


class WaveFrame(models.Model):
    """The ids of all members who could be drawn, and beside each the ordinal of their stratum. Append-only.

    Ids, not rows: an erased member stays countable, and is nobody.
    """

    wave = models.OneToOneField(Wave, models.PROTECT, related_name="drawn_from", primary_key=True)
    member_ids = ArrayField(models.BigIntegerField())
    ordinals = ArrayField(models.SmallIntegerField())

    class Meta:
        verbose_name = pgettext_lazy("survey", "frame")
        verbose_name_plural = pgettext_lazy("survey", "frames")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Exact(_size("member_ids"), _size("ordinals")),
                name="wave_frame_in_pairs",
            ),
        ]


class Stratum(models.Model):
    """A part of the frame from which a share of the sample is drawn 层: a venue, a tier, or both.

    ``deviation`` is the expected standard deviation of the satisfaction question in points, which Neyman's allocation
    asks for; ``allocated`` is how many of ``frame_size`` are drawn.
    """

    wave = models.ForeignKey(Wave, models.PROTECT, related_name="strata", db_index=False)
    ordinal = models.PositiveSmallIntegerField()
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("venue"))
    tier = models.CharField(pgettext_lazy("membership", "tier"), max_length=20, blank=True)
    frame_size = models.PositiveIntegerField()
    deviation = models.DecimalField(max_digits=6, decimal_places=4, null=True)
    allocated = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = pgettext_lazy("survey", "stratum")
        verbose_name_plural = pgettext_lazy("survey", "strata")
        ordering: ClassVar = ["wave", "ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["wave", "ordinal"], name="stratum_ordinal_once"),
            models.UniqueConstraint(fields=["wave", "venue", "tier"], nulls_distinct=False, name="stratum_once"),
            models.CheckConstraint(condition=Q(allocated__lte=F("frame_size")), name="stratum_within_its_frame"),
            models.CheckConstraint(condition=Q(deviation=None) | Q(deviation__gte=0), name="stratum_deviation"),
        ]
