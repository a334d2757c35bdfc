"""Pictures that people hand in, and the ones drawn for them."""

import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from contracts.documents.appearance import appearance_pdf, compose_appearance, printed_moment
from contracts.documents.pictures import MAX_BYTES, cut_out, typed_signature
from contracts.documents.seal import PIXELS, RED, drawn_seal
from foundation.refusals import Refused
from tests.contracts.sealed_pdfs import appearance
from tests.contracts.snapshots import AT


def encoded(picture: Image.Image, kind: str = "PNG") -> bytes:
    content = BytesIO()
    picture.save(content, kind)
    return content.getvalue()


def decoded(content: bytes) -> Image.Image:
    picture = Image.open(BytesIO(content))
    assert (picture.format, picture.mode) == ("PNG", "RGBA")
    return picture


def on_paper(ink: str, paper: str = "#f4f1ea", kind: str = "JPEG") -> bytes:
    picture = Image.new("RGB", (600, 300), paper)
    ImageDraw.Draw(picture).line((100, 200, 300, 100, 500, 200), fill=ink, width=12)
    return encoded(picture, kind)


def pixel(picture: Image.Image, x: int, y: int) -> tuple[int, ...]:
    found = picture.getpixel((x, y))
    assert isinstance(found, tuple)
    return found


@pytest.mark.parametrize(("ink", "channel"), [("#101010", 0), ("#12236b", 2), ("#c8121c", 0)])
def test_paper_becomes_transparent_and_ink_stays(ink: str, channel: int) -> None:
    picture = decoded(cut_out(on_paper(ink)))

    assert 400 <= picture.width <= 420
    assert 100 <= picture.height <= 125
    assert pixel(picture, 5, 5)[3] == 0
    middle = pixel(picture, picture.width // 2, 8)
    assert middle[3] > 200
    assert middle[:3][channel] == max(middle[:3])
    assert abs(middle[channel] - int(ink[1 + 2 * channel : 3 + 2 * channel], 16)) < 25


def test_shadow_over_a_photograph_is_taken_for_paper() -> None:
    picture = Image.linear_gradient("L").resize((900, 900)).point(lambda value: 130 + value * 115 // 255).convert("RGB")
    ImageDraw.Draw(picture).ellipse((150, 150, 750, 750), outline=(190, 30, 40), width=30)
    cut = decoded(cut_out(encoded(picture, "JPEG")))

    assert 595 <= min(cut.size) <= max(cut.size) <= 615
    corners = [pixel(cut, x, y)[3] for x in (3, cut.width - 4) for y in (3, cut.height - 4)]
    assert max(corners) < 24
    assert pixel(cut, cut.width // 2, cut.height // 2)[3] < 24
    assert min(pixel(cut, cut.width // 2, y)[3] for y in (14, cut.height - 15)) > 180


def test_transparent_drawing_keeps_its_own_colours() -> None:
    canvas = Image.new("RGBA", (800, 400), (0, 0, 0, 0))
    ImageDraw.Draw(canvas).rectangle((100, 100, 700, 300), outline=(10, 20, 120, 255), width=8)
    picture = decoded(cut_out(encoded(canvas)))

    assert (picture.width, picture.height) == (601, 201)
    assert (10, 20, 120, 255) in {colour for _, colour in picture.getcolors(100_000) or []}


def test_large_photograph_is_made_small_and_loses_its_metadata() -> None:
    picture = Image.new("RGB", (4000, 3000), "white")
    ImageDraw.Draw(picture).ellipse((200, 200, 3600, 2800), outline="red", width=80)
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    content = BytesIO()
    picture.save(content, "JPEG", exif=exif)

    small = cut_out(content.getvalue())

    assert max(decoded(small).size) == 800
    assert b"secret place" not in small


def bomb() -> bytes:
    """A small PNG whose header promises 2.5 thousand million pixels."""
    header = b"IHDR" + (50_000).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"
    data = b"IDAT" + zlib.compress(b"\0" * 10_000_000, 9)
    chunks = b"".join(
        (len(chunk) - 4).to_bytes(4, "big") + chunk + zlib.crc32(chunk).to_bytes(4, "big")
        for chunk in (header, data, b"IEND")
    )
    return b"\x89PNG\r\n\x1a\n" + chunks


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "contracts.picture_wrong_kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "contracts.picture_wrong_kind"),
        (b"%PDF-1.7", "contracts.picture_wrong_kind"),
        (encoded(Image.new("RGB", (9, 9), "red"), "GIF"), "contracts.picture_wrong_kind"),
        (encoded(Image.new("RGB", (9, 9), "red"), "TIFF"), "contracts.picture_wrong_kind"),
        (on_paper("black", kind="PNG")[:300], "contracts.picture_broken"),
        (on_paper("black")[:700], "contracts.picture_broken"),
        (bomb(), "contracts.picture_too_big"),
        (encoded(Image.new("L", (6000, 5000), 255)), "contracts.picture_too_big"),
        (b"\x89PNG\r\n\x1a\n" + bytes(MAX_BYTES), "contracts.picture_too_big"),
        (encoded(Image.new("RGB", (300, 100), "white")), "contracts.picture_empty"),
        (encoded(Image.new("RGBA", (300, 100), (0, 0, 0, 0))), "contracts.picture_empty"),
    ],
    ids=[
        "nothing",
        "svg",
        "pdf",
        "gif",
        "tiff",
        "half-png",
        "half-jpeg",
        "bomb",
        "30-megapixels",
        "6-megabytes",
        "white",
        "clear",
    ],
)
def test_unusable_picture_is_refused_with_its_field(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        cut_out(content, field="seal")
    assert (refused.value.code, refused.value.field) == (code, "seal")
    assert refused.value.message


def test_typed_name_becomes_a_picture() -> None:
    picture = decoded(typed_signature("  陈𠮷宁 "))
    assert picture.width > 2 * picture.height
    assert picture.getchannel("A").getextrema() == (0, 255)


@pytest.mark.parametrize("name", ["王\U0010fffd", "王\u202e明", "\U0001f600"])
def test_name_that_cannot_be_written_is_refused(name: str) -> None:
    with pytest.raises(Refused) as refused:
        typed_signature(name, field="typed_name")
    assert (refused.value.code, refused.value.field) == ("contracts.glyph_missing", "typed_name")


@pytest.mark.parametrize("name", ["", "   "])
def test_empty_name_is_no_signature(name: str) -> None:
    with pytest.raises(Refused) as refused:
        typed_signature(name)
    assert refused.value.code == "contracts.picture_empty"


@pytest.mark.parametrize(
    "name",
    [
        "星河",
        "返场（杭州）客户服务有限公司",
        "中国国际文化娱乐产业投资发展（上海自由贸易试验区）有限公司",
        "Encore Co., Ltd.",
        "名" * 300,
    ],
    ids=["two", "usual", "two rows", "Latin", "300"],
)
def test_drawn_seal_is_a_red_circle_with_the_name_inside(name: str) -> None:
    picture = decoded(drawn_seal(name, "91330108MA2GX0R77K"))

    assert picture.size == (PIXELS, PIXELS)
    colours = [colour for _, colour in picture.getcolors(10_000) or [] if isinstance(colour, tuple)]
    assert {colour[:3] for colour in colours if colour[3]} == {RED}
    alpha = picture.getchannel("A")
    assert pixel(picture, 2, 2)[3] == 0
    assert pixel(picture, PIXELS // 2, PIXELS // 2)[3] > 200
    upper = alpha.crop((PIXELS // 3, round(PIXELS * 0.05), 2 * PIXELS // 3, round(PIXELS * 0.18)))
    assert sum(upper.histogram()[128:]) > 300


def test_seals_differ_by_name_and_repeat_for_the_same_party() -> None:
    assert drawn_seal("甲公司") == drawn_seal("甲公司")
    assert drawn_seal("甲公司") != drawn_seal("乙公司")


def test_seal_refuses_what_it_cannot_draw() -> None:
    with pytest.raises(Refused) as refused:
        drawn_seal("甲\U0001f600公司")
    assert refused.value.code == "contracts.glyph_missing"


def test_appearance_says_who_signs_for_whom_and_when() -> None:
    assert appearance("B").lines == (
        "陈𠮷宁（总经理，法定代表人）",
        "代表：返场（杭州）客户服务有限公司",
        "2026年11月21日 14:03:05（北京时间）",
    )


def test_appearance_in_english_and_with_authority() -> None:
    composed = compose_appearance(
        party_name="Encore Ltd.",
        uscc="",
        signer_name="Lin Xiao",
        signer_title="Director",
        authority="letter_of_authority",
        at=AT,
        language="en",
        drawing=on_paper("#12236b"),
        seal=on_paper("#c8121c"),
    )
    assert composed.lines == (
        "Lin Xiao, Director (By letter of authority)",
        "For Encore Ltd.",
        "2026-11-21 14:03:05 UTC+8",
    )
    assert composed.signature_png != composed.seal_png
    assert appearance_pdf(composed, "en").startswith(b"%PDF-")


def test_names_are_not_converted_in_traditional_contracts() -> None:
    composed = compose_appearance(
        party_name="云里发财有限公司",
        uscc="",
        signer_name="余万里",
        signer_title="总经理",
        authority="legal_representative",
        at=AT,
        language="zh-hant",
    )
    assert composed.lines[0] == "余万里（总经理，法定代表人）"
    assert composed.lines[1] == "代表：云里发财有限公司"
    assert printed_moment(AT, "zh-hant") == "2026年11月21日 14:03:05（北京時間）"
