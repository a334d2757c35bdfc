"""A file of members with mistakes in it: sent, looked at row by row, taken over as far as it is good; the rejected rows
come back as a file, are mended there, and sent again."""

import io
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, expect

from foundation.sheets.reading import read_table
from foundation.sheets.writing import write_xlsx
from members.models import Member
from parties.domain.roles import Role
from tests import factories
from tests.journeys import cast
from tests.journeys.windows import window

pytestmark = pytest.mark.browser

HEADINGS: Final = ("会员卡号", "会员姓名", "手机号码", "生日", "等级")
ROWS: Final = (
    ("V001", "甄唱晚", "138 0000 0001", "1990年5月3日", "金"),
    ("V002", "贾听雨", "无", "农历八月十五", "银"),
    ("V003", "岑小满", "13800000003", "2月30日", ""),
    ("V004", "聂和风", "+86-138-0000-0004", "", ""),
)

CONFIRM: Final = "main form [name=verb][value=confirm]"


def test_a_file_with_mistakes_is_taken_over_mended_and_sent_again(
    browser: Browser, live_server: Any, worker: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    party = factories.party("星光娱乐有限公司")
    factories.venue(party, "滨江店")
    manager = cast.hire(party, Role.VENUE_MANAGER)
    first = tmp_path / "members.xlsx"
    with first.open("wb") as stream:
        write_xlsx(stream, [HEADINGS, *ROWS])
    with window(browser, live_server.url) as desk:
        desk.sign_in(manager.email)
        send(desk, first)
        expect(desk.page.locator("main")).to_contain_text("贾听雨")
        desk.show("import-preview")
        take_over(desk)
        desk.show("import-done")
        with desk.page.expect_download() as download:
            desk.page.locator("main a[download]").click()
        mended = tmp_path / "mended.xlsx"
        mend(Path(download.value.path()), mended)
        send(desk, mended)
        take_over(desk)
    assert list(Member.objects.order_by("number").values_list("number", "birth_month", "birth_day")) == [
        ("V001", 5, 3),
        ("V002", 8, 15),
        ("V003", 2, 28),
        ("V004", None, None),
    ]
    assert worker.poll() is None


def send(desk: Any, file: Path) -> None:
    """Send a file, take the columns as they were guessed, and wait until every row is shown."""
    desk.open("/members/imports/new/")
    desk.page.set_input_files("input[type=file]", file)
    desk.submit()
    # A page that waits for the worker loads itself anew: it is looked at when it has come to rest.
    desk.page.click("main form [data-variant=primary]:not(a)")
    expect(desk.page.locator(CONFIRM)).to_be_visible()
    desk.look()


def take_over(desk: Any) -> None:
    """Confirm what is shown, and wait for the last row."""
    desk.page.click(CONFIRM)
    expect(desk.page.locator("main [data-state=done]").first).to_be_visible()
    desk.look()


def mend(rejected: Path, mended: Path) -> None:
    """What a person does with the file: the reasons stand beside the rows."""
    headings, *rows = [line.cells for line in read_table(io.BytesIO(rejected.read_bytes()))]
    assert [row[0] for row in rows] == ["V002", "V003"]
    assert all(row[len(HEADINGS)] for row in rows)
    rows[0][2], rows[1][3] = "13800000002", "2月28日"
    with mended.open("wb") as stream:
        write_xlsx(stream, [headings, *rows])
