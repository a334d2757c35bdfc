"""Which characters leave a mark on paper."""

import unicodedata

# Control, private, unassigned and format characters: invisible on paper, and some of them reorder what is read.
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_LAYOUT_CHARACTERS = frozenset("\n\r\t\u00ad")


def is_unprintable(character: str) -> bool:
    """Whether a character leaves no mark on paper, so that the printed text would not be the stored text."""
    return character not in _LAYOUT_CHARACTERS and unicodedata.category(character) in _UNPRINTABLE


def spelled(characters: set[str]) -> str:
    """Characters for a message: each with its code point, an invisible one by its code point alone."""
    return ", ".join(
        f"U+{ord(each):04X}" if is_unprintable(each) else f"{each} (U+{ord(each):04X})" for each in sorted(characters)
    )
