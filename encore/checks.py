"""What the machine must have before Encore may start."""

import ctypes
from typing import Any

from django.core.checks import CheckMessage, Error, register

LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
# WeasyPrint runs without the last one too, but then a Chinese PDF takes ten times as long.
MISSING_LIBRARY = (
    "The system library {name}, needed for PDFs, is missing. Install it with `make setup`, or with "
    "`apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0`."
)


@register
def system_libraries(**_: Any) -> list[CheckMessage]:
    """An error when PDFs cannot be made, or only very slowly."""
    problem = missing_library()
    return [Error(problem, id="encore.E001")] if problem else []


def missing_library() -> str | None:
    """What to tell the person when a library for PDFs is missing; None when all is there."""
    for name in LIBRARIES:
        try:
            # Loaded by name as WeasyPrint does, without the second that importing WeasyPrint takes.
            ctypes.CDLL(name)
        except OSError:
            return MISSING_LIBRARY.format(name=name)
    return None
