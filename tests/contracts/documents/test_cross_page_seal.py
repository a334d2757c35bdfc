"""The cross-page seal 骑缝章: laid over each other, the strips of all pages are the whole seal again, dot for dot."""

import subprocess
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
import pytest
from PIL import Image
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from contracts.documents.fields import PAGES_PER_SEAL, add_fields, fill_seal
from contracts.documents.seal import drawn_seal
from foundation.pdf import Box

A4 = (595.2756, 841.8898)
DOTS_PER_INCH = 254  # ten to a millimetre: one to each dot of the seal
WIDTH, HEIGHT, SEAL = 2100, 2970, 420
UPPER_EDGE = HEIGHT - 1869 - SEAL  # the first party's seal: its middle at 0.7 of the page


def sealed(pages: int) -> bytes:
    """Empty pages with one party's seal across them."""
    blank = pikepdf.new()
    for _each in range(pages):
        blank.add_blank_page(page_size=A4)
    content = BytesIO()
    blank.save(content)
    writer = IncrementalPdfFileWriter(content)
    writer.root["/AcroForm"] = _empty_form(writer)
    add_fields(writer, [("A", Box(1, 100, 100, 300, 200))], pages)
    fill_seal(writer, "A", drawn_seal("上海星河娱乐集团有限公司", "91310106MA1FY4A12X"))
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def _empty_form(writer: IncrementalPdfFileWriter) -> generic.DictionaryObject:
    writer.update_root()
    return generic.DictionaryObject({generic.pdf_name("/Fields"): generic.ArrayObject()})


def edges(pages: int, folder: Path) -> list[Image.Image]:
    """The outer edge of each page as poppler prints it, as high and as wide as a seal."""
    file = folder / f"{pages}.pdf"
    file.write_bytes(sealed(pages))
    crop = ["-x", str(WIDTH - SEAL), "-y", str(UPPER_EDGE), "-W", str(SEAL), "-H", str(SEAL)]
    prefix = folder / f"{pages}"
    subprocess.run(["pdftoppm", "-r", str(DOTS_PER_INCH), *crop, "-png", file, prefix], check=True)
    return [Image.open(path).convert("RGB") for path in sorted(folder.glob(f"{pages}-*.png"))]


@cache
def seal_on_paper() -> Image.Image:
    """The whole seal, as it is printed on the edge of a single page."""
    with TemporaryDirectory() as folder:
        (whole,) = edges(1, Path(folder))
    assert len(whole.getcolors(100_000) or []) > 2
    return whole


@pytest.mark.parametrize("pages", range(2, 31))
def test_strips_rejoin_dot_for_dot(pages: int, tmp_path: Path) -> None:
    printed = edges(pages, tmp_path)
    seals = -(-pages // PAGES_PER_SEAL)
    assert len(printed) == pages

    for seal in range(seals):
        first, after = pages * seal // seals, pages * (seal + 1) // seals
        joined, left = Image.new("RGB", (SEAL, SEAL), "white"), 0
        for nth, edge in enumerate(printed[first:after]):
            right = SEAL * (nth + 1) // (after - first)
            joined.paste(edge.crop((SEAL - (right - left), 0, SEAL, SEAL)), (left, 0))
            # Beside its strip nothing of the seal shows but the blur of the strip's own edge, one dot wide.
            beside = edge.crop((0, 0, max(1, SEAL - (right - left) - 1), SEAL))
            assert right - left == SEAL or beside.getextrema() == ((255, 255),) * 3
            left = right
        assert joined.tobytes() == seal_on_paper().tobytes(), seal
