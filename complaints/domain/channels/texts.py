"""What was said, as it rests: enciphered, and bound to its own message."""

from uuid import UUID

from complaints.models import CustomerMessage, InternalNote
from foundation.enciphering import decipher, encipher


def enciphered_text(text: str, key: UUID) -> bytes:
    """A text for the database."""
    return encipher(text, about=_about(key))


def text_of(written: CustomerMessage | InternalNote) -> str:
    """What a message or a note says. Raises ``foundation.enciphering.Unreadable``."""
    return decipher(bytes(written.text_enciphered), about=_about(written.key))


def _about(key: UUID) -> str:
    return f"complaints.message:{key}"
