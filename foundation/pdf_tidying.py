"""What WeasyPrint writes more often than needed is left out: smaller files, signatures checked in less time."""

from typing import Any, Final

import pydyf  # type: ignore[import-untyped]

FULL_WIDTH: Final = 1000
"""The width of a Chinese character, in thousandths of the font's size."""
FONTS_WITH_WIDTHS: Final = ("/CIDFontType0", "/CIDFontType2")


def tidy(_document: object, pdf: Any) -> None:
    """Tidy a document that is about to be written; a finisher for WeasyPrint's ``write_pdf``."""
    # Every associated file is named twice, by the name tree and by its file specification.
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    for each in pdf.objects:
        if isinstance(each, pydyf.Stream):
            # Streams alone: of objects packed together, who checks a signature unpacks all to read one, each time.
            # Pictures are packed already.
            each.compress = "Filter" not in each.extra
        elif isinstance(each, pydyf.Dictionary) and "W" in each and each.get("Subtype") in FONTS_WITH_WIDTHS:
            each["DW"] = FULL_WIDTH
            each["W"] = _without(FULL_WIDTH, each["W"])


def _without(default: int, widths: list[Any]) -> Any:
    """The widths of a font (ISO 32000-1, 9.7.4.3) without those of the default width.

    Who checks a signature walks through this array once for each page that uses the font, and in a Chinese text nearly
    all of its thousands of glyphs are of one width.
    """
    kept = pydyf.Array()
    for first, run in zip(widths[::2], widths[1::2], strict=True):
        following = None
        for glyph, width in enumerate(run, first):
            if width == default:
                continue
            if glyph != following:
                kept += [glyph, pydyf.Array()]
            kept[-1].append(width)
            following = glyph + 1
    return kept
