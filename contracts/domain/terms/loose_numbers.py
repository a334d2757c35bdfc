"""Numbers with a unit in free text: they look like terms but nothing acts on them (the drafter must tick them).

Each pattern looks at a bounded number of signs from where it stands, so that the time taken grows with the length of a
text and not faster. Of a longer number its end is found, which is enough to ask for a tick.
"""

import re
import unicodedata

LONGEST = 60
"""Signs of a number that are shown and kept."""

_MARK = re.compile(r"\{\{[^{}]*\}\}")
_HAN = "零〇一二两三四五六七八九十廿卅卌百千万亿壹贰叁肆伍陆柒捌玖拾佰仟半"
# 同一日, 统一, 唯一 count nothing; the 百 of 百分点 belongs to the unit.
_HAN_NUMBER = rf"(?:(?<![同统唯任某])一|[{_HAN.replace('一', '')}])(?:百(?!分)|[{_HAN.replace('百', '')}]){{0,23}}+"
_DIGITS = r"[0-9][0-9,]{0,23}+(?:\.[0-9]{1,12}+)?+"
_ZH_NUMBER = rf"(?:{_DIGITS}|{_HAN_NUMBER})"
_ZH_UNIT = (
    "个?小时|分钟|刻钟|秒钟?|个?(?:工作|自然|交易|日历|营业)[日天]|天|日|旬|周|个?星期|个?礼拜|个?月|个?季度|年|"
    "万?亿?(?:美|欧|日|港|澳|新台|台|韩)?元|英镑|港币|角|块钱|倍|(?<!第一)次(?!性)|人|名|份|"
    "%|‰|‱|个?百分点|个点|折|成(?![员立为就果本交功效品套年人分])"
)
_EN_UNIT = (
    r"%|‰|per\s?cent|percent|pct|basis points?|(?:percentage )?points?|hours?|hrs?|h|minutes?|seconds?|"
    r"(?:(?:working|business|calendar)\s+)?days?|weeks?|fortnights?|months?|quarters?|years?|decades?|"
    r"yuan|RMB|CNY|USD|EUR|GBP|HKD|dollars?|euros?|pounds?|cents?|times|fold|copies|persons?|people"
)
_EN_WORD = (
    "half|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    "eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|dozen"
)
_EN_NUMBER = rf"(?:{_DIGITS}|(?:{_EN_WORD})(?:[\s-]{{1,3}}(?:and\s)?(?:{_EN_WORD})){{0,5}})"
_MONEY = r"RMB|CNY|USD|US\$|EUR|GBP|JPY|HKD|HK\$|TWD|NT\$|SGD|MOP|KRW|人民币|美元|欧元|港币|[¥$€£₩]"
_AGAIN = rf"(?:\s?\((?:{_DIGITS}|[{_HAN}]{{1,24}}|[A-Za-z -]{{1,40}})\))?"  # 三十（30）日, thirty (30) days
_PATTERNS = (
    rf"(?:[{_HAN}]{{1,12}}+|{_DIGITS})分之(?:{_DIGITS}|[{_HAN}点]{{1,24}})",
    r"(?<![0-9/.])[0-9]{1,3}/[0-9]{1,3}(?![0-9/])",
    r"一半|半数|过半|减半|折半|对半|加倍|翻倍|双倍|翻[一两二三]?番",
    rf"(?:{_MONEY})\s?(?:{_DIGITS}|[{_HAN}]{{1,24}})(?:\s?(?:万|亿)?元)?",
    rf"{_ZH_NUMBER}{_AGAIN}\s{{0,3}}(?:{_ZH_UNIT})",
    r"\bmonths?\s[0-9]{1,4}(?:\s?(?:-|–|to)\s?[0-9]{1,4})?\b",
    rf"\b{_EN_NUMBER}{_AGAIN}[\s-]{{0,3}}(?:{_EN_UNIT})(?![A-Za-z])",
    rf"\b(?:{_EN_WORD})[\s-](?:halves|thirds?|fourths?|fifths?|sixths?|tenths?)\b(?!\s+part)",
    r"\b(?:a\sfortnight|one[\s-]half|half\sof\s(?:the|its|all)|doubled|tripled)\b",
    r"\b(?:within|in|after)\s{1,3}an?\s{1,3}(?:hour|day|week|month|quarter|year|decade)\b",
)
_NUMBER = re.compile("|".join(_PATTERNS), re.IGNORECASE)


def loose_numbers(text: str) -> list[str]:
    """Each number with a unit that stands in free text, as written there (full-width made half-width), once.

    Marks such as `{{verify_within}}` are terms, not free text, and numbers of clauses, annexes and levels have no
    unit; neither is reported. At most the last ``LONGEST`` signs of each are given.
    """
    # Between two numbers the Chinese comma parts them; made half-width it would stand in one.
    free = unicodedata.normalize("NFKC", _MARK.sub("\n", text).replace("，", "、"))
    return list(dict.fromkeys(match[0].strip()[-LONGEST:] for match in _NUMBER.finditer(free)))
