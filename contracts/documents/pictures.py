"""Pictures that people hand in: a drawn signature, a photographed seal. Judged by content, cut out from their paper."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageMath, ImageOps, ImageStat, UnidentifiedImageError

import contracts.documents.refusals  # noqa: F401  # declares what may be refused here
from foundation.fonts import SERIF, face
from foundation.printable import is_unprintable, spelled
from foundation.refusals import Refused

MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 24_000_000
_LONGEST_SIDE = 800
# Below this an alpha value or a shade is paper grain, not ink.
_FAINT = 24
# A shadow is looked for in a picture this small, and is wider than any stroke: a quarter of it.
_SHADOW_SIDE = 48
_SHADOW_WINDOW = 13
_CLEARLY_RED = 60
_INK = (17, 24, 62)


def cut_out(content: bytes, *, field: str | None = None) -> bytes:
    """A PNG or JPEG as ink on nothing: paper made transparent, cropped, at most 800 pixels, without any metadata.

    A picture that is transparent already keeps its own. Raises Refused `contracts.picture_too_big`, `_wrong_kind`,
    `_broken`, `_empty`.
    """
    picture = _opened(content, field)
    if not any(picture.getchannel("A").histogram()[: 256 - _FAINT]):
        picture = _without_paper(picture)
    box = picture.getchannel("A").point(lambda alpha: 255 if alpha > _FAINT else 0).getbbox()
    if box is None:
        raise Refused("contracts.picture_empty", field)
    picture = picture.crop(box)
    picture.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE), Image.Resampling.LANCZOS)
    return _png(picture)


def typed_signature(name: str, *, field: str | None = None) -> bytes:
    """A typed name as a signature: transparent PNG, dark blue, slightly slanted. Raises Refused
    `contracts.glyph_missing`, `contracts.picture_empty`."""
    text = " ".join(name.split())
    typeface = face(SERIF, "Regular")
    missing = typeface.lacks(text.replace(" ", "")) | {each for each in text if is_unprintable(each)}
    if missing:
        raise Refused("contracts.glyph_missing", field, chars=spelled(missing))
    font = typeface.sized(220)
    left, top, right, bottom = (round(edge) for edge in font.getbbox(text))
    if right <= left:
        raise Refused("contracts.picture_empty", field)
    ink = Image.new("L", (right - left + 160, bottom - top + 40), 0)
    ImageDraw.Draw(ink).text((100 - left, 20 - top), text, font=font, fill=255)
    slanted = ink.transform(
        ink.size, Image.Transform.AFFINE, (1, 0.22, -0.11 * ink.height, 0, 1, 0), Image.Resampling.BICUBIC
    )
    picture = Image.new("RGBA", ink.size, (*_INK, 0))
    picture.putalpha(slanted)
    picture = picture.crop(slanted.getbbox())
    picture.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE), Image.Resampling.LANCZOS)
    return _png(picture)


def _opened(content: bytes, field: str | None) -> Image.Image:
    if len(content) > MAX_BYTES:
        raise _too_big(field)
    try:
        # The header says how large it is; nothing is unpacked before that has been judged.
        with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise _too_big(field)
            if not _is_whole(content):
                raise Refused("contracts.picture_broken", field)
            return ImageOps.exif_transpose(picture).convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_big(field)
    except UnidentifiedImageError:
        raise Refused("contracts.picture_wrong_kind", field)
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, KeyError):
        raise Refused("contracts.picture_broken", field)


def _is_whole(content: bytes) -> bool:
    """Whether the end of the picture is there. Pillow would say so, but WeasyPrint tells it, for the whole process, to
    fill what is missing with grey."""
    if content.startswith(b"\x89PNG"):
        return content.rfind(b"IEND") > content.rfind(b"IDAT")
    end_of_image, start_of_scan = content.rfind(b"\xff\xd9"), content.rfind(b"\xff\xda")
    return end_of_image > start_of_scan


def _too_big(field: str | None) -> Refused:
    return Refused(
        "contracts.picture_too_big", field, limit_mb=MAX_BYTES // 2**20, limit_pixels=f"{MAX_PIXELS // 10**6} M"
    )


def _without_paper(picture: Image.Image) -> Image.Image:
    """Ink on transparent ground, in one colour."""
    shades = _shades(picture)
    paper, ink = _level(shades, 0.75), _level(shades, 0.005)
    if paper - ink < 3 * _FAINT:
        # One shade all over: a blank page when light, no paper to remove when dark.
        picture.putalpha(0 if paper > 128 else 255)
        return picture
    top = paper - (paper - ink) * 0.22
    alpha = shades.point(lambda value: max(0, min(255, round((top - value) * 255 / (top - ink)))))
    strong = alpha.point(lambda value: 255 if value > 200 else 0)
    # One colour for all ink: mixed edge pixels would otherwise carry a rim of paper with them.
    colour = tuple(round(mean) for mean in ImageStat.Stat(picture.convert("RGB"), mask=strong).mean)
    cut = Image.new("RGBA", picture.size, (*colour, 0))
    cut.putalpha(alpha)
    return cut


def _shades(picture: Image.Image) -> Image.Image:
    """Dark where there is ink. Red ink is known by its colour, so that the table around the paper does not count;
    other ink by how dark it is."""
    red, green, blue = picture.convert("RGB").split()
    redness = ImageChops.subtract(red, ImageChops.lighter(green, blue))
    if _level(redness, 0.99) > _CLEARLY_RED:
        return ImageChops.invert(redness)
    return _evenly_lit(ImageChops.darker(ImageChops.darker(red, green), blue))


def _evenly_lit(shades: Image.Image) -> Image.Image:
    """Without the shadow that lies over a photograph: each point against the paper around it."""
    small = shades.copy()
    small.thumbnail((_SHADOW_SIDE, _SHADOW_SIDE), Image.Resampling.BOX)
    light = small.filter(ImageFilter.MaxFilter(_SHADOW_WINDOW)).filter(ImageFilter.GaussianBlur(4))
    paper = light.point(lambda value: max(value, 1)).resize(shades.size, Image.Resampling.BICUBIC)
    evened: Image.Image = ImageMath.lambda_eval(
        lambda each: each["convert"](each["min"](each["shades"] * 255 / each["paper"], 255), "L"),
        shades=shades,
        paper=paper.point(lambda value: max(value, 1)),
    )
    return evened


def _level(channel: Image.Image, share: float) -> int:
    """The value below which this share of all pixels lies."""
    wanted, seen = share * channel.width * channel.height, 0
    for value, count in enumerate(channel.histogram()):
        seen += count
        if seen >= wanted:
            return value
    return 255


def _png(picture: Image.Image) -> bytes:
    content = BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()
