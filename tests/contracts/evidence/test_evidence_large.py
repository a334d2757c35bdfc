"""A large pack is streamed: its memory does not follow the size of what is in it."""

import io
import tempfile
import tracemalloc
from collections.abc import Iterator
from datetime import date, timedelta
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile

from contracts.domain.evidence import parts
from contracts.domain.evidence.asking import Wanted, ask_for_pack
from contracts.domain.evidence.packing import write_pack
from contracts.domain.evidence.parts import Original, Part, Subject, words
from contracts.domain.evidence.subjects import subject_of
from foundation.audit import writing
from foundation.files import store_stream
from tests import factories
from tests.contracts.calendars import DAY, INTERVALS, SIGNED, running

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024
FILES, OBLIGATIONS = 10, 2000


def test_two_thousand_obligations_and_two_hundred_megabytes_take_little_memory() -> None:
    agreement = running(**INTERVALS)
    agreement.owe(OBLIGATIONS, started_at=SIGNED + 9 * DAY)
    with writing("lin"):
        piece = ContentFile(b"\x00" * (20 * MEGABYTE))
        stored = [store_stream(piece.open(), f"录像{n}.mp4", content_type="video/mp4") for n in range(FILES)]

    def source(_subject: Subject) -> Iterator[Part]:
        yield from (Original(each, words("X")) for each in stored)

    wanted = Wanted(first_day=date(2026, 3, 1), last_day=date(2026, 3, 31))
    owner = factories.scope(agreement.owner)
    pack = ask_for_pack(agreement.contract.pk, wanted, reason="x", by=owner, at=SIGNED + timedelta(days=60))
    told: list[tuple[int, int]] = []
    parts.register(source)
    try:
        with tempfile.TemporaryFile() as out:
            tracemalloc.start()
            write_pack(pack, subject_of(pack), out, progress=lambda done, total: told.append((done, total)))
            _now, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            size = out.seek(0, io.SEEK_END)
            with ZipFile(out) as zipped:
                videos = [each for each in zipped.infolist() if each.filename.endswith(".mp4")]
                obligations = zipped.read("data/records.json").count(b'"kind": "obligation"')
    finally:
        tracemalloc.stop()
        parts._sources.remove(source)
    assert (len(videos), sum(each.file_size for each in videos)) == (FILES, FILES * 20 * MEGABYTE)
    assert obligations >= OBLIGATIONS
    assert size > FILES * 20 * MEGABYTE
    assert peak < 120 * MEGABYTE
    assert told == [(done, FILES + 4) for done in range(1, FILES + 5)]
