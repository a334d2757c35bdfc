"""Complaints in an evidence pack: whole for who may open them, masked for who may not."""

import io
import json
from datetime import date, datetime, timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from complaints.domain.intake.evidence import add_evidence
from complaints.models import Complaint
from contracts.domain.evidence.asking import Wanted
from contracts.models import Breach, Contract
from deadlines.domain.pausing import pause, resume
from deadlines.domain.sweep import sweep_all
from deadlines.models import Deadline
from parties.domain.roles import Role
from parties.domain.scope import Scope
from tests import factories
from tests.complaints.factories import DEPARTMENTS, HOUR, NOW, House, house, logged, step
from tests.contracts import packs

pytestmark = pytest.mark.django_db
SAID = "客人王某电话一三八，称服务员态度恶劣"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa7\x9a\xa0\xa0\x00\x00\x00\x00IEND\xaeB`\x82"
)
ASKED = NOW + timedelta(days=3)


def late(of: House) -> tuple[Complaint, Breach]:
    """A complaint whose first clock ran out, with a photo and a late step."""
    complaint = logged(of, what_happened=SAID)
    photo = SimpleUploadedFile("包厢照片.png", PNG)
    add_evidence(complaint.pk, [photo], by=of.scope(Role.FLOOR), at=NOW + HOUR)
    sweep_all(NOW + 30 * HOUR)
    step(of, complaint, "verify", at=NOW + 31 * HOUR)
    assert of.contract is not None
    return complaint, Breach.objects.filter(contract=of.contract).order_by("pk")[0]


def packed(of: House, breach: Breach, by: Scope) -> dict[str, Any]:
    assert of.contract is not None
    pack = packs.made(of.contract.pk, Wanted([breach.pk]), by=by, at=ASKED)
    assert pack.file is not None
    with ZipFile(io.BytesIO(pack.file.read())) as zipped:
        files = {name: zipped.read(name) for name in zipped.namelist()}
    return {
        "records": json.loads(files["data/records.json"]),
        "text": "\n".join(each.decode(errors="replace") for each in files.values()),
        "names": list(files),
    }


def record(found: dict[str, Any], kind: str) -> dict[str, Any]:
    return next(each for each in found["records"] if each["kind"] == kind)


def test_who_may_open_it_gets_all_of_it() -> None:
    of = house()
    complaint, breach = late(of)
    for role in (Role.CONTRACT_OWNER, Role.ACCOUNT_MANAGER):
        found = packed(of, breach, of.scope(role))
        assert record(found, "complaint")["facts"]["what_happened"] == SAID
        assert not record(found, "complaint")["masked"]
        assert "备注" in found["text"]
        assert any(name.endswith("包厢照片.png") for name in found["names"])
        assert complaint.number in found["text"]


def test_a_provider_whose_contract_has_ended_learns_what_its_own_clocks_tell() -> None:
    of = house()
    complaint, breach = late(of)
    assert of.contract is not None
    Contract.objects.filter(pk=of.contract.pk).update(state="expired", ends_at=NOW - timedelta(days=29))
    found = packed(of, breach, of.scope(Role.ACCOUNT_MANAGER))
    told = record(found, "complaint")
    assert told["masked"]
    assert set(told["facts"]) == {"number", "venue", "state", "received_at", "closed_at"}
    assert told["facts"]["number"] == complaint.number
    assert record(found, "clock")["masked"]
    assert record(found, "clock")["facts"]["due_at"] is not None
    for secret in (SAID, "备注", "包厢照片", complaint.logged_by_name):
        assert secret not in found["text"], secret
    assert "complaints_complaint" not in found["text"]
    assert record(packed(of, breach, of.scope(Role.CONTRACT_OWNER)), "complaint")["facts"]["what_happened"] == SAID


def test_who_works_in_another_venue_of_the_contract_gets_it_masked() -> None:
    agreed = factories.effective_contract(at=NOW - timedelta(days=30), second_venue="河畔店")
    people = {role: factories.person(agreed.client, role) for role in (Role.FLOOR, Role.VENUE_MANAGER)}
    people |= {role: factories.person(agreed.provider, role) for role in DEPARTMENTS}
    of = House(agreed.client, agreed.provider, agreed.venue, agreed.venue.rooms.get(), agreed.contract, people)
    _complaint, breach = late(of)
    [elsewhere] = agreed.contract.venues.exclude(pk=agreed.venue.pk)
    for venue, is_masked in ((elsewhere, True), (agreed.venue, False)):
        owner = factories.person(agreed.client, Role.CONTRACT_OWNER, venues=[venue])
        found = packed(of, breach, factories.scope(owner))
        assert record(found, "complaint")["masked"] is is_masked
        assert (SAID in found["text"]) is not is_masked


def test_complaints_of_other_breaches_are_left_out_and_those_of_a_period_taken() -> None:
    of = house()
    _complaint, breach = late(of)
    logged(of, at=NOW + HOUR, what_happened="另一件事")
    assert "另一件事" not in packed(of, breach, of.scope(Role.CONTRACT_OWNER))["text"]
    assert of.contract is not None
    wanted = Wanted(first_day=date(2026, 11, 21), last_day=date(2026, 11, 21))
    pack = packs.made(of.contract.pk, wanted, by=of.scope(Role.CONTRACT_OWNER), at=ASKED)
    assert pack.file is not None
    with ZipFile(io.BytesIO(pack.file.read())) as zipped:
        assert "另一件事" in zipped.read("data/records.json").decode()


def test_the_pauses_of_a_clock_are_told_with_their_reason_to_who_may_open_the_complaint() -> None:
    of = house()
    complaint, by = logged(of), of.scope(Role.MARKETING)
    verify = complaint.clocks.get()
    pause(verify.deadline_id, reason="客人要求明天再谈", by=by, at=NOW + HOUR)
    resume(verify.deadline_id, by=by, at=NOW + 3 * HOUR)
    step(of, complaint, "verify", at=NOW + 4 * HOUR)
    step(of, complaint, "classify", at=NOW + 5 * HOUR)
    sweep_all(NOW + 60 * HOUR)
    breach = Breach.objects.get()  # of the plan: the pack is about that duty alone
    found = packed(of, breach, of.scope(Role.CONTRACT_OWNER))
    clock = next(each for each in found["records"] if each["kind"] == "clock" and each["id"] == verify.pk)
    moments = [clock["facts"][name] for name in ("first_due_at", "due_at")]
    assert moments == [f"{due:%Y-%m-%dT%H:%M:%S+00:00}" for due in _dues(verify.deadline_id)]
    assert "客人要求明天再谈" in found["text"]


def _dues(deadline_id: int) -> tuple[datetime, datetime]:
    deadline = Deadline.objects.get(pk=deadline_id)
    assert deadline.due_at == deadline.first_due_at + 2 * HOUR
    return deadline.first_due_at, deadline.due_at
