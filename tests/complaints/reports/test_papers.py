"""The record form and the report on paper."""

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from complaints.documents.flow_chart import WIDE, flow_chart
from complaints.domain.reports.record_snapshot import record_snapshot, took
from complaints.models import Stage
from deadlines.domain.sweep import sweep
from parties.domain.roles import Role
from tests.billing.factories import PRINTS
from tests.complaints.factories import HOUR, NOW, House, at_stage, house, logged

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings(PRINTS)]
LATER = NOW + timedelta(days=2)


@pytest.fixture
def ktv() -> House:
    return house()


def printed(of: House, address: str, folder: Path, role: Role = Role.MARKETING) -> str:
    """What stands on the paper, without its spaces."""
    client = Client()
    client.force_login(of.people[role])
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    file = folder / "printed.pdf"
    file.write_bytes(answer.content)
    read = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True)
    return "".join(read.stdout.split())


def test_the_record_tells_facts_limits_and_steps(ktv: House, tmp_path: Path) -> None:
    complaint = at_stage(ktv, Stage.VERIFIED)
    text = printed(ktv, f"/complaints/{complaint.pk}/record.pdf", tmp_path)
    for words in (
        complaint.number,
        "投诉登记表",
        "服务员态度不好",
        "24小时",
        ktv.people[Role.MARKETING].name,
        "停留1小时",
    ):
        assert words in text, words


def test_the_record_is_for_who_may_see_the_complaint(ktv: House) -> None:
    complaint, stranger = logged(ktv), Client()
    stranger.force_login(house().people[Role.MARKETING])
    assert stranger.get(f"/complaints/{complaint.pk}/record.pdf").status_code == 404


def test_the_flow_counts_the_time_in_each_stage_and_shows_what_is_ahead(ktv: House) -> None:
    told = at_stage(ktv, Stage.TOLD)
    flow = record_snapshot(told, at=told.received_at + 30 * HOUR)["flow"]
    assert [each["stage"]["en"] for each in flow["passed"]] == [
        "Received",
        "Verified",
        "Classified",
        "Planned",
        "Being carried out",
        "Carried out",
        "Customer told",
    ]
    assert [each["took"]["en"] for each in flow["passed"]] == [*["1 h"] * 6, "1 d"]
    assert [each["en"] for each in flow["ahead"]] == ["Confirmed by the customer", "Closed"]
    closed = record_snapshot(at_stage(ktv, Stage.DISMISSED), at=LATER)["flow"]
    assert ([each["took"]["en"] for each in closed["passed"]], closed["ahead"]) == (["1 h", "under 1 min"], [])


def test_a_missed_limit_says_so(ktv: House) -> None:
    late = logged(ktv)
    sweep(LATER)
    [clock] = record_snapshot(late, at=LATER)["clocks"]
    assert (clock["outcome"], clock["verdict"], clock["done"]) == ("missed", {"zh": "逾期", "en": "Missed"}, "")


def test_boxes_lie_within_the_chart_and_arrows_join_them(ktv: House) -> None:
    chart = flow_chart(record_snapshot(at_stage(ktv, Stage.CLOSED), at=LATER)["flow"])
    assert len(chart.arrows) == len(chart.nodes) - 1
    assert all(node.x >= 0 and node.x + chart.box <= WIDE for node in chart.nodes)
    assert all(node.y + chart.high <= chart.height for node in chart.nodes)
    assert [arrow.is_ahead for arrow in chart.arrows] == [False] * len(chart.arrows)


def test_time_is_told_to_the_minute() -> None:
    assert took(timedelta(days=1, hours=2, minutes=3, seconds=59)) == {
        "zh": "1 天 2 小时 3 分钟",
        "en": "1 d 2 h 3 min",
    }


def test_the_report_prints_its_figures_with_their_denominators(ktv: House, tmp_path: Path) -> None:
    at_stage(ktv, Stage.CLOSED)
    text = printed(ktv, "/complaints/report/report.pdf?period=2026-11", tmp_path)
    for words in ("投诉处理报告", "100%", "4/4", "2026-11"):
        assert words in text, words
