"""Written warnings and demands for performance about a breach, and whether it was cured in the time given (A12).

Sources: Civil Code art. 563 no. 3 (a demand with a reasonable period; rescission when it passes in vain); forms "Common
to all" (notices in writing, the proof of delivery is kept); `ktv-1` 13.6 (a written warning first).
"""

from datetime import datetime
from typing import Final

from django.utils import timezone

from contracts.domain.liability.breach_news import tell_against
from contracts.domain.liability.losses import LONGEST
from contracts.domain.liability.speaking import require_injured
from contracts.domain.life import notices
from contracts.domain.life.notices import Letter
from contracts.domain.locking import locked_breach
from contracts.domain.terms.values import Days, due_at
from contracts.models import Breach, BreachNotice, Notice
from contracts.models.notices import NoticeKind
from foundation.refusals import Refused
from foundation.text import clean_text
from parties.domain.scope import Scope, writing

MOST_DAYS: Final = 365


def demand_performance(breach_id: int, letter: Letter, *, days: int, by: Scope, at: datetime) -> BreachNotice:
    """The injured party demands performance within ``days`` from the day on which the demand arrives.

    Refused: ``contracts.not_injured``, ``contracts.let_go``, ``contracts.cure_days_wrong``, and as for ``give_notice``.
    """
    if not 1 <= days <= MOST_DAYS:
        raise Refused("contracts.cure_days_wrong", "days", most=MOST_DAYS)
    return _give(breach_id, NoticeKind.DEMAND, letter, days, by=by, at=at)


def warn_in_writing(breach_id: int, letter: Letter, *, by: Scope, at: datetime) -> BreachNotice:
    """The injured party warns in writing. Refused: ``contracts.not_injured``, ``contracts.let_go``, and as for
    ``give_notice``."""
    return _give(breach_id, NoticeKind.WARNING, letter, None, by=by, at=at)


def run_cure_time(notice: Notice, delivered_at: datetime) -> None:
    """The demand has arrived: its time runs from then. In the caller's transaction; nothing for other notices."""
    about = BreachNotice.objects.filter(notice=notice, days__isnull=False).first()
    if about is not None and about.days is not None:
        about.cure_until = due_at(delivered_at, Days(about.days))
        about.save(update_fields=["cure_until"])


def judge_cure(about_id: int, *, is_cured: bool, text: str, by: Scope, at: datetime) -> BreachNotice:
    """The injured party records whether the other side performed in the time given; that it did not, only afterwards.

    Refused: ``contracts.not_injured``, ``contracts.cure_not_running``, ``contracts.cure_time_runs``,
    ``contracts.cure_judged``.
    """
    with writing(by):
        breach = locked_breach(BreachNotice.objects.values_list("breach", flat=True).get(pk=about_id))
        require_injured(breach, by=by)
        about = BreachNotice.objects.select_related("notice").get(pk=about_id)
        if about.cure_until is None:
            raise Refused("contracts.cure_not_running")
        if about.cure:
            raise Refused("contracts.cure_judged")
        if not is_cured and at < about.cure_until:
            raise Refused("contracts.cure_time_runs", until=f"{timezone.localtime(about.cure_until):%Y-%m-%d %H:%M}")
        about.cure = BreachNotice.Cure.CURED if is_cured else BreachNotice.Cure.NOT_CURED
        about.cure_text, about.judged_at, about.judged_by = clean_text(text, LONGEST, "text"), at, by.label
        about.save(update_fields=["cure", "cure_text", "judged_at", "judged_by"])
        tell_against(breach, "contracts.cure_judged", breach.injured_id, str(about.pk), at=at)
    return about


def _give(
    breach_id: int, kind: NoticeKind, letter: Letter, days: int | None, *, by: Scope, at: datetime
) -> BreachNotice:
    with writing(by):
        breach = locked_breach(breach_id)
        require_injured(breach, by=by)
        _require_alive(breach)
        notice = notices.give_notice(breach.contract_id, kind, letter, by=by, at=at)
        return BreachNotice.objects.create(notice=notice, breach=breach, days=days)


def _require_alive(breach: Breach) -> None:
    if breach.is_let_go:
        raise Refused("contracts.let_go")
