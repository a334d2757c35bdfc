"""With the whole database in hand, before and after the opening, nobody can tell who said what."""

import logging
import random
from typing import Any

import pytest
from psycopg2 import extensions

from surveys.domain.answers.reading import texts_of
from surveys.models import Answer
from tests.surveys.answers.linking import Best, Dump, dump, link, traces_of, traces_of_people
from tests.surveys.answers.makers import SAID, answer, closed_and_opened, running

PEOPLE = 200
CONTROLS = 50
MOST_BY_CHANCE = 14
"""Of pairings by chance one of 200 is right on average. That one of some 2,000 orders has this many right happens once
in ten million runs."""
WORDS = "没有人知道这句话是我写的"


@pytest.mark.django_db(transaction=True)
def test_no_column_and_no_order_leads_from_an_answer_to_who_gave_it(
    owner_connection: extensions.connection, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    before, after, truth = asked_and_opened(owner_connection, PEOPLE)
    people = traces_of_people(before, after)
    assert len(people) == PEOPLE
    best = link(traces_of(after["surveys_answer"]), people, truth["answers"])
    assert best.hits <= MOST_BY_CHANCE, best
    of_texts = link(traces_of(after["surveys_answertext"]), people, truth["texts"])
    assert of_texts.hits <= MOST_BY_CHANCE, of_texts
    told = "\n".join([caplog.text, *(str(vars(record)) for record in caplog.records)])
    for where in (str(before), str(after), told):
        assert (WORDS in where, WORDS.encode().hex() in where) == (False, False)
    assert "satisfied" not in str({**before, "surveys_questionnaireversion": [], "foundation_auditentry": []})


@pytest.mark.django_db(transaction=True)
def test_the_attack_finds_everybody_when_answers_are_opened_as_they_came(
    owner_connection: extensions.connection,
) -> None:
    before, after, truth = asked_and_opened(owner_connection, CONTROLS, shuffle=lambda _rows: None)
    best: Best = link(traces_of(after["surveys_answer"]), traces_of_people(before, after), truth["answers"])
    assert best.hits == CONTROLS, best


def asked_and_opened(session: extensions.connection, people: int, **others: Any) -> tuple[Dump, Dump, dict[str, Any]]:
    """People answer in an order of their own, each in words and points that are theirs alone; then all is opened."""
    wave, invited = running(people)
    chance = random.Random(7)
    chance.shuffle(invited)
    marks = dict(zip((each.pk for each in invited), chance.sample(range(people), people), strict=True))
    for each in invited:
        answer(each, **marked(marks[each.pk]), why=f"{WORDS}{each.pk}")
    before = dump(session)
    closed_and_opened(wave, **others)
    after = dump(session)
    by_mark = {mark: person for person, mark in marks.items()}
    whose = {str(each.pk): by_mark[mark_of(each.values)] for each in Answer.objects.all()}
    words = {row.words: row.pk for row in texts_of(wave.pk)}
    wrote = {str(words[f"{WORDS}{each.pk}"]): each.pk for each in invited}
    return (
        before,
        after,
        {
            "answers": lambda key, person: whose[key] == person,
            "texts": lambda key, person: wrote[key] == person,
        },
    )


def marked(mark: int) -> dict[str, Any]:
    """An answer that nobody else gives: the test knows by it whose it is."""
    return {**SAID, "staff": 1, "satisfied": mark % 5 + 1, "again": mark // 5 % 5 + 1, "tell": mark // 25}


def mark_of(values: dict[str, Any]) -> int:
    """The same, read from what was opened."""
    return int(values["satisfied"] - 1 + (values["again"] - 1) * 5 + values["tell"] * 25)
