"""The pages of questionnaires, as a person uses them."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from parties.domain.roles import Role
from parties.models import Party
from surveys.models import Questionnaire, QuestionnaireVersion
from tests import factories
from tests.surveys.factories import frozen, questionnaire

pytestmark = pytest.mark.django_db
HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture
def party() -> Party:
    return factories.party()


@pytest.fixture
def marketing(party: Party) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(factories.person(party, Role.MARKETING))
    return client


def at(name: str, *args: object) -> str:
    return reverse(f"surveys:{name}", args=args)


def page(response: Any) -> str:
    assert isinstance(response, HttpResponse)
    return response.content.decode()


def draft_of(made: Questionnaire) -> QuestionnaireVersion:
    return made.versions.get(frozen_at=None)


def test_the_list_teaches_while_it_is_empty_and_shows_only_ones_own(party: Party, marketing: Client) -> None:
    foreign = questionnaire(factories.party())
    empty = page(marketing.get(at("questionnaires")))
    own = questionnaire(party)
    full = page(marketing.get(at("questionnaires")))
    assert 'class="enc-empty' in empty
    assert empty.count('class="enc-survey-template"') == 6
    assert own.name in full
    assert foreign.name not in empty + full


def test_from_template_to_use_and_to_the_next_version(party: Party, marketing: Client) -> None:
    start = f"{at('questionnaire-new')}?template=promoters"
    assert "Drinks and promotions survey" in page(marketing.get(start))
    sent = {"party": party.pk, "name": "酒水", "purpose": "contract", "languages": ["zh-hans", "zh-hant", "en"]}
    marketing.post(start, sent)
    made = Questionnaire.objects.get()
    one = at("questionnaire", made.pk)
    designer = page(marketing.get(one))
    assert "Nothing is missing" in designer
    assert "If 3.1 is: Yes" in designer
    assert "推廣人員" in page(marketing.get(one, {"language": "zh-hant"}))
    marketing.post(at("questionnaire-freeze", made.pk))
    assert made.versions.get().is_frozen
    shown = page(marketing.get(one))
    assert made.versions.get().frozen_hash in shown
    assert "question-move" not in shown
    assert "data-sortable" not in shown
    assert marketing.get(at("question", made.pk, "satisfied")).status_code == 404
    marketing.post(at("questionnaire-next", made.pk))
    assert draft_of(made).number == 2
    assert made.versions.get(number=1).frozen_hash in page(marketing.get(one, {"version": "1"}))
    marketing.post(at("questionnaire-drop", made.pk))
    marketing.post(at("questionnaire-copy", made.pk), {"name": "酒水二"})
    marketing.post(at("questionnaire-archive", made.pk))
    assert {each.name: each.is_archived for each in Questionnaire.objects.all()} == {"酒水": True, "酒水二": False}
    assert "酒水" in page(marketing.get(at("questionnaires"), {"archived": "1"}))
    marketing.post(at("questionnaire-take-back", made.pk))
    assert not Questionnaire.objects.get(pk=made.pk).is_archived


def test_sections_and_questions_are_made_worded_and_put_in_order_without_scripts(
    party: Party, marketing: Client
) -> None:
    made = questionnaire(party, purpose="staff", definition={"sections": []})
    marketing.post(at("section-new", made.pk), {"subject": "drinks", "title_en": "Drinks", "title_zh-hans": "酒水"})
    rating = f"{at('question-new', made.pk, 's1')}?kind=rating"
    marketing.post(rating, {"title_en": "Taste?", "title_zh-hans": "口感？", "scale": "5", "required": "on"})
    choice = f"{at('question-new', made.pk, 's1')}?kind=choices"
    words = {
        "title_en": "More of?",
        "title_zh-hans": "多些？",
        "options_en": "Beer\n\nWine",
        "options_zh-hans": "啤酒\n红酒",
    }
    marketing.post(choice, {**words, "condition_question": "q1", "condition_points": "at_most:3"})
    [section] = draft_of(made).definition["sections"]
    first, second = section["questions"]
    assert (first["key"], first["required"], first["scale"]) == ("q1", True, 5)
    assert [option["title"]["en"] for option in second["options"]] == ["Beer", "Wine"]
    assert second["condition"] == {"question": "q1", "at_most": 3}
    refused = marketing.post(at("question-move", made.pk, "q2"), {"to": "up"}, follow=True)
    assert "the condition must ask about an earlier question" in page(refused)
    marketing.post(at("question", made.pk, "q2"), words)
    marketing.post(at("question-move", made.pk, "q2"), {"to": "up"})
    marketing.post(at("section-new", made.pk), {"subject": "price", "title_en": "Prices"})
    marketing.post(at("question-move", made.pk, "q1"), {"section": "s2", "place": "0"})
    marketing.post(at("section-move", made.pk, "s2"), {"to": "up"})
    sections = draft_of(made).definition["sections"]
    assert [[each["key"], *(one["key"] for one in each["questions"])] for each in sections] == [
        ["s2", "q1"],
        ["s1", "q2"],
    ]
    assert sections[1]["questions"][0]["condition"] is None
    assert "Section 1: a text is missing in 简体中文." in page(marketing.get(at("questionnaire", made.pk)))
    marketing.post(at("question-remove", made.pk, "q1"))
    marketing.post(at("section-remove", made.pk, "s2"))
    assert [each["key"] for each in draft_of(made).definition["sections"]] == ["s1"]


def test_while_it_is_typed_the_question_is_shown_as_customers_get_it(party: Party, marketing: Client) -> None:
    made = questionnaire(party)
    stood = draft_of(made).definition
    address = at("question", made.pk, "staff")
    typed = {"look": "1", "title_en": HOSTILE, "scale": "10", "condition_question": "satisfied"}
    seen = marketing.post(address, typed)
    assert seen.status_code == 200
    assert "<script>alert" not in page(seen)
    assert page(seen).count('enc-survey-point"') == 10
    lines = {"look": "1", "options_en": "One\nTwo", "options_zh-hans": "一"}
    assert "same number of lines" in page(marketing.post(at("question", made.pk, "came_for"), lines))
    assert 'name="condition_points"' in page(marketing.get(at("question", made.pk, "why")))
    assert draft_of(made).definition == stood


def test_what_is_wrong_is_said_and_nothing_of_others_is_there(party: Party, marketing: Client) -> None:
    made = questionnaire(party)
    stood = draft_of(made).definition
    question = at("question", made.pk, "again")
    for address, sent in (
        (question, {"title_en": "x" * 1_000_000, "scale": "5"}),
        (question, {"title_en": "?", "scale": "7"}),
        (question, {"title_en": "?", "scale": "5", "role": "loyalty"}),
        (question, {"title_en": "?", "scale": "5", "required": "on", "role": "satisfaction"}),
        (question, {"title_en": "?", "scale": "5", "condition_question": "satisfied"}),
        (question, {"title_en": "?", "scale": "5", "condition_question": "staff", "condition_points": "at_most:1"}),
        (at("section", made.pk, "service"), {"subject": "weather"}),
        (at("questionnaire-settings", made.pk), {"name": " ", "languages": ["en"]}),
        (at("questionnaire-settings", made.pk), {"name": made.name}),
        (at("questionnaire-copy", made.pk), {"name": made.name}),
        (at("questionnaire-new"), {"party": factories.party().pk, "name": "?", "purpose": "staff", "languages": "en"}),
    ):
        assert marketing.post(address, sent).status_code == 422, (address, sent)
    assert draft_of(made).definition == stood
    foreign = frozen(factories.party()).questionnaire
    for address in (
        at("questionnaire", foreign.pk),
        at("questionnaire-settings", foreign.pk),
        at("section", foreign.pk, "service"),
        at("question", foreign.pk, "staff"),
        at("section", made.pk, "gone"),
        at("question", made.pk, "gone"),
        f"{at('question-new', made.pk, 'service')}?kind=video",
    ):
        assert marketing.get(address).status_code == 404, address
    for name in ("freeze", "next", "drop", "archive", "take-back"):
        assert marketing.post(at(f"questionnaire-{name}", foreign.pk)).status_code == 404, name


def test_hostile_words_stay_words_and_who_may_only_look_finds_no_buttons(party: Party, marketing: Client) -> None:
    made = questionnaire(party)
    marketing.post(
        at("section", made.pk, "service"), {"subject": "service", "title_en": HOSTILE, "title_zh-hans": HOSTILE}
    )
    marketing.post(at("questionnaire-settings", made.pk), {"name": HOSTILE, "languages": ["en"]})
    looker = Client(headers={"accept-language": "en"})
    looker.force_login(factories.person(party, Role.AUDITOR))
    changed, shown = (page(client.get(at("questionnaire", made.pk))) for client in (marketing, looker))
    assert "<script>alert" not in changed + shown
    assert "&lt;script&gt;alert" in changed
    assert "data-sortable" not in shown
    assert "/freeze/" not in shown
    assert looker.post(at("questionnaire-freeze", made.pk)).status_code == 403
