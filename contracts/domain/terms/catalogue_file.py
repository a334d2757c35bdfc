"""The file of the catalogue, `contracts/forms/terms.yaml`: its shape, what must hold in it, and its plain data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

from contracts.domain.yaml_files.reading import read_yaml_file
from contracts.domain.yaml_files.shapes import BOTH_LANGUAGES, CODE, Fields, Flag, ListOf, OneOf, Whole, Words
from contracts.domain.yaml_files.source import FileMistakes, Mistake, Source

CATALOGUE_FILE = Path(__file__).resolve().parents[2] / "forms" / "terms.yaml"
TYPE_NAMES = (
    "hours",
    "days",
    "working_days",
    "weeks",
    "months",
    "years",
    "month_span",
    "percent",
    "daily_rate",
    "money",
    "count",
    "choice",
    "date",
    "text",
)
_UNSIZED = {"choice", "text", "date", "month_span"}

OPTION = Fields({"code": CODE, "zh": Words(), "en": Words()})
ENTRY = Fields(
    {"name": CODE, "types": ListOf(OneOf(TYPE_NAMES)), "label": BOTH_LANGUAGES, "drives": BOTH_LANGUAGES},
    {"least": Whole(), "most": Whole(), "options": ListOf(OPTION), "acts": Flag()},
)
CATALOGUE = Fields({"terms": ListOf(ENTRY)})

Data = dict[str, Any]
Row = TypeVar("Row")


class Table(Mapping[str, Row], Generic[Row]):
    """A table by name that is read when somebody first looks into it."""

    def __init__(self, read: Callable[[], Mapping[str, Row]]) -> None:
        self._read = read

    @cached_property
    def _rows(self) -> Mapping[str, Row]:
        return self._read()

    def __getitem__(self, name: str) -> Row:
        return self._rows[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


@cache
def shipped_entries() -> tuple[Data, ...]:
    """The entries of the shipped catalogue as plain data. Raises FileMistakes."""
    entries, mistakes = _read(CATALOGUE_FILE)
    if mistakes:
        raise FileMistakes(CATALOGUE_FILE, mistakes)
    return entries


def mistakes_in_catalogue(path: Path = CATALOGUE_FILE) -> tuple[Mistake, ...]:
    """Everything that is wrong with a catalogue's file, by line; empty for a good one. Raises OSError."""
    return _read(path)[1]


def _read(path: Path) -> tuple[tuple[Data, ...], tuple[Mistake, ...]]:
    data, source = read_yaml_file(path, CATALOGUE)
    entries = tuple(filter(None, (data or {}).get("terms") or ()))
    if data is not None:
        _check(data, source)
    return entries, tuple(sorted(set(source.mistakes)))


def _check(data: Data, source: Source) -> None:
    """What must hold beyond the shape: names once, options for choices alone and with one wording, ranges in order."""
    names, wordings = set[str](), dict[str, tuple[str | None, str | None]]()
    for index, entry in enumerate(data.get("terms") or ()):
        if entry is None:
            continue
        path = ("terms", index)
        name = entry.get("name")
        if name in names:
            source.wrong("duplicate_code", f"{name} stands here for the second time", *path, "name")
        names.add(name)
        _check_range(entry, path, source)
        _check_options(entry, path, wordings, source)


def _check_range(entry: Data, path: tuple[str, int], source: Source) -> None:
    types = set(entry.get("types") or ())
    least, most = entry.get("least"), entry.get("most")
    if not types and "types" in entry:
        source.wrong("empty", "a term needs a type", *path, "types")
    if (least, most) != (None, None) and types & _UNSIZED:
        source.wrong("range", "only numbers and periods have a range", *path, "least" if least is not None else "most")
    if least is not None and most is not None and least > most:
        source.wrong("range", f"no value lies between {least} and {most}", *path, "most")


def _check_options(
    entry: Data, path: tuple[str, int], wordings: dict[str, tuple[str | None, str | None]], source: Source
) -> None:
    types, options = entry.get("types") or (), entry.get("options") or ()
    if ("choice" in types) != bool(options):
        source.wrong("options", "options belong to a choice, and a choice needs them", *path, "options")
    if "choice" in types and len(types) > 1:
        source.wrong("options", "a choice has no other type beside it", *path, "types")
    for index, option in enumerate(options):
        if option is None:
            continue
        words = option.get("zh"), option.get("en")
        if wordings.setdefault(option.get("code"), words) != words:
            message = f"{option.get('code')} has another wording above"
            source.wrong("options", message, *path, "options", index, "code")
