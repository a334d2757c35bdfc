"""Two hundred bills of eight months: members who come often or now and then, guests, and a few refunds."""

import random
from datetime import timedelta
from typing import Final

from encore.demo.people import Cast
from members.domain.bills.recording import record_bill
from members.domain.bills.sent import NewBill
from members.models import BillWay, Member

COUNT: Final = 200
DAYS: Final = 240
SERVED: Final = 130
"""Days since which the provider's promoters sell at the river."""
ITEMS: Final = (("包厢费", 38_800), ("啤酒", 2_400), ("果盘", 8_800), ("小吃拼盘", 6_800), ("气泡水", 1_800))
ROOMS: Final = ("888", "666", "208", "101")


def spend_nights(cast: Cast) -> None:
    """One bill after the other, the oldest first; every twentieth is partly given back on the spot."""
    chance = random.Random(2026)  # noqa: S311 - the same nights in every demo
    by = cast.scope("manager")
    cards = list(Member.objects.filter(party=cast.client).active().order_by("pk").values_list("number", "venue"))
    for number in range(COUNT):
        days = DAYS - DAYS * number // COUNT
        at = cast.now - timedelta(days=days, minutes=chance.randrange(600))
        card, venue_id = chance.choice(cards[: 1 + len(cards) * (1 + number) // COUNT]) if cards else ("", None)
        lines = [{"name": name, "count": 1, "fen": fen} for name, fen in chance.sample(ITEMS, chance.randint(1, 4))]
        bill = NewBill(
            venue_id=cast.river.pk if days < SERVED else venue_id or cast.station.pk,
            number=f"SY{number:05d}",
            amount_fen=sum(int(str(line["fen"])) for line in lines) * chance.randint(1, 5),
            happened_at=at,
            card=card if number % 4 else "",
            room=chance.choice(ROOMS),
            promoter_id=cast.users["promoter"].pk if days < SERVED and number % 3 == 0 else None,
            items=lines,
            way=BillWay.REST,
        )
        record_bill(bill, by=by, at=at + timedelta(minutes=1))
        if number % 20 == 7:
            back = NewBill(bill.venue_id, f"TK{number:05d}", 1_800, at, refund_of=bill.number, way=BillWay.HAND)
            record_bill(back, by=by, at=at + timedelta(minutes=9))
