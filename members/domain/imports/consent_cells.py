"""What members allow, as it stands in a table: a column for each channel and purpose, one for when and one for how."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import product
from typing import Any, Final

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.refusals import Refused
from foundation.text import normal_name
from members.domain.imports.columns import Column
from members.domain.imports.dates import read_moment
from members.domain.registry.consents import Said
from members.models import ConsentChannel, ConsentPurpose, ConsentWay

WHEN: Final = "consent_at"
HOW: Final = "consent_way"
CHANNELS: Final[Mapping[str, tuple[str, ...]]] = {
    ConsentChannel.SMS: ("短信", "sms"),
    ConsentChannel.WECHAT: ("微信", "wechat"),
    ConsentChannel.PHONE: ("电话", "phone"),
    ConsentChannel.EMAIL: ("邮件", "email"),
}
PURPOSES: Final[Mapping[str, tuple[str, ...]]] = {
    ConsentPurpose.SERVICE: ("服务", "service"),
    ConsentPurpose.MARKETING: ("营销", "优惠", "推广", "marketing", "offers"),
    ConsentPurpose.SURVEY: ("调研", "问卷", "survey"),
    ConsentPurpose.PROFILING: ("画像", "profiling"),
}
YES: Final = frozenset({"是", "同意", "已同意", "允许", "接受", "y", "yes", "true", "1", "√", "✓"})
NO: Final = frozenset({"否", "不同意", "未同意", "拒绝", "不接受", "n", "no", "false", "0", "×"})
WAYS: Final[Mapping[str, frozenset[str]]] = {
    ConsentWay.IN_PERSON: frozenset({"当面", "口头", "到店", "inperson"}),
    ConsentWay.SIGNED: frozenset({"签字", "签名", "书面签字", "签署", "signedform", "signed"}),
    ConsentWay.CALL: frozenset({"电话", "bytelephone", "call"}),
    ConsentWay.WRITING: frozenset({"书面", "短信", "微信", "邮件", "inwriting", "writing"}),
    ConsentWay.IMPORTED: frozenset({"旧系统", "导入", "fromanearliersystem", "imported"}),
}
"""A link is followed by the member alone: no file can say that it was."""


def _column(channel: str, purpose: str) -> Column:
    names = {"channel": ConsentChannel(channel).label, "purpose": ConsentPurpose(purpose).label}
    label = format_lazy(_("Consent: {channel} · {purpose}"), **names)
    headings = tuple(f"{by}{what}" for by, what in product(CHANNELS[channel], PURPOSES[purpose]))
    return Column(f"consent_{channel}_{purpose}", label, headings)


ALLOWED: Final = {f"consent_{each[0]}_{each[1]}": each for each in product(CHANNELS, PURPOSES)}
CONSENTS: Final = (
    *(_column(channel, purpose) for channel, purpose in ALLOWED.values()),
    Column(WHEN, _("Consent: said on"), ("同意日期", "同意时间", "授权日期", "授权时间", "consent date")),
    Column(HOW, pgettext_lazy("column", "Consent: how they said it"), ("同意方式", "授权方式", "consent way")),
)


def read_allowed(text: str) -> bool:
    """Refused: ``members.yes_or_no``."""
    word = normal_name(text)
    if word in YES:
        return True
    if word in NO:
        return False
    raise Refused("members.yes_or_no", "consents")


def read_way(text: str) -> str:
    """Refused: ``members.choice_unknown``."""
    word = normal_name(text)
    for way, words in WAYS.items():
        if word in words or word == way:
            return way
    raise Refused("members.choice_unknown", "consents")


def taken_out(said: dict[str, Any], *, now: datetime) -> list[Said]:
    """The consents out of what a row says, with their moment and way. Refused: ``members.consent_in_future``."""
    at, way = said.pop(WHEN, None), said.pop(HOW, ConsentWay.IMPORTED)
    if at is not None and at > now:
        raise Refused("members.consent_in_future", "consents")
    given = {code: said.pop(code) for code in ALLOWED if code in said}
    return [Said(*ALLOWED[code], allowed, way, at) for code, allowed in given.items()]


READERS: Final[Mapping[str, Any]] = {
    **dict.fromkeys(ALLOWED, read_allowed),
    WHEN: lambda text: read_moment(text, "consents"),
    HOW: read_way,
}
"""How each column's cells are read. Refused: what the reader says."""
