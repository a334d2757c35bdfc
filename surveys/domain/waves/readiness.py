"""Whether a planned wave can be drawn as it stands, or what a person must settle first."""

from datetime import datetime

from foundation.refusals import Refused
from surveys.domain.waves.draws import check_ready
from surveys.domain.waves.framing import cells_now
from surveys.domain.waves.sampling import Size, size_of
from surveys.models import Frame, Wave


def size_now(wave: Wave) -> tuple[Size | None, Refused | None]:
    """The size that its settings lead to with the members of today, else what stands in the way; a wave that draws
    nobody has neither."""
    if wave.frame == Frame.OPEN:
        return None, None
    try:
        return size_of(wave, sum(cells_now(wave).values())), None
    except Refused as refused:
        return None, refused


def obstacle_to(wave: Wave, *, at: datetime) -> Refused | None:
    """What keeps a planned wave from being opened at its hour; ``None`` where nothing does."""
    try:
        check_ready(wave, at=at)
    except Refused as refused:
        return refused
    return size_now(wave)[1]
