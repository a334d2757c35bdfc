"""Tables of our own making: every cell is text, so that nothing somebody typed is ever computed."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import IO, Final
from xml.sax.saxutils import escape

from foundation.sheets.formulas import inert

BYTE_ORDER_MARK: Final = "\ufeff"
NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
SPACES: Final = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINKS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
TYPES: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PARTS: Final = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPES}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook {SPACES} xmlns:r="{LINKS}"><sheets>'
    '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{LINKS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


def write_xlsx(stream: IO[bytes], rows: Iterable[Sequence[str]]) -> None:
    """The rows as a sheet, written as they come."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in PARTS.items():
            archive.writestr(name, HEAD + content)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f"{HEAD}<worksheet {SPACES}><sheetData>".encode())
            for cells in rows:
                sheet.write(f"<row>{''.join(map(_cell, cells))}</row>".encode())
            sheet.write(b"</sheetData></worksheet>")


def _cell(text: str) -> str:
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(NOT_XML.sub("", text))}</t></is></c>'


def write_csv(stream: IO[bytes], rows: Iterable[Sequence[str]]) -> None:
    """The rows as UTF-8 with the mark by which Excel knows it; what it would take for a formula gets an apostrophe."""
    text = io.TextIOWrapper(stream, "utf-8", newline="", errors="replace")
    text.write(BYTE_ORDER_MARK)
    csv.writer(text).writerows([inert(cell) for cell in cells] for cells in rows)
    text.flush()
    text.detach()
