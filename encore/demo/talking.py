"""The demo's conversation: a guest who was called back, what they said, and a note that only one side reads."""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from complaints.domain.channels.conversation import Saying, note_internally, say_to_customer, write_down_words
from complaints.domain.customer.contacts import Reach, keep_contact
from complaints.models import Complaint, Subject
from encore.demo.people import Cast

GUEST: Final = Reach("phone", "13800000000", "甄女士")
NOTES: Final = (
    ("manager", "当晚收银已重新培训，账单差额 68 元。"),
    ("service", "客人语气平和，愿意接受果盘券。"),
)


def talk(cast: Cast, complaints: Sequence[Complaint]) -> None:
    """Talk about the bill that was not what had been said."""
    bill = next(each for each in complaints if each.subject == Subject.PRICE)
    at = cast.now - timedelta(days=1)
    keep_contact(bill.pk, GUEST, by=cast.scope("floor"), at=at)
    called = Saying(uuid.uuid4(), "phone", "您好，账单差额已查明，是点单时少报了服务费，明天上午给您回复处理结果。")
    say_to_customer(bill.pk, called, by=cast.scope("service"), at=at)
    answer = Saying(uuid.uuid4(), "phone", "好的，希望下次点单时就讲清楚。")
    write_down_words(bill.pk, answer, by=cast.scope("service"), at=at + timedelta(minutes=5))
    for number, (who, text) in enumerate(NOTES, 1):
        note_internally(bill.pk, uuid.uuid4(), text, by=cast.scope(who), at=at + timedelta(minutes=10 * number))
