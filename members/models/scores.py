from typing import ClassVar

from django.db import models
from django.db.models import Q

from members.models.members import Member
from parties.models import Party


class MemberScore(models.Model):
    """How a member stands among the others of the party on ``day``: recency, frequency, money from 1 to 5, and habits.

    Counted over the twelve business months that end with that of ``day``; who was not there in them has no row.
    ``visits`` in days, ``spend_fen`` after refunds, ``gap_days`` the usual gap (empty: came too seldom to have one).
    """

    member = models.OneToOneField(Member, models.PROTECT, related_name="score", primary_key=True)
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    first_date = models.DateField()
    last_date = models.DateField()
    visits = models.PositiveIntegerField()
    spend_fen = models.BigIntegerField()
    recency = models.PositiveSmallIntegerField()
    frequency = models.PositiveSmallIntegerField()
    money = models.PositiveSmallIntegerField()
    gap_days = models.PositiveIntegerField(null=True)
    is_at_risk = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(recency__range=(1, 5), frequency__range=(1, 5), money__range=(1, 5)), name="score_of_five"
            ),
            models.CheckConstraint(
                condition=Q(is_at_risk=False) | Q(gap_days__isnull=False), name="score_at_risk_by_a_habit"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["party", "recency", "frequency", "member"], name="score_squares"),
            models.Index(fields=["party", "member"], name="score_at_risk", condition=Q(is_at_risk=True)),
        ]
