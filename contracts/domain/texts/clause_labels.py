"""How clauses are numbered and referred to in print.

The top level of a contract is made of articles (第三条, Article 3) or, by its `division`, of chapters (第三章,
Chapter 3). Its sections go by their bare number (3.2). A supplement of the form that the parties chose keeps a count of
its own: 附加条款一 with its 附1.2, Supplement 1 with its S1.2.
"""

import re

from foundation.languages import is_chinese, pick

ARTICLE = "article"
CHAPTER = "chapter"
SECTION = "section"

_CHINESE_DIGITS = "零一二三四五六七八九"
_TOP = {CHAPTER: ("第{}章", "Chapter {}"), ARTICLE: ("第{}条", "Article {}")}
_SUPPLEMENT = ("附加条款{}", "Supplement {}")
_NUMBER = re.compile(r"(S?)([0-9]+)((?:\.[0-9]+)*)")


def is_of_supplement(number: str) -> bool:
    """Whether a clause's number (S1, S1.2) belongs to a supplement of the form."""
    return number.startswith("S")


def clause_label(kind: str, number: str, language: str) -> str:
    """How a clause is headed: 第三条 or Article 3, 第三章 or Chapter 3, 附加条款一 or Supplement 1; sections by number.

    `kind`: `article`, `chapter` or `section`. What is no number of a clause stays as it is.
    """
    found = _NUMBER.fullmatch(number)
    if found is None:
        return number
    of_supplement, first, rest = found.groups()
    if rest or kind not in _TOP:
        return pick(language, f"附{first}{rest}", number) if of_supplement else number
    written = chinese_number(int(first)) if is_chinese(language) else first
    return pick(language, *(_SUPPLEMENT if of_supplement else _TOP[kind])).format(written)


def reference_text(number: str, language: str, division: str = ARTICLE) -> str:
    """How another clause is referred to inside a text: 第5.2条 or Section 5.2, 附1.2条 or Section S1.2.

    A whole article is 第5条 or Article 5, a whole chapter 第五章 or Chapter 5, a whole supplement 附加条款一 or
    Supplement 1.
    """
    if "." in number:
        of_supplement = is_of_supplement(number)
        return pick(language, f"附{number[1:]}条" if of_supplement else f"第{number}条", f"Section {number}")
    if division == CHAPTER or is_of_supplement(number):
        return clause_label(division, number, language)
    return pick(language, f"第{number}条", f"Article {number}")


def chinese_number(number: int) -> str:
    """A number from 0 to 99 in plain Chinese numerals (十四, 二十); larger ones stay digits."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _CHINESE_DIGITS[ones]
    if tens > 9:
        return str(number)
    return (_CHINESE_DIGITS[tens] if tens > 1 else "") + "十" + (_CHINESE_DIGITS[ones] if ones else "")
