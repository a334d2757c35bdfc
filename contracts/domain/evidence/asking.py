"""Asking for an evidence pack: either side, of its own contracts, about breaches or a period, and saying what for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils import timezone

from contracts.domain.evidence.making import MAKE, progress_of
from contracts.domain.evidence.subjects import VERB, for_side
from contracts.domain.locking import locked_contract
from contracts.domain.sides import speaks_for
from contracts.models import Breach, Contract, EvidencePack
from foundation import jobs
from foundation.days import known_day
from foundation.models import Job
from foundation.refusals import Refused
from foundation.text import clean_text
from parties.domain.scope import Scope, writing

LONGEST_REASON: Final = 500


@dataclass(frozen=True)
class Wanted:
    """What a pack shall be about: some breaches, or the days from the first to the last."""

    breaches: Collection[int] = ()
    first_day: date | None = None
    last_day: date | None = None

    @property
    def has_days(self) -> bool:
        return self.first_day is not None or self.last_day is not None


def ask_for_pack(contract_id: int, wanted: Wanted, *, reason: str, by: Scope, at: datetime) -> EvidencePack:
    """Ask for a pack on behalf of the person's side; a job makes it.

    Refused: ``parties.not_yours``, ``contracts.nothing_signed``, ``.pack_reason_missing``, ``.pack_of_nothing``,
    ``.pack_of_both``, ``.pack_period_wrong``, ``.pack_being_made``.
    """
    if by.user_id is None:
        raise Refused("parties.not_yours")
    reason = clean_text(reason, LONGEST_REASON, "reason")
    if not reason:
        raise Refused("contracts.pack_reason_missing", "reason")
    for field, day in (("first_day", wanted.first_day), ("last_day", wanted.last_day)):
        if day is not None:
            known_day(day, field)
    _check_wanted(wanted, at=at)
    with writing(by):
        contract = locked_contract(contract_id)
        party = speaks_for(contract, VERB, by=by)
        if contract.effective_at is None or contract.effective_at > at:
            raise Refused("contracts.nothing_signed")
        if any(not each.is_made and state_of(each) != FAILED for each in contract.evidence_packs.filter(party=party)):
            raise Refused("contracts.pack_being_made")
        chosen = _chosen(contract, wanted, for_side(by, party.pk))
        days = {"first_day": wanted.first_day, "last_day": wanted.last_day}
        pack = EvidencePack.objects.create(
            contract=contract, party=party, reason=reason, person_id=by.user_id, by=by.label, asked_at=at, **days
        )
        pack.breaches.set(chosen)
        jobs.enqueue(MAKE, pack.job_key, {"pack": pack.pk})
    return pack


def _check_wanted(wanted: Wanted, *, at: datetime) -> None:
    if wanted.breaches and wanted.has_days:
        raise Refused("contracts.pack_of_both", "breaches")
    if wanted.breaches:
        return
    if wanted.first_day is None or wanted.last_day is None:
        raise Refused("contracts.pack_of_nothing", "last_day" if wanted.first_day else "breaches")
    if not wanted.first_day <= wanted.last_day <= timezone.localdate(at):
        raise Refused("contracts.pack_period_wrong", "last_day")


def _chosen(contract: Contract, wanted: Wanted, scope: Scope) -> list[Breach]:
    """The breaches chosen. Refused ``contracts.pack_of_nothing`` for one that this side does not see here."""
    found = list(Breach.objects.within(scope, verb="breaches.see").filter(contract=contract, pk__in=wanted.breaches))
    if len(found) != len(set(wanted.breaches)):
        raise Refused("contracts.pack_of_nothing", "breaches")
    return found


WAITING: Final = "waiting"
MAKING: Final = "making"
AGAIN: Final = "again"
FAILED: Final = "failed"
MADE: Final = "made"


def state_of(pack: EvidencePack) -> str:
    """How far a pack is: MADE, MAKING, WAITING, AGAIN (it failed and is tried again) or FAILED."""
    if pack.is_made:
        return MADE
    job = Job.objects.filter(key=pack.job_key).first()
    if job is None or job.state == Job.State.PARKED:
        return FAILED
    if job.leased_until:
        return MAKING if progress_of(pack.pk)[0] else WAITING
    return AGAIN if job.last_error else WAITING
