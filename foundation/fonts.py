"""The typefaces of this machine, for what is drawn rather than laid out (seals, typed signatures)."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

SERIF = "Noto Serif CJK SC"
SANS = "Noto Sans CJK SC"


class FontMissing(Exception):
    """The typeface is not installed. `make setup` installs it (Debian: fonts-noto-cjk)."""


@dataclass(frozen=True)
class Face:
    """One face of a font file; `index` is its place in a collection."""

    path: Path
    index: int

    def sized(self, pixels: int) -> ImageFont.FreeTypeFont:
        return _sized(self, pixels)

    def lacks(self, text: str) -> set[str]:
        """The characters of `text` that this face cannot draw."""
        covered = _covered(self)
        return {character for character in text if ord(character) not in covered}


@lru_cache(maxsize=16)
def face(family: str, style: str = "Bold") -> Face:
    """The installed face of a family. Raises FontMissing."""
    try:
        answer = subprocess.run(
            ["fc-match", "--format=%{file}\n%{index}\n%{family}", f"{family}:style={style}"],
            check=True,
            capture_output=True,
            text=True,
            timeout=30,
        ).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise FontMissing("fontconfig did not answer") from error
    path, index, families = answer.split("\n", 2)
    # fontconfig always answers with something; another family would print boxes instead of Chinese.
    if family not in families.split(","):
        raise FontMissing(family)
    return Face(Path(path), int(index))


@lru_cache(maxsize=64)
def _sized(of: Face, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(of.path), pixels, index=of.index, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=8)
def _covered(of: Face) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    with TTFont(of.path, fontNumber=of.index, lazy=True) as font:
        return frozenset(font.getBestCmap())
