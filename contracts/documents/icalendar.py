"""A calendar as programs read it: iCalendar (RFC 5545), values in and bytes out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
MIDNIGHT = time.min
LINE = 75  # octets, without the line break
SHORT = timedelta(minutes=15)
"""How long before its due moment an entry with an hour begins, so that it can be seen in a day's view."""

# Shanghai has kept one offset since 1991, and no entry lies before it.
ZONE = (
    "BEGIN:VTIMEZONE",
    "TZID:Asia/Shanghai",
    "BEGIN:STANDARD",
    "DTSTART:19910915T000000",
    "TZOFFSETFROM:+0800",
    "TZOFFSETTO:+0800",
    "TZNAME:CST",
    "END:STANDARD",
    "END:VTIMEZONE",
)


class Standing(StrEnum):
    """Whether the entry still counts."""

    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True)
class Entry:
    """Something due. ``uid`` is the same for good, ``revision`` grows with every change; both moments are aware."""

    uid: str
    due_at: datetime
    summary: str
    description: str
    url: str
    revised_at: datetime
    revision: int = 0
    standing: Standing = Standing.CONFIRMED


def write_calendar(name: str, entries: Iterable[Entry]) -> bytes:
    """The calendar as a file. What is due at 24:00 stands on that day as a whole; the rest at its hour in Shanghai."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Encore//Obligations//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",
        "X-WR-TIMEZONE:Asia/Shanghai",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        *ZONE,
        *(line for entry in entries for line in _event(entry)),
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def _event(entry: Entry) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(entry.uid)}"
    yield f"DTSTAMP:{_utc(entry.revised_at)}"
    yield f"LAST-MODIFIED:{_utc(entry.revised_at)}"
    yield f"SEQUENCE:{entry.revision}"
    yield from _times(entry.due_at.astimezone(SHANGHAI))
    yield f"SUMMARY:{_text(entry.summary)}"
    yield f"DESCRIPTION:{_text(entry.description)}"
    yield f"URL:{entry.url}"
    yield f"STATUS:{entry.standing}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _times(due: datetime) -> Iterator[str]:
    if due.time() == MIDNIGHT:
        yield f"DTSTART;VALUE=DATE:{due - timedelta(days=1):%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{due:%Y%m%d}"
    else:
        yield f"DTSTART;TZID=Asia/Shanghai:{due - SHORT:%Y%m%dT%H%M%S}"
        yield f"DTEND;TZID=Asia/Shanghai:{due:%Y%m%dT%H%M%S}"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """Text with what has a meaning in the format made harmless."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\r", "\\n").replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """The line in pieces of at most 75 octets, never cut within a character."""
    pieces, piece = [], b""
    for sign in line:
        octets = sign.encode()
        if len(piece) + len(octets) > LINE:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
