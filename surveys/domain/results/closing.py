"""When the answers of a closed wave are opened they are counted too, in the same transaction (D6)."""

from collections.abc import Callable
from datetime import datetime

from surveys.domain.results.counting import keep_figures
from surveys.domain.waves.lifecycle import WAVE
from surveys.models import Opening, Wave

Follower = Callable[[Wave, datetime], object]

_on_counted: list[Follower] = []


def register(on_counted: Follower) -> None:
    """Rooms above follow the counting of a wave, in its transaction."""
    if on_counted not in _on_counted:
        _on_counted.append(on_counted)


def count_opened(opening: Opening, at: datetime) -> None:
    """Count a wave whose answers were just opened, and keep its figures for good."""
    wave = Wave.objects.select_related("version", "contract", "party").get(pk=opening.wave_id)
    keep_figures(wave, at=at)
    WAVE.move(Wave, wave.pk, "count")
    wave.refresh_from_db(fields=["state"])
    for follow in _on_counted:
        follow(wave, at)
