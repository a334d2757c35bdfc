"""The engine behind every PDF: it fetches nothing, prints every glyph, and is as fast as what it stands on."""

import gc
import threading
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
import weasyprint
from PIL import Image

from foundation.fonts import SANS, SERIF, FontMissing, face
from foundation.pdf import ARCHIVAL, Attachment, FetchRefused, lay_out, render_pdf
from foundation.pdf_tidying import FULL_WIDTH
from foundation.refusals import Refused
from tests.contracts.sealed_pdfs import page_texts
from tests.contracts.snapshots import AT


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "page.css"
    page = "@page { size: 100pt 200pt; margin: 10pt } body, p { margin: 0 }"
    path.write_text(page + ' html { font: 10pt "Noto Serif CJK SC" }')
    return path


def red_dot() -> bytes:
    content = BytesIO()
    Image.new("RGB", (10, 10), "red").save(content, "PNG")
    return content.getvalue()


@pytest.mark.parametrize(
    "source",
    [
        '<img src="file:///etc/passwd">',
        '<img src="http://127.0.0.1:9/x.png">',
        '<img src="//127.0.0.1/x.png">',
        '<img src="data:image/png;base64,iVBORw0KGgo=">',
        '<img src="relative.png">',
        '<img src="picture:other">',
        '<link rel="stylesheet" href="https://example.com/a.css">',
        '<link rel="attachment" href="file:///etc/hostname">',
        '<style>@import "ftp://127.0.0.1/a.css";</style>',
        '<style>@font-face { font-family: x; src: url("file:///etc/passwd") } p { font-family: x }</style><p>x',
        '<p style="background: url(http://127.0.0.1:9/)">x',
        '<object data="file:///etc/passwd"></object>',
        '<svg><image href="file:///etc/passwd" width="9" height="9"/></svg>',
    ],
)
def test_any_address_stops_the_document(source: str, sheet: Path) -> None:
    """Or is not even looked at: nothing from outside ever comes into a file."""
    try:
        content = render_pdf(source, stylesheets=[sheet], pictures={"dot": red_dot()})
    except FetchRefused:
        return
    with pikepdf.open(BytesIO(content)) as pdf:
        assert len(pdf.attachments) == 0
        assert [image for page in pdf.pages for image in page.get_images()] == []
        assert b"root:" not in content


def test_pictures_that_are_handed_over_are_shown(sheet: Path) -> None:
    content = render_pdf('<img src="picture:dot">', stylesheets=[sheet], pictures={"dot": red_dot()})
    with pikepdf.open(BytesIO(content)) as pdf:
        assert len(list(pdf.pages[0].get_images())) == 1


def test_boxes_are_in_points_from_the_lower_left(sheet: Path) -> None:
    layout = lay_out('<p id="a">一</p><div id="b">二</div>', stylesheets=[sheet])
    first = layout.boxes["a"]

    assert (first.page, first.x1, first.x2) == (1, 10, 90)
    assert first.y2 == 190
    assert layout.boxes["b"].y2 == first.y1
    assert layout.page_count == 1


def test_missing_glyph_is_refused_when_the_file_is_made(sheet: Path) -> None:
    layout = lay_out("<p>甲\U0001f9ffa\u12a5</p>", stylesheets=[sheet])
    with pytest.raises(Refused) as refused:
        layout.pdf()
    assert refused.value.code == "foundation.glyph_missing"
    assert "U+1F9FF" in refused.value.message


def test_no_printed_file_holds_the_glyph_of_missing_ones(sheet: Path) -> None:
    content = render_pdf("<p>全部字形㐂𠮷（中文）ABC123</p>", stylesheets=[sheet], variant=ARCHIVAL)
    with pikepdf.open(BytesIO(content)) as pdf:
        instructions = [each for each in pikepdf.parse_content_stream(pdf.pages[0]) if str(each.operator) == "TJ"]
        shown = b"".join(
            bytes(piece)
            for each in instructions
            if isinstance(each, pikepdf.ContentStreamInstruction)
            for piece in each.operands[0]
            if isinstance(piece, pikepdf.String)
        )
    glyphs = [shown[at : at + 2] for at in range(0, len(shown), 2)]
    assert len(glyphs) == 16
    assert b"\0\0" not in glyphs


def test_attachments_are_the_bytes_given(sheet: Path) -> None:
    attachment = Attachment("data.json", b'{"a": 1}', "terms", AT)
    first, second = (
        render_pdf("<p>x</p>", stylesheets=[sheet], attachments=[attachment], variant=ARCHIVAL) for _ in range(2)
    )
    assert first == second
    with pikepdf.open(BytesIO(first)) as pdf:
        assert pdf.attachments["data.json"].get_file().read_bytes() == b'{"a": 1}'
        assert str(pdf.Root.AF[0].AFRelationship) == "/Data"


def widths(content: bytes) -> dict[int, float]:
    """The widths that the fonts of a file list, by glyph."""
    with pikepdf.open(BytesIO(content)) as pdf:
        lists = [list(each.W) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/W" in each]
        return {
            int(first) + place: float(width)
            for listed in lists
            for first, run in zip(listed[::2], listed[1::2], strict=True)
            for place, width in enumerate(run)
        }


def test_the_width_of_nearly_all_glyphs_is_not_listed(sheet: Path) -> None:
    html = "<p>返场wi返m场.</p>"
    listed = weasyprint.HTML(string=html).write_pdf(stylesheets=[sheet])
    narrow = {glyph: width for glyph, width in widths(listed).items() if width != FULL_WIDTH}
    assert len(narrow) == 4
    assert widths(render_pdf(html, stylesheets=[sheet])) == narrow
    assert page_texts(render_pdf(html, stylesheets=[sheet]))[0].strip() == "返场wi返m场."


def test_edited_style_sheet_is_read_again(sheet: Path) -> None:
    before = lay_out("<p>x</p>", stylesheets=[sheet]).boxes
    sheet.write_text("@page { size: 100pt 50pt; margin: 0 } p { break-after: page }")
    assert (lay_out("<p>x</p><p>y</p>", stylesheets=[sheet]).page_count, len(before)) == (2, 0)


def test_collector_is_on_again_afterwards_even_after_a_failure(sheet: Path) -> None:
    assert gc.isenabled()
    render_pdf("<p>x</p>", stylesheets=[sheet])
    assert gc.isenabled()
    with pytest.raises(FetchRefused):
        render_pdf('<img src="file:///x">', stylesheets=[sheet])
    assert gc.isenabled()


def test_threads_take_turns(sheet: Path) -> None:
    results: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: results.append(render_pdf("<p>并行</p>", stylesheets=[sheet])))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 4
    assert len(set(results)) == 1


def test_faces_are_found_and_know_what_they_lack() -> None:
    assert face(SERIF).lacks("返场㐂𠮷A") == set()
    assert face(SANS, "Regular").lacks("甲\U0001f600") == {"\U0001f600"}
    with pytest.raises(FontMissing):
        face("No Such Typeface")
