"""A file comes in: it is looked into, enciphered and kept; then a person says what its columns hold."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import IO, Final, NamedTuple, Protocol

from django.db.models import QuerySet

from foundation.enciphering import keyed_hasher
from foundation.files import store_stream
from foundation.jobs import enqueue
from foundation.refusals import Refused
from foundation.sheets.limits import LARGEST_FILE
from foundation.sheets.reading import kind_of_table, read_table
from members.domain.imports.columns import guess, missing, plain_heading
from members.domain.imports.lifecycle import IMPORT
from members.domain.imports.own_columns import columns_for
from members.domain.imports.sealed import new_key, opened_file, sealed_file, wrapped
from members.models import ColumnMemory, Import, ImportKind
from parties.domain.scope import Scope, writing
from parties.models import Venue

VERB: Final = "members.import"
BILLS: Final = "bills.enter"
READ: Final = "members.import_read"
SAMPLES: Final = 3
KEPT_NAME: Final = "import.sealed"
"""A file's own name may name a person, and is not kept."""


class Upload(Protocol):
    """A file as it came in."""

    @property
    def size(self) -> int | None: ...
    def read(self) -> bytes: ...


class Head(NamedTuple):
    """The headings of a file and the first rows beneath them."""

    headings: list[str]
    samples: list[list[str]]


def send_import(venue_id: int, kind: str, upload: Upload, *, by: Scope, at: datetime) -> Import:
    """Keep a file from which members, or bills, are to be taken over.

    Refused: ``parties.not_yours``, ``members.venue_unknown``, ``foundation.file_…`` and ``foundation.sheet_…`` as
    :mod:`foundation.sheets` reads it; only its first rows are read here.
    """
    if by.user_id is None:
        raise Refused("parties.not_yours")
    if kind not in ImportKind.values:
        raise Refused("members.choice_unknown", "kind")
    venue = venues_for(kind, by=by).filter(pk=venue_id).first()
    if venue is None:
        raise Refused("members.venue_unknown", "venue")
    if (upload.size or 0) > LARGEST_FILE:
        raise Refused("foundation.file_too_big", "file", limit=LARGEST_FILE // 1024**2)
    content = upload.read()
    file_kind = kind_of_table(io.BytesIO(content))
    head = _head(io.BytesIO(content))
    key = new_key()
    with writing(by):
        sent = Import.objects.create(
            party_id=venue.party_id,
            venue=venue,
            kind=kind,
            file=store_stream(sealed_file(content, key=key), KEPT_NAME, content_type="application/octet-stream"),
            file_kind=file_kind,
            key_enciphered=wrapped(key),
            sent_by_id=by.user_id,
            sent_at=at,
        )
        sent.mapping = _to_begin_with(sent, head.headings)
        sent.save(update_fields=["mapping"])
    return sent


def venues_for(kind: str, *, by: Scope) -> QuerySet[Venue]:
    """The venues of the person's own party into which they may take such files over."""
    own = Venue.objects.within(by, verb=VERB).filter(party__in=by.parties_for(VERB))
    if kind == ImportKind.BILLS:  # who enters no bill by hand enters none by file
        own = own.filter(pk__in=Venue.objects.within(by, verb=BILLS).values("pk"))
    return own


def head_of(sent: Import) -> Head:
    """The headings of the file, and a few rows. Raises ``foundation.enciphering.Unreadable`` once it is forgotten."""
    with opened_file(sent) as stream:
        return _head(stream)


def _head(stream: IO[bytes]) -> Head:
    lines = [line.cells for line in islice(read_table(stream), SAMPLES + 1)]
    if len(lines) < 2:
        raise Refused("foundation.sheet_empty", "file")
    return Head(lines[0], lines[1:])


def _to_begin_with(sent: Import, headings: Sequence[str]) -> dict[str, str]:
    """What this party said before of such headings; for the others a guess."""
    hashes = _heading_hashes(sent, headings)
    kept = ColumnMemory.objects.filter(party=sent.party_id, kind=sent.kind, heading_hash__in=hashes)
    columns = columns_for(sent.kind, sent.party_id)
    asked = {"", *(column.code for column in columns)}  # a field of the party's own may have been retired since
    remembered = {hashed: code for hashed, code in kept.values_list("heading_hash", "field") if code in asked}
    said = {place: remembered[hashed] for place, hashed in enumerate(hashes) if hashed in remembered}
    found: dict[int, str] = {}
    for place, code in [*said.items(), *guess(headings, columns).items()]:
        if place not in found and (not code or code not in found.values()) and not (place in said and not said[place]):
            found[place] = code
    return {str(place): code for place, code in found.items() if code}


def choose_columns(import_id: int, chosen: Mapping[int, str], *, by: Scope, at: datetime) -> Import:
    """Say what the columns hold (place → code, empty: nothing), remember it for the next file, and have all rows
    checked in the background.

    Refused: ``parties.not_yours``, ``members.column_twice``, ``members.columns_missing``.
    """
    with writing(by):
        sent = locked_import(import_id, by=by)
        headings = head_of(sent).headings
        codes = [code for code in chosen.values() if code]
        known = {column.code: str(column.label) for column in columns_for(sent.kind, sent.party_id)}
        if set(codes) - known.keys() or any(not 0 <= place < len(headings) for place in chosen):
            raise Refused("members.choice_unknown")
        if len(set(codes)) < len(codes):
            raise Refused("members.column_twice", name=known[next(code for code in codes if codes.count(code) > 1)])
        for group in missing(set(codes), sent.kind):
            raise Refused("members.columns_missing", names=" / ".join(sorted(known[code] for code in group)))
        _remember(sent, headings, chosen)
        mapping = {str(place): code for place, code in sorted(chosen.items()) if code}
        sent = IMPORT.move(Import, import_id, "check", mapping=mapping, rows_done=0, reason="")
        enqueue(READ, f"{READ}:{import_id}:{at.isoformat()}", {"import": import_id})
        return sent


def locked_import(import_id: int, *, by: Scope) -> Import:
    """The import, locked; Refused ``parties.not_yours`` for one out of the person's reach."""
    mine = Import.objects.within(by, verb=VERB).filter(pk=import_id)
    found = Import.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=mine.values("pk"))
    sent = found.select_related("file").first()
    if sent is None:
        raise Refused("parties.not_yours")
    return sent


def _remember(sent: Import, headings: Sequence[str], chosen: Mapping[int, str]) -> None:
    hashes = _heading_hashes(sent, headings)
    rows = {
        hashes[place]: ColumnMemory(party_id=sent.party_id, kind=sent.kind, heading_hash=hashes[place], field=code)
        for place, code in chosen.items()
    }
    ColumnMemory.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["party", "kind", "heading_hash"],
        update_fields=["field"],
    )


def _heading_hashes(sent: Import, headings: Sequence[str]) -> list[str]:
    """A file without headings has a person in its first row: hence no heading is kept in the clear."""
    hashed = keyed_hasher(f"members.heading:{sent.party_id}")
    return [hashed(plain_heading(heading)) for heading in headings]
