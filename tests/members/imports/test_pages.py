"""The pages of an import and of duplicates, as somebody walks through them."""

import pytest
from django.test import Client
from django.urls import reverse

from foundation.jobs import run_due
from members.domain.imports import loading
from members.domain.imports.loading import confirm_import
from members.models import Import, Member, MemberMerge, TwoPeople
from parties.domain.roles import Role
from parties.models import Venue
from tests import factories
from tests.members.factories import PHONE, at_work, enrolled
from tests.members.imports.factories import HEADINGS, NOW, checked_members, loaded_members, upload

pytestmark = pytest.mark.django_db


def sitting(venue: Venue, role: Role = Role.VENUE_MANAGER) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(factories.person(venue.party, role, language="en"))
    return client


def page(client: Client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(f"members:{name}", args=args), query)
    assert answer.status_code == 200, name
    return answer.content.decode()


def test_a_file_is_sent_its_columns_said_its_rows_looked_at_and_confirmed() -> None:
    venue = factories.venue(factories.party())
    client = sitting(venue)
    assert "No files yet" in page(client, "imports")
    wrong = client.post(
        reverse("members:import-new"), {"kind": "members", "venue": venue.pk, "file": upload([HEADINGS])}
    )
    assert (wrong.status_code, "holds no rows" in wrong.content.decode()) == (422, True)
    rows = [HEADINGS, ("V1", "张三", "138 0000 1234"), ("V2", "李四", "1")]
    answer = client.post(reverse("members:import-new"), {"kind": "members", "venue": venue.pk, "file": upload(rows)})
    sent = Import.objects.get()
    assert answer["Location"] == reverse("members:import", args=[sent.pk])
    assert "138 0000 1234 · 1" in page(client, "import", sent.pk)
    answer = client.post(reverse("members:import-columns", args=[sent.pk]), {"column_0": "number"})
    assert (answer.status_code, "Say in which column" in answer.content.decode()) == (422, True)
    columns = {"column_0": "number", "column_1": "name", "column_2": "phone"}
    client.post(reverse("members:import-columns", args=[sent.pk]), columns)
    assert "being read" in page(client, "import-state", sent.pk)
    run_due()
    assert client.get(reverse("members:import-state", args=[sent.pk]))["HX-Refresh"] == "true"
    shown = page(client, "import", sent.pk)
    assert ("张三" in shown, "Take 1 row over" in shown, "not a telephone number" in shown) == (True, True, True)
    assert "张三" not in page(client, "import", sent.pk, show="rejected")
    client.post(reverse("members:import-step", args=[sent.pk]), {"verb": "confirm"})
    run_due()
    assert "Mend the rejected rows" in page(client, "import", sent.pk)
    assert Member.objects.get().number == "V1"
    errors = b"".join(client.get(reverse("members:import-errors", args=[sent.pk])).streaming_content)  # type: ignore[attr-defined]
    assert errors.decode("utf-8-sig").splitlines()[1].startswith("V2,李四,1,")


def test_others_see_what_comes_of_a_file_and_not_what_stands_in_it() -> None:
    venue = factories.venue(factories.party())
    sent = loaded_members(venue, [("V1", "张三", ""), ("V2", "李四", "1")], by=at_work(venue))
    other, stranger = sitting(venue), sitting(factories.venue(factories.party()))
    shown = page(other, "import", sent.pk)
    assert ("V1" in shown, "李四" in shown) == (True, False)
    assert other.get(reverse("members:import-errors", args=[sent.pk])).status_code == 404
    for name in ("import", "import-state", "import-errors"):
        assert stranger.get(reverse(f"members:{name}", args=[sent.pk])).status_code == 404
    for name in ("import-step", "import-columns"):
        assert stranger.post(reverse(f"members:{name}", args=[sent.pk]), {"verb": "drop"}).status_code == 404


def test_an_import_is_given_up() -> None:
    venue = factories.venue(factories.party())
    sent, client = checked_members(venue, by=at_work(venue)), sitting(venue)
    assert client.post(reverse("members:import-step", args=[sent.pk]), {"verb": "burn"}).status_code == 404
    client.post(reverse("members:import-step", args=[sent.pk]), {"verb": "drop"})
    assert "given up" in page(client, "import", sent.pk)
    client.post(reverse("members:import-step", args=[sent.pk]), {"verb": "confirm"})
    assert not Member.objects.exists()
    assert client.post(reverse("members:import-columns", args=[sent.pk]), {}).status_code == 404


def test_an_import_under_way_is_given_up_and_what_was_taken_over_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "BATCH", 1)
    venue = factories.venue(factories.party())
    by, client = at_work(venue), sitting(venue)
    sent = checked_members(venue, by=by)
    confirm_import(sent.pk, by=by, at=NOW)
    run_due(limit=1)
    shown = page(client, "import", sent.pk)
    assert ("Stop here" in shown, "within seven days" in shown) == (True, False)
    client.post(reverse("members:import-step", args=[sent.pk]), {"verb": "drop"})
    run_due()
    sent.refresh_from_db()
    assert (sent.state, sent.is_forgotten, sent.confirmed_by) == ("dropped", True, None)
    assert [member.number for member in Member.objects.all()] == ["V1"]
    shown = page(client, "import", sent.pk)
    assert ("was taken over before stays" in shown, "Nothing of it" in shown) == (True, False)


def test_pairs_are_suggested_masked_and_decided() -> None:
    venue = factories.venue(factories.party())
    first, second, third = (enrolled(venue, number=f"V{number}") for number in range(3))
    enrolled(venue, number="V9", name="王五", phone="")
    client = sitting(venue)
    shown = page(client, "duplicates")
    assert (shown.count("Same telephone number"), shown.count("张*"), "V9" in shown, PHONE[3:] in shown) == (
        3,
        6,
        False,
        False,
    )
    client.post(reverse("members:duplicates"), {"verb": "two", "kept": second.pk, "other": first.pk})
    client.post(reverse("members:duplicates"), {"kept": third.pk, "other": second.pk})
    assert TwoPeople.objects.count() == MemberMerge.objects.count() == 1
    assert page(client, "duplicates").count("Same telephone number") == 1
    merge = MemberMerge.objects.get()
    stranger = sitting(factories.venue(factories.party()))
    assert stranger.post(reverse("members:merge-undo", args=[merge.pk])).status_code == 404
    client.post(reverse("members:merge-undo", args=[merge.pk]))
    assert Member.objects.active().count() == 4
