"""Texts in two languages, shown in three."""

import pytest

from foundation.languages import pick, to_traditional


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-hans", "账单"), ("zh", "账单"), ("zh-hant", "帳單"), ("zh-HK", "帳單"), ("en", "Bill"), ("fr", "Bill")],
)
def test_each_reader_gets_their_writing(language: str, words: str) -> None:
    assert pick(language, "账单", "Bill") == words


def test_glyphs_are_those_that_people_write() -> None:
    assert to_traditional("为账里制定{{name}} A1") == "為帳裡制定{{name}} A1"
