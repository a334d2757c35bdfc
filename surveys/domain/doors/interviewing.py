"""Asking by telephone or in the house: who comes next, and answers that somebody types in for them (D4)."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Max, Q, QuerySet

from foundation.refusals import Refused
from members.domain.care.contacting import agreed_channels
from members.models import ConsentChannel, ConsentPurpose, MemberState
from parties.domain.scope import Scope
from surveys.domain.answers.checking import Said
from surveys.domain.answers.taking import take_answer
from surveys.domain.waves.lifecycle import ANSWERABLE
from surveys.models import Invitation

INTERVIEW: Final = "surveys.interview"
REST: Final = timedelta(hours=4)
"""Between two attempts to reach the same person."""
LOOKED_AT: Final = 200
"""How many in the order of the draw are looked at for one who may be called."""
SIDE_BY_SIDE: Final = 4
"""So many people may call at the same time and are given different numbers to begin with."""


def to_ask(wave_id: int, *, by: Scope) -> QuerySet[Invitation]:
    """Who was drawn and has not said anything yet, those that were tried less often first, then as they were drawn."""
    rows = Invitation.objects.within(by, verb=INTERVIEW).filter(wave=wave_id, state__in=ANSWERABLE)
    active = rows.filter(member__state=MemberState.ACTIVE).select_related("stratum__venue", "wave__version")
    tried = active.annotate(tries=Count("attempts"), tried_at=Max("attempts__at"))
    return tried.order_by("tries", "position")


def next_to_call(wave_id: int, *, by: Scope, at: datetime, after: int | None = None) -> Invitation | None:
    """The next who agreed to be called for surveys and was not tried in the last hours; ``after``: not that one.

    Of the first few each caller gets another one, as far as there are enough.
    """
    rows = to_ask(wave_id, by=by).filter(Q(tried_at=None) | Q(tried_at__lte=at - REST)).exclude(pk=after or 0)
    waiting = list(rows[:LOOKED_AT])
    agreed = agreed_channels([each.member_id for each in waiting if each.member_id], ConsentPurpose.SURVEY)
    callable_ones = [each for each in waiting if each.member_id and ConsentChannel.PHONE in agreed[each.member_id]]
    if not callable_ones:
        return None
    first = callable_ones[:SIDE_BY_SIDE]
    return first[(by.user_id or 0) % len(first)]


def answer_in_interview(invitation_id: int, said: Said, *, version_id: int, by: Scope, at: datetime) -> bool:
    """Take the answer that somebody typed in for who was drawn. ``False``: theirs was received before.

    Who typed it in is not kept beside it. Refused: ``parties.not_yours``, and as
    :func:`surveys.domain.answers.taking.take_answer` is.
    """
    if not Invitation.objects.within(by, verb=INTERVIEW).filter(pk=invitation_id).exists():
        raise Refused("parties.not_yours")
    return take_answer(invitation_id, said, version_id=version_id, at=at)
