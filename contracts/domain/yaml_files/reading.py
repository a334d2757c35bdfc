"""Reading YAML: nothing is constructed, nothing is evaluated, and what could do harm is refused before it does."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import Any

import yaml

from contracts.domain.yaml_files.shapes import Shape, read_part
from contracts.domain.yaml_files.source import Mistake, Source

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast where PyYAML was built with libyaml
DEEPEST = 20  # parts inside parts; a form needs eight
LARGEST = 1_000_000  # bytes; the longest form has a quarter of it


def read_yaml_file(path: FilePath, shape: Shape) -> tuple[Any, Source]:
    """The data of a YAML file by its shape: None where it is no YAML that we read. Raises OSError."""
    with path.open("rb") as file:
        raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        return _stopped(1, f"the file is larger than {LARGEST // 1000} kB")
    try:
        return read_yaml(raw.decode("utf-8-sig"), shape)
    except UnicodeDecodeError as error:
        return _stopped(_line_of(raw, error.start), f"the file is not UTF-8: {error.reason}")


def read_yaml(text: str, shape: Shape) -> tuple[Any, Source]:
    """The data of a YAML text by its shape. Scalars stay as written (3.10 is not 3.1); aliases are refused."""
    source = Source()
    try:
        refused = _refused(text)
        node = None if refused else yaml.compose(text, _Loader)
    except yaml.MarkedYAMLError as error:
        return _stopped(_line(error.problem_mark or error.context_mark), str(error.problem or error.context))
    except yaml.reader.ReaderError as error:
        return _stopped(_line_of(text.encode(), error.position), f"a character that YAML forbids: {error.reason}")
    if node is None:
        return _stopped(*(refused or (1, "the file is empty")))
    return read_part(shape, node, (), source), source


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


def _stopped(line: int, message: str) -> tuple[None, Source]:
    """A text that is no YAML that we read: one mistake, and no data."""
    return None, Source(mistakes=[Mistake(line, "yaml", message)])


def _line(mark: Any) -> int:
    """The line of PyYAML's mark, counted from 1."""
    return 1 if mark is None else int(mark.line) + 1


def _line_of(raw: bytes, position: int) -> int:
    """The line of a byte, counted from 1."""
    return raw[:position].count(b"\n") + 1
