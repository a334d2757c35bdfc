"""Rules of care and members who may be written to, made by the product's own verbs."""

from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from members.domain.care.rules import Place, Saying, make_rule
from members.domain.registry.consents import Word, record_consents
from members.domain.registry.profile import Birthday
from members.models import CareRule, Member
from parties.domain.roles import Role
from parties.models import Venue
from tests.members.factories import NOW, at_work, enrolled

GREETING: Final = Saying(
    occasion="birthday",
    hour=11,
    channels=["email"],
    texts={"zh-hans": "{name}，{venue}祝您生日快乐！", "en": "Happy birthday, {name}!"},
    days_before=1,
)
NOVEMBER_22: Final = Birthday(11, 22, "solar", year=1990)
"""Two days after ``NOW``: by the rule above, written to tomorrow."""
ALL_CHANNELS: Final = ("sms", "wechat", "email", "phone")


def rule_of(venue: Venue, *, at: datetime = NOW, **others: Any) -> CareRule:
    """A rule of a venue that greets by mail the day before the birthday."""
    by = at_work(venue, Role.MARKETING)
    return make_rule("生日问候", replace(GREETING, **others), place=Place(venue.party_id, venue.pk), by=by, at=at)


def friend(venue: Venue, *, purposes: tuple[str, ...] = ("service", "marketing"), **others: Any) -> Member:
    """A member whose birthday is near, who has agreed to be reached by every channel."""
    said = {"birthday": NOVEMBER_22, "email": "zhang@example.com", "language": "zh-hans", **others}
    member = enrolled(venue, **said)
    agree(member, venue, purposes=purposes)
    return member


def agree(member: Member, venue: Venue, *, given: bool = True, purposes: tuple[str, ...] = ("service",)) -> None:
    """The member says by which channels and for what they may be reached."""
    words = [Word(channel, purpose, given) for channel in ALL_CHANNELS for purpose in purposes]
    record_consents(member.pk, words, way="in_person", by=at_work(venue), at=NOW)
