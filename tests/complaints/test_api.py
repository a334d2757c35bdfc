"""The REST interface for complaints: log, read, move on."""

import json
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils.dateparse import parse_datetime

from complaints.api.serializers import ComplaintSerializer, complaint_as_json
from complaints.api.views import NewestFirst
from complaints.models import Channel, Complaint, Stage
from parties.domain.roles import Role
from parties.domain.tokens import issue_token
from tests import factories
from tests.complaints.factories import HOUR, NOW, House, at_stage, house, logged

pytestmark = pytest.mark.django_db
ALL = "/api/v1/complaints/"


@pytest.fixture
def ktv() -> House:
    return house()


def _caller(ktv: House, role: Role) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(ktv.people[role])
    return client


def _post(client: Client, address: str, sent: Any, **headers: str) -> Any:
    return client.post(address, json.dumps(sent), content_type="application/json", headers=headers)


def _sent(ktv: House, **changes: Any) -> dict[str, Any]:
    plain = {
        "client_id": str(uuid.uuid4()),
        "venue": ktv.venue.pk,
        "room": ktv.room.pk,
        "subject": "price",
        "gravity": "major",
        "what_happened": "账单不对",
    }
    return {**plain, **changes}


def test_a_complaint_is_logged_and_read_with_its_clocks(ktv: House) -> None:
    client = _caller(ktv, Role.FLOOR)
    answer = _post(client, ALL, _sent(ktv))
    assert answer.status_code == 201
    body = answer.json()
    assert answer["Location"] == f"{ALL}{body['id']}/"
    assert (body["state"], body["what_happened"], body["level"]) == ("received", "账单不对", None)
    (clock,) = body["clocks"]
    started, due = parse_datetime(clock["started_at"]), parse_datetime(clock["due_at"])
    assert started is not None
    assert due is not None
    assert (clock["name"], clock["owner"], clock["outcome"], due - started) == (
        "verify",
        ktv.people[Role.MARKETING].pk,
        None,
        24 * HOUR,
    )
    assert client.get(answer["Location"]).json() == body


def test_what_was_written_down_earlier_keeps_its_times(ktv: House) -> None:
    times = {"happened_at": "2026-11-01T20:00:00+08:00", "logged_at": "2026-11-01T20:05:00+08:00"}
    body = _post(_caller(ktv, Role.FLOOR), ALL, _sent(ktv, **times)).json()
    assert {name: body[name] for name in times} == times
    assert body["received_at"] == body["clocks"][0]["started_at"]


def test_an_api_token_acts_as_its_person(ktv: House) -> None:
    _token, key = issue_token(user=ktv.people[Role.FLOOR], name="POS", by=ktv.scope(Role.FLOOR), at=NOW)
    answer = _post(Client(), ALL, _sent(ktv), authorization=f"Bearer {key}")
    assert answer.status_code == 201
    assert Complaint.objects.get().logged_by == ktv.people[Role.FLOOR]
    assert _post(Client(), ALL, _sent(ktv), authorization="Bearer wrong").status_code == 401


def test_the_same_idempotency_key_or_client_id_has_one_effect(ktv: House) -> None:
    client, sent = _caller(ktv, Role.FLOOR), _sent(ktv)
    first = _post(client, ALL, sent, **{"idempotency-key": "k1"})
    again = _post(client, ALL, sent, **{"idempotency-key": "k1"})
    without = _post(client, ALL, sent)
    assert first.json() == again.json()
    assert without.json()["id"] == first.json()["id"]
    assert again["Idempotent-Replayed"] == "true"
    assert Complaint.objects.count() == 1
    assert _post(client, ALL, _sent(ktv), **{"idempotency-key": "k1"}).status_code == 409


@pytest.mark.parametrize(
    ("changes", "status", "code", "field"),
    [
        ({"venue": 999999999}, 422, "complaints.venue_unknown", "venue"),
        ({"room": 999999999}, 422, "complaints.room_of_another", "room"),
        ({"happened_at": "2999-01-01T00:00:00Z"}, 422, "complaints.in_future", "happened_at"),
        ({"logged_at": "2999-01-01T00:00:00Z"}, 422, "complaints.in_future", "logged_at"),
        ({"what_happened": "a\u200bb"}, 422, "foundation.hidden_characters", "what_happened"),
        ({"subject": "weather"}, 400, "invalid_choice", "subject"),
        ({"client_id": "no"}, 400, "invalid", "client_id"),
    ],
)
def test_what_is_wrong_is_told_as_a_problem(
    ktv: House, changes: dict[str, Any], status: int, code: str, field: str
) -> None:
    answer = _post(_caller(ktv, Role.FLOOR), ALL, _sent(ktv, **changes))
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert (answer.json()["code"], answer.json()["field"]) == (code, field)


def test_a_step_is_taken_and_refused_like_on_the_page(ktv: House) -> None:
    complaint = logged(ktv)
    steps = f"{ALL}{complaint.pk}/steps/"
    taken = _post(_caller(ktv, Role.MARKETING), steps, {"verb": "verify", "note": "属实"})
    assert (taken.status_code, taken.json()["state"]) == (200, "verified")
    again = _post(_caller(ktv, Role.MARKETING), steps, {"verb": "verify"})
    assert (again.status_code, again.json()["code"]) == (409, "foundation.not_allowed_now")
    not_theirs = _post(_caller(ktv, Role.FLOOR), steps, {"verb": "classify", "level": 1})
    assert (not_theirs.status_code, not_theirs.json()["code"]) == (403, "complaints.not_your_step")
    no_level = _post(_caller(ktv, Role.MARKETING), steps, {"verb": "classify"})
    assert (no_level.status_code, no_level.json()["field"]) == (422, "level")
    judged = _post(_caller(ktv, Role.MARKETING), steps, {"verb": "classify", "level": 2, "gravity": "minor"})
    assert (judged.json()["level"], judged.json()["gravity"]) == (2, "minor")
    assert [clock["name"] for clock in judged.json()["clocks"]] == ["verify", "plan"]


def test_complaints_of_another_house_do_not_exist(ktv: House) -> None:
    complaint = logged(ktv)
    client = _caller(house(), Role.MARKETING)
    assert client.get(ALL).json()["results"] == []
    for answer in (
        client.get(f"{ALL}{complaint.pk}/"),
        _post(client, f"{ALL}{complaint.pk}/steps/", {"verb": "verify"}),
    ):
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_the_list_is_filtered_and_read_on_with_a_cursor(ktv: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(NewestFirst, "page_size", 2)
    made = [logged(ktv, at=NOW + number * HOUR).pk for number in range(4)]
    dismissed = at_stage(ktv, Stage.DISMISSED, at=NOW - HOUR)
    client = _caller(ktv, Role.MARKETING)
    first = client.get(ALL).json()
    second = client.get(first["next"]).json()
    third = client.get(second["next"]).json()
    assert [row["id"] for page in (first, second, third) for row in page["results"]] == [*made[::-1], dismissed.pk]
    assert third["next"] is None
    assert [row["id"] for row in client.get(f"{ALL}?is_open=false").json()["results"]] == [dismissed.pk]
    assert [row["id"] for row in client.get(f"{ALL}?state=dismissed").json()["results"]] == [dismissed.pk]
    assert client.get(f"{ALL}?venue={ktv.venue.pk}&gravity=major").json()["results"] == []
    assert client.get(f"{ALL}?state=lost").status_code == 400


def test_logging_over_rest_takes_a_fixed_number_of_statements(ktv: House, django_assert_num_queries: Any) -> None:
    client = _caller(ktv, Role.FLOOR)
    _post(client, ALL, _sent(ktv, gravity="ordinary"))
    # session, person, memberships; a savepoint instead of BEGIN and COMMIT, and the actor given back
    with django_assert_num_queries(3 + 6):
        assert _post(client, ALL, _sent(ktv, gravity="ordinary")).status_code == 201


def test_what_is_answered_is_what_is_described(ktv: House) -> None:
    for complaint in (
        logged(ktv, role=Role.PROMOTER, channel=Channel.PROMOTER, happened_at=NOW - HOUR, concerns_id=None),
        at_stage(ktv, Stage.CLOSED),
        logged(ktv, room_id=None),
    ):
        fresh = Complaint.objects.get(pk=complaint.pk)
        assert complaint_as_json(fresh) == ComplaintSerializer(fresh).data


def test_roles_without_complaints_are_kept_out(ktv: House) -> None:
    client = Client()
    client.force_login(factories.person(ktv.client, Role.FINANCE))
    assert client.get(ALL).status_code == 403
    assert Client().get(ALL).status_code == 401


def test_the_interface_is_described(ktv: House) -> None:
    paths = _caller(ktv, Role.FLOOR).get("/api/v1/schema/?format=json").json()["paths"]
    described = {(path, method) for path, methods in paths.items() for method in methods}
    one = f"{ALL}{{complaint_id}}/"
    assert {(ALL, "get"), (ALL, "post"), (one, "get"), (f"{one}steps/", "post")} <= described
