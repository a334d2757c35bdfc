"""From a planned wave to a closed one: opened and closed by the hour, called off by a person (D2)."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final

from contracts.models import Contract
from foundation import jobs
from foundation.jobs import describe_error
from foundation.refusals import Refused
from foundation.text import clean_text
from parties.domain.scope import SYSTEM, Scope, writing
from surveys.domain.waves.draws import check_ready, draw_wave
from surveys.domain.waves.lifecycle import WAVE
from surveys.domain.waves.reach import locked_wave
from surveys.models import Frame, Invitation, InvitationState, Wave, WaveState

logger = logging.getLogger(__name__)

INVITE_JOB: Final = "surveys.invite"
LONGEST_REASON: Final = 200
ENDED: Final = "合同已经结束。"
WAITING: Final = (InvitationState.DRAWN, InvitationState.SENT)
"""Whose invitation lapses when the wave closes."""

Follower = Callable[[Wave, datetime], object]

_on_opened: list[Follower] = []
_on_closed: list[Follower] = []
_on_cancelled: list[Follower] = []


def register(
    *, on_opened: Follower | None = None, on_closed: Follower | None = None, on_cancelled: Follower | None = None
) -> None:
    """Rooms above follow an opening, a closing or a calling off, in its transaction, the wave's row locked."""
    for followers, follow in ((_on_opened, on_opened), (_on_closed, on_closed), (_on_cancelled, on_cancelled)):
        if follow is not None and follow not in followers:
            followers.append(follow)


def keep_waves(*, at: datetime) -> int:
    """Open and close what is due by ``at``; tells how many waves moved. Nothing depends on how often it runs.

    What was never drawn is drawn when it is to open; what cannot be (nothing to ask, too few members) waits as it is,
    named on the home page, until somebody settles it or its window is over.
    """
    closing = Wave.objects.filter(state=WaveState.OPEN, closes_at__lte=at)
    opening = Wave.objects.filter(state__in=(WaveState.PLANNED, WaveState.DRAWN), opens_at__lte=at, closes_at__gt=at)
    moved = sum(_try(close_wave, pk, at=at) for pk in closing.order_by("pk").values_list("pk", flat=True))
    return moved + sum(_try(open_wave, pk, at=at) for pk in opening.order_by("pk").values_list("pk", flat=True))


def open_wave(wave_id: int, *, by: Scope, at: datetime) -> Wave:
    """Take answers from now on and invite who was drawn; draws first where nobody has.

    Refused: ``parties.not_yours``, ``surveys.too_early``, ``foundation.not_allowed_now``, and what drawing is refused
    for.
    """
    with writing(by):
        wave = locked_wave(wave_id, by=by)
        WAVE.next_state(wave.state, "open")
        if at < wave.opens_at:
            raise Refused("surveys.too_early")
        check_ready(wave, at=at)
        if wave.state == WaveState.PLANNED and wave.frame != Frame.OPEN:
            draw_wave(wave.pk, by=by, at=at)
        wave = WAVE.move(Wave, wave.pk, "open")
        if wave.frame != Frame.OPEN:
            jobs.enqueue(INVITE_JOB, f"{INVITE_JOB}:{wave.pk}:0", {"wave": wave.pk, "after": 0}, at)
        for follow in _on_opened:
            follow(wave, at)
        return wave


def close_wave(wave_id: int, *, by: Scope, at: datetime) -> Wave:
    """Take no more answers: at its hour by the beat, never before. Whoever has not answered has lapsed.

    Refused: ``parties.not_yours``, ``surveys.still_open``, ``foundation.not_allowed_now``.
    """
    with writing(by):
        wave = locked_wave(wave_id, by=by)
        WAVE.next_state(wave.state, "close")
        if at < wave.closes_at:
            raise Refused("surveys.still_open")
        wave = WAVE.move(Wave, wave.pk, "close")
        _lapse(wave)
        for follow in _on_closed:
            follow(wave, at)
        return wave


def cancel_wave(wave_id: int, reason: str, *, by: Scope, at: datetime) -> Wave:
    """Call it off; what came in is not opened, and nobody is written to any more.

    Refused: ``parties.not_yours``, ``surveys.reason_missing``, ``foundation.not_allowed_now``.
    """
    said = clean_text(reason, LONGEST_REASON, "reason")
    if not said:
        raise Refused("surveys.reason_missing", "reason")
    with writing(by):
        wave = locked_wave(wave_id, by=by)
        wave = WAVE.move(Wave, wave.pk, "cancel", cancel_reason=said)
        _lapse(wave)
        for follow in _on_cancelled:
            follow(wave, at)
        return wave


def end_with_contract(contract: Contract, *, at: datetime) -> None:
    """Call off what has not opened yet when its contract ends; what takes answers goes on to its close.

    The reason stands in Chinese, as all that is kept of a contract.
    """
    for wave in Wave.objects.filter(contract=contract, state__in=(WaveState.PLANNED, WaveState.DRAWN)).order_by("pk"):
        cancel_wave(wave.pk, ENDED, by=SYSTEM, at=at)


def _lapse(wave: Wave) -> None:
    """All at once, as the table of invitations allows from either state: there may be a hundred thousand."""
    Invitation.objects.filter(wave=wave, state__in=WAITING).update(state=InvitationState.LAPSED)


def _try(step: Callable[..., Wave], wave_id: int, *, at: datetime) -> bool:
    """One wave's trouble is not the others': what is refused is for people to settle, what breaks is logged."""
    try:
        step(wave_id, by=SYSTEM, at=at)
    except Refused as refused:
        logger.info("wave waits", extra={"wave": wave_id, "code": refused.code})
        return False
    except Exception as error:  # noqa: BLE001 - see above
        logger.error("wave stands still", extra={"wave": wave_id, "error": describe_error(error)})
        return False
    return True
