"""The board and the desks: what is open by the work that comes next, at a fixed cost; several at once."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from complaints.domain.stages.board import CARDS, more_cards
from complaints.models import ENDED, LANES, Complaint, ComplaintLink, Stage
from parties.domain.roles import Role
from tests import factories
from tests.complaints.factories import HOUR, NOW, House, at_stage, house, logged

pytestmark = pytest.mark.django_db
OPEN = [stage for stage in Stage.values if stage not in ENDED]


@pytest.fixture
def ktv() -> House:
    return house()


def _client(ktv: House, role: Role) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(ktv.people[role])
    return client


def _cards(page: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'id="card-(\d+)"', page)]


def _listed(client: Client, query: str = "") -> set[int]:
    page = client.get(f"/complaints/{query}").content.decode()
    return {int(pk) for pk in re.findall(r'name="chosen" value="(\d+)"', page)}


def test_every_open_stage_stands_in_one_column() -> None:
    assert sorted(stage for stages in LANES.values() for stage in stages) == sorted(OPEN)


def test_columns_hold_their_stages_the_most_urgent_first_with_counts(ktv: House) -> None:
    later, sooner = logged(ktv, at=NOW + HOUR), logged(ktv)
    planned, _closed = at_stage(ktv, Stage.PLANNED), at_stage(ktv, Stage.CLOSED)
    page = _client(ktv, Role.MARKETING).get("/complaints/board/").content.decode()
    assert _cards(page) == [sooner.pk, later.pk, planned.pk]
    assert re.findall(r'href="#lane-\w+">[^<]+<span class="enc-count tabular">(\d+)', page) == ["0", "2", "0", "1", "0"]


def test_a_column_is_read_on_by_itself(ktv: House) -> None:
    made = [logged(ktv, at=NOW + number * HOUR).pk for number in range(CARDS + 2)]
    client = _client(ktv, Role.MARKETING)
    page = client.get("/complaints/board/").content.decode()
    assert _cards(page) == made[:CARDS]
    address = re.search(r'hx-get="(/complaints/board/judging/[^"]+)"', page)
    assert address is not None
    for headers in ({}, {"HX-Request": "true"}):
        more = client.get(address[1].replace("&amp;", "&"), headers=headers).content.decode()
        assert (_cards(more), "<html" in more) == (made[CARDS:], not headers)
    assert client.get("/complaints/board/elsewhere/").status_code == 404


def test_the_board_takes_as_many_statements_for_many_as_for_few(ktv: House) -> None:
    client, counts = _client(ktv, Role.VENUE_MANAGER), []
    for _round in range(2):
        for stage in ("received", "classified", "executing", "told"):
            at_stage(ktv, stage)
        at_stage(ktv, Stage.ARRIVED)
        with CaptureQueriesContext(connection) as asked:
            client.get("/complaints/board/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("lane", LANES)
def test_each_column_reads_an_index_and_never_sorts(lane: str) -> None:
    rows = Complaint.objects.filter(state__in=LANES[lane]).order_by("urgent_at", "pk")[:11]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off")
    plan = rows.explain()
    assert re.search(rf"Index Scan using complaint_(lane_{lane}|open) ", plan)
    assert "Sort" not in plan
    assert more_cards(Complaint.objects.all(), lane).cards == []


def test_a_cards_button_takes_the_next_step_and_comes_back(ktv: House) -> None:
    complaint = logged(ktv)
    client = _client(ktv, Role.MARKETING)
    assert 'value="verify"' in client.get("/complaints/board/").content.decode()
    sent = {"verb": "verify", "back": "board", "query": "gravity=ordinary"}
    answer = client.post(f"/complaints/{complaint.pk}/step/", sent)
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        f"/complaints/board/?gravity=ordinary#card-{complaint.pk}",
    )
    complaint.refresh_from_db()
    assert complaint.state == Stage.VERIFIED
    assert 'value="verify"' not in _client(ktv, Role.FLOOR).get("/complaints/board/").content.decode()


def test_each_department_finds_its_own_desk_first(ktv: House) -> None:
    made = {stage: at_stage(ktv, stage).pk for stage in (Stage.ARRIVED, Stage.RECEIVED, Stage.CLASSIFIED, Stage.TOLD)}
    trained = {made[Stage.CLASSIFIED], made[Stage.TOLD]}
    assert _listed(_client(ktv, Role.CUSTOMER_SERVICE)) == {made[Stage.ARRIVED], made[Stage.TOLD]}
    assert _listed(_client(ktv, Role.MARKETING)) == {made[Stage.RECEIVED]}
    assert _listed(_client(ktv, Role.PROMOTIONS)) == {made[Stage.CLASSIFIED]}
    assert _listed(_client(ktv, Role.HR)) == trained
    assert _listed(_client(ktv, Role.VENUE_MANAGER)) == set(made.values())


def test_list_board_and_file_are_narrowed_alike(ktv: House) -> None:
    person = ktv.people[Role.FLOOR]
    mine = logged(ktv, concerns_id=person.pk, subject="price", channel="phone", what_happened="多收了果盘的钱")
    logged(ktv)
    client = _client(ktv, Role.VENUE_MANAGER)
    owner = ktv.people[Role.MARKETING].pk
    for query in (f"concerns={person.pk}", "subject=price", "channel=phone", "q=果盘", f"q={mine.number}"):
        assert _listed(client, f"?{query}") == {mine.pk}, query
        assert _cards(client.get(f"/complaints/board/?{query}").content.decode()) == [mine.pk], query
        sent = client.get(f"/complaints/export/?{query}")
        lines = b"".join(sent.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
        assert [line.split(",")[0] for line in lines[1:]] == [mine.number], query
    late = logged(ktv, at=timezone.now() - 30 * HOUR, subject="price")
    logged(ktv, at=timezone.now() - HOUR, subject="price")
    assert late.pk in _listed(client, f"?owner={owner}&late=on&subject=price")
    assert len(_listed(client, f"?owner={owner}")) == 4
    assert _listed(client, f"?owner={person.pk}") == set()


def _bulk(client: Client, chosen: list[int], **said: object) -> str:
    return client.post("/complaints/bulk/", {"chosen": chosen, **said}).content.decode()


def test_several_are_verified_at_once_and_each_refusal_says_why(ktv: House) -> None:
    one, two, done = logged(ktv), logged(ktv), at_stage(ktv, Stage.VERIFIED)
    foreign = logged(house())
    page = _bulk(_client(ktv, Role.MARKETING), [one.pk, two.pk, done.pk, foreign.pk], action="verify")
    assert "2 done, 1 refused." in page
    assert foreign.number not in page
    assert Complaint.objects.filter(state=Stage.VERIFIED).count() == 3


def test_handing_over_can_be_taken_back(ktv: House) -> None:
    other, complaint = factories.person(ktv.provider, Role.MARKETING), logged(ktv)
    client = _client(ktv, Role.MARKETING)
    page = _bulk(client, [complaint.pk], action="hand_over", owner=other.pk)
    assert complaint.clocks.get().deadline.owner == other
    pairs = re.findall(r'name="before" value="([^"]+)"', page)
    client.post("/complaints/bulk/back/", {"before": [*pairs, "nonsense"]})
    assert complaint.clocks.get().deadline.owner == ktv.people[Role.MARKETING]


def test_several_are_linked_dismissed_and_classified_at_once(ktv: House) -> None:
    client = _client(ktv, Role.MARKETING)
    rows = [logged(ktv).pk for _ in range(3)]
    assert "2 done, 0 refused." in _bulk(client, rows, action="link", kind="repeat")
    assert ComplaintLink.objects.count() == 2
    assert "0 done, 2 refused." in _bulk(client, rows[:2], action="dismiss")
    assert "2 done, 0 refused." in _bulk(client, rows[:2], action="dismiss", note="重复")
    verified = at_stage(ktv, Stage.VERIFIED)
    assert "1 done, 0 refused." in _bulk(client, [verified.pk], action="classify", level=2)
    assert _client(ktv, Role.FLOOR).post("/complaints/bulk/").status_code == 403


def test_a_complaint_is_merged_and_linked_by_its_number(ktv: House) -> None:
    one, other, third = logged(ktv), logged(ktv), logged(ktv, subject="price")
    client = _client(ktv, Role.CUSTOMER_SERVICE)
    client.post(f"/complaints/{one.pk}/link/", {"other": third.number, "kind": "same_room"})
    client.post(f"/complaints/{one.pk}/merge/", {"other": f" {other.number.lower()} ", "note": "同一件事"})
    page = client.get(f"/complaints/{other.pk}/").content.decode()
    assert f'href="/complaints/{one.pk}/"' in page
    assert f"{one.number}: Merged into another" in page
    assert f'href="/complaints/{other.pk}/"' in client.get(f"/complaints/{one.pk}/").content.decode()
    link = ComplaintLink.objects.get()
    client.post(f"/complaints/{one.pk}/links/{link.pk}/remove/")
    assert ComplaintLink.objects.count() == 0
    for number in ("TS9999999", "x", logged(house()).number):
        answer = client.post(f"/complaints/{third.pk}/merge/", {"other": number, "note": "?"}, follow=True)
        assert "There is no complaint of this number among yours." in answer.content.decode()
