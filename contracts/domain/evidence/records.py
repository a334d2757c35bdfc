"""A pack's content for programs: records, timeline and clauses as JSON, the same bytes for the same content."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from contracts.domain.evidence.gathering import Gathered
from contracts.domain.evidence.parts import Event, Record, Value, Words


def plain(value: Value) -> Any:
    """As JSON keeps it: moments in UTC, sums as text so that nothing is lost."""
    match value:
        case Words():
            return value.as_json()
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
    return value


def as_bytes(content: object) -> bytes:
    """JSON for people too: indented, Chinese as it is."""
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"


def files_of(found: Gathered) -> Iterator[tuple[str, bytes]]:
    """The files for programs, by path."""
    yield "data/clauses.json", as_bytes([each.as_json() for each in found.clauses])
    yield "data/records.json", as_bytes([_record(each) for each in found.records])
    yield "data/timeline.json", as_bytes([_event(each, found) for each in found.events])


def _record(record: Record) -> dict[str, Any]:
    return {
        "kind": record.kind,
        "id": record.id,
        "title": record.title.as_json(),
        "masked": record.is_masked,
        "facts": {each.name: plain(each.value) for each in record.facts},
        "workings": [{**step.as_json(), "amount": str(amount)} for step, amount in record.lines],
    }


def _event(event: Event, found: Gathered) -> dict[str, Any]:
    return {
        "at": plain(event.at),
        "title": event.title.as_json(),
        "about": event.about,
        "by": event.by,
        "text": event.text,
        "file": found.path_of(event.file.pk) if event.file else "",
    }
