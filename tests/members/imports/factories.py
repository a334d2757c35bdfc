"""Files of members and of bills, sent by the product's own verb and carried through by its jobs."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from foundation.jobs import run_due
from foundation.sheets.writing import write_csv, write_xlsx
from members.domain.imports.loading import confirm_import
from members.domain.imports.sending import choose_columns, send_import
from members.models import Import, ImportRow
from parties.domain.scope import Scope
from parties.models import Venue

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
HEADINGS = ("卡号", "姓名", "手机")
ROWS = (("V1", "张三", "138 0000 1234"), ("V2", "李四", "13900001234"))


def upload(rows: Sequence[Sequence[str]], kind: str = "csv") -> SimpleUploadedFile:
    """A file with these rows, the headings first."""
    content = io.BytesIO()
    (write_xlsx if kind == "xlsx" else write_csv)(content, rows)
    return SimpleUploadedFile(f"会员.{kind}", content.getvalue())


def sent_members(
    venue: Venue,
    rows: Sequence[Sequence[str]] = ROWS,
    *,
    by: Scope,
    headings: Sequence[str] = HEADINGS,
    kind: str = "csv",
    of: str = "members",
) -> Import:
    """A file that was sent; its columns are guessed, and nothing else happened yet."""
    return send_import(venue.pk, of, upload([headings, *rows], kind), by=by, at=NOW)


def checked_members(venue: Venue, rows: Sequence[Sequence[str]] = ROWS, *, by: Scope, **others: object) -> Import:
    """The same, its columns taken as guessed and all rows looked at."""
    sent = sent_members(venue, rows, by=by, **others)  # type: ignore[arg-type]
    choose_columns(sent.pk, {int(place): code for place, code in sent.mapping.items()}, by=by, at=NOW)
    run_due()
    sent.refresh_from_db()
    return sent


def loaded_members(venue: Venue, rows: Sequence[Sequence[str]] = ROWS, *, by: Scope, **others: object) -> Import:
    """The same, confirmed and taken over."""
    sent = checked_members(venue, rows, by=by, **others)
    confirm_import(sent.pk, by=by, at=NOW)
    run_due()
    sent.refresh_from_db()
    return sent


def outcomes(sent: Import) -> dict[int, tuple[str, list[str]]]:
    """Row → what it did, and the codes of what is wrong with it."""
    rows = ImportRow.objects.filter(of=sent, number__gt=0).order_by("number")
    return {row.number: (row.outcome, [problem["code"] for problem in row.problems]) for row in rows}
