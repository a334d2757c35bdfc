"""What a rule may write, and when."""

from datetime import UTC, date, datetime

import pytest

from foundation.refusals import Refused
from members.domain.care.greetings import checked_text, filled, gaps_for, in_language
from members.domain.care.quiet import Quiet, send_moment

PLAIN = gaps_for(is_anniversary=False, has_offer=False)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<b>生日快乐</b>", "members.text_has_markup"),
        ("生日快乐 https://example.com", "members.text_has_markup"),
        ("[生日](快乐)", "members.text_has_markup"),
        ("生日快乐 &amp; 平安", "members.text_has_markup"),
        ("生日快乐，{phone}", "members.gap_unknown"),
        ("会员{years}年", "members.gap_unknown"),
        ("代金券{voucher}", "members.gap_unknown"),
        ("生日快乐，{name", "members.brackets_unpaired"),
        ("生日快乐\u202e{name}", "foundation.hidden_characters"),
        ("祝" * 501, "foundation.too_long"),
    ],
)
def test_a_text_with_markup_or_unknown_gaps_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        checked_text(text, "zh_hans", gaps=PLAIN)
    assert (refused.value.code, refused.value.field) == (code, "zh_hans")


def test_gaps_fit_the_occasion() -> None:
    assert sorted(PLAIN) == ["name", "venue"]
    both = gaps_for(is_anniversary=True, has_offer=True)
    assert checked_text("{name}，{years}年，{voucher}，{until}", "zh_hans", gaps=both)
    assert checked_text("。", "en", gaps=PLAIN) == ""


def test_a_name_with_brackets_is_never_read_as_a_gap() -> None:
    assert filled("{name}，{venue}", {"name": "{venue}", "venue": "星河"}) == "{venue}，星河"
    assert in_language({"zh-hans": "你好", "en": ""}, "en") == "你好"


@pytest.mark.parametrize(
    ("quiet", "hour", "says"),
    [
        (Quiet(22, 10), 9, "2026-11-30T10:00:00+08:00"),
        (Quiet(22, 10), 10, "2026-11-30T10:00:00+08:00"),
        (Quiet(22, 10), 21, "2026-11-30T21:00:00+08:00"),
        (Quiet(22, 10), 22, "2026-12-01T10:00:00+08:00"),
        (Quiet(22, 10), 0, "2026-11-30T10:00:00+08:00"),
        (Quiet(1, 5), 3, "2026-11-30T05:00:00+08:00"),
        (Quiet(20, 0), 23, "2026-12-01T00:00:00+08:00"),
        (Quiet(8, 8), 8, "2026-11-30T08:00:00+08:00"),
    ],
)
def test_quiet_hours_postpone_and_never_drop(quiet: Quiet, hour: int, says: str) -> None:
    moment = send_moment(date(2026, 12, 1), hour=hour, days_before=1, quiet=quiet)
    assert moment.isoformat() == says
    assert quiet.next_loud(moment) == moment


def test_quiet_hours_are_those_of_the_wall_whatever_the_zone_of_the_moment() -> None:
    at = datetime(2026, 11, 30, 16, 30, tzinfo=UTC)  # half past midnight in China
    assert Quiet(22, 10).next_loud(at).isoformat() == "2026-12-01T10:00:00+08:00"
