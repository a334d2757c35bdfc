from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from contracts.models.days import is_known
from members.models.members import Member
from parties.models import Party


class MemberMonth(models.Model):
    """What a member did in one business month, counted from the bills again whenever one of them changes anything.

    ``visits`` are the business days with a bill of which something is left after refunds, whichever of the party's
    venues it was; ``spend_fen`` is what is left of all of them. A refund counts in the month of the bill that it
    takes back. Nothing here is anybody's word: :mod:`members.domain.retention.rolling` can write every row anew.
    """

    member = models.ForeignKey(Member, models.PROTECT, related_name="months", db_index=False)
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    visits = models.PositiveSmallIntegerField(default=0)
    spend_fen = models.BigIntegerField(default=0)
    first_date = models.DateField(null=True)
    last_date = models.DateField(null=True)
    counted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "month"], name="member_month_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="member_month_starts_on_the_first"),
            is_known("month", name="member_month_known"),
            models.CheckConstraint(condition=Q(visits__lte=31, spend_fen__gte=0), name="member_month_possible"),
            models.CheckConstraint(
                condition=Q(visits=0, spend_fen=0, first_date=None, last_date=None)
                | Q(
                    visits__gt=0,
                    first_date__isnull=False,
                    last_date__isnull=False,
                    first_date__gte=F("month"),
                    last_date__gte=F("first_date"),
                ),
                name="member_month_days_with_visits",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["party", "month", "member"], include=["visits", "spend_fen"], name="member_month_of_party"
            ),
            models.Index(fields=["party", "month", "-counted_at"], name="member_month_counted"),
        ]
