"""An answer against its questionnaire: what is kept, and each kind of thing that is refused, at its question."""

import uuid
from typing import Any

import pytest

from foundation.refusals import Refused
from surveys.domain.answers.checking import checked_answer, longest_answer, texts_in
from surveys.domain.answers.sealing import SealedAnswer, new_key, seal, size_for
from surveys.domain.designing.definition import LONGEST_ANSWER
from surveys.domain.designing.reading import read_definition
from tests.surveys.factories import DEFINITION, asked, named

WITH_CHOICE = asked("way", "choice", options=[named("taxi", "出租车", "Taxi"), named("walk", "步行", "On foot")])
AFTER_CHOICE = asked("far", "choice", options=WITH_CHOICE["options"], condition={"question": "way", "any_of": ["walk"]})
[OVERALL, SERVICE] = DEFINITION["sections"]
ASKED = read_definition(
    {"sections": [OVERALL, {**SERVICE, "questions": [*SERVICE["questions"], WITH_CHOICE, AFTER_CHOICE]}]}
)
LEAST = {"satisfied": 5, "again": 4, "tell": 0, "staff": 3}


def refusal(**said: Any) -> tuple[str, str | None]:
    """The code and the question of what is refused of an answer that is fine but for this."""
    with pytest.raises(Refused) as caught:
        checked_answer(ASKED, {**LEAST, **said})
    return caught.value.code, caught.value.field


def test_an_answer_is_kept_cleaned_in_the_order_of_the_questionnaire() -> None:
    said = {
        "way": "walk",
        "far": "taxi",
        "why": "  太吵 \r\n了  ",
        "came_for": ["drinks", "songs"],
        "room": {"air": 2, "sound": 5},
        **LEAST,
        "staff": 2,
    }
    kept = checked_answer(ASKED, said)
    assert list(kept) == ["satisfied", "again", "tell", "staff", "why", "came_for", "room", "way", "far"]
    assert (kept["why"], kept["came_for"], kept["room"]) == ("太吵 \n了", ["songs", "drinks"], {"sound": 5, "air": 2})
    empty: dict[str, Any] = {"why": "", "came_for": [], "room": {}, "way": None}
    assert checked_answer(ASKED, {**LEAST, **empty}) == LEAST


def test_what_was_not_asked_is_refused() -> None:
    assert refusal(other=1) == ("surveys.answer_unknown", None)
    assert refusal(why="good") == ("surveys.answer_hidden", "why")
    assert refusal(far="taxi") == ("surveys.answer_hidden", "far")
    assert refusal(way="taxi", far="taxi") == ("surveys.answer_hidden", "far")


def test_what_is_missing_out_of_range_or_unreadable_is_refused_at_its_question() -> None:
    assert refusal(satisfied=None) == ("surveys.answer_missing", "satisfied")
    for key, value in (("satisfied", 0), ("satisfied", 6), ("tell", -1), ("tell", 11), ("way", "fly")):
        assert refusal(**{key: value}) == ("surveys.answer_out_of_range", key)
    assert refusal(came_for=["fly"]) == ("surveys.answer_out_of_range", "came_for")
    assert refusal(room={"light": 3}) == ("surveys.answer_out_of_range", "room")
    assert refusal(room={"sound": 6}) == ("surveys.answer_out_of_range", "room")
    unreadable: list[tuple[str, Any]] = [("satisfied", True), ("satisfied", "5"), ("satisfied", 4.5), ("room", 5)]
    for key, value in [*unreadable, ("tell", [1])]:
        assert refusal(**{key: value}) == ("surveys.answer_shape", key)
    assert refusal(came_for="songs") == ("surveys.answer_shape", "came_for")
    assert refusal(came_for=["songs"] * 3) == ("surveys.answer_shape", "came_for")
    assert refusal(staff=1, why=7) == ("surveys.answer_shape", "why")


def test_a_megabyte_of_text_and_hidden_characters_are_refused() -> None:
    assert refusal(staff=1, why="字" * (LONGEST_ANSWER + 1)) == ("foundation.too_long", "why")
    assert refusal(staff=1, why="字" * 1_000_000) == ("foundation.too_long", "why")
    assert refusal(staff=1, why="a\u202eb") == ("foundation.hidden_characters", "why")
    assert checked_answer(ASKED, {**LEAST, "staff": 1, "why": "字" * LONGEST_ANSWER})["why"] == "字" * LONGEST_ANSWER


def test_no_answer_that_is_taken_is_longer_than_the_longest() -> None:
    words = "\U00020bb7" * (LONGEST_ANSWER - 2) + '"\\'
    chosen = {"came_for": ["songs", "drinks"], "room": {"sound": 5, "air": 5}, "way": "walk", "far": "walk"}
    kept = checked_answer(ASKED, {**LEAST, "tell": 10, "staff": 1, "why": words, **chosen})
    size = size_for(longest_answer(ASKED))
    assert len(seal(SealedAnswer(kept, 32_000), row=uuid.uuid4(), key=new_key(1), size=size)) > size
    assert texts_in(ASKED) == {"why"}
