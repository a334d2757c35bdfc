"""The form of a contract's PDF: for each party one signature field, and the strips of its cross-page seal 骑缝章.

All of it is made before certification: a field added later makes the certified file invalid. The strips are read-only
button widgets on the outer edge of every page, empty until their party seals.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.images import pil_image
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, SigFieldSpec, append_signature_field

from contracts.documents.field_names import CERTIFICATION, seal_field, signature_field
from foundation.pdf import Box

__all__ = ["CERTIFICATION", "add_fields", "fill_seal", "fill_signature", "seal_field", "signature_field"]

_POINTS_PER_MM = 72 / 25.4
SEAL_SIZE = 42 * _POINTS_PER_MM
# One seal is spread over at most so many pages; a longer contract gets several, else the strips become too thin.
PAGES_PER_SEAL = 10
# Where the parties' strips lie on the edge, as shares of the page height: first party above, second below.
_HEIGHTS = (0.70, 0.30, 0.50, 0.12, 0.88)
_READ_ONLY = 1
_PUSH_BUTTON = 1 << 16
_PRINTED = 4
_SEAL_DOTS = 420
_DOT = SEAL_SIZE / _SEAL_DOTS
# So little that nobody sees it: printers cut fractions off, and 1889.9999 dots must not become 1889.
_NUDGE = 0.02 * _DOT


@dataclass(frozen=True)
class _Strip:
    """The part of a seal that falls on one page: the `nth` of `of` strips."""

    page: int
    nth: int
    of: int

    @property
    def left(self) -> float:
        """Where in the seal it begins, in points. Cut between two dots of the picture, so that no dot is lost or shown
        twice when the pages are laid over each other."""
        return _DOT * (_SEAL_DOTS * self.nth // self.of)

    @property
    def width(self) -> float:
        return _DOT * (_SEAL_DOTS * (self.nth + 1) // self.of) - self.left


def add_fields(writer: IncrementalPdfFileWriter, boxes: Iterable[tuple[str, Box]], page_count: int) -> None:
    """Signature fields at the boxes and seal strips on every page, for each party key in turn."""
    for place, (party_key, box) in enumerate(boxes):
        append_signature_field(
            writer,
            SigFieldSpec(
                signature_field(party_key),
                on_page=box.page - 1,
                box=_rectangle(box),
                # Whoever signs locks their own seal with it.
                field_mdp_spec=FieldMDPSpec(FieldMDPAction.INCLUDE, [seal_field(party_key)]),
            ),
        )
        _add_seal_field(writer, party_key, page_count, _HEIGHTS[place % len(_HEIGHTS)])


def fill_signature(writer: IncrementalPdfFileWriter, party_key: str, appearance: bytes) -> None:
    """Shows the one-page PDF `appearance` in the party's signature field."""
    field = _field(writer, signature_field(party_key))
    picture = writer.import_page_as_xobject(PdfFileReader(BytesIO(appearance)))
    field.get_object()["/AP"] = generic.DictionaryObject({pdf_name("/N"): picture})
    writer.mark_update(field)


def fill_seal(writer: IncrementalPdfFileWriter, party_key: str, seal_png: bytes) -> None:
    """Shows the strips of the seal on the edge of every page."""
    widgets = _field(writer, seal_field(party_key)).get_object()["/Kids"]
    with Image.open(BytesIO(seal_png)) as seal:
        image = pil_image(_squared(seal.convert("RGBA")), writer)
    for strip, widget in zip(_strips(len(widgets)), widgets, strict=True):
        drawn = b"q %.4f 0 0 %.4f %.4f 0 cm /Seal Do Q" % (SEAL_SIZE, SEAL_SIZE, -strip.left)
        resources = generic.DictionaryObject(
            {pdf_name("/XObject"): generic.DictionaryObject({pdf_name("/Seal"): image})}
        )
        widget.get_object()["/AP"] = _appearance(writer, strip.width, drawn, resources)
        writer.mark_update(widget)


def _rectangle(box: Box) -> Any:
    """The corners as the library takes them; it is typed for whole points, and writes any number."""
    return tuple(round(edge, 2) for edge in (box.x1, box.y1, box.x2, box.y2))


def _add_seal_field(writer: IncrementalPdfFileWriter, party_key: str, page_count: int, height: float) -> None:
    parent = generic.DictionaryObject(
        {
            pdf_name("/T"): pdf_string(seal_field(party_key)),
            pdf_name("/FT"): pdf_name("/Btn"),
            pdf_name("/Ff"): generic.NumberObject(_READ_ONLY | _PUSH_BUTTON),
        }
    )
    parent_ref = writer.add_object(parent)
    parent["/Kids"] = generic.ArrayObject(
        _add_widget(writer, parent_ref, strip, height) for strip in _strips(page_count)
    )
    form = writer.root["/AcroForm"]
    form["/Fields"].append(parent_ref)
    writer.update_container(form["/Fields"])


def _add_widget(
    writer: IncrementalPdfFileWriter, parent: generic.IndirectObject, strip: _Strip, height: float
) -> generic.IndirectObject:
    page_ref = writer.find_page_for_modification(strip.page)[0]
    _left, bottom, right, top = (float(edge) for edge in page_ref.get_object()["/MediaBox"])
    # On the grid of the seal's dots, ten to a millimetre, counted from the corner of the page.
    lower = bottom + round(((top - bottom) * height - SEAL_SIZE / 2) / _DOT) * _DOT
    widget = writer.add_object(
        generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Annot"),
                pdf_name("/Subtype"): pdf_name("/Widget"),
                pdf_name("/T"): pdf_string(f"page{strip.page + 1}"),
                pdf_name("/Parent"): parent,
                pdf_name("/P"): page_ref,
                pdf_name("/F"): generic.NumberObject(_PRINTED),
                pdf_name("/Rect"): generic.ArrayObject(
                    generic.FloatObject(round(edge, 4))
                    for edge in (right - strip.width + _NUDGE, lower, right + _NUDGE, lower + SEAL_SIZE)
                ),
                pdf_name("/AP"): _appearance(writer, strip.width, b"", generic.DictionaryObject()),
                # ISO 19005-3, 6.3.3: a button's appearance is a set of states, of which this one shows.
                pdf_name("/AS"): pdf_name("/Seal"),
            }
        )
    )
    writer.register_annotation(page_ref, widget)
    return widget


def _appearance(
    writer: IncrementalPdfFileWriter, width: float, drawn: bytes, resources: generic.DictionaryObject
) -> generic.DictionaryObject:
    stream = generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): generic.ArrayObject(
                generic.FloatObject(round(edge, 4)) for edge in (0, 0, width, SEAL_SIZE)
            ),
            pdf_name("/Resources"): resources,
        },
        stream_data=drawn,
    )
    states = generic.DictionaryObject({pdf_name("/Seal"): writer.add_object(stream)})
    return generic.DictionaryObject({pdf_name("/N"): states})


def _strips(page_count: int) -> Iterator[_Strip]:
    """Pages shared out evenly over as few seals as possible."""
    seals = -(-page_count // PAGES_PER_SEAL)
    for seal in range(seals):
        first, after = page_count * seal // seals, page_count * (seal + 1) // seals
        for page in range(first, after):
            yield _Strip(page, page - first, after - first)


def _squared(seal: Image.Image) -> Image.Image:
    """The seal in the middle of a transparent square, as large as print needs."""
    seal.thumbnail((_SEAL_DOTS, _SEAL_DOTS), Image.Resampling.LANCZOS)
    square = Image.new("RGBA", (_SEAL_DOTS, _SEAL_DOTS), (255, 255, 255, 0))
    square.paste(seal, ((square.width - seal.width) // 2, (square.height - seal.height) // 2))
    return square


def _field(writer: IncrementalPdfFileWriter, name: str) -> generic.IndirectObject:
    """Raises LookupError when the file was not prepared for this party."""
    field: generic.IndirectObject
    for field in writer.root["/AcroForm"]["/Fields"]:
        if field.get_object().get("/T") == name:
            return field
    raise LookupError(f"the file has no field {name}")
