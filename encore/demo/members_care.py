"""The demo's care: three guests with birthdays near, a rule that greets them, an offer with vouchers, visits to do."""

from datetime import date, timedelta
from typing import Final

from encore.demo.people import Cast
from members.domain.care.planning import plan_care
from members.domain.care.rules import Place, Saying, make_rule
from members.domain.care.visit_plans import NewPlan, make_plan
from members.domain.care.visiting import Report, report_visit
from members.domain.offers.codes import code_of
from members.domain.offers.offering import NewOffer, make_offer
from members.domain.offers.segments import keep_segment
from members.domain.offers.vouchers import issue_to_segment, redeem_voucher
from members.domain.registry.consents import Word, record_consents
from members.domain.registry.enrolling import enrol_member
from members.domain.registry.profile import Birthday, Profile
from members.models import Member, Segment

GUESTS: Final = (("贾歌", 1), ("甄乐", 2), ("丙友", 3))
"""Invented names, and in how many days their birthday is."""
GREETING: Final = "{name}，{venue}祝您生日快乐！凭代金券{voucher}到店可领果盘一份，{until}前有效。"


def care_for_members(cast: Cast) -> None:
    """After the registry's members: greetings are planned, vouchers handed out, visits begun."""
    members = [_guest(cast, name, days) for name, days in GUESTS]
    segment = _segment(cast)
    _vouchers(cast, segment)
    _greetings(cast, segment)
    _visits(cast, segment, members)


def _guest(cast: Cast, name: str, days: int) -> Member:
    by, day = cast.scope("manager"), (cast.now + timedelta(days=days)).date()
    birthday = Birthday(day.month, day.day, "solar", year=1990)
    mailbox = f"guest{days}@demo.example"
    joined = (cast.now - timedelta(days=200)).date()
    profile = Profile(
        name=name, venue_id=cast.river.pk, source="front_desk", joined_date=joined, email=mailbox, birthday=birthday
    )
    member = enrol_member(cast.client.pk, profile, by=by, at=cast.now - timedelta(days=60))
    words = [
        Word(channel, purpose, given=True) for channel in ("email", "phone") for purpose in ("service", "marketing")
    ]
    record_consents(member.pk, words, way="in_person", by=by, at=cast.now - timedelta(days=60))
    return member


def _segment(cast: Cast) -> Segment:
    agreed = {"kind": "consent", "channel": "email", "purpose": "marketing"}
    place = {"party_id": cast.client.pk, "venue_id": cast.river.pk}
    precious = {"kind": "rfm", "fields": ["precious", "drifting"]}
    keep_segment("待挽回的会员", [precious], **place, by=cast.scope("manager"), at=cast.now)
    return keep_segment("可发邮件的会员", [agreed], **place, by=cast.scope("manager"), at=cast.now)


def _vouchers(cast: Cast, segment: Segment) -> None:
    said = _offer(cast, "周年庆果盘")
    by, offer = cast.scope("manager"), make_offer(segment.pk, said, by=cast.scope("manager"), at=cast.now)
    issue_to_segment(offer.pk, by=by, at=cast.now)
    first = offer.vouchers.order_by("number")[0]
    redeem_voucher(code_of(first), cast.river.pk, by=cast.scope("floor"), at=cast.now)


def _greetings(cast: Cast, segment: Segment) -> None:
    by, place = cast.scope("manager"), Place(cast.client.pk, cast.river.pk)
    gift = make_offer(segment.pk, _offer(cast, "生日果盘", is_automated=True), by=by, at=cast.now)
    said = Saying("birthday", 11, ["sms", "email"], {"zh-hans": GREETING}, offer_id=gift.pk)
    make_rule("生日问候", said, place=place, by=by, at=cast.now)
    texts = {"zh-hans": "{name}，{venue}祝您春节快乐！", "en": "{name}, {venue} wishes you a happy Spring Festival!"}
    festive = Saying("festival", 12, ["sms", "email"], texts, festival="spring", days_before=1)
    make_rule("春节问候", festive, place=place, by=by, at=cast.now)
    plan_care(at=cast.now)


def _visits(cast: Cast, segment: Segment, members: list[Member]) -> None:
    first = cast.now.date().replace(day=1)
    last = date(first.year + first.month // 12, first.month % 12 + 1, 1) - timedelta(days=1)
    people = [cast.users["manager"].pk]
    said = NewPlan(cast.river.pk, first, last, people=people, segment_id=segment.pk)
    plan = make_plan(said, by=cast.scope("manager"), at=cast.now)
    outcomes = (Report("wish", "下次想要靠窗的包房"), Report("not_reached"))
    for member, report in zip(members, outcomes, strict=False):
        report_visit(plan.visits.get(member=member).pk, report, by=cast.scope("manager"), at=cast.now)


def _offer(cast: Cast, name: str, *, is_automated: bool = False) -> NewOffer:
    today = cast.now.date()
    return NewOffer(
        name=name,
        terms="到店出示代金券，一间包房一张。",
        valid_from=today - timedelta(days=1),
        valid_until=today + timedelta(days=60),
        stock=100,
        is_automated=is_automated,
        fair_note="条件相同的会员得到相同的代金券。" if is_automated else "",
        open_way="其他客人生日当天可在前台凭证件领取。" if is_automated else "",
    )
