"""What stands in the cells of a row, by the code of its column. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Final

from foundation.refusals import Refused
from foundation.text import normal_name
from members.models import Gender, MemberSource

MAN: Final = frozenset({"男", "男性", "先生", "m", "male", "man", "mr"})
WOMAN: Final = frozenset({"女", "女性", "女士", "小姐", "f", "female", "woman", "ms", "mrs"})
UNSAID: Final = frozenset({"未知", "保密", "不详", "unknown", "-", "—"})
SOURCES: Final[Mapping[str, frozenset[str]]] = {
    MemberSource.FRONT_DESK: frozenset({"前台", "到店", "门店", "frontdesk", "atthefrontdesk"}),
    MemberSource.PROMOTER: frozenset({"推广员", "推广", "营销", "促销员", "promoter", "byapromoter"}),
    MemberSource.REFERRAL: frozenset({"会员推荐", "推荐", "转介绍", "老带新", "referral"}),
    MemberSource.EVENT: frozenset({"活动", "event", "atanevent"}),
    MemberSource.ONLINE: frozenset({"微信", "线上", "网络", "小程序", "公众号", "online", "wechat"}),
    MemberSource.IMPORTED: frozenset({"旧系统", "导入", "imported"}),
    MemberSource.OTHER: frozenset({"其他", "其它", "other"}),
}
BETWEEN: Final = re.compile(r"[,，;；、/\n]+")
DRESSING: Final = str.maketrans("", "", "¥￥元,， \u00a0")


def by_code(cells: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """Code → what stands in its cell; empty cells are left out."""
    return {code: cells[int(place)] for place, code in mapping.items() if int(place) < len(cells) and cells[int(place)]}


def read_gender(text: str) -> str:
    """Refused: ``members.choice_unknown``."""
    word = normal_name(text)
    if word in MAN:
        return Gender.MAN
    if word in WOMAN:
        return Gender.WOMAN
    if word in UNSAID:
        return Gender.UNKNOWN
    raise Refused("members.choice_unknown", "gender")


def read_source(text: str) -> str:
    """Refused: ``members.choice_unknown``."""
    word = normal_name(text)
    for source, words in SOURCES.items():
        if word in words or word == source:
            return source
    raise Refused("members.choice_unknown", "source")


def read_lines(text: str) -> list[str]:
    """Things that stand one after the other in a cell."""
    return [line.strip() for line in BETWEEN.split(text) if line.strip()]


def read_fen(text: str) -> int:
    """``¥1,234.50`` as fen. Refused: ``members.bill_amount_wrong``."""
    try:
        fen = Decimal(text.translate(DRESSING)) * 100
    except InvalidOperation:
        raise Refused("members.bill_amount_wrong", "amount")
    if not fen.is_finite() or fen != fen.to_integral_value() or abs(fen) > 10**15:
        raise Refused("members.bill_amount_wrong", "amount")
    return int(fen)
