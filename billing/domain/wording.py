"""The texts that an invoice fixes, in both languages: stored with it, they never change with the screens."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.utils import timezone

from billing.domain.fees.plan import FeePart, Part
from contracts.domain.terms.values import DateValue
from contracts.domain.texts.clause_labels import reference_text
from contracts.models import Clause, Damages
from foundation.languages import pick

LONGEST = 300
FEES: Final[Mapping[Part, tuple[str, str]]] = {
    Part.WHOLE: ("服务费（全额）", "Fee, in full"),
    Part.FIRST_INSTALMENT: ("服务费首付款", "Fee, first instalment"),
    Part.FINAL_INSTALMENT: ("服务费尾款", "Fee, final instalment"),
    Part.PERIOD: ("服务费", "Fee"),
    Part.BASE: ("基础服务费", "Base fee"),
    Part.VALUE_ADDED: ("增值服务费", "Fee for value-added services"),
    Part.REVENUE_SHARE: ("收益分成", "Share of revenue"),
}


def damages_text(damages: Damages, language: str, *, is_further: bool = False) -> str:
    """What an invoice line claims: the breach, the clause that was broken, what was due, and the day.

    ``is_further``: it claims what an adjustment added to what was billed before.
    """
    breach = damages.breach
    kind = pick(language, breach.kind.text_zh, breach.kind.text_en).rstrip("。.;； ")
    day = written_date(timezone.localdate(breach.occurred_at), language)
    clause = broken_clause(damages).number
    subject = breach.obligation.subject if breach.obligation else ""
    about = f" · {subject}" if subject else ""
    zh, en = ("违约金调整增加额", "Damages, raised") if is_further else ("违约金", "Damages")
    text = pick(
        language,
        f"{zh}：违反合同{reference_text(clause, language)}（{day}{about}），{kind}",
        f"{en}: breach of clause {clause} ({day}{about}): {kind}",
    )
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def fee_text(part: FeePart, clause: Clause, language: str) -> str:
    """What an invoice line claims of a fee: which payment, for which time, by which clause."""
    name = pick(language, *FEES[part.part])
    number = pick(language, f"，合同{reference_text(clause.number, language)}", f", clause {clause.number}")
    if part.first_day is None or part.last_day is None:
        return f"{name}{number}"
    days = (written_date(part.first_day, language), written_date(part.last_day, language))
    return name + pick(language, "（{}至{}）", " ({} to {})").format(*days) + number


def broken_clause(damages: Damages) -> Clause:
    """The clause that was broken: the one that made the duty, else the one that names the breach."""
    breach = damages.breach
    return breach.obligation.clause if breach.obligation else breach.kind.clause


def written_date(day: date, language: str) -> str:
    """A day as documents write it: 2026年11月3日, 3 November 2026."""
    return DateValue(day).display(language)


def written_moment(moment: datetime, language: str) -> str:
    """A moment in Shanghai, to the minute."""
    local = timezone.localtime(moment)
    return f"{written_date(local.date(), language)} {local:%H:%M}"
