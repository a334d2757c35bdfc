"""How long a contract runs: its end by its terms, the talk about renewal before it, and what happens when they come.

Sources: forms "Common to all" (a number of years, or a stated end date; renewal is talked over one month before expiry;
ends on expiry unless renewed), capability A8.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Protocol

from django.db.models import Min, Q

from contracts.domain.duties.planning import cancel_unfinished
from contracts.domain.life.amending import abandon_amendment
from contracts.domain.life.lifecycles import CONTRACT_LIFE
from contracts.domain.locking import locked_contract
from contracts.domain.news import tell_both_sides
from contracts.domain.terms.values import SHANGHAI, CalendarPeriod, DateValue, Period, TermValue, due_at
from contracts.models import Contract, Termination
from contracts.models.contracts import RUNNING, ContractState
from foundation import jobs
from foundation.models import Job
from parties.domain.scope import SYSTEM, writing

NEAR_END_JOB = "contracts.near_end"
END_JOB = "contracts.end"
Values = Mapping[str, TermValue | None]
ONE_DAY = timedelta(days=1)
SWEPT_AT_ONCE = 500


class EndsWithIt(Protocol):
    """What ends with a contract (locked, and ended), in the transaction of its end."""

    def __call__(self, contract: Contract, *, at: datetime) -> object: ...


_end_with_it: list[EndsWithIt] = []


def register(ends: EndsWithIt) -> None:
    """Add what ends with a contract: the requests that nobody has answered."""
    _end_with_it.append(ends)


def end_of(values: Values, effective_at: datetime) -> datetime | None:
    """The moment at which a contract that took effect then ends by its terms; ``None`` where they name no end."""
    length, last_day = values.get("term_years"), values.get("end_date")
    if isinstance(length, Period):
        return due_at(effective_at, length)
    if isinstance(last_day, DateValue):
        return datetime.combine(last_day.value + ONE_DAY, time.min, SHANGHAI)
    return None


def expiring_from(values: Values, ends_at: datetime | None) -> datetime | None:
    """The start of the last day on which renewal can be raised in time; ``None`` where the terms name no such time."""
    notice = values.get("renewal_notice")
    if ends_at is None or not isinstance(notice, CalendarPeriod):
        return None
    last_day = ends_at.astimezone(SHANGHAI).date() - ONE_DAY
    return datetime.combine(notice.day_before(last_day), time.min, SHANGHAI)


def schedule_end(contract: Contract) -> None:
    """Have what follows from the contract's moments done when they come, in the caller's transaction.

    A job whose moment was moved meanwhile finds that out from the row, and does nothing.
    """
    for kind, moment in ((NEAR_END_JOB, contract.expiring_at), (END_JOB, contract.ends_at)):
        if moment is not None:
            key = f"{kind}:{contract.pk}:{moment.timestamp():.0f}"
            jobs.enqueue(kind, key, {"contract": contract.pk}, run_at=moment)


def terminated_at(contract: Contract) -> datetime | None:
    """The moment at which a notice that was delivered, or agreed to, ends the contract; ``None`` without one."""
    found = Termination.objects.filter(notice__contract=contract, ends_at__isnull=False)
    first: datetime | None = found.aggregate(first=Min("ends_at"))["first"]
    return first


def run_moment(job: Job) -> None:
    """The job's moment has come."""
    pass_moments(int(job.payload["contract"]), at=job.run_at)


def pass_moments(contract_id: int, *, at: datetime) -> None:
    """Let the contract near its end, or end, if its moments say so at ``at``; again changes nothing."""
    with writing(SYSTEM):
        contract = locked_contract(contract_id)
        if not contract.is_running or contract.ends_at is None:
            return
        if contract.ends_at <= at:
            _end(contract, at=at)
        elif contract.is_effective and contract.expiring_at is not None and contract.expiring_at <= at:
            CONTRACT_LIFE.move(Contract, contract.pk, "near_end")
            tell_both_sides(contract, "contracts.expiring", _moment(contract.ends_at), at=at)


def sweep_ends(at: datetime, limit: int = SWEPT_AT_ONCE) -> int:
    """Do what a lost job did not: for every contract whose moment has passed. Tells how many there were."""
    ended = Q(state__in=RUNNING, ends_at__lte=at)
    near = Q(state=ContractState.EFFECTIVE, expiring_at__lte=at, ends_at__gt=at)
    found = list(Contract.objects.filter(ended | near).order_by("ends_at").values_list("pk", flat=True)[:limit])
    for contract_id in found:
        pass_moments(contract_id, at=at)
    return len(found)


def _end(contract: Contract, *, at: datetime) -> None:
    """What is not agreed by now never will be under this contract; what fell due before stays owed."""
    abandon_amendment(contract)
    ended = CONTRACT_LIFE.move(Contract, contract.pk, _ending_verb(contract))
    for ends in _end_with_it:
        ends(contract, at=at)
    if contract.ends_at is not None:
        cancel_unfinished(contract.pk, ended_at=contract.ends_at, at=at)
    tell_both_sides(contract, f"contracts.{ended.state}", _moment(contract.ends_at), at=at)


def _ending_verb(contract: Contract) -> str:
    if terminated_at(contract) == contract.ends_at:
        return "terminate"
    return "renew" if Contract.objects.filter(renews=contract, effective_at__isnull=False).exists() else "expire"


def _moment(at: datetime | None) -> str:
    return f"{at.timestamp():.0f}" if at else ""
