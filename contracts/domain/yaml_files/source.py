"""A file as read: where each part of it stands, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path as FilePath

Path = tuple[str | int, ...]


@dataclass(frozen=True, order=True)
class Mistake:
    """Something wrong in a file. `code` is stable; `message` is for the person who writes the file."""

    line: int
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.line}: {self.message}"


@dataclass
class Source:
    """A file as read so far: where each part stands, and what is wrong with it."""

    lines: dict[Path, int] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    blocks: set[Path] = field(default_factory=set)  # texts that begin on the line below their name

    def wrong(self, code: str, message: str, *path: str | int) -> None:
        """Notes a mistake at a part, or at the nearest part around it that exists."""
        known = next((path[:length] for length in range(len(path), 0, -1) if path[:length] in self.lines), ())
        self.mistakes.append(Mistake(self.lines.get(known, 1), code, message))

    def wrong_in(self, text: str, piece: str, code: str, message: str, *path: str | int) -> None:
        """Notes a mistake at the line of a text on which a piece of it stands first."""
        above = text[: max(text.find(piece), 0)].count("\n") + 1 if path in self.blocks else 0
        self.mistakes.append(Mistake(self.lines[path] + above, code, message))


class FileMistakes(Exception):
    """A file that cannot be used. `mistakes` lists everything that is wrong with it, by line."""

    def __init__(self, path: FilePath, mistakes: tuple[Mistake, ...]) -> None:
        self.path, self.mistakes = path, mistakes
        super().__init__("\n".join(f"{path.name}:{mistake}" for mistake in mistakes))
