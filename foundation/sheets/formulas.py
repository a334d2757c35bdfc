"""Text that a spreadsheet would compute, made inert and back."""

from typing import Final

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def inert(text: str) -> str:
    """With an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def as_typed(text: str) -> str:
    """Without the apostrophe that :func:`inert` put there."""
    return text[1:] if text.startswith("'") and inert(text[1:]) == text else text
