"""Ids as they come in addresses, forms and cookies: anything may stand there."""

LONGEST_ID = 18
"""Digits; one more could pass what the database holds."""


def typed_id(text: str | None) -> int | None:
    """The id that was typed; ``None`` for whatever can be none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= LONGEST_ID else None
