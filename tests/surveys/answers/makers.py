"""Running waves with people who were invited, and answers of theirs."""

from collections.abc import Sequence
from typing import Any

from parties.domain.scope import SYSTEM
from parties.models import Party, Venue
from surveys.domain.answers.opening import open_answers
from surveys.domain.answers.taking import take_answer
from surveys.domain.waves.running import close_wave
from surveys.models import Invitation, Opening, Wave
from tests import factories
from tests.surveys.factories import NOW, drawn_wave, invitation, stratum

SAID = {"satisfied": 5, "again": 4, "tell": 9, "staff": 4}
"""An answer to the questionnaire of the factories."""


def running(
    *sizes: int, party: Party | None = None, venues: Sequence[Venue | None] = ()
) -> tuple[Wave, list[Invitation]]:
    """A wave that takes answers, so many invited in each stratum; of 100 or more in the frame."""
    wave = drawn_wave(party or factories.party(), frame_size=1000 * len(sizes), sample_size=sum(sizes))
    invited = []
    for number, size in enumerate(sizes):
        part = stratum(
            wave, venues[number] if venues else None, frame_size=max(100, size), tier=f"{number}", allocated=size
        )
        invited += [invitation(part, state="sent") for _ in range(size)]
    return wave, invited


def answer(invited: Invitation, **said: Any) -> bool:
    """They answer: all is well but for what the test wants otherwise."""
    version_id = invited.wave.version_id
    assert version_id is not None
    return take_answer(invited.pk, {**SAID, **said}, version_id=version_id, at=NOW)


def closed_and_opened(wave: Wave, **others: Any) -> Opening:
    """Its time is over, and its answers are opened."""
    close_wave(wave.pk, by=SYSTEM, at=wave.closes_at)
    return open_answers(wave.pk, at=wave.closes_at, **others)
