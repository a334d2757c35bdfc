"""Words in mixed writing: what a text is found by, and which part of it is shown."""

import pytest

from foundation.searching import AROUND, MOST_WORDS, Stretch, excerpt, folded, grams, words_of


def finds(text: str, question: str) -> bool:
    """Whether the text holds every word, as the database is asked."""
    plain = folded(text)
    known = set(grams(plain))
    words = words_of(question)
    return bool(words) and all(known >= set(word.grams) and word.text in plain for word in words)


@pytest.mark.parametrize(
    ("text", "question", "expected"),
    [
        ("客户投诉处理", "投诉", True),
        ("客户投诉处理", "诉投", False),
        ("客户投诉处理", "户", True),
        ("客户投诉处理", "诉处理", True),
        ("投诉客户，处理投诉", "投诉处理", False),
        ("客戶投訴處理", "投诉处理", True),
        ("客户投诉处理", "投訴", True),
        ("違約金 5％", "违约金", True),
        ("ＫＴＶ包厢", "ktv", True),
        ("KTV包厢", "ＫＴＶ包厢", True),
        ("VIP会员24小时", "vip会员", True),
        ("VIP会员24小时", "24小时", True),
        ("VIP会员24小时", "4小时", False),
        ("Verification within 24 hours", "WITHIN 24", True),
        ("Verification within 24 hours", "verif", False),
        ("HT-2026-0001", "ht-2026-0001", True),
        ("HT-2026-0001", "2026 0001", True),
        ("HT-2026-0001", "HT-0001", False),
        ("一百%", "%", False),
        ("𠮷祥", "𠮷", True),
    ],
)
def test_what_is_found(text: str, question: str, expected: bool) -> None:
    assert finds(text, question) is expected


def test_a_text_has_each_gram_once_in_order() -> None:
    assert grams(folded("投诉，投诉 KTV")) == ["ktv", "投", "投诉", "诉"]


def test_a_question_is_cut_into_few_words() -> None:
    assert [word.text for word in words_of("  投诉　KTV 投訴 。 ")] == ["投诉", "ktv"]
    assert words_of("。， %") == ()
    assert len(words_of(" ".join(f"w{number}" for number in range(50)))) == MOST_WORDS


def test_finds_are_marked_as_they_were_written() -> None:
    assert excerpt("客戶ＫＴＶ投訴", words_of("ktv 诉")) == [
        Stretch("客戶"),
        Stretch("ＫＴＶ", is_found=True),
        Stretch("投"),
        Stretch("訴", is_found=True),
    ]


def test_a_sign_that_folds_into_several_is_marked_whole() -> None:
    assert excerpt("第㍿条", words_of("株式会社")) == [Stretch("第"), Stretch("㍿", is_found=True), Stretch("条")]


def test_a_part_of_a_latin_word_is_not_marked() -> None:
    assert excerpt("there, the end", words_of("the")) == [
        Stretch("there, "),
        Stretch("the", is_found=True),
        Stretch(" end"),
    ]
    assert excerpt("there", words_of("the")) == []


def test_of_a_long_text_the_part_around_the_first_find_is_shown() -> None:
    shown = excerpt("前" * 100 + "投诉" + "后" * 300, words_of("投诉"))
    assert shown[0] == shown[-1] == Stretch("…")
    assert shown[2] == Stretch("投诉", is_found=True)
    assert len("".join(part.text for part in shown)) == AROUND + 2


def test_finds_that_overlap_are_marked_once() -> None:
    assert excerpt("投诉处理", words_of("投诉处 处理")) == [
        Stretch("投诉处", is_found=True),
        Stretch("理", is_found=True),
    ]
