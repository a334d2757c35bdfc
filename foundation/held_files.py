"""A file whose content the product holds already: it came in a mail, or was made here."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class HeldFile:
    """Its name and content, to be taken like a file that somebody chose."""

    name: str
    content: bytes = field(repr=False)

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.content)

    def read(self) -> bytes:
        """All of it."""
        return self.content
