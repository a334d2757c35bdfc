"""What the columns of a file hold: guessed from their headings, remembered by party, chosen by a person."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.text import normal_name
from members.models import ImportKind

PUNCTUATION: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Column:
    """Something that a column may hold: its code, how people call it, and by which headings it is known."""

    code: str
    label: str | Promise
    headings: tuple[str, ...]


MEMBERS: Final = (
    Column(
        "number", _("Card number"), ("会员卡号", "卡号", "会员编号", "会员号", "编号", "card number", "card no", "card")
    ),
    Column("name", pgettext_lazy("of a member", "Name"), ("会员姓名", "客户姓名", "姓名", "名字", "full name", "name")),
    Column(
        "phone",
        pgettext_lazy("of a member", "Telephone number"),
        (
            "手机号码",
            "手机号",
            "手机",
            "联系电话",
            "电话号码",
            "电话",
            "联系方式",
            "mobile",
            "telephone",
            "phone",
            "tel",
        ),
    ),
    Column("lunar_birthday", _("Birthday (lunar)"), ("农历生日", "阴历生日", "lunar birthday")),
    Column(
        "birthday",
        _("Birthday"),
        ("出生日期", "出生年月日", "公历生日", "阳历生日", "生日", "date of birth", "birth date", "birthday", "dob"),
    ),
    Column("gender", _("Gender"), ("性别", "gender", "sex")),
    Column("email", _("E-mail"), ("电子邮箱", "电子邮件", "邮箱", "e mail", "email")),
    Column("identity", _("Identity number"), ("身份证号码", "身份证号", "身份证", "证件号码", "id number", "identity")),
    Column(
        "joined_date",
        _("Joined on"),
        (
            "入会日期",
            "入会时间",
            "开卡日期",
            "办卡日期",
            "注册日期",
            "注册时间",
            "member since",
            "registered",
            "joined",
        ),
    ),
    Column("source", _("Won through"), ("会员来源", "来源", "渠道", "source")),
    Column(
        "referrer",
        _("Recommended by (card number)"),
        ("推荐人卡号", "介绍人卡号", "推荐人", "介绍人", "referrer", "recommended by"),
    ),
    Column("songs", _("Songs"), ("喜欢的歌", "常点歌曲", "歌曲", "songs")),
    Column("drinks", _("Drinks"), ("酒水偏好", "喜欢的酒水", "酒水", "drinks")),
    Column("room", _("Room"), ("包厢偏好", "常用包厢", "喜欢的包厢", "包厢", "room")),
)
BILLS: Final = (
    Column("refund_of", _("Refund of bill"), ("原单号", "原账单号", "退款原单", "退单号", "refund of")),
    Column(
        "number",
        _("Bill number"),
        ("账单编号", "账单号", "流水号", "订单号", "结账单号", "单号", "bill number", "receipt no", "bill", "receipt"),
    ),
    Column(
        "amount", _("Amount"), ("实收金额", "实付金额", "消费金额", "实收", "实付", "金额", "amount", "total", "paid")
    ),
    Column(
        "happened_at",
        _("Paid at"),
        ("结账时间", "消费时间", "付款时间", "消费日期", "营业日期", "时间", "日期", "paid at", "time", "date"),
    ),
    Column("card", _("Card number"), ("会员卡号", "卡号", "会员号", "card number", "card no", "card")),
    Column(
        "phone",
        pgettext_lazy("of a member", "Telephone number"),
        ("手机号码", "手机号", "手机", "电话", "mobile", "phone", "tel"),
    ),
    Column("room", _("Room"), ("包厢号", "包厢", "房间", "房号", "room")),
    Column("promoter", _("Promoter (e-mail)"), ("促销员邮箱", "推广员邮箱", "促销员", "推广员", "promoter")),
)
NEEDED: Final[Mapping[str, Sequence[frozenset[str]]]] = {
    ImportKind.MEMBERS: (frozenset({"name"}), frozenset({"number", "phone"})),
    ImportKind.BILLS: (frozenset({"number"}), frozenset({"amount"}), frozenset({"happened_at"})),
}
"""Of each group at least one must be there."""


def plain_heading(heading: str) -> str:
    """A heading as it is compared."""
    return PUNCTUATION.sub("", normal_name(heading))


def guess(headings: Sequence[str], columns: Sequence[Column]) -> dict[int, str]:
    """Place → code. A heading that is one of a column's words goes before one that only holds it; none is given twice,
    so of two columns with the same heading the first one counts."""
    words = {plain_heading(word): column.code for column in reversed(columns) for word in reversed(column.headings)}
    plain = [plain_heading(heading) for heading in headings]
    found: dict[int, str] = {}
    for place, heading in enumerate(plain):
        code = words.get(heading)
        if code and code not in found.values():
            found[place] = code
    for place, heading in enumerate(plain):
        longest = max((word for word in words if len(word) > 1 and word in heading), key=len, default="")
        if place not in found and heading not in words and longest and words[longest] not in found.values():
            found[place] = words[longest]
    return found


def missing(codes: set[str], kind: str) -> list[frozenset[str]]:
    """The groups of columns of which none was chosen."""
    return [group for group in NEEDED[kind] if not group & codes]
