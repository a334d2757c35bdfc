"""A contract is PDF/A-3u, before its signatures and after them: what ISO 19005-3 asks, point by point."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from io import BytesIO
from typing import Any, cast

import pikepdf
import pytest

from tests.contracts.sealed_pdfs import prepared, rendered, signed

FILES: dict[str, Callable[[], bytes]] = {
    "printed": lambda: rendered().pdf,
    "certified": prepared,
    "signed by both": signed,
}
# Annotation flags: 1 invisible, 2 hidden, 4 print, 32 no view, 256 toggle no view.
PRINT, NEVER = 4, 1 | 2 | 32 | 256


@pytest.fixture(params=list(FILES.values()), ids=list(FILES))
def content(request: pytest.FixtureRequest) -> bytes:
    made: bytes = request.param()
    return made


@pytest.fixture
def pdf(content: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(content)) as opened:
        yield opened


def dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every dictionary of the file, and of every stream, wherever it stands."""

    def inside(value: pikepdf.Object) -> Iterator[pikepdf.Object]:
        if isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
            yield value
            for child in cast("Iterable[Any]", value.values()):
                if isinstance(child, pikepdf.Object) and not child.is_indirect:
                    yield from inside(child)
        elif isinstance(value, pikepdf.Array):
            for child in cast("Iterable[Any]", value):
                if isinstance(child, pikepdf.Object) and not child.is_indirect:
                    yield from inside(child)

    for found in pdf.objects:
        if isinstance(found, pikepdf.Object):
            yield from inside(found)


def of_type(pdf: pikepdf.Pdf, kind: str) -> list[pikepdf.Object]:
    return [each for each in dictionaries(pdf) if each.get("/Type") == kind]


def test_the_file_is_sound_and_framed_as_the_standard_says(content: bytes, pdf: pikepdf.Pdf) -> None:
    """6.1.2 header, 6.1.3 trailer."""
    assert pdf.check_pdf_syntax() == []
    assert re.match(rb"%PDF-1\.7\n%[\x80-\xff]{4}", content)
    assert re.search(rb"startxref\n\d+\n%%EOF\n?\Z", content)
    assert len(pdf.trailer.ID) == 2
    assert "/Encrypt" not in pdf.trailer
    assert "/Version" not in pdf.Root


def test_metadata_claims_part_3_level_u(pdf: pikepdf.Pdf) -> None:
    """6.6.2 and 6.6.4."""
    stream = pdf.Root.Metadata
    assert (str(stream.Type), str(stream.Subtype)) == ("/Metadata", "/XML")
    with pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "U")


def test_colours_mean_what_one_embedded_profile_says(pdf: pikepdf.Pdf) -> None:
    """6.2.3 output intent, 6.2.4 colour spaces."""
    intents = [each for each in pdf.Root.OutputIntents if each.S == "/GTS_PDFA1"]
    profile = intents[0].DestOutputProfile
    assert len(intents) == 1
    assert int(profile.N) == 3
    assert (profile.read_bytes()[16:20], profile.read_bytes()[36:40]) == (b"RGB ", b"acsp")
    assert profile.read_bytes()[8] <= 4
    for image in (each for each in dictionaries(pdf) if each.get("/Subtype") == "/Image"):
        assert image.ColorSpace in ("/DeviceRGB", "/DeviceGray")
        assert not image.get("/Interpolate", False)
        assert {"/Alternates", "/OPI"}.isdisjoint(image.keys())


def test_every_font_is_inside_and_says_which_characters_it_shows(pdf: pikepdf.Pdf) -> None:
    """6.2.11, with ToUnicode as level U asks; signatures bring fonts of their own."""
    fonts = of_type(pdf, "/Font")
    composite = [font for font in fonts if font.Subtype == "/Type0"]
    assert composite
    for font in composite:
        assert "/ToUnicode" in font
        assert font.Encoding == "/Identity-H"
    for font in (font for font in fonts if font.Subtype != "/Type0"):
        assert font.Subtype in ("/CIDFontType0", "/CIDFontType2")
        assert {"/FontFile2", "/FontFile3"} & set(font.FontDescriptor.keys())
        assert re.match(r"/[A-Z]{6}\+", str(font.FontDescriptor.FontName))


def test_nothing_acts_and_nothing_comes_from_outside(pdf: pikepdf.Pdf) -> None:
    """6.5.1 actions, 6.4.1 forms, 6.1.7 streams, 6.9 layers."""
    allowed = {"/GoTo", "/URI", "/GTS_PDFA1", None}
    for found in dictionaries(pdf):
        assert {"/AA", "/JS", "/XFA", "/OCProperties", "/NeedAppearances"}.isdisjoint(found.keys())
        if found.get("/Type") in (None, "/Action", "/OutputIntent") and isinstance(found.get("/S"), pikepdf.Name):
            assert str(found.S) in allowed | {"/Transparency"}
        if isinstance(found, pikepdf.Stream):
            assert {"/F", "/FFilter", "/FDecodeParms"}.isdisjoint(found.keys())
            assert "/LZWDecode" not in str(found.get("/Filter", ""))
    assert "/OpenAction" not in pdf.Root
    assert "/JavaScript" not in pdf.Root.Names


def test_nothing_shines_through_in_an_undefined_way(pdf: pikepdf.Pdf) -> None:
    """6.2.5 graphics state, 6.2.10 transparency."""
    for state in of_type(pdf, "/ExtGState"):
        assert state.get("/BM", pikepdf.Name.Normal) in ("/Normal", "/Compatible")
        assert {"/TR", "/TR2", "/HTP"}.isdisjoint(state.keys())


def test_every_annotation_is_printed_and_has_its_picture(pdf: pikepdf.Pdf) -> None:
    """6.3.2 and 6.3.3; 6.4.1 for the widgets."""
    for annotation in (each for page in pdf.pages for each in page.get("/Annots", [])):
        assert annotation.Subtype in ("/Link", "/Widget")
        assert int(annotation.F) & PRINT
        assert not int(annotation.F) & NEVER
        if annotation.Subtype == "/Widget":
            assert "/A" not in annotation
            has_area = annotation.Rect[0] != annotation.Rect[2]
            assert not has_area or list(annotation.AP.keys()) == ["/N"]


def test_embedded_files_say_what_they_are_to_the_document(pdf: pikepdf.Pdf) -> None:
    """6.8."""
    associated = list(pdf.Root.AF)
    assert [str(file.UF) for file in associated] == ["terms.json", "clauses.json"]
    for file in associated:
        assert (str(file.Type), str(file.AFRelationship), str(file.F)) == ("/Filespec", "/Data", str(file.UF))
        assert str(file.EF.F.Subtype) == "/application/json"
        assert "/ModDate" in file.EF.F.Params


@cache
def shown_glyphs() -> set[bytes]:
    """Every glyph of the signed file, as its pages and its signatures' pictures show it."""
    with pikepdf.open(BytesIO(signed())) as pdf:
        streams = [*pdf.pages, *(each for each in pdf.objects if _is_form(each))]
        return {glyph for stream in streams for glyph in _glyphs(stream)}


def _is_form(found: object) -> bool:
    return isinstance(found, pikepdf.Stream) and found.get("/Subtype") == "/Form"


def _glyphs(stream: object) -> Iterator[bytes]:
    for instruction in pikepdf.parse_content_stream(stream):  # type: ignore[arg-type]
        if str(instruction.operator) in ("TJ", "Tj"):
            operand = instruction.operands[0]
            for piece in operand if isinstance(operand, pikepdf.Array) else [operand]:
                if isinstance(piece, pikepdf.String):
                    shown = bytes(piece)
                    yield from (shown[at : at + 2] for at in range(0, len(shown), 2))


def test_no_box_stands_where_a_character_should() -> None:
    """6.2.11.8: the glyph of missing characters is never shown."""
    assert len(shown_glyphs()) > 100
    assert b"\0\0" not in shown_glyphs()
