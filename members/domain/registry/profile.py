"""What is known of a member, as it comes in: cleaned, checked, brought into the form in which it is kept. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from stdnum.cn import ric

from foundation.days import known_day
from foundation.refusals import Refused
from foundation.text import clean_line
from members.domain.privacy.personal import Personal
from members.domain.privacy.phones import normal_phone
from members.domain.privacy.showing import without_numbers
from members.models import BirthCalendar, Gender, MemberSource
from members.models.members import SHORT_MONTHS

LONGEST_NAME: Final = 60
LONGEST_EMAIL: Final = 120
LONGEST_NUMBER: Final = 32
LONGEST_PREFERENCE: Final = 40
MOST_PREFERENCES: Final = 20
FIRST_BIRTH_YEAR: Final = 1900
_MAILBOX: Final = re.compile(r"[^\s@<>\"',;:]{1,64}@[^\s@<>\"',;:.]+(\.[^\s@<>\"',;:.]+)+")
_NUMBER: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]*")
_MOBILE: Final = re.compile(r"(\+?86)?1[3-9]\d{9}")


@dataclass(frozen=True)
class Birthday:
    """Month and day as the calendar counts them; the year, in the same calendar, may be unknown."""

    month: int
    day: int
    calendar: str = BirthCalendar.SOLAR
    is_leap_month: bool = False
    year: int | None = None

    def __repr__(self) -> str:  # it must not come into a log by a chance
        return "Birthday()"


@dataclass(frozen=True)
class Profile:
    """All that a member, or somebody on the staff, says of them. ``number`` empty: the registry gives one."""

    name: str
    venue_id: int | None
    source: str
    joined_date: date
    phone: str = ""
    email: str = ""
    identity: str = ""
    number: str = ""
    birthday: Birthday | None = None
    gender: str = Gender.UNKNOWN
    language: str = "zh-hans"
    referrer_id: int | None = None
    preferences: Mapping[str, Any] = field(default_factory=dict)
    """``songs`` and ``drinks`` (lines each), ``room`` (a line)."""
    custom: Mapping[str, Any] = field(default_factory=dict)
    """The party's own fields, by their id as text; checked by :mod:`members.domain.registry.custom_fields`."""

    def __repr__(self) -> str:
        return f"Profile(venue_id={self.venue_id}, source={self.source!r})"

    @property
    def personal(self) -> Personal:
        """What of it is enciphered."""
        year = self.birthday.year if self.birthday else None
        return Personal(self.name, self.phone, self.email, self.identity, str(year) if year else "")


def checked(profile: Profile, *, today: date) -> Profile:
    """The profile in its normal form.

    Refused: ``members.name_missing``, ``.phone_wrong``, ``.email_wrong``, ``.identity_wrong``, ``.number_wrong``,
    ``.birthday_impossible``, ``.leap_month_is_lunar``, ``.joined_in_future``, ``.choice_unknown``,
    ``.preferences_wrong``, ``.number_in_text``, and what lines of text and days are refused for.
    """
    name = clean_line(profile.name, LONGEST_NAME, "name")
    if not name:
        raise Refused("members.name_missing", "name")
    if profile.source not in MemberSource.values:
        raise Refused("members.choice_unknown", "source")
    if profile.gender not in Gender.values:
        raise Refused("members.choice_unknown", "gender")
    if known_day(profile.joined_date, "joined_date") > today:
        raise Refused("members.joined_in_future", "joined_date")
    return replace(
        profile,
        name=without_numbers(name, "name"),
        phone=normal_phone(profile.phone) if profile.phone.strip() else "",
        email=_email(profile.email),
        identity=_identity(profile.identity),
        number=card_number(profile.number),
        birthday=checked_birthday(profile.birthday, today=today) if profile.birthday else None,
        preferences=_preferences(profile.preferences),
    )


def checked_birthday(birthday: Birthday, *, today: date) -> Birthday:
    """The birthday, if there is such a day in its calendar, in its year where that is known.

    Refused: ``members.birthday_impossible``, ``members.leap_month_is_lunar``.
    """
    is_lunar = birthday.calendar == BirthCalendar.LUNAR
    if birthday.is_leap_month and not is_lunar:
        raise Refused("members.leap_month_is_lunar", "birthday")
    longest = 30 if is_lunar or birthday.month in SHORT_MONTHS else 29 if birthday.month == 2 else 31
    if not (1 <= birthday.month <= 12 and 1 <= birthday.day <= longest):
        raise Refused("members.birthday_impossible", "birthday")
    if birthday.year is not None and not _was(birthday, birthday.year, today=today):
        raise Refused("members.birthday_impossible", "birthday")
    return birthday


def _was(birthday: Birthday, year: int, *, today: date) -> bool:
    """Whether that day lies in the past; of a lunar one, whether the year does."""
    if not FIRST_BIRTH_YEAR <= year <= today.year:
        return False
    if birthday.calendar == BirthCalendar.LUNAR:
        return True
    try:
        return date(year, birthday.month, birthday.day) <= today
    except ValueError:
        return False


def card_number(number: str) -> str:
    """A card number; empty for none. Refused: ``members.number_wrong``, also for a telephone number: it stood open."""
    line = clean_line(number, LONGEST_NUMBER, "number").upper()
    if line and (not _NUMBER.fullmatch(line) or _MOBILE.fullmatch(line) or ric.is_valid(line)):
        raise Refused("members.number_wrong", "number")
    return line


def _email(email: str) -> str:
    line = clean_line(email, LONGEST_EMAIL, "email").lower()
    if line and not _MAILBOX.fullmatch(line):
        raise Refused("members.email_wrong", "email")
    return line


def _identity(identity: str) -> str:
    line = clean_line(identity, LONGEST_NUMBER, "identity").upper()
    if line and not ric.is_valid(line):
        raise Refused("members.identity_wrong", "identity")
    return str(ric.compact(line))


def _preferences(given: Mapping[str, Any]) -> dict[str, Any]:
    """Songs, drinks and the room, without what is empty."""
    lines = {what: _lines(given.get(what, []), what) for what in ("songs", "drinks")}
    room = without_numbers(clean_line(str(given.get("room", "")), LONGEST_PREFERENCE, "room"), "room")
    return {what: value for what, value in {**lines, "room": room}.items() if value}


def _lines(given: Any, what: str) -> list[str]:
    if not isinstance(given, list) or len(given) > MOST_PREFERENCES:
        raise Refused("members.preferences_wrong", what, most=MOST_PREFERENCES)
    lines = (without_numbers(clean_line(str(line), LONGEST_PREFERENCE, what), what) for line in given)
    return list(dict.fromkeys(line for line in lines if line))
