"""The demo's complaints: one in every stage, told as floor staff and promoters would."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from complaints.domain.handling.causes import find_cause
from complaints.domain.intake.logging import NewComplaint, log_complaint
from complaints.domain.stages.handling import Judgement, move_complaint
from complaints.models import Channel, Complaint, Gravity, Subject
from deadlines.domain.sweep import sweep_all
from encore.demo.people import Cast
from parties.models import Venue

# verb, who does it, hours after the step before, note
Walk = Sequence[tuple[str, str, float, str]]

VERIFY: Final = ("verify", "marketing", 3.0, "与楼面核对，情况属实。")
CLASSIFY: Final = ("classify", "marketing", 1.0, "")
PLAN: Final = ("plan", "promotions", 20.0, "当面致歉，赠送果盘券，并在班前会讲解。")
START: Final = ("start", "promotions", 2.0, "")
COMPLETE: Final = ("complete", "promotions", 30.0, "已致歉并完成班前会讲解。")
TELL: Final = ("tell", "service", 5.0, "电话告知处理结果。")
CONFIRM: Final = ("confirm", "service", 4.0, "客人表示满意。")
CLOSE: Final = ("close", "service", 20.0, "回访无新问题。")

STORY: Final[Sequence[tuple[float, str, Subject, Gravity, str, Walk]]] = (
    (
        26.0,
        "V08",
        Subject.ATTITUDE,
        Gravity.ORDINARY,
        "点歌员回应冷淡，催了三次才来。",
        (VERIFY, CLASSIFY, PLAN, START, COMPLETE, TELL, CONFIRM, CLOSE),
    ),
    (
        20.0,
        "308",
        Subject.FACILITIES,
        Gravity.MINOR,
        "麦克风有杂音，换了一支还是一样。",
        (("dismiss", "marketing", 2.0, "当晚设备检修，大堂已有公告，客人知情。"),),
    ),
    (
        14.0,
        "V01",
        Subject.PROMOTION,
        Gravity.MINOR,
        "买三送一的啤酒没有按海报赠送。",
        (VERIFY, CLASSIFY, PLAN, START, COMPLETE, TELL, CONFIRM),
    ),
    (
        9.0,
        "201",
        Subject.QUALITY,
        Gravity.ORDINARY,
        "小吃等了四十分钟。",
        (VERIFY, CLASSIFY, PLAN, START, COMPLETE, TELL),
    ),
    (
        6.0,
        "202",
        Subject.PRICE,
        Gravity.ORDINARY,
        "结账金额与点单时说的不一致。",
        (VERIFY, CLASSIFY, PLAN, START, COMPLETE),
    ),
    (3.0, "206", Subject.DRINKS, Gravity.ORDINARY, "红酒开瓶前没有给客人看酒标。", (VERIFY, CLASSIFY, PLAN, START)),
    (2.0, "301", Subject.QUALITY, Gravity.MINOR, "续杯叫了两次没人应。", (VERIFY, CLASSIFY, PLAN)),
    (1.2, "888", Subject.ATTITUDE, Gravity.MAJOR, "与客人发生口角，客人要求经理出面。", (VERIFY, CLASSIFY)),
    (0.5, "V02", Subject.FACILITIES, Gravity.MINOR, "空调太冷，调不了。", (VERIFY,)),
    (0.2, "V01", Subject.DRINKS, Gravity.ORDINARY, "冰桶里的冰化了没换。", ()),
)


def tell_story(cast: Cast) -> list[Complaint]:
    """Log each complaint of the story as many days ago as it says, and take it as far as it says."""
    made = []
    for days, room, subject, gravity, words, walk in STORY:
        logged_at = cast.now - timedelta(days=days)
        complaint = log(cast, cast.river, room, subject, gravity, words, at=logged_at)
        take(cast, complaint, walk, logged_at)
        made.append(complaint)
    made.append(_from_promoter(cast))
    made.append(_under_house_rules(cast))
    return made


def late_one(cast: Cast, *, at: datetime) -> Complaint:
    """A complaint that nobody verifies within the contract's time: the clock runs out and the breach is proposed."""
    words = "等位一小时，到号后又被告知没有包厢。"
    complaint = log(cast, cast.river, "888", Subject.QUALITY, Gravity.ORDINARY, words, at=at)
    sweep_all(at + timedelta(hours=25))
    late = ("verify", "marketing", 30.0, "补做核实，情况属实。")
    take(cast, complaint, (late, CLASSIFY, PLAN, START, COMPLETE, TELL, CONFIRM, CLOSE), at)
    return complaint


def log(
    cast: Cast, venue: Venue, room: str, subject: Subject, gravity: Gravity, words: str, *, at: datetime
) -> Complaint:
    """One complaint, written down by the floor."""
    told = NewComplaint(
        client_id=uuid.uuid4(),
        venue_id=venue.pk,
        room_id=venue.rooms.get(name=room).pk,
        subject=subject,
        gravity=gravity,
        what_happened=words,
        happened_at=at - timedelta(minutes=10),
    )
    return log_complaint(told, by=cast.scope("floor"), at=at)


def take(cast: Cast, complaint: Complaint, walk: Walk, start: datetime) -> None:
    """Take a complaint through these steps, each so many hours after the one before; the clock is read between."""
    at = start
    for verb, who, hours, note in walk:
        at += timedelta(hours=hours)
        if verb == "close":
            find_cause(complaint.pk, "service", by=cast.scope(who), at=min(at, cast.now))
        judgement = Judgement(level=2) if verb == "classify" else None
        move_complaint(complaint.pk, verb, by=cast.scope(who), at=min(at, cast.now), note=note, judgement=judgement)


def _from_promoter(cast: Cast) -> Complaint:
    """A case on the promoter's own path: told to a promoter, reported, answered."""
    at = cast.now - timedelta(days=1.6)
    told = NewComplaint(
        client_id=uuid.uuid4(),
        venue_id=cast.river.pk,
        room_id=cast.river.rooms.get(name="308").pk,
        channel=Channel.PROMOTER,
        subject=Subject.DRINKS,
        gravity=Gravity.MINOR,
        what_happened="客人说推荐的酒与酒单上的年份不同。",
        happened_at=at - timedelta(minutes=20),
    )
    complaint = log_complaint(told, by=cast.scope("promoter"), at=at)
    steps: Walk = (
        ("report", "promoter", 2.0, ""),
        ("answer_promoter", "marketing", 6.0, "已查酒单，本周更正年份。"),
        ("verify", "marketing", 1.0, "酒单有误。"),
    )
    take(cast, complaint, steps, at)
    return complaint


def _under_house_rules(cast: Cast) -> Complaint:
    """A case at the venue whose contract is not signed yet: the house's own limits apply, and the page says so."""
    at = cast.now - timedelta(hours=9)
    return log(cast, cast.station, "206", Subject.QUALITY, Gravity.ORDINARY, "点的歌放不出来，换房也没人管。", at=at)
