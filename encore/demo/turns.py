"""Complaints of the demo that leave the plain way: sent in by a customer, an emergency, logged twice, opened again."""

import uuid
from datetime import timedelta

from complaints.domain.intake.logging import NewComplaint, log_complaint
from complaints.domain.stages.handling import Judgement, move_complaint
from complaints.domain.stages.linking import link_complaints
from complaints.models import Channel, Complaint, Gravity, LinkKind, Subject
from encore.demo import nights
from encore.demo.people import Cast


def take_turns(cast: Cast) -> None:
    """One complaint for each turn that a handling can take."""
    _sent_in(cast)
    _emergency(cast)
    _logged_twice(cast)
    _opened_again(cast)


def _sent_in(cast: Cast) -> None:
    """By a customer, at night, when nobody stood at the door: customer service takes it in."""
    told = NewComplaint(
        client_id=uuid.uuid4(),
        venue_id=cast.river.pk,
        room_id=cast.river.rooms.get(name="206").pk,
        channel=Channel.WECHAT,
        subject=Subject.PRICE,
        gravity=Gravity.ORDINARY,
        what_happened="账单里多了一份没点过的果盘。",
        is_unattended=True,
    )
    log_complaint(told, by=cast.scope("service"), at=cast.now - timedelta(minutes=40))


def _emergency(cast: Cast) -> None:
    """First taken for ordinary, then judged major: the plan comes before the judgement."""
    at = cast.now - timedelta(hours=3)
    complaint = _log(cast, "V08", Subject.FACILITIES, "沙发边的玻璃茶几裂开，客人的手被划伤。", hours=3)
    later, major = at + timedelta(minutes=20), Judgement(gravity=Gravity.MAJOR)
    manager = cast.scope("manager")
    move_complaint(complaint.pk, "regrade", by=manager, at=later, note="客人受伤，已送医。", judgement=major)
    plan = "封存茶几，陪同就医，保全监控。"
    move_complaint(complaint.pk, "emergency", by=manager, at=later + timedelta(minutes=5), note=plan)


def _logged_twice(cast: Cast) -> None:
    """Two people of the house wrote down the same noise; a third complaint is of the same room."""
    first = _log(cast, "201", Subject.FACILITIES, "隔壁包厢音响太响，投诉两次无人处理。", hours=5)
    second = _log(cast, "201", Subject.FACILITIES, "201 客人嫌隔壁吵。", hours=4.8)
    third = _log(cast, "201", Subject.DRINKS, "啤酒不够冰。", hours=2)
    service, at = cast.scope("service"), cast.now - timedelta(hours=4)
    move_complaint(second.pk, "merge", by=service, at=at, note="与前一件是同一件事。", into_id=first.pk)
    link_complaints(first.pk, third.pk, LinkKind.SAME_ROOM, by=service, at=cast.now - timedelta(hours=1))


def _opened_again(cast: Cast) -> None:
    """Dismissed, then opened again when the customer sent a photo."""
    complaint = _log(cast, "301", Subject.PROMOTION, "券上写着通用，结账时又说周末不能用。", hours=50)
    at = cast.now - timedelta(hours=48)
    move_complaint(complaint.pk, "dismiss", by=cast.scope("marketing"), at=at, note="券面注明周末不可用。")
    again = cast.now - timedelta(hours=6)
    note = "客人补交了券面照片，没有周末限制。由店方要求重新办理。"
    move_complaint(complaint.pk, "reopen", by=cast.scope("manager"), at=again, note=note)


def _log(cast: Cast, room: str, subject: Subject, words: str, *, hours: float) -> Complaint:
    at = cast.now - timedelta(hours=hours)
    return nights.log(cast, cast.river, room, subject, Gravity.ORDINARY, words, at=at)
