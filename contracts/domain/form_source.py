"""Reading a YAML file: plain data by a stated shape, with the line of every part and of every mistake."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

Path = tuple[str | int, ...]
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast where PyYAML was built with libyaml
DEEPEST = 20  # parts inside parts; a form needs seven


@dataclass(frozen=True, order=True)
class Mistake:
    """Something wrong in a form file. `code` is stable; `message` is for the person who writes the file."""

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


class Shape(ABC):
    """What a part of the file may look like."""

    @abstractmethod
    def read(self, node: yaml.Node, path: Path, source: Source) -> Any:
        """The plain value; where the node does not fit, a mistake is noted and None given."""

    @abstractmethod
    def schema(self) -> dict[str, Any]:
        """The same as JSON Schema, for editors."""


@dataclass(frozen=True)
class Words(Shape):
    """Text that is not empty; with `pattern`, all of it must match."""

    pattern: str = ""

    def read(self, node: yaml.Node, path: Path, source: Source) -> str | None:
        if not isinstance(node, yaml.ScalarNode):
            source.wrong("shape", "text is expected here", *path)
        elif not node.value.strip():
            source.wrong("english_missing" if path[-1] == "en" else "empty", f"{path[-1]} is empty", *path)
        elif self.pattern and not re.fullmatch(self.pattern, node.value):
            source.wrong("shape", f"{node.value!r} does not fit {self.pattern}", *path)
        else:
            if node.style == "|":
                source.blocks.add(path)
            return str(node.value).strip()
        return None

    def schema(self) -> dict[str, Any]:
        return {"type": ["string", "number"], **({"pattern": f"^(?:{self.pattern})$"} if self.pattern else {})}


@dataclass(frozen=True)
class OneOf(Shape):
    """One word of a fixed list."""

    words: tuple[str, ...]

    def read(self, node: yaml.Node, path: Path, source: Source) -> str | None:
        if isinstance(node, yaml.ScalarNode) and node.value in self.words:
            return str(node.value)
        source.wrong("shape", f"{path[-1]} must be one of: {', '.join(self.words)}", *path)
        return None

    def schema(self) -> dict[str, Any]:
        return {"enum": list(self.words)}


class Flag(Shape):
    """true or false."""

    def read(self, node: yaml.Node, path: Path, source: Source) -> bool:
        if not isinstance(node, yaml.ScalarNode) or node.value not in {"true", "false"}:
            source.wrong("shape", f"{path[-1]} must be true or false", *path)
        return isinstance(node, yaml.ScalarNode) and node.value == "true"

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True)
class ListOf(Shape):
    """A list of parts of one shape."""

    item: Shape

    def read(self, node: yaml.Node, path: Path, source: Source) -> list[Any]:
        if not isinstance(node, yaml.SequenceNode):
            source.wrong("shape", f"{path[-1]} must be a list", *path)
            return []
        return [_read(self.item, child, (*path, index), source) for index, child in enumerate(node.value)]

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": self.item.schema()}


@dataclass(frozen=True)
class Fields(Shape):
    """Named parts, each once: those that must be there and those that may."""

    needed: Mapping[str, Shape]
    possible: Mapping[str, Shape] = field(default_factory=dict)

    def read(self, node: yaml.Node, path: Path, source: Source) -> dict[str, Any] | None:
        if not isinstance(node, yaml.MappingNode):
            source.wrong("shape", f"named parts are expected here: {', '.join(self.needed)}", *path)
            return None
        values = self._values(node, path, source)
        for name in self.needed:
            if name not in values:
                source.wrong("english_missing" if name == "en" else "missing", f"{name} is missing", *path)
        return values

    def _values(self, node: yaml.MappingNode, path: Path, source: Source) -> dict[str, Any]:
        shapes, values = {**self.needed, **self.possible}, dict[str, Any]()
        for key, child in node.value:
            name = str(key.value)
            source.lines[(*path, name)] = key.start_mark.line + 1
            if name in values:
                source.wrong("duplicate_key", f"{name} stands here twice", *path, name)
            elif name not in shapes:
                source.wrong("unknown_key", f"{name} is not known here", *path, name)
            else:
                values[name] = _read(shapes[name], child, (*path, name), source)
        return values

    def schema(self) -> dict[str, Any]:
        properties = {name: shape.schema() for name, shape in {**self.needed, **self.possible}.items()}
        return {
            "type": "object",
            "properties": properties,
            "required": list(self.needed),
            "additionalProperties": False,
        }


def _read(shape: Shape, node: yaml.Node, path: Path, source: Source) -> Any:
    source.lines.setdefault(path, node.start_mark.line + 1)
    return shape.read(node, path, source)


def _line(mark: Any) -> int:
    """The line of PyYAML's mark, counted from 1."""
    return 1 if mark is None else int(mark.line) + 1


def _stopped(line: int, message: str) -> tuple[None, Source]:
    """A text that is no YAML that we read: one mistake, and no data."""
    return None, Source(mistakes=[Mistake(line, "yaml", message)])


def _refused(text: str) -> tuple[int, str] | None:
    """What YAML allows and forms do not use, seen before it can do harm: its line, and what it is."""
    depth = 0
    for event in yaml.parse(text, _Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent):
            return _line(event.start_mark), "references inside YAML (*name) are not used"
        if depth > DEEPEST:
            return _line(event.start_mark), "this is nested too deeply"
    return None


def read_yaml(text: str, shape: Shape) -> tuple[Any, Source]:
    """The data of a YAML text by its shape. Scalars stay as written (3.10 is not 3.1); aliases are refused."""
    source = Source()
    try:
        refused = _refused(text)
        node = None if refused else yaml.compose(text, _Loader)
    except yaml.MarkedYAMLError as error:
        return _stopped(_line(error.problem_mark or error.context_mark), str(error.problem or error.context))
    except yaml.YAMLError as error:
        return _stopped(1, str(error))
    if node is None:
        return _stopped(*(refused or (1, "the file is empty")))
    return _read(shape, node, (), source), source
