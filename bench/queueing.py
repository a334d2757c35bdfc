"""The list, the board and the desk of complaints at 10 k, 100 k and 1 M: flat, and following an index."""

from collections.abc import Callable, Iterator
from datetime import timedelta

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
ROUNDS = 9
STAGES = "(ARRAY['received','verified','classified','planned','executing','executed','told','confirmed'])[1 + n % 8]"
PAGES = {
    "list, open by time left": "/complaints/?show=open",
    "list, all, newest first": "/complaints/?show=all",
    "list, late ones": "/complaints/?show=open&late=on",
    "list, a page deep among all": "/complaints/?show=all&after={deep}",
    "list, words": "/complaints/?show=open&q=%E8%AF%9D%E7%AD%92",
    "board": "/complaints/board/",
}


def measure() -> Iterator[Row]:
    """Seconds for the whole page, in this process; the limit is the same page at the smallest size."""
    ktv = house(since=timezone.now() - timedelta(days=30))
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(ktv.people[Role.MARKETING])
    first: dict[str, tuple[float, int]] = {}
    filled = 0
    for size in SIZES:
        _fill(ktv, size - filled, filled)
        filled = size
        for name, address in PAGES.items():
            visit = _visiting(client, address.format(deep=_deep()))
            took, _same = in_turn(lambda v=visit: seconds(v), lambda v=visit: seconds(v), rounds=ROUNDS // 2)  # type: ignore[misc]
            asked = _questions(visit, must_follow_index=size == SIZES[-1], name=name)
            base, questions = first.setdefault(name, (took, asked))
            if asked != questions:
                raise RuntimeError(f"{name} asks {asked} questions at {size}, {questions} at {SIZES[0]}")
            yield Row(f"complaints, {name} / at {SIZES[0] // 1000} k", f"{size // 1000} k", took, base, "s")


def _visiting(client: Client, address: str) -> Callable[[], None]:
    def visit() -> None:
        assert client.get(address).status_code == 200, address

    return visit


def _questions(visit: Callable[[], None], *, must_follow_index: bool, name: str) -> int:
    """How many questions a page asks; at the largest size, each that reads complaints is explained too."""
    with CaptureQueriesContext(connection) as asked:
        visit()
    if must_follow_index:
        for each in asked.captured_queries:
            if "complaints_complaint" in each["sql"] and each["sql"].startswith("SELECT"):
                with connection.cursor() as cursor:
                    cursor.execute(f"EXPLAIN {each['sql']}")
                    plan = "\n".join(line for (line,) in cursor.fetchall())
                if "Seq Scan on complaints_complaint" in plan:
                    raise RuntimeError(f"{name} reads all complaints:\n{each['sql']}\n{plan}")
    return len(asked)


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
        due = "now() + (n % 100 - 20) * '10 min'::interval"
        copies_of_complaint(cursor, like, opened - 1, state=STAGES, level="1", urgent_at=due)
        copies_of_complaint(cursor, like, count - opened, state="'closed'", closed_at="now()", urgent_at="NULL")
