"""The pages of retention: every number opens exactly its members, at a price that does not follow how many they are."""

import re
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from members.domain.retention import scoring, tallying
from members.models import FrozenMonth, Trial
from parties.domain.roles import Role
from parties.models import Membership, User
from tests import factories
from tests.members.retention.histories import History, history

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)
PAGES = ("retention", "retention-cohorts", "retention-map", "retention-months", "retention-trials", "retention-targets")
NUMBER = re.compile(r'<a [^>]*?href="([^"]*retention/members/\?[^"]+)"[^>]*>(?:<span class="enc-map-count">)?(\d+)<')


@pytest.fixture
def ktv(monkeypatch: pytest.MonkeyPatch) -> History:
    """Five members; in October three came, two of them for the second month."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    of = history()
    for joined, days in (
        (date(2026, 8, 1), [(9, 5), (10, 6)]),
        (date(2026, 9, 1), [(9, 7), (10, 8), (10, 9)]),
        (date(2026, 9, 1), [(9, 9)]),
        (date(2026, 10, 1), [(10, 20)]),
        (date(2026, 10, 1), []),
    ):
        of.come(of.join(joined, at=of.other if not days else None), [date(2026, *day) for day in days])
    tallying.tally(of.party_id, at=NOW)
    scoring.score(of.party_id, day=date(2026, 11, 20))
    return of


def client_of(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def signed_in(of: History, role: Role | None = None) -> Client:
    user = factories.person(of.venue.party, role, language="en") if role else of.manager
    return client_of(user)


def page(client: Client, name: str, **asked: Any) -> str:
    answer = client.get(reverse(f"members:{name}"), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_number_on_the_pages_opens_as_many_members(ktv: History) -> None:
    client = signed_in(ktv, Role.MARKETING)
    opened: dict[str, int] = {}
    for name in ("retention", "retention-cohorts", "retention-map"):
        found = NUMBER.findall(page(client, name, period="2026-10"))
        assert found, name
        opened |= {unescape(address): int(number) for address, number in found}
    assert len(opened) > 40
    for address, number in opened.items():
        answer = client.get(address)
        assert answer.status_code == 200
        assert (answer.context["count"], len(answer.context["page"].rows)) == (number, number), address


def test_a_registry_in_which_nobody_joined_says_so() -> None:
    venue = factories.venue(factories.party())
    client = client_of(factories.person(venue.party, Role.VENUE_MANAGER, language="en"))
    assert "Nobody joined in these months" in page(client, "retention-cohorts")


def test_the_members_of_a_field_become_a_segment(ktv: History) -> None:
    client = signed_in(ktv, Role.MARKETING)
    counted = re.compile(r'enc-stat-value">(\d+)<')
    behind = reverse("members:retention-members")
    for asked, name, value in (
        ("figure=risk", "risk-is", "leaving"),
        ("figure=field&field=best", "rfm-fields", ["best"]),
        ("figure=field&field=new", "rfm-fields", ["new"]),
    ):
        shown = client.get(f"{behind}?{asked}")
        builder = client.get(shown.context["segment_address"])
        assert counted.findall(builder.content.decode()) == [str(shown.context["count"])], asked
        assert builder.context["form"][name].value() == value
    square = client.get(f"{behind}?figure=square&recency=5&frequency=5")
    auditor = signed_in(ktv, Role.AUDITOR).get(f"{behind}?figure=risk")
    assert [square.context["segment_address"], auditor.context["segment_address"]] == ["", ""]


def test_the_figures_say_what_they_are_out_of(ktv: History) -> None:
    answer = signed_in(ktv).get(reverse("members:retention"))
    shown = {each.formula.code: (each.rate.count, each.rate.of) for each, _before in answer.context["figures"].shown}
    assert answer.context["asked"].period.code == "2026-10"
    assert '<option value="2026-10" selected>' in answer.content.decode()
    assert shown == {
        "retention": (2, 3),
        "churn": (1, 3),
        "active": (3, 5),
        "repeat": (1, 3),
        "growth": (2, 3),
        "welcome": (1, 2),
    }
    csv = b"".join(signed_in(ktv).get(reverse("members:retention-csv"), {"period": "2026-10"})).decode()
    assert "Period,2026-10,Retention,2,3,66.7" in csv or "2026-10" in csv.splitlines()[1]
    listed = b"".join(signed_in(ktv).get(reverse("members:retention-members-csv"), {"figure": "churn"})).decode()
    assert [line.split(",")[0] for line in listed.splitlines()[1:]] == ["M3"]


def test_the_members_behind_a_number_are_taken_along_by_who_may_take_members_along(ktv: History) -> None:
    address = reverse("members:retention-members-csv")
    here, there = ktv.venue, ktv.other
    for role, status in ((Role.MARKETING, 200), (Role.FINANCE, 403), (Role.CUSTOMER_SERVICE, 403)):
        client = signed_in(ktv, role)
        assert client.get(address, {"figure": "churn"}).status_code == status
        assert (address in page(client, "retention-members", figure="churn")) == (status == 200)
    both = factories.person(here.party, Role.FINANCE)
    hat = Membership.objects.create(user=both, party=here.party, role=Role.MARKETING, active_from=date(2020, 1, 1))
    hat.venues.set([there])
    asked = {"figure": "active", "side": "of", "period": "2026-10"}
    listed = b"".join(client_of(both).get(address, asked)).decode()
    assert [line.split(",")[0] for line in listed.splitlines()[1:]] == ["M5"]


def test_a_page_asks_as_often_for_many_members_as_for_few(ktv: History) -> None:
    client = signed_in(ktv)

    def questions() -> list[int]:
        found = []
        for name in (*PAGES, "retention-members"):
            with CaptureQueriesContext(connection) as asked:
                page(client, name, period="2026-10", figure="active", side="of")
            found.append(len(asked))
        return found

    questions()
    before = questions()
    for number in range(4):
        ktv.come(ktv.join(date(2026, 10, 2), source="promoter"), [date(2026, 10, 3 + number)])
    tallying.tally(ktv.party_id, at=NOW)
    assert questions() == before
    assert max(before) < 25


def test_strangers_find_nothing_and_the_floor_is_kept_out(ktv: History) -> None:
    stranger = client_of(factories.person(factories.venue(factories.party()).party, Role.VENUE_MANAGER))
    for name in (*PAGES, "retention-members"):
        address = reverse(f"members:{name}")
        assert stranger.get(f"{address}?party={ktv.party_id}&figure=active").status_code == 404
        assert signed_in(ktv, Role.FLOOR).get(address).status_code == 403
    manager = signed_in(ktv)
    wrongly: tuple[dict[str, Any], ...] = (
        {},
        {"figure": "x"},
        {"figure": "cohort"},
        {"figure": "square", "recency": 6},
        {"figure": "field"},
    )
    for wrong in wrongly:
        assert manager.get(reverse("members:retention-members"), wrong).status_code == 404
    assert stranger.get(reverse("members:retention-trial", args=[1])).status_code == 404


def test_a_month_is_closed_and_a_trial_is_drawn_on_the_page(ktv: History) -> None:
    manager = signed_in(ktv)
    for month in ("2026-10", "2026-11", "x"):
        answer = manager.post(reverse("members:retention-months"), {"month": month})
        assert answer.status_code == 302
    assert [str(row) for row in FrozenMonth.objects.all()] == ["2026-10"]
    assert FrozenMonth.objects.get().rows_hash in page(manager, "retention-months")
    ktv.visit(ktv.members[2], date(2026, 10, 30))
    assert "still those that were closed" not in page(manager, "retention", period="2026-10")
    said = {"name": "生日券", "frame": "all", "percent": 20, "first_date": "2026-11-21", "last_date": "2026-11-30"}
    assert manager.post(reverse("members:retention-trial-new"), said | {"percent": 90}).status_code == 422
    answer = manager.post(reverse("members:retention-trial-new"), said)
    trial = Trial.objects.get()
    assert answer["Location"] == reverse("members:retention-trial", args=[trial.pk])
    assert trial.seed in manager.get(answer["Location"]).content.decode()
    alone = manager.get(reverse("members:retention-trial-alone", args=[trial.pk]))
    offered = manager.get(reverse("members:retention-trial-offered", args=[trial.pk]))
    assert (len(alone.context["members"]), len(offered.context["members"])) == (1, 4)
    assert (
        signed_in(ktv, Role.FINANCE).post(reverse("members:retention-months"), {"month": "2026-09"}).status_code == 403
    )
    assert page(manager, "retention-trials")
    assert manager.get(reverse("members:retention-counted")).status_code == 200
