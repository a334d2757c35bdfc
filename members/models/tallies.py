from typing import ClassVar, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from parties.models import Party, Venue

COUNTS: Final = 8
"""How many numbers :class:`members.domain.retention.formulas.Counts` holds."""


class Tally(models.Model):
    """The counts of a month as they were counted last, so that charts over many months need not count millions of rows.

    ``venue``: of the members whose home it is (empty: of those without one). Counted again by a beat wherever something
    has changed; ``counted_at`` says how fresh they are.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="+", db_index=False)
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="+", null=True, db_index=False)
    month = models.DateField()
    counts = ArrayField(models.BigIntegerField(), size=COUNTS)
    counted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["party", "month", "venue"], nulls_distinct=False, name="tally_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="tally_of_a_month"),
            models.CheckConstraint(condition=Q(counts__len=COUNTS), name="tally_counts_all"),
        ]


class CohortTally(models.Model):
    """How many of the members who joined in one month came in another, as they were counted last (see ``Tally``)."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="+", db_index=False)
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="+", null=True, db_index=False)
    joined = models.DateField()
    month = models.DateField()
    count = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["party", "month", "joined", "venue"], nulls_distinct=False, name="cohort_tally_once"
            ),
            models.CheckConstraint(condition=Q(month__day=1, joined__day=1), name="cohort_tally_of_months"),
            models.CheckConstraint(condition=Q(count__gt=0, joined__lte=F("month")), name="cohort_tally_counts"),
        ]
