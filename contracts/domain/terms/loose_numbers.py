"""Numbers with a unit in free text: they look like terms but nothing acts on them (the drafter must tick them)."""

import re
import unicodedata

_MARK = re.compile(r"\{\{[^{}]*\}\}")
_HAN = "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟半"
_HAN_NUMBER = rf"(?:(?<![同统唯任某])一|[{_HAN.replace('一', '')}])[{_HAN}]*"  # 同一日, 统一, 唯一 count nothing
_ZH_UNIT = (
    "个?小时|分钟|秒钟?|个?工作日|个?自然日|个?交易日|天|日|周|个?星期|个?月|个?季度|年|"
    "万?亿?元|角|倍|(?<!第一)次(?!性)|人|名|份|%|个?百分点|折"
)
_EN_UNIT = (
    r"%|per\s?cent|percent|basis points?|hours?|hrs?|h|minutes?|seconds?|(?:(?:working|business|calendar)\s+)?days?|"
    r"weeks?|months?|quarters?|years?|yuan|RMB|CNY|times|copies|persons?|people"
)
_EN_WORD = (
    "half|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    "eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million"
)
_DIGITS = r"[0-9][0-9,]*(?:\.[0-9]+)?"
_PATTERNS = (
    rf"(?:[百千万]分之)(?:{_DIGITS}|[{_HAN}点]+)",
    rf"(?:RMB|CNY|人民币|[¥$])\s?(?:{_DIGITS}|[{_HAN}]+)(?:\s?(?:万|亿)?元)?",
    rf"(?:{_DIGITS}|{_HAN_NUMBER})\s?(?:{_ZH_UNIT})",
    r"\bmonths?\s[0-9]+(?:\s?(?:-|–|to)\s?[0-9]+)?\b",
    rf"\b(?:{_DIGITS}|(?:{_EN_WORD})(?:[\s-]+(?:{_EN_WORD}))*)[\s-]?(?:{_EN_UNIT})(?![A-Za-z])",
)
_NUMBER = re.compile("|".join(_PATTERNS), re.IGNORECASE)


def loose_numbers(text: str) -> list[str]:
    """Each number with a unit that stands in free text, as written there (full-width made half-width), once.

    Marks such as `{{verify_within}}` are terms, not free text, and numbers of clauses, annexes and levels have no
    unit; neither is reported.
    """
    free = unicodedata.normalize("NFKC", _MARK.sub("\n", text))
    return list(dict.fromkeys(match[0].strip() for match in _NUMBER.finditer(free)))
