"""Questionnaires from template to frozen version, through the verbs."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from foundation.refusals import Refused
from parties.domain.roles import Role
from surveys.domain.designing import editing
from surveys.domain.designing.definition import Choice, Condition, Definition, Kind, Question, Section
from surveys.domain.designing.drafts import change_draft, choose_languages, drop_draft, freeze_draft, start_next
from surveys.domain.designing.questionnaires import (
    NewQuestionnaire,
    archive_questionnaire,
    copy_questionnaire,
    make_questionnaire,
    rename_questionnaire,
    take_back_questionnaire,
)
from surveys.domain.designing.readiness import gaps
from surveys.domain.designing.reading import read_definition
from surveys.domain.designing.templates import CODES, all_templates, template
from surveys.domain.designing.writing_down import hash_of
from surveys.models import LANGUAGES, Questionnaire
from tests import factories
from tests.surveys.factories import NOW


def refused(code: str, act: Callable[..., object], *args: Any, **kwargs: Any) -> None:
    with pytest.raises(Refused) as caught:
        act(*args, **kwargs)
    assert caught.value.code == code


def asking(key: str, **others: Any) -> Question:
    return replace(Question(key, Kind.RATING, {"en": key}, {}), **others)


@pytest.mark.parametrize("code", CODES)
def test_each_template_can_be_asked_with_at_once_in_all_languages(code: str) -> None:
    start = template(code)
    definition = start.definition(LANGUAGES)
    assert gaps(definition, languages=LANGUAGES, purpose=start.purpose) == []
    assert definition.sections[0].title.keys() == set(LANGUAGES)
    assert start.definition(["en"]).sections[0].title.keys() == {"en"}
    assert start.named("en") != start.named("zh-hans")
    assert start.told("zh-hant") != start.told("zh-hans")


def test_the_contracts_templates_ask_about_the_subjects_of_their_contracts() -> None:
    subjects = {each.code: {section["subject"] for section in each.sections} for each in all_templates()}
    assert {"service", "attitude", "facilities", "price"} <= subjects["service"]
    assert {"drinks", "attitude", "promotions"} <= subjects["promoters"]
    assert [question.key for question in template("rating").definition(["en"]).questions][::4] == [
        "level",
        "suggestions",
    ]
    refused("surveys.template_unknown", template, "../secret")


@pytest.mark.django_db
def test_a_questionnaire_is_made_changed_frozen_and_followed_by_the_next_version() -> None:
    party = factories.party()
    by = factories.scope(factories.person(party, Role.MARKETING))
    new = NewQuestionnaire("服务", "contract", ["en", "zh-hans"], template("service").definition(["en", "zh-hans"]))
    made = make_questionnaire(party.pk, new, by=by, at=NOW)
    assert made.versions.get().languages == ["zh-hans", "en"]
    choose_languages(made.pk, LANGUAGES, by=by)
    refused("surveys.title_missing", freeze_draft, made.pk, by=by, at=NOW)
    choose_languages(made.pk, ["en"], by=by)
    used = freeze_draft(made.pk, by=by, at=NOW)
    assert used.frozen_hash == hash_of(read_definition(used.definition))
    assert (used.frozen_at, used.frozen_by_id) == (NOW, by.user_id)
    refused("surveys.version_frozen", change_draft, made.pk, lambda same: same, by=by)
    refused("surveys.version_frozen", freeze_draft, made.pk, by=by, at=NOW)
    following = start_next(made.pk, by=by)
    assert (following.number, following.definition, following.frozen_at) == (2, used.definition, None)
    refused("surveys.draft_there", start_next, made.pk, by=by)
    change_draft(made.pk, lambda old: editing.remove_section(old, "words"), by=by)
    copied = copy_questionnaire(made.pk, "另一份", by=by, at=NOW)
    assert len(copied.versions.get().definition["sections"]) == len(used.definition["sections"]) - 1
    drop_draft(made.pk, by=by)
    assert [version.number for version in made.versions.all()] == [1]
    refused("surveys.first_draft_stays", drop_draft, copied.pk, by=by)


@pytest.mark.django_db
def test_only_ones_own_are_changed_and_names_are_once() -> None:
    party = factories.party()
    by = factories.scope(factories.person(party, Role.MARKETING))
    other = factories.scope(factories.person(factories.party(), Role.MARKETING))
    looker = factories.scope(factories.person(party, Role.AUDITOR))
    new = NewQuestionnaire("服务", "staff", ["en"])
    made = make_questionnaire(party.pk, new, by=by, at=NOW)
    refused("surveys.name_taken", make_questionnaire, party.pk, new, by=by, at=NOW)
    for wrong, code in (
        (replace(new, name=" . "), "foundation.required"),
        (replace(new, name="x" * 1_000_000), "foundation.too_long"),
        (replace(new, languages=["fr"]), "surveys.language_missing"),
        (replace(new, purpose="sport"), "surveys.definition_wrong"),
    ):
        refused(code, make_questionnaire, party.pk, wrong, by=by, at=NOW)
    for scope in (other, looker):
        refused("parties.not_yours", make_questionnaire, party.pk, new, by=scope, at=NOW)
        refused("parties.not_yours", change_draft, made.pk, lambda same: same, by=scope)
        refused("parties.not_yours", freeze_draft, made.pk, by=scope, at=NOW)
        refused("parties.not_yours", copy_questionnaire, made.pk, "?", by=scope, at=NOW)
    rename_questionnaire(made.pk, "新名", by=by)
    archive_questionnaire(made.pk, by=by)
    refused("surveys.questionnaire_archived", change_draft, made.pk, lambda same: same, by=by)
    make_questionnaire(party.pk, replace(new, name="新名"), by=by, at=NOW)
    refused("surveys.name_taken", take_back_questionnaire, made.pk, by=by)
    archive_questionnaire(Questionnaire.objects.get(is_archived=False).pk, by=by)
    take_back_questionnaire(made.pk, by=by)
    assert not Questionnaire.objects.get(pk=made.pk).is_archived


@pytest.mark.django_db
def test_a_change_that_breaks_the_draft_leaves_it_as_it_was() -> None:
    party = factories.party()
    by = factories.scope(factories.person(party, Role.MARKETING))
    sections = (Section("a", "other", {"en": "A"}, (asking("q1"), asking("q2", condition=Condition("q1", at_most=2)))),)
    made = make_questionnaire(party.pk, NewQuestionnaire("?1", "staff", ["en"], Definition(sections)), by=by, at=NOW)
    stood = made.versions.get().definition
    for code, change in (
        ("surveys.condition_later", lambda old: editing.step_question(old, "q2", editing.UP)),
        ("surveys.question_needed", lambda old: editing.remove_question(old, "q1")),
        ("surveys.key_twice", lambda old: editing.add_question(old, "a", asking("q1"))),
        ("foundation.too_long", lambda old: editing.change_question(old, asking("q1", title={"en": "x" * 1_000_000}))),
        ("surveys.definition_wrong", lambda old: editing.change_question(old, asking("q1", title={"xx": "x"}))),
    ):
        refused(code, change_draft, made.pk, change, by=by)
    assert made.versions.get().definition == stood


def test_questions_and_sections_are_put_in_order() -> None:
    first = Section("a", "other", {}, (asking("q1"), asking("q2")))
    whole = Definition((first, Section("b", "other", {}, (asking("q3"),))))

    def order(definition: Definition) -> str:
        parts = [[section.key, *(each.key for each in section.questions)] for section in definition.sections]
        return " ".join("".join(key[-1] for key in keys) for keys in parts)

    assert order(whole) == "a12 b3"
    for key, direction, after in (
        ("q1", "down", "a21 b3"),
        ("q1", "up", "a12 b3"),
        ("q2", "down", "a1 b23"),
        ("q3", "up", "a123 b"),
        ("q3", "down", "a12 b3"),
        ("q9", "up", "a12 b3"),
    ):
        assert order(editing.step_question(whole, key, direction)) == after, (key, direction)
    assert order(editing.place_question(whole, "q3", "a", 1)) == "a132 b"
    assert order(editing.place_question(whole, "q1", "a", 1)) == "a21 b3"
    assert order(editing.place_question(whole, "q1", "gone", 0)) == "a12 b3"
    assert order(editing.move_section(whole, "b", "up")) == "b3 a12"
    assert order(editing.move_section(whole, "b", "down")) == "a12 b3"
    assert order(editing.change_section(whole, Section("b", "price", {}))) == "a12 b3"


def test_options_keep_their_keys_by_their_words_and_then_their_place() -> None:
    former = (Choice("o1", {"zh-hans": "甲", "en": "A"}), Choice("o2", {"zh-hans": "乙", "en": "B"}))
    turned = editing.choices_of({"zh-hans": ["乙", "甲"], "en": ["B", "A"]}, former)
    assert [choice.key for choice in turned] == ["o2", "o1"]
    reworded = editing.choices_of({"zh-hans": ["甲", "丙", "丁"], "en": []}, former)
    assert [(choice.key, dict(choice.title)) for choice in reworded] == [
        ("o1", {"zh-hans": "甲"}),
        ("o2", {"zh-hans": "丙"}),
        ("o3", {"zh-hans": "丁"}),
    ]
    refused("surveys.lines_differ", editing.choices_of, {"zh-hans": ["甲"], "en": ["A", "B"]}, former)
    assert editing.with_traditional({"zh-hans": "音响"}, LANGUAGES) == {"zh-hans": "音响", "zh-hant": "音響"}
