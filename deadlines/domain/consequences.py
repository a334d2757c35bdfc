"""What follows from a clock: the floors above register here what they do about warnings and missed deadlines.

Each function gets the whole batch and the moment, inside the transaction that wrote it, and picks its own rows; so a
breach or a message is there exactly when the outcome is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from deadlines.models import Deadline


@dataclass(frozen=True)
class Warned:
    """An open deadline of which ``percent`` (50 or 80) of the time allowed has passed."""

    deadline: Deadline
    percent: int


OnWarned = Callable[[list[Warned], datetime], None]
OnMissed = Callable[[list[Deadline], datetime], None]

_on_warned: list[OnWarned] = []
_on_missed: list[OnMissed] = []


def register(on_warned: OnWarned | None, on_missed: OnMissed | None) -> None:
    """Add what a floor above does about warned and about missed deadlines; a second time changes nothing."""
    if on_warned is not None and on_warned not in _on_warned:
        _on_warned.append(on_warned)
    if on_missed is not None and on_missed not in _on_missed:
        _on_missed.append(on_missed)


def announce_warned(warned: list[Warned], *, at: datetime) -> None:
    """Tell the registered functions of these warnings; nothing happens without any."""
    if warned:
        for follow in _on_warned:
            follow(warned, at)


def announce_missed(missed: list[Deadline], *, at: datetime) -> None:
    """Tell the registered functions of these missed deadlines; nothing happens without any."""
    if missed:
        for follow in _on_missed:
            follow(missed, at)
