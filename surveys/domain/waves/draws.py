"""Drawing a wave's sample and keeping all that lets anybody draw it again; and doing so (D3)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from foundation.refusals import Refused
from parties.domain.scope import Scope, writing
from surveys.domain.waves.drawing import Cell, Drawn, Frame, draw, fallen, in_order, new_seed
from surveys.domain.waves.framing import frame_now
from surveys.domain.waves.inserting import insert_invitations
from surveys.domain.waves.lifecycle import WAVE
from surveys.domain.waves.reach import locked_wave
from surveys.domain.waves.sampling import Sample, sample_of
from surveys.models import Frame as Whom
from surveys.models import Invitation, Method, Stratum, Wave, WaveFrame


@dataclass(frozen=True)
class Redrawn:
    """A draw made again beside the one that was stored."""

    frame_matches: bool
    stored: Sequence[tuple[int, int]]
    again: Sequence[tuple[int, int]]

    @property
    def is_identical(self) -> bool:
        return self.frame_matches and list(self.stored) == list(self.again)


def draw_wave(wave_id: int, *, by: Scope, at: datetime) -> Wave:
    """Freeze the frame, draw by a new seed and write the invitations: all or nothing, once.

    Refused: ``parties.not_yours``, ``surveys.draws_nobody``, ``surveys.nothing_to_ask``, ``surveys.period_over``,
    ``foundation.not_allowed_now``, and what :func:`sample_of` is refused for.
    """
    with writing(by):
        wave = locked_wave(wave_id, by=by)
        WAVE.next_state(wave.state, "draw")
        check_ready(wave, at=at)
        if wave.frame == Whom.OPEN:
            raise Refused("surveys.draws_nobody")
        frame, seed = frame_now(wave), new_seed()
        sample = sample_of(wave, frame.cells, frame.sizes)
        if wave.method == Method.SIMPLE:
            sample = replace(sample, allocated=fallen(frame, seed=seed, sample=sample.size.invited))
        strata = _keep(wave, frame, sample)
        insert_invitations(wave.pk, strata, draw(frame, seed=seed, allocated=sample.allocated))
        return WAVE.move(
            Wave,
            wave.pk,
            "draw",
            seed=seed,
            frame_hash=frame.fingerprint,
            frame_size=len(frame.member_ids),
            sample_size=sum(sample.allocated),
        )


def check_ready(wave: Wave, *, at: datetime) -> None:
    """Refused: ``surveys.nothing_to_ask`` without a frozen questionnaire, ``surveys.period_over``."""
    if wave.version is None or wave.version.frozen_at is None:
        raise Refused("surveys.nothing_to_ask", "version")
    if wave.closes_at <= at:
        raise Refused("surveys.period_over", "last")


def redraw(wave: Wave) -> Redrawn:
    """Draw anew from the stored frame, seed and allocation, and lay it beside what was drawn; replacements apart."""
    frame = stored_frame(wave)
    strata = list(wave.strata.order_by("ordinal"))
    again = draw(frame, seed=wave.seed, allocated=[stratum.allocated for stratum in strata])
    first = Invitation.objects.filter(wave=wave, replaces=None).order_by("position")
    stored = [(position, member_id or 0) for position, member_id in first.values_list("position", "member")]
    return Redrawn(frame.fingerprint == wave.frame_hash, stored, [(each.position, each.member_id) for each in again])


def stored_frame(wave: Wave) -> Frame:
    """The frame as it was frozen."""
    kept = WaveFrame.objects.get(wave=wave)
    cells = tuple(Cell(stratum.venue_id, stratum.tier) for stratum in wave.strata.order_by("ordinal"))
    return Frame(cells, tuple(kept.member_ids), tuple(kept.ordinals))


def next_of_stratum(wave: Wave, ordinal: int) -> Iterator[Drawn]:
    """All of a stratum in the order of the draw: who is to step in for somebody is the first not asked yet."""
    return (each for each in in_order(stored_frame(wave), seed=wave.seed) if each.ordinal == ordinal)


def _keep(wave: Wave, frame: Frame, sample: Sample) -> list[Stratum]:
    WaveFrame.objects.create(wave=wave, member_ids=list(frame.member_ids), ordinals=list(frame.ordinals))
    known: Sequence[Decimal | None] = sample.deviations or [None] * len(frame.cells)
    return Stratum.objects.bulk_create(
        Stratum(
            wave=wave,
            ordinal=ordinal,
            venue_id=cell.venue_id,
            tier=cell.tier,
            frame_size=size,
            deviation=spread,
            allocated=count,
        )
        for ordinal, (cell, size, count, spread) in enumerate(
            zip(frame.cells, frame.sizes, sample.allocated, known, strict=True)
        )
    )
