"""The queue: what is open by time left, page by page, at a fixed cost."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from complaints.domain.stages import queue
from complaints.domain.stages.queue import Key
from complaints.models import Complaint, Stage
from deadlines.domain.sweep import sweep
from parties.domain.roles import Role
from tests.complaints.factories import HOUR, NOW, House, at_stage, house, logged

pytestmark = pytest.mark.django_db


@pytest.fixture
def ktv() -> House:
    return house()


def _client(ktv: House, role: Role) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(ktv.people[role])
    return client


def _listed(client: Client, query: str = "") -> list[int]:
    page = client.get(f"/complaints/{query}").content.decode()
    return [int(pk) for pk in re.findall(r'href="/complaints/(\d+)/"', page)]


def test_the_most_urgent_step_stands_first_and_cases_without_a_clock_last(ktv: House) -> None:
    waiting = at_stage(ktv, Stage.VERIFIED)
    later, sooner = logged(ktv, at=NOW + HOUR), logged(ktv)
    missed = logged(ktv, at=NOW - 30 * HOUR)
    sweep(NOW)
    closed = at_stage(ktv, Stage.DISMISSED)
    client = _client(ktv, Role.MARKETING)
    assert _listed(client) == [missed.pk, sooner.pk, later.pk, waiting.pk]
    assert _listed(client, "?show=all") == [later.pk, closed.pk, sooner.pk, waiting.pk, missed.pk]


def test_a_case_without_a_clock_says_its_next_step(ktv: House) -> None:
    at_stage(ktv, Stage.VERIFIED)
    page = _client(ktv, Role.MARKETING).get("/complaints/").content.decode()
    row = page[page.index('data-label="Next step"') :]
    assert "Classify" in row[: row.index("</tr>")]
    assert "no limit" in row[: row.index("</tr>")]


def test_mine_are_those_with_a_step_for_which_i_answer(ktv: House) -> None:
    verify, plan = logged(ktv), at_stage(ktv, Stage.CLASSIFIED)
    late = logged(ktv, at=NOW - 30 * HOUR)
    sweep(NOW)
    assert _listed(_client(ktv, Role.MARKETING), "?show=mine") == [late.pk, verify.pk]
    assert _listed(_client(ktv, Role.PROMOTIONS), "?show=mine") == [plan.pk]
    assert _listed(_client(ktv, Role.FLOOR), "?show=mine") == []


def test_filters_narrow_and_nonsense_narrows_nothing(ktv: House) -> None:
    major, minor = logged(ktv, gravity="major"), logged(ktv, gravity="minor", at=NOW + HOUR)
    verified = at_stage(ktv, Stage.VERIFIED)
    client = _client(ktv, Role.MARKETING)
    assert _listed(client, "?gravity=major") == [major.pk]
    assert _listed(client, "?stage=verified") == [verified.pk]
    assert _listed(client, f"?venue={ktv.venue.pk}&stage=received") == [major.pk, minor.pk]
    assert _listed(client, "?venue=x&stage=x&gravity=x&before=~&after=x~y&show=x") == [major.pk, minor.pk, verified.pk]


def test_another_house_sees_nothing_of_it(ktv: House) -> None:
    logged(ktv)
    assert _listed(_client(house(), Role.MARKETING), "?show=all") == []


@pytest.mark.parametrize("size", [1, 2, 3, 5, 20])
@pytest.mark.parametrize("turn", [queue.by_time_left, queue.newest_first])
def test_pages_hold_everything_once_in_both_directions(ktv: House, size: int, turn: Any) -> None:
    for number in range(4):
        logged(ktv, at=NOW + (number // 2) * HOUR)
        at_stage(ktv, Stage.VERIFIED, at=NOW - number * HOUR)
    rows = Complaint.objects.all()
    everything = [row.pk for row in turn(rows, size=100).rows]
    assert len(everything) == 8
    forwards, page = [], turn(rows, size=size)
    while True:
        forwards.append([row.pk for row in page.rows])
        if not page.after:
            break
        last, page = page, turn(rows, size=size, after=page.after)
        assert [row.pk for row in turn(rows, size=size, before=page.before).rows] == [row.pk for row in last.rows]
    assert [pk for stretch in forwards for pk in stretch] == everything


@pytest.mark.parametrize("text", ["", "~", "x~1", "2026-01-01~1", "2026-01-01T00:00:00+00:00~x", "~9" * 40, "~²"])
def test_a_key_that_was_made_up_is_ignored(text: str) -> None:
    assert Key.parse(text) is None


def test_a_page_takes_as_many_statements_for_many_as_for_few(ktv: House) -> None:
    client, statements = _client(ktv, Role.MARKETING), []
    for count in (2, 25):
        for _ in range(count):
            logged(ktv)
        with CaptureQueriesContext(connection) as asked:
            client.get("/complaints/")
        statements.append([query["sql"].partition("FROM")[2][:40] for query in asked])
    assert statements[0] == statements[1]
    # complaints, their open clocks, what is merged into them, venues to filter by: the rest draws the frame of the page
    assert sum('"complaints_' in statement for statement in statements[0]) == 3


def test_the_queue_reads_an_index_and_never_sorts() -> None:
    rows = queue.with_steps(queue.open_ones(Complaint.objects.all()).order_by("urgent_at", "pk"))[:31]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = rows.explain()
    assert "complaint_open" in plan
    assert "Sort" not in plan
