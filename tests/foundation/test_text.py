"""Text without what nobody can see."""

import pytest

from foundation.refusals import Refused
from foundation.text import clean_line, clean_text, normal_name, says_something


@pytest.mark.parametrize(
    "hidden",
    [
        "\u3164",
        "\uffa0",
        "\u115f",
        "\u2800",
        "\u034f",
        "\x00",
        "\n",
        "\t",
        "\u200b",
        "\u202e",
        "\u2066",
        "\ufeff",
        "\u2028",
        "\ud800",
        "\u00ad",
        "\u200d",
        "\U000e0041",
    ],
)
def test_hidden_characters_are_refused(hidden: str) -> None:
    with pytest.raises(Refused) as refused:
        clean_line(f"星{hidden}光", 20, "name")
    assert (refused.value.code, refused.value.field) == ("foundation.hidden_characters", "name")


def test_line_is_stripped_and_composed() -> None:
    assert clean_line("  Cafe\u0301 星光　", 20) == "Café 星光"
    assert clean_line("   ", 20) == ""


@pytest.mark.parametrize("blank", ["\u2800", "\u3164", "\uffa0", "\u115f", "\u034f", "\ufe0f", "\U000e0100"])
def test_what_is_drawn_as_nothing_is_a_blank(blank: str) -> None:
    assert clean_line(blank, 20) == ""
    assert clean_text(f" {blank}\n{blank} ", 20) == ""
    assert clean_line(f"{blank} 星光", 20) == "星光"
    assert not says_something(blank)


def test_letters_and_figures_say_something_and_signs_alone_do_not() -> None:
    assert [says_something(text) for text in ("已完成", "ok", "１２", "¼")] == [True] * 4
    assert [says_something(text) for text in ("", ".", "……", "—", "👍", "\ufe0f.")] == [False] * 6


def test_length_is_counted_in_characters_after_cleaning() -> None:
    assert clean_line(" e\u0301\u4e00 ", 2) == "é一"
    with pytest.raises(Refused) as refused:
        clean_line("星光灿烂", 3, "name")
    assert (refused.value.code, refused.value.params) == ("foundation.too_long", {"limit": 3})


def test_rare_characters_and_emoji_are_text() -> None:
    for text in ("𠮷野家㐂", "👍🏽", "👩‍👩‍👧", "❤️‍🔥", "葛\U000e0100飾", "❤️"):
        assert clean_line(text, 20) == text


def test_text_keeps_its_lines() -> None:
    assert clean_text(" one\r\ntwo\rthree\tfour ", 40) == "one\ntwo\nthree\tfour"
    with pytest.raises(Refused):
        clean_text("one\u202etwo", 40)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("星光（上海）娱乐有限公司", "星光(上海)娱乐有限公司"),
        ("星光【上海】娱乐", "星光 [上海] 娱乐"),
        ("ＫＴＶ　Star", "ktv star"),
        ("星光\u200b娱乐", "星光娱乐"),
        ("星光\u3164娱乐\ufe0f", "星光娱乐"),
    ],
)
def test_names_that_look_the_same_are_the_same(one: str, other: str) -> None:
    assert normal_name(one) == normal_name(other)


def test_names_that_differ_stay_different() -> None:
    assert normal_name("星光(上海)") != normal_name("星光(北京)")
