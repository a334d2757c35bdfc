"""Turns HTML into PDF: the one engine behind every printed document of the house.

It fetches nothing: no network, no file, not even a `data:` address. Pictures are handed over by name and used as
`picture:NAME`. A character that no font can print, or that would print as nothing and turn the text around, is refused.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import weasyprint
from django.utils.translation import gettext_lazy as _
from weasyprint.css import ColorProfile
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from foundation.pdf_tidying import tidy
from foundation.printable import is_unprintable, spelled
from foundation.refusals import Refused, declare

declare(
    {"foundation.glyph_missing": _("These characters cannot be printed: %(chars)s. Please write them another way.")}
)

ARCHIVAL = "pdf/a-3u"
"""Variant of documents that are kept: PDF/A-3 allows the embedded files, level U keeps all text searchable."""

POINTS_PER_PIXEL = 0.75
_CACHED_STYLESHEETS = 32
# Pango's font map is shared by all documents of this process and is not safe for two threads.
_one_at_a_time = threading.RLock()


class FetchRefused(Exception):
    """The document asked for something from outside; nothing was fetched and nothing was printed."""


@dataclass(frozen=True)
class Attachment:
    """A file carried inside the PDF. `relationship` is its AFRelationship (ISO 19005-3, 6.8)."""

    name: str
    content: bytes
    description: str
    at: datetime
    relationship: str = "Data"


@dataclass(frozen=True)
class Box:
    """Where an element lies: page counted from 1, corners in PDF points from the lower left of that page."""

    page: int
    x1: float
    y1: float
    x2: float
    y2: float


class Layout:
    """A laid out document: pages and positions are known, bytes are made by `pdf`, once."""

    def __init__(self, document: weasyprint.Document) -> None:
        self._documents = [document]
        self.page_count = len(document.pages)
        self.boxes: Mapping[str, Box] = _boxes(document)

    def pdf(self, *, attachments: Sequence[Attachment] = (), variant: str | None = None) -> bytes:
        """The bytes of the PDF; the same HTML and attachments give the same bytes. The layout is given up for it.

        Raises Refused `foundation.glyph_missing` when a character has no glyph in any font of this machine.
        """
        with _undisturbed():
            document = self._documents.pop()
            document.metadata.attachments = [_weasyprint_attachment(each) for each in attachments]
            if variant:
                document.color_profiles["srgb"] = _srgb()
            content: bytes = document.write_pdf(
                pdf_variant=variant,
                # Any name but `srgb`: the library would open its profile once more and leave the file open.
                output_intent="house" if variant else None,
                pdf_identifier=True,
                uncompressed_pdf=True,  # tidy compresses what is worth it
                finisher=tidy,
            )
            missing = {chr(codepoint) for font in document.fonts.values() for codepoint in font.missing}
            # Boxes point at each other: only the collector frees them, and only once nobody holds the document.
            del document
            gc.collect()
        if missing:
            raise Refused("foundation.glyph_missing", chars=spelled(missing))
        return content


def lay_out(html: str, *, stylesheets: Sequence[Path], pictures: Mapping[str, bytes] | None = None) -> Layout:
    """Lays out HTML with the given style sheets; a `picture:NAME` address shows `pictures[NAME]` (PNG or JPEG).

    Raises Refused `foundation.glyph_missing` for invisible characters, FetchRefused for any other address.
    """
    if unprintable := {character for character in html if is_unprintable(character)}:
        raise Refused("foundation.glyph_missing", chars=spelled(unprintable))
    fetcher = _SuppliedOnly(pictures or {})
    with _undisturbed():
        sheets = [_stylesheet(path, path.stat().st_mtime_ns) for path in stylesheets]
        source = weasyprint.HTML(string=html, url_fetcher=fetcher, base_url="")
        try:
            return Layout(source.render(stylesheets=sheets, font_config=_font_configuration()))
        except FatalURLFetchingError as error:
            raise FetchRefused(str(error)) from error


def render_pdf(
    html: str,
    *,
    stylesheets: Sequence[Path],
    pictures: Mapping[str, bytes] | None = None,
    attachments: Sequence[Attachment] = (),
    variant: str | None = None,
) -> bytes:
    """HTML to PDF in one call; raises as `lay_out` and `Layout.pdf` do."""
    return lay_out(html, stylesheets=stylesheets, pictures=pictures).pdf(attachments=attachments, variant=variant)


class _SuppliedOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Answers for the pictures that were handed over; any other address stops the whole document."""

    def __init__(self, pictures: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=())
        self._pictures = {f"picture:{name}": content for name, content in pictures.items()}

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        if url not in self._pictures:
            raise FatalURLFetchingError(f"A document may not fetch {url[:200]!r}")
        return URLFetcherResponse(url, body=self._pictures[url])


@lru_cache(maxsize=1)
def _font_configuration() -> FontConfiguration:
    return FontConfiguration()


def _srgb() -> ColorProfile:
    """The colours that all numbers in an archival PDF mean. Read anew each time: once its name was asked for, the
    library writes the same profile in other bytes."""
    content = (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()
    return ColorProfile(BytesIO(content), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


@lru_cache(maxsize=_CACHED_STYLESHEETS)
def _stylesheet(path: Path, changed_at: int) -> weasyprint.CSS:
    """A parsed style sheet; `changed_at` is part of the key only, so that an edited file is read again."""
    return weasyprint.CSS(
        string=path.read_text(encoding="utf-8"), font_config=_font_configuration(), url_fetcher=_SuppliedOnly({})
    )


@contextmanager
def _undisturbed() -> Iterator[None]:
    """One document at a time, with the cycle collector off: WeasyPrint makes millions of objects that stay alive
    until the end, and looking through them again and again costs a third of the time."""
    with _one_at_a_time:
        was_on = gc.isenabled()
        gc.disable()
        try:
            yield
        finally:
            if was_on:
                gc.enable()


def _boxes(document: weasyprint.Document) -> dict[str, Box]:
    boxes: dict[str, Box] = {}
    for number, page in enumerate(document.pages, 1):
        for name, (left, top, right, bottom) in page.anchors.items():
            x1, x2 = left * POINTS_PER_PIXEL, right * POINTS_PER_PIXEL
            y1, y2 = ((page.height - edge) * POINTS_PER_PIXEL for edge in (bottom, top))
            # An element that runs over a page end is where it begins.
            boxes.setdefault(name, Box(number, *(round(edge, 3) for edge in (x1, y1, x2, y2))))
    return boxes


def _weasyprint_attachment(attachment: Attachment) -> weasyprint.Attachment:
    moment = attachment.at.astimezone(UTC)
    return weasyprint.Attachment(
        file_obj=BytesIO(attachment.content),
        name=attachment.name,
        description=attachment.description,
        created=moment,
        modified=moment,
        relationship=attachment.relationship,
        url_fetcher=_SuppliedOnly({}),
    )
