"""The list, the board and the desk of complaints at 10 k, 100 k and 1 M: flat, and following an index."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.filling import copies_of_complaint, owner_filling
from bench.rows import Row, in_turn, seconds
from complaints.domain.intake.logging import log_complaint
from complaints.models import Complaint
from parties.domain.roles import Role
from tests.complaints.factories import House, house, told

SIZES = (10_000, 100_000, 1_000_000)
OPEN = 50  # one in so many is still being handled
ROUNDS = 3
STAGES = "(ARRAY['received','verified','classified','planned','executing','executed','told','confirmed'])[1 + n %% 8]"
PAGES = {
    "list, open by time left": "/complaints/?show=open",
    "list, all, newest first": "/complaints/?show=all",
    "list, late ones": "/complaints/?show=open&late=on",
    "list, a page deep among all": "/complaints/?show=all&after={deep}",
    "list, words": "/complaints/?show=open&q=%E8%AF%9D%E7%AD%92",
    "board": "/complaints/board/",
}


def measure() -> Iterator[Row]:
    """Seconds for the whole page in this process, and the blocks that its questions about complaints read.

    The limit is the same page at the smallest size.
    """
    ktv = house(since=timezone.now() - timedelta(days=30))
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(ktv.people[Role.MARKETING])
    first: dict[str, tuple[float, int, int]] = {}
    filled = 0
    for size in SIZES:
        _fill(ktv, size - filled, filled)
        filled = size
        for name, address in PAGES.items():
            visit = _visiting(client, address.format(deep=_deep()))
            took, _same = in_turn(lambda v=visit: seconds(v), lambda v=visit: 0.0, rounds=ROUNDS)  # type: ignore[misc]
            now = took, *_read(visit, name, must_follow_index=size == SIZES[-1])
            before = first.setdefault(name, now)
            if now[2] != before[2]:
                raise RuntimeError(f"{name} asks {now[2]} questions at {size}, {before[2]} at {SIZES[0]}")
            for what, unit, ours, limit in (("", "s", now[0], before[0]), (", read", "blocks", now[1], before[1])):
                yield Row(f"complaints, {name}{what} / at {SIZES[0] // 1000} k", f"{size // 1000} k", ours, limit, unit)


def _visiting(client: Client, address: str) -> Callable[[], None]:
    def visit() -> None:
        assert client.get(address).status_code == 200, address

    return visit


def _read(visit: Callable[[], None], name: str, *, must_follow_index: bool) -> tuple[int, int]:
    """(blocks, questions) of a page; at the largest size no question may read all complaints."""
    with CaptureQueriesContext(connection) as asked:
        visit()
    blocks = 0
    for each in asked.captured_queries:
        if each["sql"].startswith("SELECT") and "complaints_complaint" in each["sql"]:
            plan = _plan(each["sql"])
            blocks += plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
            if must_follow_index and _reads_all(plan):
                raise RuntimeError(f"{name} reads all complaints: {each['sql']}")
    return blocks, len(asked)


def _plan(question: str) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {question}")
        (found,) = cursor.fetchone()
    plan: dict[str, Any] = found[0]["Plan"]
    return plan


def _reads_all(plan: dict[str, Any]) -> bool:
    of_complaints = plan["Node Type"] == "Seq Scan" and plan["Relation Name"] == "complaints_complaint"
    return of_complaints or any(_reads_all(part) for part in plan.get("Plans", ()))


def _deep() -> str:
    """The key of a row in the middle of all."""
    middle = Complaint.objects.order_by("pk")[Complaint.objects.count() // 2]
    return f"{middle.received_at.isoformat()}~{middle.pk}".replace("+", "%2B")


def _fill(ktv: House, count: int, filled: int) -> None:
    """One in fifty open in one of the stages, a fifth of these late; the others closed."""
    now = timezone.now() - timedelta(hours=1) - timedelta(seconds=filled)
    like = log_complaint(told(ktv, what_happened="话筒没有声音"), by=ktv.scope(Role.FLOOR), at=now)
    opened = count // OPEN
    with owner_filling() as cursor:
        due = "now() + (n %% 100 - 20) * '10 min'::interval"
        copies_of_complaint(cursor, like, opened - 1, state=STAGES, level="1", urgent_at=due)
        copies_of_complaint(cursor, like, count - opened, state="'closed'", closed_at="now()", urgent_at="NULL")
