"""Two texts merged into one reading, in a bounded time whatever they say."""

from difflib import SequenceMatcher
from typing import Any

import pytest

from contracts.domain.wording.merging import STEPS_IN_ALL, Patience, Piece, pieces

MOST_LOOKS_A_SIGN = 250


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often a pair of equal units was looked at; stops the test at ten million, which take seconds."""
    counted = [0]
    search = SequenceMatcher.find_longest_match

    def counting(self: SequenceMatcher[str], alo: int = 0, ahi: int | None = None, *rest: Any) -> Any:
        a, places = vars(self)["a"], vars(self)["b2j"]
        counted[0] += sum(len(places.get(unit, ())) for unit in a[alo:ahi])
        assert counted[0] < 10_000_000
        return search(self, alo, ahi, *rest)

    monkeypatch.setattr(SequenceMatcher, "find_longest_match", counting)
    return counted


def rebuilt(found: tuple[Piece, ...]) -> tuple[str, str]:
    """The old and the new text, out of their pieces."""
    old = "".join(piece.text for piece in found if piece.kind != "added")
    return old, "".join(piece.text for piece in found if piece.kind != "removed")


def hostile(size: int) -> tuple[str, str]:
    """Two texts of so many signs that share few signs, each a great many times."""
    return "的之" * (size // 2), ("的" * 7 + "之") * (size // 8)


@pytest.mark.parametrize("size", [200, 2000, 20_000])
def test_the_work_grows_with_the_length_of_the_texts_and_not_faster(looks: list[int], size: int) -> None:
    old, new = hostile(size)
    assert rebuilt(pieces(old, new)) == (old, new)
    assert looks[0] < MOST_LOOKS_A_SIGN * (len(old) + len(new))


def test_without_the_bound_it_grows_faster(looks: list[int]) -> None:
    old, new = hostile(400)
    SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    assert looks[0] > MOST_LOOKS_A_SIGN * (len(old) + len(new))


def test_many_texts_share_one_patience(looks: list[int]) -> None:
    patience = Patience()
    for _clause in range(12):
        assert rebuilt(pieces(*hostile(8_000), patience)) == hostile(8_000)
    assert looks[0] <= STEPS_IN_ALL
    assert patience.left >= 0
    assert pieces("二十日", "三十日", Patience(left=0)) == (
        Piece("removed", "二"),
        Piece("added", "三"),
        Piece("same", "十日"),
    )


def test_a_small_change_in_a_long_text_costs_next_to_nothing(looks: list[int]) -> None:
    long, after = "双方应当友好协商。" * 1000, "本条完。" * 1000
    assert pieces(f"{long}甲方{after}", f"{long}乙方{after}") == (
        Piece("same", long),
        Piece("removed", "甲"),
        Piece("added", "乙"),
        Piece("same", f"方{after}"),
    )
    assert looks[0] <= 1


def test_where_the_signs_are_too_many_sentences_are_compared_and_what_differs_of_them_by_the_sign() -> None:
    common = "".join(f"第{n}项由双方另行商定；" for n in range(1500))
    found = pieces(f"甲方验收。{common}甲方付款。", f"乙方验收。{common}乙方付款。")
    assert [(piece.kind, piece.text) for piece in found if piece.kind != "same"] == [
        ("removed", "甲"),
        ("added", "乙"),
        ("removed", "甲"),
        ("added", "乙"),
    ]
    assert found[2] == Piece("same", f"方验收。{common}")


@pytest.mark.parametrize(("old", "new"), [("", ""), ("", "甲"), ("甲", ""), ("甲", "甲"), ("甲\n乙", "乙\n甲")])
def test_short_texts_are_merged_whole(old: str, new: str) -> None:
    assert rebuilt(pieces(old, new)) == (old, new)
