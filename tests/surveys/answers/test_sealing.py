"""What lies in the pool says nothing: not by its content, not by its length, not by its place."""

import uuid

import pytest

from foundation.enciphering import Key, Unreadable
from surveys.domain.answers.sealing import STEP, SealedAnswer, new_key, seal, size_for, unseal, unwrap_key, wrap_key

ROW = uuid.UUID(int=7)
LONGEST = {"service": 10, "words": "𠮷" * 400}


def test_every_answer_is_as_long_as_the_longest_that_can_be_given() -> None:
    key, size = new_key(3), size_for(LONGEST)
    said = [SealedAnswer({}, None), SealedAnswer({"service": 5}, 12), SealedAnswer(LONGEST, 2**63 - 1)]
    sealed = [seal(each, row=ROW, key=key, size=size) for each in said]
    assert size == 2 * STEP
    assert len({len(each) for each in sealed}) == 1
    assert [unseal(each, row=ROW, key=key) for each in sealed] == said
    with pytest.raises(ValueError, match="2048 are the most"):
        seal(SealedAnswer({"words": "𠮷" * 600}, None), row=ROW, key=key, size=size)


def test_equal_answers_look_different_and_show_nothing_of_what_they_say() -> None:
    key = new_key(3)
    said = SealedAnswer({"words": "secret words"}, 1)
    one, other = (seal(said, row=ROW, key=key, size=STEP) for _ in range(2))
    assert one != other
    assert b"secret" not in one


def test_an_answer_is_read_from_its_own_row_with_its_own_wave_s_key_alone() -> None:
    key = new_key(3)
    sealed = seal(SealedAnswer({"service": 4}, 1), row=ROW, key=key, size=STEP)
    same_name = Key(key.name, new_key(3).secret)
    for row, with_key in ((uuid.UUID(int=8), key), (ROW, new_key(4)), (ROW, same_name)):
        with pytest.raises(Unreadable):
            unseal(sealed, row=row, key=with_key)


def test_a_kept_key_opens_for_its_wave_alone() -> None:
    key = new_key(3)
    wrapped = wrap_key(key, wave_id=3)
    assert key.secret not in wrapped
    assert unwrap_key(wrapped, wave_id=3) == key
    with pytest.raises(Unreadable):
        unwrap_key(wrapped, wave_id=4)
