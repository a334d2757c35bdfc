"""The demo's guests: they scan the code of their room, leave a number or none, and rate what came of it."""

import uuid
from datetime import timedelta
from typing import Final

from complaints.domain.customer.answering import issue_answer
from complaints.domain.customer.contacts import Reach
from complaints.domain.customer.door import FromRoom, send_from_room
from complaints.domain.customer.following import answer_result, rate_handling
from complaints.domain.customer.room_codes import make_codes, token_of
from complaints.models import RoomCode, Subject
from encore.demo.nights import CLASSIFY, COMPLETE, PLAN, START, TELL, VERIFY, take
from encore.demo.people import Cast

FROM_THE_ROOM: Final = "demo"
ANSWER: Final = "您反映的话筒故障已更换，并在每晚开场前增加一次试音。\n给您带来不便，我们深表歉意，果盘券已随信附上。"


def let_guests_speak(cast: Cast) -> None:
    """Codes in every room of the river venue; one guest followed their complaint to the end, one sent one just now."""
    hung_at = cast.now - timedelta(days=40)
    make_codes(cast.river.pk, by=cast.scope("manager"), at=hung_at)
    _to_the_end(cast)
    _just_now(cast)


def _to_the_end(cast: Cast) -> None:
    at = cast.now - timedelta(days=12)
    reach = Reach("phone", "13800000000", "甄女士")
    told = FromRoom(uuid.uuid4(), Subject.FACILITIES.value, "两支话筒都没有声音，换了还是不行。", reach)
    link = send_from_room(_token(cast, "206"), told, source=FROM_THE_ROOM, at=at)
    complaint = link.complaint
    take(cast, complaint, (VERIFY, CLASSIFY, PLAN, START, COMPLETE, TELL), at)
    answered_at = complaint.steps.get(verb="tell").at
    issue_answer(complaint.pk, ANSWER, language="zh-hans", by=cast.scope("service"), at=answered_at)
    later = answered_at + timedelta(hours=5)
    answer_result(link, "confirm", source=FROM_THE_ROOM, at=later)
    rate_handling(link, 4, "处理得认真，就是等得久了点。", source=FROM_THE_ROOM, at=later)


def _just_now(cast: Cast) -> None:
    at = cast.now - timedelta(minutes=25)
    told = FromRoom(uuid.uuid4(), Subject.DRINKS.value, "酒单上有的啤酒说没有，也没人来问换什么。")
    send_from_room(_token(cast, "V01"), told, source=FROM_THE_ROOM, at=at)


def _token(cast: Cast, room: str) -> str:
    return token_of(RoomCode.objects.get(room__venue=cast.river, room__name=room, revoked_at=None))
