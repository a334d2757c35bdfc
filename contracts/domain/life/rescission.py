"""Which breaches on record let a side end the contract (A12); ``termination`` asks here and nowhere else.

Sources: forms "Termination grounds" and the catalogues' ``rescission``; Civil Code art. 563 (a demand that passes in
vain) and 564 (the right lapses one year after it was known).
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from contracts.domain.terms.values import Years
from contracts.models import Breach, BreachNotice
from contracts.models.breaches import BreachState

LAPSES_AFTER = Years(1)


@dataclass(frozen=True)
class RescissionGround:
    """A breach that opens the right, since when, and the last day on which it can be used."""

    breach: Breach
    is_uncured: bool
    since: datetime
    last_day: date


def grounds_for(contract_id: int, party_id: int, *, at: datetime) -> list[RescissionGround]:
    """What lets ``party_id`` end the contract at ``at``: confirmed grave breaches, and demands that were not met."""
    breaches = (
        Breach.objects.filter(contract=contract_id, injured=party_id, state=BreachState.CONFIRMED)
        .select_related("kind__clause", "at_fault", "obligation__term")
        .prefetch_related("notices")
        .order_by("occurred_at", "pk")
    )
    found = [ground for breach in breaches if (ground := _ground(breach)) is not None]
    return [ground for ground in found if timezone.localdate(at) <= ground.last_day]


def ground_of(breach: Breach, *, at: datetime) -> RescissionGround | None:
    """The ground that this breach opens for the injured party, if any."""
    grounds = grounds_for(breach.contract_id, breach.injured_id, at=at)
    return next((ground for ground in grounds if ground.breach.pk == breach.pk), None)


def _ground(breach: Breach) -> RescissionGround | None:
    judged = [each.judged_at for each in breach.notices.all() if each.cure == BreachNotice.Cure.NOT_CURED]
    uncured = max((moment for moment in judged if moment is not None), default=None)
    since = uncured or (breach.decided_at if breach.kind.allows_rescission else None)
    if since is None:
        return None
    return RescissionGround(breach, uncured is not None, since, LAPSES_AFTER.last_day(timezone.localdate(since)))
