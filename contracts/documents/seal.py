"""The round red electronic seal that Encore draws for a party that has no picture of its own.

Name along the upper arc, star in the middle, below it what it is, credit code along the lower arc. It is a picture of
will, not of a registered seal; what cannot be altered is the signature that carries it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw

import contracts.documents.refusals  # noqa: F401  # declares what may be refused here
from foundation.fonts import SERIF, Face, face
from foundation.printable import spelled
from foundation.refusals import Refused

PIXELS = 640  # 42 mm at 387 dpi
RED = (200, 18, 28)
OPACITY = 225
_OVERSAMPLED = 3
# All lengths below are fractions of the seal's radius, all angles degrees clockwise from the top.
_RING = 0.052
_TEXT_EDGE = 0.90
_NAME_SPAN = 232.0
_WIDEST_STEP = 26.0
_NAME_HEIGHT = 0.235
_SMALL_HEIGHT = 0.165
_ONE_ROW = 26
_TWO_ROWS = 48
_STAR = 0.33
_CODE_HEIGHT = 0.098
_CODE_EDGE = 0.915
_CODE_SPAN = 92.0
# A full-width bracket fills one half of its square only.
_BRACKETS = "（）〔〕【】《》"
_BRACKET_WIDTH = 0.6


@lru_cache(maxsize=32)
def drawn_seal(name: str, uscc: str = "") -> bytes:
    """A seal as a transparent PNG, 42 mm at 387 dpi; the same party always gets the same one.

    Names over 48 characters are shortened in the middle: the full name stands beside every seal.
    Raises Refused `contracts.glyph_missing`.
    """
    typeface = face(SERIF)
    if missing := typeface.lacks(name.replace(" ", "") + uscc):
        raise Refused("contracts.glyph_missing", chars=spelled(missing))
    seal = _Seal(typeface)
    seal.ring()
    seal.star()
    seal.caption("电子印章" if _is_chinese(name) else "E-SEAL")
    for nth, row in enumerate(_rows(name)):
        height = _NAME_HEIGHT if len(name) <= _ONE_ROW else _SMALL_HEIGHT
        seal.arc(row, height=height, edge=_TEXT_EDGE - nth * (height + 0.02), span=_NAME_SPAN)
    seal.arc(uscc, height=_CODE_HEIGHT, edge=_CODE_EDGE, span=_CODE_SPAN, below=True)
    return seal.png()


def _is_chinese(name: str) -> bool:
    return any("\u3400" <= character <= "\u9fff" or character > "\U0001ffff" for character in name)


def _rows(name: str) -> list[str]:
    if len(name) <= _ONE_ROW:
        return [name]
    if len(name) > _TWO_ROWS:
        # The end says what kind of company it is and is worth as much as the beginning.
        name = name[: _TWO_ROWS - 13] + "…" + name[-12:]
    half = len(name) // 2 + 2
    return [name[:half], name[half:]]


class _Seal:
    """A drawing board: ink is collected as a mask at three times the size, coloured at the end."""

    def __init__(self, typeface: Face) -> None:
        self.typeface = typeface
        self.radius = PIXELS * _OVERSAMPLED // 2
        self.mask = Image.new("L", (2 * self.radius, 2 * self.radius), 0)
        self.pen = ImageDraw.Draw(self.mask)

    def ring(self) -> None:
        edge = 2 * self.radius - 1
        self.pen.ellipse((0, 0, edge, edge), outline=255, width=round(_RING * self.radius))

    def star(self) -> None:
        points = []
        for corner in range(10):
            length = self.radius * _STAR * (1 if corner % 2 == 0 else 0.382)
            angle = math.radians(36 * corner)
            points.append((self.radius + length * math.sin(angle), self.radius * 0.98 - length * math.cos(angle)))
        self.pen.polygon(points, fill=255)

    def caption(self, text: str) -> None:
        height = round(0.15 * self.radius)
        font = self.typeface.sized(height)
        gap = 0.16 * height
        width = sum(font.getlength(character) + gap for character in text) - gap
        x = self.radius - width / 2
        for character in text:
            self.pen.text((x, self.radius * 1.50), character, font=font, fill=255, anchor="lm")
            x += font.getlength(character) + gap

    def arc(self, text: str, *, height: float, edge: float, span: float, below: bool = False) -> None:
        """Text along a circle, its outer side at `edge`; above it stands outwards, below inwards, both read from the
        left. Characters are narrowed when the text would not fit into `span`."""
        if not text:
            return
        middle = edge - height / 2
        for character, angle, room in self._places(text, height / middle, span):
            tile = self._tile(character, height, narrowed=min(1.0, math.radians(room) * middle / (height * 1.04)))
            turn = 180 - angle if below else angle
            self._press(tile, middle, turn, rotation=angle if below else -angle)

    def _places(self, text: str, em: float, span: float) -> Iterator[tuple[str, float, float]]:
        """Each character with the angle of its middle, and the angle that one em may take; `em` in radians."""
        widths = [self._width(character) for character in text]
        between_middles = sum(widths) - (widths[0] + widths[-1]) / 2
        # Chinese names are spread over the arc, Latin letters stay together as words.
        widest = _WIDEST_STEP if max(widths) == 1 else math.degrees(em) * 1.25
        step = min(widest, span / between_middles) if between_middles else widest
        angle = -step * between_middles / 2
        for nth, character in enumerate(text):
            yield character, angle, step
            if nth + 1 < len(text):
                angle += step * (widths[nth] + widths[nth + 1]) / 2

    def _width(self, character: str) -> float:
        """In em, not more than 1."""
        if character in _BRACKETS:
            return _BRACKET_WIDTH
        return min(1.0, float(self.typeface.sized(100).getlength(character)) / 100)

    def _tile(self, character: str, height: float, narrowed: float) -> Image.Image:
        size = round(height * self.radius)
        square = Image.new("L", (2 * size, 2 * size), 0)
        ImageDraw.Draw(square).text((size, size), character, font=self.typeface.sized(size), fill=255, anchor="mm")
        ink = square.getbbox()
        if ink is None:
            return square
        # Only as wide as its ink, so that what stands in one half of its square comes to stand in the middle.
        tile = square.crop((ink[0], 0, ink[2], square.height))
        return tile.resize((max(1, round(tile.width * narrowed)), tile.height), Image.Resampling.LANCZOS)

    def _press(self, tile: Image.Image, distance: float, angle: float, rotation: float) -> None:
        turned = tile.rotate(rotation, resample=Image.Resampling.BICUBIC, expand=True)
        x = self.radius * (1 + distance * math.sin(math.radians(angle))) - turned.width / 2
        y = self.radius * (1 - distance * math.cos(math.radians(angle))) - turned.height / 2
        place = (round(x), round(y), round(x) + turned.width, round(y) + turned.height)
        self.mask.paste(ImageChops.lighter(self.mask.crop(place), turned), place)

    def png(self) -> bytes:
        ink = self.mask.resize((PIXELS, PIXELS), Image.Resampling.LANCZOS).point(lambda value: value * OPACITY // 255)
        seal = Image.new("RGBA", (PIXELS, PIXELS), (*RED, 0))
        seal.putalpha(ink)
        content = BytesIO()
        seal.save(content, "PNG")
        return content.getvalue()
