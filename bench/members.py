"""A registry of a million members with five million bills: its list, its search, and its figures.

The rows are made by the database itself, past the triggers of the app; the last members are enrolled by the product, so
that the first page of the list deciphers real ones.
"""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg2
from django.db import connection
from django.test import Client

from bench.rows import Row, in_turn, seconds
from members.domain.privacy.filing import Hashes
from members.domain.privacy.name_words import words_of_question
from members.domain.retention import scoring, tallying
from parties.domain.roles import Role
from parties.models import User, Venue
from tests import factories
from tests.members.factories import enrolled

MEMBERS = 1_000_000
BILLS = 5_000_000
SIZE = "1 M × 5 M"
ROUNDS = 5
NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)
NAMES = ("zhang san", "li si", "wang wu", "zhao liu", "sun qi", "zhou ba", "wu jiu", "zheng shi")

MAKE_MEMBERS = """
INSERT INTO members_member (party_id, venue_id, number, name_enciphered, birth_calendar, birth_is_leap_month, gender,
    language, joined_date, source, preferences, custom, state, revision, created_at)
SELECT %(party)s, (%(venues)s::bigint[])[1 + n %% 4], 'B' || n, decode(md5(n::text) || md5(n::text), 'hex'), 'solar',
    false, '', 'zh-hans', date '2026-11-01' - (n %% 1000),
    (ARRAY['front_desk', 'promoter', 'event', 'online'])[1 + n %% 4],
    '{}', '{}', 'active', 0, %(now)s::timestamptz - interval '1 day' - n * interval '1 s'
FROM generate_series(1, %(count)s) n
"""
MAKE_SEARCH = """
INSERT INTO members_membersearch (member_id, party_id, sort_key, tokens, phone_hash, last_four_hash)
SELECT id, party_id, md5(number), %s, '', '' FROM members_member WHERE party_id = %s AND id %% %s = %s
"""
MAKE_BILLS = """
INSERT INTO members_bill (party_id, venue_id, member_id, number, room_name, amount_fen, happened_at, business_date,
    items, way, entered_by_id, entered_at)
SELECT %(party)s, m.venue_id, m.id, 'T' || n, '', 1000 + n %% 90000, b.at, (b.at AT TIME ZONE 'Asia/Shanghai')::date,
    '[]', 'rest', %(user)s, b.at
FROM generate_series(1, %(count)s) n
CROSS JOIN LATERAL (SELECT timestamptz '2026-11-19 20:00+08' - (n * 7919::bigint %% 730) * interval '1 day' AS at) b
JOIN members_member m ON m.id = %(first)s + (n * 104729::bigint %% %(members)s) * (n %% 3 + 1) / 3
"""
ROLL_UP = """
INSERT INTO members_membermonth (member_id, party_id, month, visits, spend_fen, first_date, last_date, counted_at)
SELECT member_id, party_id, date_trunc('month', business_date)::date, count(DISTINCT business_date), sum(amount_fen),
    min(business_date), max(business_date), now()
FROM members_bill GROUP BY 1, 2, 3
"""
BARE = """
SELECT count(*) FILTER (WHERE now > 0), count(*) FILTER (WHERE before > 0),
    count(*) FILTER (WHERE now > 0 AND before > 0)
FROM (SELECT member_id, sum(visits) FILTER (WHERE month = '2026-10-01') AS now,
        sum(visits) FILTER (WHERE month = '2026-09-01') AS before
    FROM members_membermonth WHERE party_id = %s AND month BETWEEN '2026-09-01' AND '2026-10-01' GROUP BY 1) s
"""
FROM_BILLS = """
SELECT count(*) FILTER (WHERE now > 0), count(*) FILTER (WHERE before > 0),
    count(*) FILTER (WHERE now > 0 AND before > 0)
FROM (SELECT member_id, count(DISTINCT business_date) FILTER (WHERE business_date >= '2026-10-01') AS now,
        count(DISTINCT business_date) FILTER (WHERE business_date < '2026-10-01') AS before
    FROM members_bill WHERE party_id = %s AND business_date BETWEEN '2026-09-01' AND '2026-10-31' GROUP BY 1) s
"""
MIDDLE = "SELECT created_at, id FROM members_member WHERE party_id = %s AND number = %s"
KEYSET = """
SELECT * FROM members_member WHERE party_id = %s AND state = 'active' AND (created_at, id) < (%s, %s)
ORDER BY created_at DESC, id DESC LIMIT 31
"""


def measure() -> Iterator[Row]:
    """Seconds for whole pages, in this process."""
    manager, party_id = _fill()
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(manager)
    figures = _page(client, "/members/retention/", period="2026-10")
    for name, statement in (("the roll-up's bare aggregate", BARE), ("the same from the bills", FROM_BILLS)):
        ours, bare = in_turn(figures, _asked(statement, party_id), rounds=ROUNDS)
        yield Row(f"retention page / {name}", SIZE, ours, bare, "s")
    for name, page in (
        ("cohort grid", _page(client, "/members/retention/cohorts/", period="2026-10")),
        ("map of members", _page(client, "/members/retention/map/")),
    ):
        ours, bare = in_turn(page, _asked(BARE, party_id), rounds=ROUNDS)
        yield Row(f"{name} / the roll-up's bare aggregate", SIZE, ours, bare, "s")
    middle = _key(party_id)
    bare_page = _asked(KEYSET, party_id, *middle)
    for name, page in (
        ("member list, first page", _page(client, "/members/")),
        ("member list, in the middle", _page(client, "/members/", after=f"{middle[0].isoformat()}~{middle[1]}")),
        ("members of a figure", _page(client, "/members/retention/members/", figure="active", period="2026-10")),
    ):
        ours, bare = in_turn(page, bare_page, rounds=ROUNDS)
        yield Row(f"{name} / bare keyset query", "1 M", ours, bare, "s")
    for name, words in (("pinyin", "zhang san"), ("a card number", "B77777")):
        ours, bare = in_turn(_search(client, words), bare_page, rounds=ROUNDS)
        yield Row(f"member search by {name} / bare keyset query", "1 M", ours, bare, "s")


def _page(client: Client, path: str, **asked: str) -> Callable[[], float]:
    def ask() -> None:
        assert client.get(path, asked).status_code == 200

    return lambda: seconds(ask)


def _search(client: Client, words: str) -> Callable[[], float]:
    def ask() -> None:
        assert client.post("/members/search/", {"q": words}).status_code == 200

    return lambda: seconds(ask)


def _asked(statement: str, *values: Any) -> Callable[[], float]:
    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            cursor.fetchall()

    return lambda: seconds(ask)


def _key(party_id: int) -> tuple[datetime, int]:
    with connection.cursor() as cursor:
        cursor.execute(MIDDLE, [party_id, f"B{MEMBERS // 2}"])
        found: tuple[datetime, int] = cursor.fetchone()
    return found


def _fill() -> tuple[User, int]:
    """Four venues, their members, two years of bills. Gives who looks at them, and their party."""
    venues = [factories.venue(factories.party())]
    venues += [factories.venue(venues[0].party) for _each in range(3)]
    party_id = venues[0].party_id
    manager = factories.person(venues[0].party, Role.VENUE_MANAGER)
    with psycopg2.connect(os.environ["DATABASE_OWNER_URL"]) as owner:
        _make(owner, venues, manager)
    for number in range(40):
        enrolled(venues[number % 4], number=f"REAL{number}", at=NOW, phone="")
    with psycopg2.connect(os.environ["DATABASE_OWNER_URL"]) as owner:
        owner.autocommit = True
        with owner.cursor() as cursor:
            for table in ("member", "membersearch", "bill", "membermonth"):
                cursor.execute(f"VACUUM ANALYZE members_{table}")
    now = datetime.now(UTC)
    tallying.tally(party_id, at=now)
    scoring.score(party_id, day=scoring.business_day(now))
    return manager, party_id


def _make(owner: psycopg2.extensions.connection, venues: list[Venue], manager: User) -> None:
    hashes = Hashes(venues[0].party_id)
    given = {
        "party": venues[0].party_id,
        "venues": [venue.pk for venue in venues],
        "user": manager.pk,
        "now": NOW,
        "members": MEMBERS,
    }
    with owner.cursor() as cursor:
        tables = ("member", "membersearch", "bill", "membermonth")
        for table in tables:
            cursor.execute(f"ALTER TABLE members_{table} DISABLE TRIGGER USER")
        cursor.execute(MAKE_MEMBERS, given | {"count": MEMBERS})
        cursor.execute("SELECT min(id) FROM members_member WHERE party_id = %s", [venues[0].party_id])
        first = cursor.fetchone()[0]
        for place, name in enumerate(NAMES):
            words = list(hashes.words(words_of_question(name)))
            cursor.execute(MAKE_SEARCH, [words, venues[0].party_id, len(NAMES), place])
        cursor.execute(MAKE_BILLS, given | {"count": BILLS, "first": first})
        cursor.execute(ROLL_UP)
        for table in tables:
            cursor.execute(f"ALTER TABLE members_{table} ENABLE TRIGGER USER")
