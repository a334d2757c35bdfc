"""Two closed months of the members' figures, a bill that came in late, and a trial that has just been drawn."""

from datetime import timedelta

from encore.demo.people import Cast
from foundation.periods import Period, month_at
from members.domain.bills.recording import record_bill
from members.domain.bills.sent import NewBill
from members.domain.retention.freezing import freeze_month
from members.domain.retention.scoring import business_day, score
from members.domain.retention.tallying import tally
from members.domain.retention.trials import NewTrial, draw_trial
from members.models import BillWay, Member, MemberMonth


def close_months(cast: Cast) -> None:
    """The last month stays open, for whoever looks at the demo to close it. Without members there is nothing."""
    if not Member.objects.filter(party=cast.client).exists():
        return
    owner, party_id = cast.scope("owner"), cast.client.pk
    newest = month_at(cast.now).previous.previous
    for month in (newest.previous, newest):
        freeze_month(party_id, month.first, by=owner, at=cast.now)
    _bring_a_late_bill(cast, month=newest)
    tally(party_id, at=cast.now)
    score(party_id, day=business_day(cast.now))
    begins = cast.now.date() + timedelta(days=1)
    new = NewTrial(party_id, "周年庆八折券", "all", 20, begins, begins + timedelta(days=30))
    draw_trial(new, by=owner, at=cast.now)


def _bring_a_late_bill(cast: Cast, *, month: Period) -> None:
    """Of somebody who had not come in that month, found on a slip of paper."""
    members = Member.objects.filter(party=cast.client, joined_date__lt=month.first).active()
    came = MemberMonth.objects.filter(month=month.first, visits__gt=0).values("member")
    late = members.exclude(pk__in=came).order_by("pk").first()
    if late is not None:
        paid_at = month.since + timedelta(days=20, hours=17)
        bill = NewBill(cast.river.pk, "BL00001", 58_800, paid_at, card=late.number, way=BillWay.HAND)
        record_bill(bill, by=cast.scope("manager"), at=cast.now)
