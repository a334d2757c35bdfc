"""The questionnaire as customers get it: its fields, its words, what it takes and what it drops."""

from typing import Any

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import translation

from surveys.domain.designing.reading import read_definition
from surveys.web.answer_form import AnswerForm
from tests.surveys.factories import DEFINITION, asked, both, named

WHOLE = read_definition(DEFINITION)
HOSTILE = '"><script>alert(1)</script>'


def form_of(sent: str | None = None, definition: Any = WHOLE, language: str = "en") -> AnswerForm:
    return AnswerForm(None if sent is None else QueryDict(sent), definition=definition, language=language)


def test_it_takes_what_was_answered_and_drops_what_is_hidden() -> None:
    sent = "q-satisfied=5&q-again=4&q-tell=0&q-staff=4&q-why=hidden&q-came_for=songs&q-came_for=drinks&q-room-air=3"
    form = form_of(sent)
    assert form.is_valid(), form.errors
    assert form.answers == {
        "satisfied": 5,
        "again": 4,
        "tell": 0,
        "staff": 4,
        "came_for": ["songs", "drinks"],
        "room": {"air": 3},
    }
    opened = form_of(sent.replace("q-staff=4", "q-staff=2"))
    assert opened.is_valid()
    assert opened.answers["why"] == "hidden"


def test_it_says_what_is_missing_or_impossible_where_it_is() -> None:
    form = form_of("q-satisfied=6&q-again=&q-tell=11&q-staff=1&q-why=" + "x" * 1001 + "&q-came_for=dance")
    assert not form.is_valid()
    assert set(form.errors) == {"q-satisfied", "q-again", "q-tell", "q-why", "q-came_for"}
    rows = [named("x", "甲", "X"), named("y", "乙", "Y")]
    section = {
        "key": "a",
        "subject": "other",
        "title": {},
        "questions": [asked("m", "matrix", required=True, rows=rows)],
    }
    table = read_definition({"sections": [section]})
    with translation.override("en"):
        assert form_of("q-m-x=1", table).errors == {"q-m-y": ["Please answer this."]}
    assert form_of("q-m-x=1&q-m-y=2", table).is_valid()


def test_the_page_speaks_its_language_and_nothing_in_it_is_markup() -> None:
    data = {
        "sections": [
            {
                "key": "a",
                "subject": "other",
                "title": {"en": HOSTILE},
                "questions": [
                    asked("m", "choice", title={"en": HOSTILE}, options=[{"key": "x", "title": {"en": HOSTILE}}]),
                    asked("t", "text", title=both("说说", "Tell"), condition={"question": "m", "any_of": ["x"]}),
                ],
            }
        ]
    }
    definition = read_definition(data)
    with translation.override("zh-hans"):
        page = render_to_string("surveys/answer/_questionnaire.html", {"form": form_of(None, definition, "zh-hans")})
    assert "<script" not in page
    assert "说说" in page
    assert page.count("&quot;&gt;&lt;script&gt;") == 3
    assert 'data-condition="{&quot;question&quot;: &quot;q-m&quot;, &quot;any_of&quot;: [&quot;x&quot;]}"' in page


def test_every_field_has_a_label_and_every_group_a_legend() -> None:
    page = render_to_string("surveys/answer/_questionnaire.html", {"form": form_of()})
    assert page.count("<legend") == 8  # six groups, and two rows of the table
    assert page.count('type="radio"') == page.count('class="enc-survey-point"') == 5 + 5 + 11 + 5 + 2 * 5
    assert 'for="q-why"' in page
