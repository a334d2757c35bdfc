"""Gathers what all sources contribute to one pack, in an order that is the same every time."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from contracts.domain.evidence.entry_names import entry_name
from contracts.domain.evidence.parts import Audited, Event, Original, Record, RestsOn, Subject, Withheld, parts_of
from contracts.domain.wording.blanks import values_of
from contracts.domain.wording.preview import ReadableClause, readable
from contracts.models import Clause, ContractVersion

FOLDERS = {"signed_contract": "contract", "scan": "contract"}
ELSEWHERE = "originals"


@dataclass(frozen=True)
class Placed:
    """An original with its place in the pack."""

    path: str
    original: Original


@dataclass(frozen=True)
class ShownClause:
    """A clause as printed in one wording, in both languages. ``page``: of the signed file."""

    version: int
    number: str
    page: int | None
    zh: tuple[str, str, str]
    en: tuple[str, str, str]

    def as_json(self) -> dict[str, object]:
        spoken = [dict(zip(("label", "heading", "text"), each, strict=True)) for each in (self.zh, self.en)]
        return {"version": self.version, "number": self.number, "page": self.page, "zh": spoken[0], "en": spoken[1]}


@dataclass
class Gathered:
    """The content of a pack but for the bytes of its originals."""

    subject: Subject
    events: list[Event] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    audited: list[Audited] = field(default_factory=list)
    clauses: list[ShownClause] = field(default_factory=list)
    files: list[Placed] = field(default_factory=list)

    def path_of(self, file_id: int) -> str:
        """Where an original lies; empty when it is not in the pack."""
        return self._paths.get(file_id, "")

    @cached_property
    def _paths(self) -> dict[int, str]:
        return {each.original.file.pk: each.path for each in self.files}


def gather(subject: Subject) -> Gathered:
    """Everything that goes into the pack about this subject."""
    found, clauses, originals = Gathered(subject), dict[int, Clause](), dict[int, Original]()
    withheld: dict[str, frozenset[int]] = {}
    for part in parts_of(subject):
        match part:
            case Event():
                found.events.append(part)
            case Record():
                found.records.append(part)
            case Audited():
                found.audited.append(part)
            case Withheld():
                withheld[part.table] = withheld.get(part.table, frozenset()) | part.ids
            case RestsOn():
                clauses[part.clause.pk] = part.clause
            case Original():
                originals.setdefault(part.file.pk, part)
    found.audited = [replace(each, ids=each.ids - withheld.get(each.table, frozenset())) for each in found.audited]
    found.events = sorted(found.events, key=lambda each: (each.at, each.about))
    found.files = list(_placed(originals.values()))
    found.clauses = list(_shown(clauses.values()))
    return found


def _placed(originals: Iterable[Original]) -> Iterable[Placed]:
    # The signed contracts first, then whatever came in, as it came in.
    ordered = sorted(originals, key=lambda each: (each.kind not in FOLDERS, each.file.pk))
    for number, original in enumerate(ordered, start=1):
        folder = FOLDERS.get(original.kind, ELSEWHERE)
        yield Placed(f"{folder}/{entry_name(number, original.file.name)}", original)


def _shown(clauses: Iterable[Clause]) -> Iterable[ShownClause]:
    by_version: dict[int, list[Clause]] = {}
    for clause in sorted(clauses, key=lambda each: (each.version_id, each.position)):
        by_version.setdefault(clause.version_id, []).append(clause)
    for version in ContractVersion.objects.filter(pk__in=by_version).order_by("number"):
        values, here = values_of(version), by_version[version.pk]
        zh, en = (readable(here, values, language, version.division) for language in ("zh-hans", "en"))
        for clause, in_zh, in_en in zip(here, zh, en, strict=True):
            yield ShownClause(version.number, clause.number, clause.page, _spoken(in_zh), _spoken(in_en))


def _spoken(clause: ReadableClause) -> tuple[str, str, str]:
    return clause.label, clause.heading, "".join(segment.text for segment in clause.segments)
