"""What people write into tables, read without a guess; no database."""

from datetime import UTC, date, datetime

import pytest

from members.domain.imports.cells import read_fen, read_gender, read_lines, read_source
from members.domain.imports.columns import BILLS, MEMBERS, guess, missing
from members.domain.imports.dates import read_birthday, read_day, read_moment
from tests.complaints.refused import refused


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1990-05-03", (1990, 5, 3, False, False)),
        ("1990/5/3 00:00:00", (1990, 5, 3, False, False)),
        ("１９９０.５.３", (1990, 5, 3, False, False)),
        ("1990年5月3日", (1990, 5, 3, False, False)),
        ("19900503", (1990, 5, 3, False, False)),
        ("32996", (1990, 5, 3, False, False)),
        ("5月3日", (None, 5, 3, False, False)),
        ("12-31", (None, 12, 31, False, False)),
        ("农历五月初三", (None, 5, 3, True, False)),
        ("五月初三", (None, 5, 3, True, False)),
        ("1990年闰五月廿三", (1990, 5, 23, True, True)),
        ("腊月三十", (None, 12, 30, True, False)),
        ("正月十五", (None, 1, 15, True, False)),
        ("十一月二十", (None, 11, 20, True, False)),
        ("阴历：1990-5-3", (1990, 5, 3, True, False)),
        ("lunar 闰5-3", (None, 5, 3, True, True)),
    ],
)
def test_birthdays_are_read_with_their_calendar(text: str, found: tuple[object, ...]) -> None:
    assert tuple(read_birthday(text)) == found


@pytest.mark.parametrize("text", ["03/05/1990", "90-5-3", "May 3", "1990", "=TODAY()", "", "农历", "初三"])
def test_a_day_that_could_be_two_days_or_none_is_not_read(text: str) -> None:
    with refused("members.day_unreadable"):
        read_birthday(text)


def test_a_heading_can_say_that_birthdays_are_lunar() -> None:
    assert tuple(read_birthday("1990-05-03", is_lunar=True)) == (1990, 5, 3, True, False)
    with refused("members.day_unreadable"):
        read_birthday("32996", is_lunar=True)


def test_days_need_their_year_and_moments_are_chinas() -> None:
    assert read_day("2026年1月2日", "joined_date") == date(2026, 1, 2)
    for text in ("1月2日", "农历2026-1-2", "2026-02-30"):
        with refused("members.day_unreadable"):
            read_day(text, "joined_date")
    for text, found in (
        ("2026-11-20 02:30", datetime(2026, 11, 19, 18, 30, tzinfo=UTC)),
        ("2026年11月20日 2:30:05", datetime(2026, 11, 19, 18, 30, 5, tzinfo=UTC)),
        ("2026-11-20T02:30:00+00:00", datetime(2026, 11, 20, 2, 30, tzinfo=UTC)),
        ("2026/11/20", datetime(2026, 11, 20, 4, 0, tzinfo=UTC)),
        ("2026-11-20", datetime(2026, 11, 20, 4, 0, tzinfo=UTC)),
    ):
        assert read_moment(text, "happened_at") == found
    for text in ("2026-11-20 25:00", "yesterday", "02:30"):
        with refused("members.day_unreadable"):
            read_moment(text, "happened_at")


def test_words_and_sums_are_read_as_they_are_written() -> None:
    assert [read_gender(text) for text in ("男", " Female ", "女士", "保密")] == ["man", "woman", "woman", ""]
    assert [read_source(text) for text in ("前台", "会员推荐", "WeChat", "promoter")] == [
        "front_desk",
        "referral",
        "online",
        "promoter",
    ]
    assert read_lines("海阔天空、后来;， 红豆") == ["海阔天空", "后来", "红豆"]
    assert [read_fen(text) for text in ("¥1,234.50", "80元")] == [123_450, 8_000]
    for read in (read_gender, read_source):
        with refused("members.choice_unknown"):
            read("?")
    for text in ("0.001", "=1+1", "NaN", "1e99", "twelve"):
        with refused("members.bill_amount_wrong"):
            read_fen(text)


def test_columns_are_guessed_once_each_the_exact_words_first() -> None:
    headings = ["序号", "顾客姓名*", "手机号（必填）", "姓 名", "卡号", "农历生日", "出生日期", "卡号", "备注"]
    found = {2: "phone", 3: "name", 4: "number", 5: "lunar_birthday", 6: "birthday"}
    assert guess(headings, MEMBERS) == found  # the second 卡号, and what only holds a word that is taken, stay open
    assert guess(["Receipt No.", "Paid (RMB)", "Paid at", "Card No"], BILLS) == {
        0: "number",
        1: "amount",
        2: "happened_at",
        3: "card",
    }
    assert guess(["张三", "13800001234"], MEMBERS) == {}
    assert missing({"name"}, "members") == [frozenset({"number", "phone"})]
