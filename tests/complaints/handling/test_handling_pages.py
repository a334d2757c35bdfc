"""The pages of handling: each form to its end, who is shown what, and what lies outside is not there."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from complaints.domain.handling.actions import NewAction, set_action
from complaints.models import (
    Apology,
    CauseFinding,
    CauseRule,
    Compensation,
    CompensationTable,
    ComplaintTask,
    CorrectiveAction,
    Mediation,
    RootCause,
    Statement,
)
from encore.web.needs import needs_of
from parties.domain.roles import Role
from tests.complaints.factories import HOUR, NOW, House, house, logged
from tests.complaints.handling.makers import asked, rules, task

pytestmark = pytest.mark.django_db


@pytest.fixture
def ktv() -> House:
    return house()


def _client(ktv: House, role: Role) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(ktv.people[role])
    return client


def _local(at: object) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")  # type: ignore[arg-type]


def test_a_task_is_given_and_done_from_the_phones_list(ktv: House) -> None:
    at = timezone.now()
    complaint = logged(ktv, at=at)
    giver, doer = _client(ktv, Role.CUSTOMER_SERVICE), _client(ktv, Role.PROMOTIONS)
    sent = {
        "what": "准备果盘",
        "doer": f"{ktv.provider.pk}:{Role.PROMOTIONS.value}:",
        "due_at": _local(at + 3 * HOUR),
    }
    answer = giver.post(f"/complaints/{complaint.pk}/tasks/", sent)
    assert (answer.status_code, answer["Location"]) == (302, f"/complaints/{complaint.pk}/tasks/")
    given = ComplaintTask.objects.get()
    assert [need.title for need in needs_of(ktv.scope(Role.PROMOTIONS)) if need.icon == "list-check"] == [
        f"{complaint.number} · 准备果盘"
    ]
    page = doer.get("/complaints/tasks/").content.decode()
    assert f'formaction="/complaints/tasks/{given.pk}/done/"' in page
    refused = doer.post(f"/complaints/tasks/{given.pk}/decline/", {"back": "/complaints/tasks/"}, follow=True)
    assert "Say why." in refused.content.decode()
    answer = doer.post(f"/complaints/tasks/{given.pk}/done/", {"back": "/complaints/tasks/"})
    assert answer["Location"] == "/complaints/tasks/"
    given.refresh_from_db()
    assert given.state == "done"
    assert "Given by me" in giver.get("/complaints/tasks/").content.decode()


def test_a_refused_task_says_why_at_its_field(ktv: House) -> None:
    complaint = logged(ktv, at=timezone.now())
    sent = {"what": "x", "doer": f"{ktv.provider.pk}::{ktv.people[Role.MARKETING].pk}", "due_at": "2020-01-01T00:00"}
    answer = _client(ktv, Role.MARKETING).post(f"/complaints/{complaint.pk}/tasks/", sent)
    assert answer.status_code == 422
    assert "Choose a moment that is still to come." in answer.content.decode()


def test_statements_mediation_and_apology_on_one_page(ktv: House) -> None:
    complaint = logged(ktv)
    client, base = _client(ktv, Role.CUSTOMER_SERVICE), f"/complaints/{complaint.pk}/"
    me = ktv.people[Role.CUSTOMER_SERVICE]
    client.post(f"{base}statements/", {"text": "等了一小时"})
    client.post(f"{base}statements/", {"text": "当晚人手不足", "speaker": ktv.people[Role.MARKETING].pk})
    client.post(f"{base}mediation/open/", {"mediator": me.pk})
    mediation = Mediation.objects.get()
    client.post(f"{base}mediation/{mediation.pk}/settle/", {"outcome": "当面和解"})
    client.post(f"{base}apologies/", {"way": "spoken", "person": me.pk, "words": "等候太久"})
    apology = Apology.objects.get()
    client.post(f"{base}apologies/{apology.pk}/", {"given_at": _local(timezone.now() + timedelta(days=1))})
    page = client.get(f"{base}mediation/").content.decode()
    assert Statement.objects.count() == 2
    assert "当面和解" in page
    assert "当晚人手不足" in page
    assert "This moment is still to come." in page
    assert "当晚人手不足" not in _client(ktv, Role.VENUE_MANAGER).get(f"{base}mediation/").content.decode()


def test_rules_are_written_a_compensation_asked_approved_and_given(ktv: House) -> None:
    manager, service = _client(ktv, Role.ACCOUNT_MANAGER), _client(ktv, Role.CUSTOMER_SERVICE)
    address = f"/complaints/compensation/rules/{ktv.provider.pk}/"
    blank = manager.get(address).content.decode()
    sent = dict(re.findall(r'name="([\w-]+)" value="([^"]*)"', blank))
    sent |= {"starts_date": str(timezone.localdate()), "cap": "500", "rules-0-kind": "voucher"}
    refused = manager.post(address, sent)
    assert refused.status_code == 422
    sent |= {"rules-0-most": "¥200", "rules-0-free_up_to": "20", "limits-0-within": "300"}
    answer = manager.post(address, sent)
    assert answer.status_code == 302, answer.content.decode()
    assert CompensationTable.objects.get().rules.get().most == 200
    complaint = logged(ktv, at=timezone.now())
    page = service.get(f"/complaints/{complaint.pk}/compensation/").content.decode()
    asking = {"key": re.findall(r'name="key" value="([^"]+)"', page)[0], "kind": "voucher", "amount": "88"}
    for _ in range(2):
        service.post(f"/complaints/{complaint.pk}/compensation/", {**asking, "reason": "等候太久"})
    row = Compensation.objects.get()
    assert "88.00" in manager.get("/complaints/compensation/").content.decode()
    manager.post(f"/complaints/compensation/{row.pk}/approve/", {"words": ""})
    slip = SimpleUploadedFile("slip.pdf", b"%PDF-1.7\n" + b"0" * 64)
    service.post(f"/complaints/compensation/{row.pk}/pay/", {"receipt": slip})
    row.refresh_from_db()
    assert row.state == "paid"
    receipt = service.get(f"/complaints/compensation/{row.pk}/receipt/")
    assert b"".join(receipt.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    assert "88.00" not in _client(ktv, Role.CONTRACT_OWNER).get("/complaints/compensation/").content.decode()


def test_cause_whys_and_action_and_the_venues_page(ktv: House) -> None:
    complaint = logged(ktv, at=timezone.now())
    client, base = _client(ktv, Role.MARKETING), f"/complaints/{complaint.pk}/learning/"
    client.post(f"{base}cause/", {"cause": "service"})
    client.post(f"{base}whys/", {"whys": "没人应\n排班太少"})
    action = {
        "what": "班前会",
        "owner": ktv.people[Role.PROMOTIONS].pk,
        "due_date": str(timezone.localdate() + timedelta(days=3)),
        "sameness": "cause",
        "check_days": "30",
    }
    client.post(f"{base}action/", action)
    assert (CauseFinding.objects.count(), RootCause.objects.get().whys) == (1, ["没人应", "排班太少"])
    doer, made = _client(ktv, Role.PROMOTIONS), CorrectiveAction.objects.get()
    assert "班前会" in doer.get("/complaints/tasks/").content.decode()
    doer.post(f"/complaints/actions/{made.pk}/done/", {"words": "已讲解"})
    made.refresh_from_db()
    assert made.state == "done"
    manager = _client(ktv, Role.VENUE_MANAGER)
    page = manager.get(base).content.decode()
    assert "没人应" not in page
    assert "班前会" not in page
    page = manager.get(f"/complaints/causes/?venue={ktv.venue.pk}").content.decode()
    assert "1 of 1" in page
    rows = manager.get(f"/complaints/causes/cases/?venue={ktv.venue.pk}&days=90&by=cause&key=service")
    assert complaint.number in rows.content.decode()
    none = manager.get(f"/complaints/causes/cases/?venue={ktv.venue.pk}&days=x&by=cause&key=price")
    assert complaint.number not in none.content.decode()
    manager.post(f"/complaints/causes/rule/{ktv.venue.pk}/", {"gravity": "major"})
    assert CauseRule.objects.get().gravity == "major"


def test_what_belongs_to_another_house_or_side_is_not_there(ktv: House) -> None:
    rules(ktv)
    complaint = logged(ktv)
    given, row = task(ktv, complaint), asked(ktv, complaint)
    by = ktv.scope(Role.MARKETING)
    action = set_action(complaint.pk, NewAction("x", by.user_id or 0, NOW + HOUR, "room", 1), by=by, at=NOW)
    own_side = (
        f"/complaints/tasks/{given.pk}/done/",
        f"/complaints/compensation/{row.pk}/approve/",
        f"/complaints/actions/{action.pk}/done/",
    )
    for client in (_client(ktv, Role.VENUE_MANAGER), _client(house(), Role.VENUE_MANAGER)):
        assert [client.post(address).status_code for address in own_side] == [404, 404, 404]
    stranger = _client(house(), Role.VENUE_MANAGER)
    pages = ("tasks/", "mediation/", "compensation/", "learning/")
    assert [stranger.get(f"/complaints/{complaint.pk}/{page}").status_code for page in pages] == [404] * 4
    owner = _client(ktv, Role.CONTRACT_OWNER)
    assert owner.get(f"/complaints/compensation/rules/{ktv.provider.pk}/").status_code == 404


def test_the_complaints_page_says_how_far_the_handling_is(ktv: House) -> None:
    rules(ktv)
    complaint = logged(ktv)
    task(ktv, complaint)
    asked(ktv, complaint)
    page = _client(ktv, Role.MARKETING).get(f"/complaints/{complaint.pk}/").content.decode()
    for words in ("1 of 1 still to be done", "0 statements", "¥120.00 Waits for approval", "Cause not known yet"):
        assert words in page
    theirs = _client(ktv, Role.VENUE_MANAGER).get(f"/complaints/{complaint.pk}/").content.decode()
    assert "¥120.00" not in theirs
    assert "No task yet" in theirs
