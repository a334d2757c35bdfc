"""Forty members of 示例星河, with birthdays by sun and moon, consents, notes; and a list of them that went astray."""

from datetime import timedelta
from typing import Final

from encore.demo.people import Cast
from members.domain.privacy.incidents import NewIncident, enter_incident
from members.domain.registry.consents import Word, record_consents
from members.domain.registry.custom_fields import add_field
from members.domain.registry.enrolling import enrol_member
from members.domain.registry.notes import note
from members.domain.registry.profile import Birthday, Profile
from members.models import MemberSource

FAMILIES: Final = "甄贾岑聂佘雒"
GIVEN: Final = ("唱晚", "听雨", "小满", "和风", "山月", "可心", "一诺")
SONGS: Final = (("海风", "旧街"), ("夜航船",), ("雨后", "再会", "长桥"), ())
DRINKS: Final = (("青柠苏打",), ("乌龙茶", "果盘"), ())
SOURCES: Final = (MemberSource.PROMOTER, MemberSource.FRONT_DESK, MemberSource.EVENT, MemberSource.ONLINE)
COUNT: Final = 40


def keep_members(cast: Cast) -> None:
    """Enrol them over the last fourteen months, the one after the other."""
    desk, owner = cast.scope("manager"), cast.scope("owner")
    address = add_field(cast.client.pk, "称呼", "choice", ["先生", "女士", "老师"], by=owner)
    first_id: int | None = None
    for number in range(COUNT):
        at = cast.now - timedelta(days=10 * (COUNT - number) + 5)
        member = enrol_member(cast.client.pk, _profile(cast, number, str(address.pk), first_id), by=owner, at=at)
        first_id = first_id or member.pk
        if number % 3:
            words = [Word("sms", "service", given=True), Word("sms", "marketing", given=number % 2 == 0)]
            record_consents(member.pk, words, way="signed", by=owner, at=at)
        if number % 13 == 0:
            note(member.pk, "喜欢靠里的包厢，来之前先留果盘。", by=desk if member.venue_id else owner, at=at)
    _lose_a_list(cast)


def _lose_a_list(cast: Cast) -> None:
    """A list went to the wrong place, and the authority is still to be told: more than half of the time is up."""
    what = "一份会员名单误发给合作方，对方已确认删除。"
    new = NewIncident(what, ["name", "phone"], COUNT, cast.now - timedelta(hours=40), cast.river.pk)
    enter_incident(cast.client.pk, new, by=cast.scope("manager"), at=cast.now - timedelta(hours=39))


def _profile(cast: Cast, number: int, address: str, referrer_id: int | None) -> Profile:
    """One of them; nobody's name or number."""
    is_lunar = number % 4 == 0
    recommended = bool(number) and number % 7 == 0
    return Profile(
        name=FAMILIES[number % len(FAMILIES)] + GIVEN[number % len(GIVEN)],
        venue_id=(cast.river, cast.station)[number % 3 == 0].pk,
        source=MemberSource.REFERRAL if recommended else SOURCES[number % len(SOURCES)],
        joined_date=(cast.now - timedelta(days=10 * (COUNT - number) + 5)).date(),
        phone=f"1380000{number:04d}",
        birthday=Birthday(1 + number % 12, 1 + number % 28, "lunar" if is_lunar else "solar", year=1975 + number % 25),
        gender=("", "woman", "man")[number % 3],
        referrer_id=referrer_id if recommended else None,
        preferences={"songs": list(SONGS[number % 4]), "drinks": list(DRINKS[number % 3]), "room": ""},
        custom={address: ("先生", "女士", "老师")[number % 3]} if number % 2 else {},
    )
