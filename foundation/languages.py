"""Texts kept in two languages: Chinese (Simplified) is the source, English a translation, Traditional is converted."""

from functools import lru_cache

import opencc

# OpenCC's s2t prefers some glyphs that nobody writes today, and takes 内制 for a word.
_GLYPHS = str.maketrans("爲僞衆覈祕羣啓裏綫牀賬", "為偽眾核秘群啟裡線床帳")
_PHRASES = {"製定": "制定"}


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


@lru_cache(maxsize=4096)
def to_traditional(text: str) -> str:
    """The same text in Traditional characters; letters, digits and `{{name}}` marks stay as they are."""
    converted = str(_converter().convert(text)).translate(_GLYPHS)
    for wrong, right in _PHRASES.items():
        converted = converted.replace(wrong, right)
    return converted


def is_traditional(language: str) -> bool:
    return language.lower().startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo"))


def is_chinese(language: str) -> bool:
    return language.lower().startswith("zh")


def pick(language: str, zh: str, en: str) -> str:
    """The wording of a bilingual text for a language code such as `zh-hans`, `zh-hant` or `en`."""
    if is_traditional(language):
        return to_traditional(zh)
    return zh if is_chinese(language) else en
