"""One thing that a person is asked to do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from deadlines.models import Deadline

SHOWN: Final = 30
"""How many of one kind are looked at, and how many are listed in all."""


@dataclass(frozen=True)
class Need:
    """One thing to do: what, why, where, and until when (``None``: no limit runs)."""

    title: str
    why: str
    path: str
    icon: str
    due_at: datetime | None = None
    deadline: Deadline | None = None
