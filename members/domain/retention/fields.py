"""The fields of the RFM map: what to call the members of each square of recency and frequency."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Field:
    """A region of the map; ``tone`` is a tone of the house's colours."""

    code: str
    label: str | Promise
    hint: str | Promise
    tone: str


BEST: Final = Field(
    "best",
    pgettext_lazy("RFM", "Best guests"),
    pgettext_lazy("RFM", "Here often, and lately: thank them."),
    "ok",
)
GROWING: Final = Field(
    "growing",
    pgettext_lazy("RFM", "Growing"),
    pgettext_lazy("RFM", "Here lately, and coming more: invite them."),
    "info",
)
NEW: Final = Field(
    "new",
    pgettext_lazy("RFM", "New faces"),
    pgettext_lazy("RFM", "Here lately for the first time: make them come again."),
    "accent",
)
LOYAL: Final = Field(
    "loyal",
    pgettext_lazy("RFM", "Regulars on a break"),
    pgettext_lazy("RFM", "Often here, not quite lately: ask how they are."),
    "attention",
)
WAVERING: Final = Field(
    "wavering",
    pgettext_lazy("RFM", "Wavering"),
    pgettext_lazy("RFM", "Neither often nor lately: give them a reason."),
    "muted",
)
PRECIOUS: Final = Field(
    "precious",
    pgettext_lazy("RFM", "Not to be lost"),
    pgettext_lazy("RFM", "Came often, and stopped: call them first."),
    "danger",
)
DRIFTING: Final = Field(
    "drifting",
    pgettext_lazy("RFM", "Drifting away"),
    pgettext_lazy("RFM", "Came at times, and stopped: win them back."),
    "urgent",
)
NEARLY_GONE: Final = Field(
    "nearly_gone",
    pgettext_lazy("RFM", "Nearly gone"),
    pgettext_lazy("RFM", "Came once, long ago: a greeting is enough."),
    "muted",
)
FIELDS: Final = (BEST, GROWING, NEW, LOYAL, WAVERING, PRECIOUS, DRIFTING, NEARLY_GONE)


def field_of(recency: int, frequency: int) -> Field:
    """The region of a square; both scores from 1 to 5."""
    if recency >= 4:
        return BEST if frequency >= 4 else GROWING if frequency >= 2 else NEW
    if recency == 3:
        return LOYAL if frequency >= 4 else WAVERING
    return PRECIOUS if frequency >= 4 else DRIFTING if frequency >= 2 else NEARLY_GONE


def squares_of(code: str) -> list[tuple[int, int]]:
    """The squares (recency, frequency) of a region."""
    return [(r, f) for r in range(1, 6) for f in range(1, 6) if field_of(r, f).code == code]
