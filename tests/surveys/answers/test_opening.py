"""A closed wave is opened once: shuffled, in groups, weighed; then its pool and its key are gone."""

from collections import Counter
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from foundation.enciphering import Unreadable, house_key
from foundation.models import Job
from foundation.refusals import Refused
from parties.domain.scope import SYSTEM, writing
from surveys.domain.answers.keys import rotate_text_keys, rotate_wave_keys, text_key
from surveys.domain.answers.opening import OPEN_JOB, open_answers
from surveys.domain.answers.reading import texts_of
from surveys.domain.waves.running import close_wave
from surveys.models import Answer, AnswerGroup, AnswerText, Opening, PooledAnswer, TextKey, WaveKey
from tests.surveys.answers.makers import answer, closed_and_opened, running
from tests.surveys.factories import LATER, NOW

pytestmark = pytest.mark.django_db


def test_answers_lie_open_in_groups_of_five_with_their_weights_and_without_their_texts() -> None:
    wave, invited = running(6, 3, 4)
    for number, each in enumerate(invited):
        answer(each, staff=2, why=f"第{number}句") if number % 2 else answer(each, tell=number % 11)
    opening = closed_and_opened(wave)
    assert (opening.drawn, opening.free, opening.destroyed) == (13, 0, 0)
    groups = list(AnswerGroup.objects.values_list("number", "ordinals", "answers", "frame_size"))
    assert groups == [(1, [0], 6, 100), (2, [1, 2], 7, 200)]
    rows = list(Answer.objects.values_list("group__number", "is_drawn", "weight"))
    assert Counter(rows) == {(1, True, Decimal("16.666667")): 6, (2, True, Decimal("28.571429")): 7}
    assert all(set(each.values) == {"satisfied", "again", "tell", "staff"} for each in Answer.objects.all())
    assert sorted(text.words for text in texts_of(wave.pk, "why")) == sorted(
        f"第{number}句" for number in range(1, 13, 2)
    )
    assert not any("第".encode() in bytes(text.text_enciphered) for text in AnswerText.objects.all())
    assert (PooledAnswer.objects.count(), WaveKey.objects.count()) == (0, 0)


def test_a_wave_is_opened_once_and_only_after_it_closed() -> None:
    wave, invited = running(5)
    for each in invited:
        answer(each)
    with pytest.raises(Refused) as said:
        open_answers(wave.pk, at=NOW)
    assert said.value.code == "surveys.wave_not_closed"
    close_wave(wave.pk, by=SYSTEM, at=LATER)
    assert Job.objects.filter(kind=OPEN_JOB, payload={"wave": wave.pk}).exists()
    first = open_answers(wave.pk, at=LATER)
    ids = set(Answer.objects.values_list("pk"))
    assert open_answers(wave.pk, at=LATER) == first
    assert (set(Answer.objects.values_list("pk")), Opening.objects.count()) == (ids, 1)


def test_what_breaks_off_leaves_the_pool_as_it_was() -> None:
    wave, invited = running(5)
    for each in invited:
        answer(each)
    spoilt = PooledAnswer.objects.first()
    assert spoilt is not None
    close_wave(wave.pk, by=SYSTEM, at=LATER)
    kept = bytes(WaveKey.objects.get().wrapped)
    WaveKey.objects.update(wrapped=kept[:-1] + bytes([kept[-1] ^ 1]))
    with pytest.raises(Unreadable):
        open_answers(wave.pk, at=LATER)
    assert (PooledAnswer.objects.count(), Answer.objects.count(), AnswerGroup.objects.count()) == (5, 0, 0)
    WaveKey.objects.update(wrapped=kept)
    assert open_answers(wave.pk, at=LATER).drawn == 5


def test_fewer_than_five_answers_are_destroyed_and_nothing_is_shown() -> None:
    wave, invited = running(4)
    for each in invited:
        answer(each, staff=1, why="只有四人")
    opening = closed_and_opened(wave)
    assert (opening.drawn, opening.free, opening.destroyed) == (0, 0, 4)
    kept = (Answer, AnswerGroup, AnswerText, PooledAnswer, WaveKey, TextKey)
    assert [model.objects.count() for model in kept] == [0] * 6
    assert list(texts_of(wave.pk)) == []


def test_nobody_adds_to_what_was_opened_nor_changes_it() -> None:
    wave, invited = running(5)
    for each in invited:
        answer(each, staff=1, why="好")
    closed_and_opened(wave)
    group = AnswerGroup.objects.get()
    tries: list[Callable[[], object]] = [
        lambda: Answer.objects.create(wave=wave, group=group, is_drawn=True, values={}, weight=1),
        lambda: AnswerText.objects.create(wave=wave, question="why", text_enciphered=b"x"),
        lambda: AnswerGroup.objects.create(wave=wave, number=2, ordinals=[1], answers=5, frame_size=5),
        lambda: Answer.objects.update(values={}),
        lambda: AnswerText.objects.all().delete(),
        lambda: Opening.objects.update(drawn=1),
    ]
    for attempt in tries:
        with pytest.raises(DatabaseError, match=r"one opening|denied|never changed"), transaction.atomic():
            attempt()


def test_an_opening_is_noted_only_when_the_pool_is_empty_and_its_key_gone() -> None:
    wave, [invited] = running(1)
    answer(invited)
    close_wave(wave.pk, by=SYSTEM, at=LATER)
    with pytest.raises(IntegrityError, match="is not opened yet"), transaction.atomic(), writing(SYSTEM):
        Opening.objects.create(wave=wave, opened_date=LATER.date(), drawn=1, free=0, destroyed=0)
    other, _invited = running(1)
    with pytest.raises(IntegrityError, match="is not opened yet"), transaction.atomic(), writing(SYSTEM):
        Opening.objects.create(wave=other, opened_date=LATER.date(), drawn=1, free=0, destroyed=0)


def test_keys_go_on_opening_when_the_house_changes_its_secret(settings: object) -> None:
    wave, invited = running(5)
    for each in invited:
        answer(each, staff=1, why="太吵")
    before = house_key().name
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 9, [settings.SECRET_KEY]  # type: ignore[attr-defined]
    assert (rotate_wave_keys(10), rotate_wave_keys(10)) == (1, 0)
    settings.SECRET_KEY_FALLBACKS = []  # type: ignore[attr-defined]
    closed_and_opened(wave)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "third" * 9, [settings.SECRET_KEY]  # type: ignore[attr-defined]
    assert (rotate_text_keys(10), rotate_text_keys(10)) == (1, 0)
    settings.SECRET_KEY_FALLBACKS = []  # type: ignore[attr-defined]
    assert {text.words for text in texts_of(wave.pk)} == {"太吵"}
    assert text_key(wave.pk).name == f"wave:{wave.pk}"
    assert TextKey.objects.get().house_key != before
