"""A third party's engagement in the words of the contract: they are signed, and so never follow a screen's wording."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from contracts.domain.terms.values import Money, Percent
from contracts.domain.wording.engaging import fee_split
from contracts.models import ThirdParty
from contracts.models.third_parties import ThirdRole
from foundation.languages import is_chinese, pick

ROLES: Final[Mapping[str, tuple[str, str]]] = {
    ThirdRole.INTERMEDIARY: ("中介方", "intermediary"),
    ThirdRole.WITNESS: ("见证人和协调人", "witness and coordinator"),
    ThirdRole.ADVISER: ("顾问", "adviser"),
    ThirdRole.TECHNICAL_SERVICE: ("技术服务方", "technical service"),
    ThirdRole.ASSESSOR: ("评估方", "assessor"),
    ThirdRole.AUDITOR: ("审计方", "auditor"),
    ThirdRole.SUPERVISOR: ("监督方", "supervisor"),
    ThirdRole.EXECUTING_BODY: ("执行方", "executing body"),
    ThirdRole.GUARANTOR: ("担保方", "guarantor"),
}


def third_party_word(language: str) -> str:
    return pick(language, "第三方", "Third party")


def role_word(role: str, language: str) -> str:
    """The role as printed."""
    return pick(language, *ROLES[ThirdRole(role)])


def fee_words(third: ThirdParty, language: str) -> str:
    """The fee and what each side bears of it, to the fen; nothing where the engagement is free of charge."""
    if not third.fee:
        return pick(language, "无", "none")
    of_a, of_b = (_yuan(each, language) for each in fee_split(third))
    fee = _yuan(third.fee, language)
    if is_chinese(language):
        return f"{fee}，甲方承担{Percent(third.share_a).plain}%即{of_a}，乙方承担其余{of_b}"
    return f"{fee}; Party A bears {Percent(third.share_a).plain}%, {of_a}; Party B the rest, {of_b}"


def cap_words(third: ThirdParty, language: str) -> str:
    """Its own limit of liability as printed."""
    if third.cap_percent is not None:
        percent = Percent(third.cap_percent).plain
        return pick(language, f"合同金额的{percent}%", f"{percent}% of the contract amount")
    if third.cap_amount is not None:
        return _yuan(third.cap_amount, language)
    return pick(language, "按本合同约定", "as the contract says")


def engagement_line(third: ThirdParty | None, language: str) -> str:
    """The whole engagement in a line, by which two wordings are compared; empty: nobody is engaged."""
    if third is None:
        return ""
    role = role_word(third.role, language)
    fee, cap = fee_words(third, language), cap_words(third, language)
    if is_chinese(language):
        return f"{third.party.name}（{role}）：{third.engaged_for}；费用：{fee}；责任限额：{cap}"
    return f"{third.party.name} ({role}): {third.engaged_for}; fee: {fee}; limit of liability: {cap}"


def _yuan(amount: Decimal, language: str) -> str:
    return Money(amount).display(language)
