"""The texts that an invoice fixes, in both languages: stored with it, they never change with the screens."""

from datetime import date, datetime

from django.utils import timezone

from contracts.domain.terms.values import DateValue
from contracts.domain.texts.clause_labels import reference_text
from contracts.models import Clause, Damages
from foundation.languages import pick

LONGEST = 300


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
