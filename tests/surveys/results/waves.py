"""A wave that was opened, as rows: answers in groups, for tests of what stands on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from random import Random
from typing import Any

from contracts.models import Contract
from parties.domain.scope import SYSTEM, writing
from parties.models import Party, Venue
from surveys.domain.results.counting import keep_figures
from surveys.domain.results.reading import Result, result_of
from surveys.models import Answer, AnswerGroup, Invitation, InvitationState, Wave, WaveState
from tests.surveys.factories import LATER, drawn_wave, frozen, stratum
from tests.surveys.results.questionnaires import DEFINITION


@dataclass(frozen=True)
class Spread:
    """How many of a stratum answered, how many of those were satisfied and loyal, and how large its frame is."""

    answers: int
    satisfied: int
    loyal: int
    frame: int = 0
    tier: str = ""
    clean: int | None = None

    @property
    def size(self) -> int:
        return self.frame or 10 * self.answers


def opened_wave(
    party: Party, spreads: Sequence[Spread], *, venues: Sequence[Venue | None] = (), free: int = 0, **others: Any
) -> Wave:
    """A closed wave whose answers lie open, each stratum a group of its own."""
    sizes = sum(each.size for each in spreads) or 1
    version = others.pop("version", None) or frozen(party, definition=DEFINITION)
    drawn: dict[str, Any] = {"frame_size": sizes, "sample_size": sizes, "version": version}
    wave = drawn_wave(party, state="closed", **drawn, **others)
    random = Random(7)
    for number, spread in enumerate(spreads, 1):
        place = venues[number - 1] if venues else None
        layer = stratum(
            wave,
            place,
            tier=spread.tier or ("" if venues else f"{number}档"),
            frame_size=spread.size,
            allocated=spread.size,
        )
        _invited(wave, layer, spread)
        with writing(SYSTEM):
            group = AnswerGroup.objects.create(
                wave=wave, number=number, ordinals=[layer.ordinal], answers=spread.answers, frame_size=spread.size
            )
            weight = (Decimal(spread.size) / spread.answers).quantize(Decimal("0.000001"))
            said = [_values(spread, each, random) for each in range(spread.answers)]
            Answer.objects.bulk_create(
                Answer(wave=wave, group=group, is_drawn=True, values=values, weight=weight) for values in said
            )
    with writing(SYSTEM):
        spread = Spread(free, free, free)
        said = [_values(spread, each, random) for each in range(free)]
        Answer.objects.bulk_create(Answer(wave=wave, is_drawn=False, values=values, weight=1) for values in said)
    return wave


def counted(wave: Wave, *, at: datetime = LATER) -> Result:
    """Its figures, kept."""
    with writing(SYSTEM):
        keep_figures(wave, at=at)
        Wave.objects.filter(pk=wave.pk).update(state=WaveState.COUNTED)
    wave.refresh_from_db()
    result = result_of(wave)
    assert result is not None
    return result


def counted_wave(party: Party, *spreads: Spread, contract: Contract | None = None, **others: Any) -> Result:
    """Both at once."""
    return counted(opened_wave(party, spreads, contract=contract, **others))


def _invited(wave: Wave, layer: Any, spread: Spread) -> None:
    states = [InvitationState.ANSWERED] * spread.answers + [InvitationState.LAPSED] * spread.answers
    first = wave.invitations.count()
    with writing(SYSTEM):
        Invitation.objects.bulk_create(
            Invitation(
                wave=wave,
                stratum=layer,
                position=first + number,
                state=state,
                answered_date=LATER.date() if state == InvitationState.ANSWERED else None,
            )
            for number, state in enumerate(states)
        )


def _values(spread: Spread, number: int, random: Random) -> dict[str, Any]:
    values: dict[str, Any] = {
        "satisfied": random.choice((4, 5)) if number < spread.satisfied else random.choice((1, 2, 3)),
        "again": 5 if number < spread.loyal else 3,
        "advise": 9 if number < spread.loyal else 5,
        "rooms": {"sound": random.randint(3, 5), "air": random.randint(1, 5)},
    }
    if spread.clean is None or number < spread.clean:
        values["clean"] = random.randint(5, 10)
    if number % 2:
        values["why"] = ["songs"]
    return values
