"""Changes to a definition, each giving a new one. They do as they are told; what may not be, the rules find."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import Final

from foundation.languages import to_traditional
from foundation.refusals import Refused
from surveys.domain.designing.definition import Choice, Definition, Question, Section, Titles

UP: Final = "up"
DOWN: Final = "down"


def add_section(definition: Definition, section: Section) -> Definition:
    """At the end."""
    return Definition((*definition.sections, section))


def change_section(definition: Definition, section: Section) -> Definition:
    """The one of this key gets the other's words and subject; its questions stay."""
    return _each(definition, lambda old: replace(section, questions=old.questions) if old.key == section.key else old)


def remove_section(definition: Definition, key: str) -> Definition:
    """With all its questions."""
    return Definition(tuple(section for section in definition.sections if section.key != key))


def move_section(definition: Definition, key: str, direction: str) -> Definition:
    """One place up or down; at the end it stays."""
    sections = list(definition.sections)
    place = next((number for number, section in enumerate(sections) if section.key == key), None)
    if place is not None:
        section = sections.pop(place)
        sections.insert(max(0, place + (-1 if direction == UP else 1)), section)
    return Definition(tuple(sections))


def add_question(definition: Definition, section_key: str, question: Question) -> Definition:
    """At the end of a section."""
    return _each(
        definition,
        lambda old: replace(old, questions=(*old.questions, question)) if old.key == section_key else old,
    )


def change_question(definition: Definition, question: Question) -> Definition:
    """The one of this key becomes this."""
    return _questions(definition, lambda all_: [question if old.key == question.key else old for old in all_])


def remove_question(definition: Definition, key: str) -> Definition:
    """Refused: ``surveys.question_needed`` while another question is asked depending on it."""
    for number, each in enumerate(definition.questions, start=1):
        if each.condition and each.condition.question == key:
            raise Refused("surveys.question_needed", None, number=number)
    return _questions(definition, lambda all_: [old for old in all_ if old.key != key])


def place_question(definition: Definition, key: str, section_key: str, place: int) -> Definition:
    """Put it into a section, before the question that has this place there now (from 0)."""
    question = definition.question(key)
    if question is None or all(section.key != section_key for section in definition.sections):
        return definition
    without = _questions(definition, lambda all_: [old for old in all_ if old.key != key])

    def filled(section: Section) -> Section:
        if section.key != section_key:
            return section
        at = min(max(0, place), len(section.questions))
        return replace(section, questions=(*section.questions[:at], question, *section.questions[at:]))

    return _each(without, filled)


def step_question(definition: Definition, key: str, direction: str) -> Definition:
    """One place up or down, over the borders of sections too."""
    sections = definition.sections
    for number, section in enumerate(sections):
        keys = [question.key for question in section.questions]
        if key not in keys:
            continue
        place = keys.index(key) + (-1 if direction == UP else 1)
        if 0 <= place < len(keys):
            return place_question(definition, key, section.key, place)
        if direction == UP and number > 0:
            return place_question(definition, key, sections[number - 1].key, len(sections[number - 1].questions))
        if direction == DOWN and number + 1 < len(sections):
            return place_question(definition, key, sections[number + 1].key, 0)
    return definition


def fresh_key(taken: Iterable[str], stem: str) -> str:
    """``stem`` with the first number that makes it new."""
    known = set(taken)
    return next(key for key in (f"{stem}{number}" for number in count(1)) if key not in known)


def choices_of(lines: Mapping[str, Sequence[str]], former: Sequence[Choice]) -> tuple[Choice, ...]:
    """Options or rows from their lines in each language; what was there keeps its key, by its words or else its place.

    Refused: ``surveys.lines_differ`` when two languages have another number of lines.
    """
    written = {language: texts for language, texts in lines.items() if texts}
    if len({len(texts) for texts in written.values()}) > 1:
        raise Refused("surveys.lines_differ", "options")
    titles = [dict(zip(written, texts, strict=True)) for texts in zip(*written.values(), strict=True)]
    by_words = {(language, text): choice.key for choice in former for language, text in choice.title.items()}
    keys = [next((by_words[word] for word in title.items() if word in by_words), "") for title in titles]
    for place, choice in enumerate(former[: len(keys)]):
        if not keys[place] and choice.key not in keys:
            keys[place] = choice.key
    for place, key in enumerate(keys):
        keys[place] = key or fresh_key([*keys, *(choice.key for choice in former)], "o")
    return tuple(Choice(key, title) for key, title in zip(keys, titles, strict=True))


def with_traditional(titles: Titles, languages: Sequence[str]) -> Titles:
    """Where Traditional Chinese is asked for and left empty, it is made of the Simplified."""
    simplified = titles.get("zh-hans")
    if "zh-hant" in languages and simplified and not titles.get("zh-hant"):
        return {**titles, "zh-hant": to_traditional(simplified)}
    return titles


def _each(definition: Definition, change: Callable[[Section], Section]) -> Definition:
    return Definition(tuple(change(section) for section in definition.sections))


def _questions(definition: Definition, change: Callable[[Sequence[Question]], Sequence[Question]]) -> Definition:
    return _each(definition, lambda section: replace(section, questions=tuple(change(section.questions))))
