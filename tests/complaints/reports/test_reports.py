"""Reports: every figure says what it is out of, opens exactly its rows, and costs a fixed number of questions."""

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from complaints.domain.reports.cost_figures import costs_of
from complaints.domain.reports.cuts import Cut
from complaints.domain.reports.figures import Report, Share, report
from complaints.models import Channel, Clock, Complaint, Stage
from complaints.web.reports.charts import Trend, pieces
from deadlines.domain.sweep import sweep
from foundation.periods import Period, month_at, offered, period_of
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM, writing
from tests import factories
from tests.complaints.costs.factories import approved, with_finance
from tests.complaints.factories import HOUR, NOW, House, at_stage, house, logged
from tests.workbooks import workbook

NOVEMBER = Period(date(2026, 11, 1), date(2026, 12, 1))
LATER = NOW + timedelta(days=5)


@pytest.fixture
def ktv(monkeypatch: pytest.MonkeyPatch) -> House:
    """Three complaints in November (a closed one, a contested one, one that nobody verified) and one in October."""
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    of = with_finance(house())
    at_stage(of, Stage.CLOSED)
    logged(of, at=NOW - timedelta(days=2), channel=Channel.PHONE)
    logged(of, at=NOW - timedelta(days=25))
    sweep(NOW)
    at_stage(of, Stage.TOLD)
    return of


def figures(of: House, role: Role = Role.CONTRACT_OWNER, **cut: Any) -> Report:
    return report(Cut(NOVEMBER, **cut), of.scope(role))


def signed_in(of: House, role: Role = Role.CONTRACT_OWNER) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(of.people[role])
    return client


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        (datetime(2026, 11, 30, 20, 59, tzinfo=UTC), "2026-11"),  # 04:59 in the night that began on the 30th
        (datetime(2026, 11, 30, 21, 0, tzinfo=UTC), "2026-12"),
        (datetime(2026, 10, 31, 16, 1, tzinfo=UTC), "2026-10"),
    ],
)
def test_a_night_belongs_to_the_month_in_which_it_began(moment: datetime, code: str) -> None:
    period = month_at(moment)
    assert period.code == code
    assert period.since <= moment < period.until


def test_periods_know_their_codes_and_the_ones_before() -> None:
    quarter = period_of("2026-Q1")
    assert quarter == Period(date(2026, 1, 1), date(2026, 4, 1))
    assert [str(each) for each in quarter.back(3)] == ["2025-Q3", "2025-Q4", "2026-Q1"]
    assert [str(each) for each in NOVEMBER.back(2)] == ["2026-10", "2026-11"]
    for wrong in ("2026-13", "2026-00", "2026-Q5", "1800-01", "9999-01", "2026-1", "x", "２０２６-11"):
        assert period_of(wrong) is None, wrong
    assert all(period_of(each.code) == each for each in offered(NOW))


def test_a_share_is_never_whole_while_one_was_missed() -> None:
    assert (Share(kept=999, missed=1).percent, Share(open=3).percent, Share(kept=2).percent) == (99, None, 100)


def test_pieces_of_a_bar_fill_it_and_a_trend_breaks_where_nothing_ended() -> None:
    assert [(piece.outcome, piece.x, piece.width) for piece in pieces(Share(1, 1, 2))] == [
        ("kept", 0.0, 25.0),
        ("missed", 25.0, 25.0),
        ("open", 50.0, 50.0),
    ]
    shares = [Share(1), Share(1, 1), Share(open=1), Share(0, 1)]
    trend = Trend.of(list(zip(NOVEMBER.back(4), shares, strict=True)), rows=str)
    assert [point.y for point in trend.points] == [14.0, 53.0, 92.0]
    assert [point.address for point in trend.points] == ["2026-08", "2026-09", "2026-11"]
    assert len(trend.lines) == 1


@pytest.mark.django_db
def test_the_figures_count_what_ended_and_say_what_is_open(ktv: House) -> None:
    found = figures(ktv)
    rows = Clock.objects.filter(complaint__received_at__gte=NOVEMBER.since)
    kept = rows.filter(deadline__outcome="kept").count()
    assert found.received == 3
    assert (found.total.kept, found.total.missed) == (kept, 1)
    assert found.total.percent == kept * 100 // (kept + 1)
    assert found.received_before == 1
    assert found.before == Share(missed=1)
    assert {each.measure.code: each.count for each in found.counted} == {
        "closed": 1,
        "open": 2,
        "late": 1,
        "contested": 0,
        "major": 0,
        "dismissed": 0,
        "reopened": 0,
        "escalated": 1,
    }
    assert dict(found.trend)[NOVEMBER] == found.total


@pytest.mark.django_db
def test_each_breakdown_adds_up_to_the_whole(ktv: House) -> None:
    found = figures(ktv)
    for breakdown in found.breakdowns:
        sums = [sum(getattr(line.share, name) for line in breakdown.lines) for name in ("kept", "missed", "open")]
        assert sums == [found.total.kept, found.total.missed, found.total.open], breakdown.field
    assert [line.key for line in found.breakdowns[4].lines] == ["phone", "in_person"]  # the least punctual first


@pytest.mark.django_db
def test_every_figure_on_the_page_opens_exactly_its_rows(ktv: House) -> None:
    client = signed_in(ktv)
    page = client.get("/complaints/report/?period=2026-11").content.decode()
    found = figures(ktv)
    addresses = {unescape(each) for each in re.findall(r'href="(/complaints/report/rows/[^"]*)"', page)}
    assert len(addresses) > 20
    for address in addresses:
        answer = client.get(address)
        cut = answer.context
        assert cut["count"] == len((cut["clocks"] or cut["complaints"]).rows), address
        assert cut["count"] > 0 or "measure=" in address, address
    # So do the figures of the period before, and each period of the trend.
    assert {"period=2026-10", "period=2026-10&outcome=counted", "period=2026-10&measure=late"} <= {
        address.partition("?")[2] for address in addresses
    }
    scope = ktv.scope(Role.CONTRACT_OWNER)
    for breakdown in found.breakdowns:
        for line in breakdown.lines:
            narrowed = {breakdown.field: int(line.key) if breakdown.field in ("owner", "venue") else line.key}
            for outcome, count in (
                ("kept", line.share.kept),
                ("missed", line.share.missed),
                ("counted", line.share.of),
            ):
                assert Cut(NOVEMBER, outcome=outcome, **narrowed).clocks(scope).count() == count  # type: ignore[arg-type]
    for each in found.counted:
        assert Cut(NOVEMBER, measure=each.measure.code).complaints(scope).count() == each.count


@pytest.mark.django_db
def test_a_report_costs_a_fixed_number_of_questions(ktv: House) -> None:
    def questions() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            figures(ktv)
            costs_of(NOVEMBER, ktv.scope(Role.CONTRACT_OWNER))
        return len(caught)

    few = questions()
    for hours in range(5):
        logged(ktv, at=NOW + hours * HOUR, channel=Channel.SMS)
    assert questions() == few


@pytest.mark.django_db
def test_each_side_sees_its_own_venues_and_its_own_costs(ktv: House) -> None:
    approved(ktv, "50.00")
    approved(ktv, "70.00", role=Role.PROMOTIONS, by=Role.ACCOUNT_MANAGER)
    elsewhere = house()
    assert figures(elsewhere).received == 0
    assert figures(ktv, Role.ACCOUNT_MANAGER).received == 3
    ours, theirs = (costs_of(NOVEMBER, ktv.scope(role)) for role in (Role.CONTRACT_OWNER, Role.ACCOUNT_MANAGER))
    assert ([str(line.total) for line in ours], [str(line.total) for line in theirs]) == (["50.00"], ["70.00"])
    assert costs_of(NOVEMBER, ktv.scope(Role.MARKETING)) == []
    assert "¥" not in signed_in(ktv, Role.MARKETING).get("/complaints/report/?period=2026-11").content.decode()
    assert signed_in(ktv, Role.FLOOR).get("/complaints/report/").status_code == 403


@pytest.mark.django_db
def test_a_choice_that_there_is_not_narrows_nothing(ktv: House) -> None:
    foreign = factories.venue(factories.party())
    client = signed_in(ktv)
    for query in (f"venue={foreign.pk}", "venue=x", "channel=pigeon", "outcome=x", "clock=x", "measure=x", "owner=-1"):
        answer = client.get(f"/complaints/report/rows/?period=2026-11&{query}")
        assert (answer.status_code, answer.context["count"]) == (200, 3), query
    assert client.get("/complaints/report/?period=9999-99").status_code == 200


@pytest.mark.django_db
def test_spreadsheets_hold_the_same_rows_and_run_nothing(ktv: House) -> None:
    client = signed_in(ktv)
    marketing = ktv.people[Role.MARKETING]
    marketing.name = "=1+1"
    with writing(SYSTEM):
        marketing.save(update_fields=["name"])

    def table(address: str) -> list[list[str]]:
        return list(csv.reader(io.StringIO(b"".join(client.get(address)).decode("utf-8-sig"))))

    rows = table("/complaints/report/rows/rows.csv?period=2026-11&outcome=missed")
    assert [row[3] for row in rows[1:]] == ["'=1+1"]
    assert (
        len(table("/complaints/report/rows/rows.csv?period=2026-11"))
        == 1 + Complaint.objects.filter(received_at__gte=NOVEMBER.since).count()
    )
    sheets = workbook(b"".join(client.get("/complaints/report/rows/rows.xlsx?period=2026-11&outcome=missed")))
    assert sheets["Rows"][1][3] == "=1+1"
    assert [row[0] for row in sheets["Rows"]] == [row[0] for row in rows]
    whole = table("/complaints/report/report.csv?period=2026-11")[1]
    found = figures(ktv).total
    assert whole[2:6] == [str(found.kept), str(found.missed), str(found.of), str(found.percent)]
