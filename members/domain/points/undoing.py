"""Taking back a benefit that was counted by mistake: for a reason, and before its period is over."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from foundation.refusals import Refused
from foundation.text import clean_line, says_something
from members.domain.points.adjusting import VERB as ADJUST
from members.domain.points.benefits import period_of, uses_of
from members.domain.points.spending import VERB
from members.domain.privacy.showing import without_numbers
from members.models import BenefitUse, Member
from parties.domain.scope import Scope, writing

OWN_TIME: Final = timedelta(hours=1)
"""Within which whoever counted it takes it back alone: a slip of the finger shows at once."""
LONGEST_REASON: Final = 200
SHOWN: Final = 12


def undo_use(use_id: int, reason: str, *, by: Scope, at: datetime) -> BenefitUse:
    """It was counted by mistake: it counts no more, and stays to be seen with the reason.

    Whoever counted it has an hour; afterwards, and for what others counted, it takes who may adjust points, for
    otherwise the one at the counter could hand out the same thing for ever.
    Refused: ``parties.not_yours``, ``members.reason_missing``, ``.number_in_text``, ``.not_active``,
    ``.benefit_undone``, ``.benefit_period_over``, ``.undone_by_others``.
    """
    why = without_numbers(clean_line(reason, LONGEST_REASON, "reason"), "reason")
    if not says_something(why):
        raise Refused("members.reason_missing", "reason")
    with writing(by):
        theirs = Member.objects.within(by, verb=VERB)
        rows = BenefitUse.objects.filter(member__in=theirs).select_for_update(no_key=True, of=("self",))
        use = rows.select_related("benefit", "member").filter(pk=use_id).first()
        if use is None or by.user_id is None:
            raise Refused("parties.not_yours")
        refusal = _refusal(use, by=by, at=at, adjusts=_may_adjust(use.member, by))
        if refusal is not None:
            raise Refused(refusal)
        use.undone_at, use.undone_by_id, use.undone_because = at, by.user_id, why
        use.save(update_fields=["undone_at", "undone_by", "undone_because"])
    return use


def last_uses(member: Member, *, by: Scope, at: datetime) -> Sequence[tuple[BenefitUse, bool]]:
    """What the member used last, also what was taken back, and whether this person may take it back now.

    What those did who were merged into them counts with it.
    """
    rows = uses_of(member, also_undone=True).select_related("benefit", "used_by", "undone_by", "member")
    last = list(rows.order_by("-used_at", "-pk")[:SHOWN])
    adjusts, spends = _may_adjust(member, by), by.may(VERB)
    return [(use, spends and _refusal(use, by=by, at=at, adjusts=adjusts) is None) for use in last]


def _refusal(use: BenefitUse, *, by: Scope, at: datetime, adjusts: bool) -> str | None:
    """Why it cannot be taken back."""
    if use.member.is_erased:
        return "members.not_active"
    if use.is_undone:
        return "members.benefit_undone"
    if use.period_date != period_of(use.benefit.period, at=at):
        return "members.benefit_period_over"
    is_slip = use.used_by_id == by.user_id and at - use.used_at <= OWN_TIME
    return None if is_slip or adjusts else "members.undone_by_others"


def _may_adjust(member: Member, by: Scope) -> bool:
    return Member.objects.within(by, verb=ADJUST).filter(pk=member.pk).exists()
