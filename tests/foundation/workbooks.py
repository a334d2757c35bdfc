"""Spreadsheets made by hand, cell by cell, also such as no program would write."""

import io
import zipfile
from collections.abc import Mapping

from foundation.sheets.writing import HEAD, PARTS, SPACES

SHEET = "xl/worksheets/sheet1.xml"
STYLES = (
    f'<styleSheet {SPACES}><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/>'
    '</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="22"/></cellXfs>'
    "</styleSheet>"
)


def workbook(rows: str, *, shared: str = "", more: Mapping[str, str] | None = None, method: int = 8) -> io.BytesIO:
    """An XLSX whose sheet holds these ``<row>`` elements and whose shared texts are these ``<si>`` elements."""
    parts = dict(PARTS) | {SHEET: f"<worksheet {SPACES}><sheetData>{rows}</sheetData></worksheet>"}
    parts["xl/styles.xml"] = STYLES
    parts["xl/sharedStrings.xml"] = f"<sst {SPACES}>{shared}</sst>"
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>", '<Relationship Id="rId2" Type="x" Target="sharedStrings.xml"/></Relationships>'
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, part in (parts | dict(more or {})).items():
            archive.writestr(name, HEAD + part)
    content.seek(0)
    return content
