"""The pages that protect members' data: erasing, the member's file, silent members, incidents."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pypdf
import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from deadlines.domain.sweep import sweep_all
from members.domain.privacy.showing import reveal
from members.domain.registry.exporting import lines_in_the_clear
from members.models import DataIncident, Erasure, KeepingRule, Member, MemberLook
from parties.domain.roles import Role
from parties.models import Venue
from tests import factories
from tests.members.factories import at_work, enrolled

pytestmark = pytest.mark.django_db


def desk(venue: Venue, role: Role = Role.VENUE_MANAGER) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(factories.person(venue.party, role))
    return client


def test_a_member_who_asks_is_erased_by_who_may() -> None:
    venue = factories.venue(factories.party())
    member, client = enrolled(venue), desk(venue)
    assert desk(venue, Role.MARKETING).post(reverse("members:erase-ask", args=[member.pk])).status_code == 302
    assert "138****1234" in client.get(reverse("members:member", args=[member.pk])).content.decode()
    assert member.number in client.get(reverse("members:privacy")).content.decode()
    assert "1 member to erase or to keep" in client.get(reverse("home")).content.decode()
    erase = reverse("members:erase", args=[member.pk])
    assert client.get(erase).status_code == 200
    assert client.post(erase, {"reason": "本人要求", "number": "M1"}).status_code == 422
    assert client.post(erase, {"reason": "本人要求", "number": member.number.lower()}).status_code == 302
    shown = client.get(reverse("members:member", args=[member.pk])).content.decode()
    assert ("Nobody can tell any more" in shown, "138" in shown.partition("<main")[2]) == (True, False)
    assert [erasure.state for erasure in Erasure.objects.all()] == ["done"]
    assert client.get(reverse("members:privacy")).status_code == 200


def test_a_member_can_be_kept_and_the_house_says_for_how_long() -> None:
    venue = factories.venue(factories.party())
    client = desk(venue)
    erasure = Erasure.objects.create(member=enrolled(venue), cause="silent", proposed_at=timezone.now())
    keep = reverse("members:erasure-keep", args=[erasure.pk])
    for reason, state in (("", "proposed"), ("老朋友", "kept")):
        assert client.post(keep, {"reason": reason}).status_code == 302
        erasure.refresh_from_db()
        assert erasure.state == state
    assert client.post(reverse("members:keeping-rule"), {"silent_years": "31"}).status_code == 422
    assert client.post(reverse("members:keeping-rule"), {"silent_years": "3"}).status_code == 302
    assert KeepingRule.objects.get().silent_years == 3
    assert "After 3 years" in client.get(reverse("members:privacy")).content.decode()
    assert desk(factories.venue(factories.party())).post(keep, {"reason": "?"}).status_code == 404


def test_the_members_file_holds_everything_on_paper_and_for_machines() -> None:
    venue = factories.venue(factories.party())
    member, client = enrolled(venue, name="张三😀", language="en"), desk(venue)
    address = reverse("members:file", args=[member.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": ""}).status_code == 422
    answer = client.post(address, {"reason": "本人来取"})
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/zip", "private, no-store")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        told = json.loads(packed.read(f"member-{member.number}.json"))
        paper = pypdf.PdfReader(io.BytesIO(packed.read(f"member-{member.number}.pdf")))
    assert [section["title"] for section in told["sections"]][:2] == ["Profile", "What you allowed"]
    assert dict(told["sections"][0]["rows"])["Name"] == "张三😀"
    text = "".join(page.extract_text() for page in paper.pages)
    assert [words in text for words in ("13800001234", "1990 08-15", "本人来取")] == [True, True, True]
    assert [(look.field, look.reason) for look in MemberLook.objects.all()] == [("file", "本人来取")]


def test_looks_of_one_person_are_counted_one_after_the_other() -> None:
    venue = factories.venue(factories.party())
    member, by = enrolled(venue), at_work(venue)

    def locks() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
            return int(cursor.fetchone()[0])

    rows = Member.objects.filter(pk=member.pk)
    why: dict[str, Any] = {"by": by, "reason": "寄请柬", "at": timezone.now()}
    before = locks()
    with transaction.atomic():
        assert reveal(member, "phone", **why) == "+8613800001234"
        assert locks() == before + 1
        transaction.set_rollback(True)
    assert (locks(), MemberLook.objects.count()) == (before, 0)
    assert [line.personal.name for line in lines_in_the_clear(rows, **why)] == ["张三"]
    assert locks() == before + 1


def test_an_incident_is_entered_told_of_and_closed() -> None:
    venue = factories.venue(factories.party())
    client, now = desk(venue), timezone.localtime()
    found = f"{now - timedelta(hours=80):%Y-%m-%dT%H:%M}"
    new = {"what": "名单误发", "which_data": ["phone"], "people": "40", "found_at": found}
    assert client.post(reverse("members:incident-new"), {**new, "which_data": []}).status_code == 422
    assert client.post(reverse("members:incident-new"), new).status_code == 302
    incident = DataIncident.objects.get()
    page = reverse("members:incident", args=[incident.pk])
    assert "Tell the authority of a data incident" in client.get(reverse("home")).content.decode()
    assert "The 72 hours are over" in client.get(page).content.decode()
    owner = factories.person(venue.party, Role.CONTRACT_OWNER)
    assert client.post(f"{page}hand/", {"owner": 999_999_999}).status_code == 422
    assert client.post(f"{page}hand/", {"owner": owner.pk}).status_code == 302
    assert owner.name in client.get(page).content.decode()
    sweep_all(now)
    told = {"whom": "authority", "told_at": f"{now - timedelta(hours=9):%Y-%m-%dT%H:%M}"}
    assert [client.post(f"{page}told/", told).status_code for _each in range(2)] == [302, 422]
    assert "Told in time, noted late" in client.get(page).content.decode()
    assert client.post(f"{page}close/", {"remedy": ""}).status_code == 422
    assert client.post(f"{page}close/", {"remedy": "收回名单"}).status_code == 302
    assert "收回名单" in client.get(page).content.decode()
    assert desk(factories.venue(factories.party())).get(page).status_code == 404
