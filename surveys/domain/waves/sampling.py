"""How large a wave's sample is and how it is spread: from what was set, the frame, and what is known of its strata."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from foundation.refusals import Refused
from surveys.domain.waves.allocation import neyman, proportional
from surveys.domain.waves.deviations import deviations_for
from surveys.domain.waves.drawing import Cell
from surveys.domain.waves.sizes import invitations_for, margin_of, size_for
from surveys.models import Method, Wave

FEWEST: Final = 5
"""A frame of fewer members would give no figure that may be shown."""


@dataclass(frozen=True)
class Size:
    """How many answers are wanted, to within which margin, and how many are invited to get them."""

    frame_size: int
    answers: int
    invited: int

    @property
    def margin(self) -> Decimal | None:
        """Percentage points on either side, if as many answer as wanted."""
        return margin_of(self.answers, frame_size=self.frame_size)

    @property
    def asks_everybody(self) -> bool:
        return self.invited == self.frame_size


@dataclass(frozen=True)
class Sample:
    """How many of each cell of a frame, and by which deviations (``None``: they took no part)."""

    size: Size
    allocated: Sequence[int]
    deviations: Sequence[Decimal] | None = None


def size_of(wave: Wave, frame_size: int) -> Size:
    """What the wave's settings ask of a frame of this size; everybody is invited where so many must be.

    Refused: ``surveys.frame_small`` below five members, ``surveys.frame_too_small`` for fewer than the answers wanted.
    """
    if frame_size < FEWEST:
        raise Refused("surveys.frame_small", "frame", count=frame_size, least=FEWEST)
    if wave.method == Method.CENSUS:
        return Size(frame_size, frame_size, frame_size)
    answers = wave.wanted_size or size_for(frame_size, margin_percent=wave.margin_percent or Decimal(5))
    if answers > frame_size:
        raise Refused("surveys.frame_too_small", "wanted_size", count=frame_size, wanted=answers)
    return Size(frame_size, answers, min(frame_size, invitations_for(answers, response_percent=wave.response_percent)))


def sample_of(wave: Wave, cells: Sequence[Cell], sizes: Sequence[int]) -> Sample:
    """How many of each cell are drawn; of a simple sample, which takes them as they fall, how many are expected.

    Refused as above.
    """
    size = size_of(wave, sum(sizes))
    match wave.method:
        case Method.SIMPLE:
            return Sample(size, proportional(sizes, sample=size.invited, least=0))
        case Method.NEYMAN:
            known = deviations_for(wave, cells)
            return Sample(size, neyman(sizes, known, sample=size.invited), known)
    return Sample(size, proportional(sizes, sample=size.invited))
