"""Reading a workbook as a spreadsheet shows it, with nothing but its ZIP and XML."""

import io
import zipfile
from typing import Final
from xml.etree import ElementTree

MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def workbook(content: bytes) -> dict[str, list[list[str]]]:
    """Each sheet's rows by its title: texts as they are, numbers as written, formulas as ``formula: …``."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        titles = [sheet.attrib["name"] for sheet in book.iter(f"{MAIN}sheet")]
        pages = [archive.read(f"xl/worksheets/sheet{number}.xml") for number in range(1, len(titles) + 1)]
    return {title: _rows(ElementTree.fromstring(page)) for title, page in zip(titles, pages, strict=True)}


def _rows(page: ElementTree.Element) -> list[list[str]]:
    return [_cells(row) for row in page.iter(f"{MAIN}row")]


def _cells(row: ElementTree.Element) -> list[str]:
    cells: list[str] = []
    for cell in row.iter(f"{MAIN}c"):
        column = ord(cell.attrib["r"][0]) - ord("A")
        cells += [""] * (column - len(cells))
        formula = cell.find(f"{MAIN}f")
        text = "".join(cell.itertext())
        cells.append(text if formula is None else f"formula: {formula.text}")
    return cells
