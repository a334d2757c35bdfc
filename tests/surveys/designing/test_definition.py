"""Definitions: read, checked with the place of each fault, written down again, and what answers leave visible."""

from copy import deepcopy
from typing import Any

import pytest
from django.utils import translation

from foundation.refusals import Refused
from surveys.domain.designing.definition import Role
from surveys.domain.designing.readiness import gaps
from surveys.domain.designing.reading import read_definition
from surveys.domain.designing.rules import structural_faults
from surveys.domain.designing.writing_down import as_json, hash_of
from tests.surveys.factories import DEFINITION, asked, both, named


def with_questions(*questions: dict[str, Any]) -> dict[str, Any]:
    return {"sections": [{"key": "a", "subject": "other", "title": both("一", "One"), "questions": list(questions)}]}


def test_what_is_read_is_written_down_the_same() -> None:
    definition = read_definition(DEFINITION)
    assert as_json(definition) == DEFINITION
    assert hash_of(definition) == hash_of(read_definition(deepcopy(DEFINITION)))
    assert (
        list(structural_faults(definition)) == gaps(definition, languages=["zh-hans", "en"], purpose="contract") == []
    )
    loyalty = definition.question_of(Role.LOYALTY)
    assert loyalty
    assert (loyalty.key, list(loyalty.points)) == ("again", [1, 2, 3, 4, 5])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": "video"}, "surveys.definition_wrong"),
        ({"role": "owner"}, "surveys.definition_wrong"),
        ({"key": "Q 1"}, "surveys.definition_wrong"),
        ({"key": 1}, "surveys.definition_wrong"),
        ({"scale": True}, "surveys.definition_wrong"),
        ({"required": "yes"}, "surveys.definition_wrong"),
        ({"title": {"fr": "?"}}, "surveys.definition_wrong"),
        ({"title": {"en": 5}}, "surveys.definition_wrong"),
        ({"title": {"en": "x" * 1_000_000}}, "foundation.too_long"),
        ({"help": {"en": "a\u202eb"}}, "foundation.hidden_characters"),
        ({"options": "many"}, "surveys.definition_wrong"),
        ({"options": [{"key": "a"}]}, "surveys.definition_wrong"),
        ({"condition": {"question": "a"}}, "surveys.definition_wrong"),
        ({"condition": {"question": "a", "any_of": []}}, "surveys.definition_wrong"),
        ({"condition": {"question": "a", "at_most": 1, "at_least": 2}}, "surveys.definition_wrong"),
        ({"colour": "red"}, "surveys.definition_wrong"),
    ],
)
def test_what_is_no_questionnaire_is_refused(change: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_definition(with_questions(asked("a", "rating") | change))
    assert refused.value.code == code


SHAPES: tuple[object, ...] = (None, [], {}, {"sections": {}}, {"sections": [], "more": 1}, {"sections": [{"key": "a"}]})


@pytest.mark.parametrize("data", SHAPES)
def test_nor_is_anything_of_another_shape(data: object) -> None:
    with pytest.raises(Refused) as refused:
        read_definition(data)
    assert refused.value.code == "surveys.definition_wrong"


OPTIONS = {"options": [named("x", "甲", "X"), named("y", "乙", "Y")]}
RATED, CHOSEN = asked("a", "rating"), asked("a", "choice", **OPTIONS)


@pytest.mark.parametrize(
    ("questions", "fault"),
    [
        ([asked("a", "text", condition={"question": "a", "at_most": 1})], "surveys.condition_later"),
        ([asked("b", "text", condition={"question": "a", "at_most": 1}), RATED], "surveys.condition_later"),
        ([asked("b", "text", condition={"question": "gone", "at_most": 1})], "surveys.condition_later"),
        ([RATED, asked("b", "text", condition={"question": "a", "at_most": 6})], "surveys.condition_unfit"),
        ([RATED, asked("b", "text", condition={"question": "a", "any_of": ["x"]})], "surveys.condition_unfit"),
        ([CHOSEN, asked("b", "text", condition={"question": "a", "any_of": ["z"]})], "surveys.condition_unfit"),
        ([CHOSEN, asked("b", "text", condition={"question": "a", "at_least": 1})], "surveys.condition_unfit"),
        ([RATED, RATED], "surveys.key_twice"),
        ([asked("a", "choice", options=[named("x", "甲", "X")] * 2)], "surveys.key_twice"),
        ([asked("a", "rating", scale=7)], "surveys.scale_wrong"),
        ([asked("a", "rating", role="loyalty")], "surveys.role_unfit"),
        ([asked("a", "rating", role="loyalty", required=True, scale=10)], "surveys.role_unfit"),
        ([asked("a", "rating", role="recommendation", required=True)], "surveys.role_unfit"),
        ([asked(key, "rating", role="loyalty", required=True) for key in "ab"], "surveys.role_twice"),
        ([asked("a", "choice", options=[named(f"x{n}", "甲", "X") for n in range(21)])], "surveys.too_many_options"),
        ([asked(f"a{number}", "rating") for number in range(61)], "surveys.too_much"),
    ],
)
def test_no_draft_may_contradict_itself(questions: list[dict[str, Any]], fault: str) -> None:
    assert [each.code for each in structural_faults(read_definition(with_questions(*questions)))] == [fault]


def test_what_is_missing_is_named_with_its_place() -> None:
    data = with_questions(
        asked("a", "choice", title={"zh-hans": "只有中文"}, options=[named("x", "甲", "X")]),
        asked("b", "matrix", help={"en": "help"}),
    )
    data["sections"].append({"key": "b", "subject": "price", "title": {}, "questions": []})
    with translation.override("en"):
        found = gaps(read_definition(data), languages=["zh-hans", "en"], purpose="contract")
        said = [refused.message for refused in found]
    assert said == [
        "Section 2: a text is missing in 简体中文.",
        "Section 2: a text is missing in English.",
        "Section 2 has no question.",
        "Section 1, question 1: a text is missing in English.",
        "Section 1, question 1 needs two options at least.",
        "Section 1, question 2: a text is missing in 简体中文.",
        "Section 1, question 2 needs a row at least.",
        "No question is counted for “Satisfaction index”.",
        "No question is counted for “Loyalty index: will come again”.",
    ]
    assert [each.code for each in gaps(read_definition({"sections": []}), languages=["en"], purpose="staff")] == [
        "surveys.nothing_asked"
    ]


def test_a_question_is_asked_as_the_answers_before_it_say() -> None:
    definition = read_definition(
        with_questions(
            asked("a", "choices", **OPTIONS),
            asked("b", "rating", condition={"question": "a", "any_of": ["y"]}),
            asked("c", "text", condition={"question": "b", "at_most": 2}),
            asked("d", "text", condition={"question": "b", "at_least": 4}),
        )
    )
    for values, visible in (
        ({}, "a"),
        ({"a": ["x"], "b": 1}, "a"),
        ({"a": ["x", "y"]}, "ab"),
        ({"a": ["y"], "b": 2}, "abc"),
        ({"a": ["y"], "b": 3}, "ab"),
        ({"a": ["y"], "b": 5}, "abd"),
        ({"a": "y", "b": "5"}, "ab"),
    ):
        assert definition.asked(values) == set(visible), values
