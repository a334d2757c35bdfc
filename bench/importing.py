"""Taking 100,000 members over from a file, against COPY of the very same rows into the same tables.

Ours reads the file, enciphers it and its rows, judges every row and shows it, makes a key and its own hashes for each
member, and writes the audit. What COPY does is the least that any way of getting these rows in could take.
"""

import io
import time
from collections.abc import Iterator

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from bench.rows import Row
from foundation.jobs import run_due
from foundation.sheets.writing import write_csv
from members.domain.imports.loading import confirm_import
from members.domain.imports.sending import choose_columns, send_import
from members.models import Import, Member, MemberSearch
from parties.domain.roles import Role
from tests import factories

COUNT = 100_000
TABLES = ("members_member", "members_memberkey", "members_membersearch")
FAMILIES = "甄贾岑聂佘雒"
GIVEN = ("唱晚", "听雨", "小满", "和风", "山月", "可心", "一诺")


def measure() -> Iterator[Row]:
    """Seconds for everything from the upload to the last row; the same again where nothing changes."""
    venue = factories.venue(factories.party())
    by = factories.scope(factories.person(venue.party, Role.VENUE_MANAGER))
    content = _file()

    def take_over() -> Import:
        now = timezone.now()
        sent = send_import(venue.pk, "members", SimpleUploadedFile("members.csv", content), by=by, at=now)
        choose_columns(sent.pk, {int(place): code for place, code in sent.mapping.items()}, by=by, at=now)
        while run_due(limit=1000):
            pass
        sent.refresh_from_db()
        return sent

    start = time.perf_counter()
    sent = take_over()
    shown = time.perf_counter()
    confirm_import(sent.pk, by=by, at=timezone.now())
    while run_due(limit=1000):
        pass
    loaded = time.perf_counter()
    assert Member.objects.count() == MemberSearch.objects.count() == COUNT
    bare = _copy_again()
    size = f"{COUNT // 1000} k"
    yield Row("import, confirm to last row / COPY of the rows", size, loaded - shown, bare, "s")
    yield Row("import, upload to last row shown / COPY", size, shown - start, bare, "s")
    start = time.perf_counter()
    assert take_over().all_rows.filter(outcome="same").count() == COUNT
    yield Row("import of the same file again, shown / COPY", size, time.perf_counter() - start, bare, "s")


def _file() -> bytes:
    rows = (
        (f"V{number}", FAMILIES[number % 6] + GIVEN[number % 7], f"138{number:08d}", f"1990-{1 + number % 12}-5", "女")
        for number in range(COUNT)
    )
    content = io.BytesIO()
    write_csv(content, (("卡号", "姓名", "手机", "生日", "性别"), *rows))
    return content.getvalue()


def _copy_again() -> float:
    """COPY of the rows into tables that are as theirs, with the same indexes, but without triggers and keys."""
    spent = 0.0
    with connection.cursor() as cursor:
        for table in TABLES:
            lines = io.StringIO()
            cursor.cursor.copy_expert(f"COPY {table} TO STDOUT", lines)
            lines.seek(0)
            cursor.execute(f"CREATE TEMPORARY TABLE bare_{table} (LIKE {table} INCLUDING INDEXES)")
            start = time.perf_counter()
            cursor.cursor.copy_expert(f"COPY bare_{table} FROM STDIN", lines)
            spent += time.perf_counter() - start
    return spent
