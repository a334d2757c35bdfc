"""Opening a closed wave: all answers at once, shuffled, in groups of five and more; then nobody can tell whose (D5).

One transaction: either the answers lie open in an order that chance gave them and the key of the pool is gone, or
nothing has happened. Done again, it changes nothing.
"""

import secrets
import uuid
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.utils import timezone

from foundation import jobs
from foundation.enciphering import Key, encipher
from foundation.models import Job
from foundation.refusals import Refused
from parties.domain.scope import SYSTEM, writing
from surveys.domain.answers.checking import texts_in
from surveys.domain.answers.grouping import LEAST, StratumCount, groups_of
from surveys.domain.answers.keys import destroy_key, key_for_answers, new_text_key
from surveys.domain.answers.sealing import SealedAnswer, unseal
from surveys.domain.designing.reading import read_definition
from surveys.models import Answer, AnswerGroup, AnswerText, Opening, PooledAnswer, Stratum, Wave, WaveState

AT_A_TIME: Final = 2000
WEIGHT: Final = Decimal("0.000001")
Shuffle = Callable[[list[Any]], None]

Tidy = Callable[[int], object]
Follow = Callable[[Opening, datetime], object]

OPEN_JOB: Final = "surveys.open_answers"

_before: list[Tidy] = []
_after: list[Follow] = []


def register(*, before: Tidy | None = None, after: Follow | None = None) -> None:
    """Rooms above put their own sealed things of a wave (its id) away ``before`` its pool goes, or go on ``after`` it
    was opened; both in the transaction of the opening."""
    if before is not None and before not in _before:
        _before.append(before)
    if after is not None and after not in _after:
        _after.append(after)


def ask_for_opening(wave: Wave, _at: datetime) -> None:
    """Have a wave opened that has just closed; in the transaction of its closing."""
    jobs.enqueue(OPEN_JOB, f"{OPEN_JOB}:{wave.pk}", {"wave": wave.pk})


def open_asked(job: Job) -> None:
    """Do it."""
    open_answers(int(job.payload["wave"]), at=timezone.now())


def destroy_unread(wave: Wave, _at: datetime) -> None:
    """A wave was called off: what came in is nobody's, and nobody reads it. In the transaction of that."""
    for tidy in _before:
        tidy(wave.pk)
    PooledAnswer.objects.filter(wave=wave).delete()
    destroy_key(wave.pk)


def open_answers(wave_id: int, *, at: datetime, shuffle: Shuffle = secrets.SystemRandom().shuffle) -> Opening:
    """Open the answers of a closed wave. Those who were drawn are grouped (:mod:`.grouping`) and weigh as many of the
    frame as they stand for; fewer than five in all, or by open doors, are destroyed.

    Refused: ``surveys.wave_not_closed``. Raises ``foundation.enciphering.Unreadable``, then nothing has changed.
    """
    with writing(SYSTEM):
        # The whole row: whoever is putting an answer in is waited for, and nobody begins to.
        wave = Wave.objects.select_for_update(of=("self",)).get(pk=wave_id)
        opened = Opening.objects.filter(wave=wave).first()
        if opened is not None:
            return opened
        if wave.state != WaveState.CLOSED or wave.version is None:
            raise Refused("surveys.wave_not_closed")
        for tidy in _before:
            tidy(wave_id)
        answers = _unsealed(wave_id)
        drawn = [each for each in answers if each.stratum is not None]
        free = [each for each in answers if each.stratum is None]
        kept = [each for part in (drawn, free) if len(part) >= LEAST for each in part]
        shuffle(kept)
        texts = texts_in(read_definition(wave.version.definition))
        _write(wave_id, kept, _groups(wave_id, drawn), texts)
        _write_texts(wave_id, kept, texts, shuffle)
        PooledAnswer.objects.filter(wave=wave).delete()
        destroy_key(wave_id)
        opened = Opening.objects.create(
            wave=wave,
            opened_date=timezone.localdate(at),
            drawn=sum(each.stratum is not None for each in kept),
            free=sum(each.stratum is None for each in kept),
            destroyed=len(answers) - len(kept),
        )
        for follow in _after:
            follow(opened, at)
        return opened


def _unsealed(wave_id: int) -> list[SealedAnswer]:
    pooled = PooledAnswer.objects.filter(wave=wave_id)
    if not pooled.exists():
        return []
    key = key_for_answers(wave_id)
    return [unseal(bytes(each.sealed), row=each.pk, key=key) for each in pooled.iterator(AT_A_TIME)]


def _groups(wave_id: int, drawn: Sequence[SealedAnswer]) -> Mapping[int, AnswerGroup]:
    """Write the groups; each stratum's by its ordinal. None when there are too few answers."""
    if len(drawn) < LEAST:
        return {}
    strata = {each.ordinal: each for each in Stratum.objects.filter(wave=wave_id).order_by("ordinal")}
    counts = Counter(each.stratum for each in drawn)
    parts = groups_of([StratumCount(each.ordinal, each.venue_id, counts[each.ordinal]) for each in strata.values()])
    groups = [
        AnswerGroup(
            wave_id=wave_id,
            number=number,
            ordinals=part,
            answers=sum(counts[ordinal] for ordinal in part),
            frame_size=sum(strata[ordinal].frame_size for ordinal in part),
        )
        for number, part in enumerate(parts, start=1)
    ]
    AnswerGroup.objects.bulk_create(groups)
    return {ordinal: group for group in groups for ordinal in group.ordinals}


def _write(
    wave_id: int, kept: Sequence[SealedAnswer], groups: Mapping[int, AnswerGroup], texts: frozenset[str]
) -> None:
    rows = []
    for each in kept:
        group = None if each.stratum is None else groups[each.stratum]
        rows.append(
            Answer(
                pk=uuid.uuid4(),
                wave_id=wave_id,
                group=group,
                is_drawn=group is not None,
                values={key: value for key, value in each.values.items() if key not in texts},
                weight=(Decimal(group.frame_size) / group.answers).quantize(WEIGHT) if group else Decimal(1),
            )
        )
    Answer.objects.bulk_create(rows, batch_size=AT_A_TIME)


def _write_texts(wave_id: int, kept: Sequence[SealedAnswer], texts: frozenset[str], shuffle: Shuffle) -> None:
    """What was written, in an order of its own, with no way back to the rest of the answer."""
    said = [(key, each.values[key]) for each in kept for key in texts if key in each.values]
    if not said:
        return
    shuffle(said)
    key = new_text_key(wave_id)
    AnswerText.objects.bulk_create([_text(wave_id, *each, key=key) for each in said], batch_size=AT_A_TIME)


def _text(wave_id: int, question: str, words: str, *, key: Key) -> AnswerText:
    row = uuid.uuid4()
    enciphered = encipher(words, about=f"surveys.answer_text:{row}", key=key)
    return AnswerText(pk=row, wave_id=wave_id, question=question, text_enciphered=enciphered)
