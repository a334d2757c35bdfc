"""What a part of a YAML file may look like: read into plain data, or noted as a mistake."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from contracts.domain.yaml_files.source import Path, Source


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
        written = f"{node.value!r}" if isinstance(node, yaml.ScalarNode) else "this"
        source.wrong("shape", f"{written} must be one of: {', '.join(self.words)}", *path)
        return None

    def schema(self) -> dict[str, Any]:
        return {"enum": list(self.words)}


@dataclass(frozen=True)
class Whole(Shape):
    """A whole number, never negative."""

    def read(self, node: yaml.Node, path: Path, source: Source) -> int | None:
        if isinstance(node, yaml.ScalarNode) and re.fullmatch(r"[0-9]{1,12}", node.value):
            return int(node.value)
        source.wrong("shape", f"{path[-1]} must be a whole number", *path)
        return None

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": 0}


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
        return [read_part(self.item, child, (*path, index), source) for index, child in enumerate(node.value)]

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
                values[name] = read_part(shapes[name], child, (*path, name), source)
        return values

    def schema(self) -> dict[str, Any]:
        properties = {name: shape.schema() for name, shape in {**self.needed, **self.possible}.items()}
        return {
            "type": "object",
            "properties": properties,
            "required": list(self.needed),
            "additionalProperties": False,
        }


def read_part(shape: Shape, node: yaml.Node, path: Path, source: Source) -> Any:
    """What stands at `path` by its shape; its line is kept."""
    source.lines.setdefault(path, node.start_mark.line + 1)
    return shape.read(node, path, source)


BOTH_LANGUAGES = Fields({"zh": Words(), "en": Words()})
CODE = Words(r"[a-z][a-z0-9_]{0,39}")
