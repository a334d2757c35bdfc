"""What must be true of the machine before anything starts."""

from __future__ import annotations

import ctypes
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register

# The names under which WeasyPrint looks for it.
HARFBUZZ_SUBSET = ("libharfbuzz-subset.so.0", "harfbuzz-subset", "libharfbuzz-subset.0.dylib")


@register(Tags.compatibility)
def chinese_fonts_can_be_cut(**_about: Any) -> list[CheckMessage]:
    """Without this library a Chinese PDF takes ten times as long and becomes many times as large."""
    if any(_loads(name) for name in HARFBUZZ_SUBSET):
        return []
    return [
        Error(
            "The library harfbuzz-subset is missing.",
            hint="Install the system package libharfbuzz-subset0.",
            id="foundation.E001",
        )
    ]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
