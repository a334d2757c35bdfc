"""A wave for every period of a contract's survey, once; planned by the beat, settled by people (D2).

The contract opens the period as an occurrence of its series ``survey``; what it says of the window and of the sample
are the wave's first settings.
"""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from contracts.domain.in_force import TermsInForce, terms_of_contract
from contracts.domain.locking import free_contract
from contracts.domain.terms.values import Count, Days
from contracts.models import Contract, Occurrence
from foundation.jobs import describe_error
from foundation.refusals import Refused
from parties.domain.scope import SYSTEM, Scope, writing
from surveys.domain.waves.arranging import LONGEST_NAME, newest_version
from surveys.domain.waves.reach import locked_wave
from surveys.domain.waves.windows import USUAL_DAYS, Window, usual_window
from surveys.models import Frame, Method, Wave, WaveState

logger = logging.getLogger(__name__)

SERIES: Final = "survey"
CONTRACTS_AT_ONCE: Final = 500


def plan_waves(*, at: datetime, limit: int = CONTRACTS_AT_ONCE) -> int:
    """Plan a wave for each period that runs and has had none; tells how many are new.

    A contract that another worker holds is passed by; one that fails is logged, and the others have their turn.
    """
    planned = 0
    for contract_id in dict.fromkeys(_waiting(at=at).order_by("pk").values_list("contract", flat=True)[:limit]):
        try:
            with writing(SYSTEM):
                contract = free_contract(contract_id)
                planned += _plan_of(contract, at=at) if contract else 0
        except Exception as error:  # noqa: BLE001 - whatever one contract raises, the next one has its turn
            logger.error("survey not planned", extra={"contract": contract_id, "error": describe_error(error)})
    return planned


def plan_anew(wave_id: int, *, by: Scope, at: datetime) -> Wave:
    """Another wave for the period of one that was called off.

    Refused: ``parties.not_yours``, ``surveys.not_called_off``, ``surveys.planned_already``, ``surveys.period_over``.
    """
    with writing(by):
        old = locked_wave(wave_id, by=by)
        if old.state != WaveState.CANCELLED or old.occurrence is None:
            raise Refused("surveys.not_called_off")
        others = Wave.objects.filter(contract=old.contract_id, first_day=old.first_day)
        if others.exclude(state=WaveState.CANCELLED).exists():
            raise Refused("surveys.planned_already")
        wave = _planned(old.occurrence, at=at, made_by_id=by.user_id)
        if wave is None:
            raise Refused("surveys.period_over", "last")
        return wave


def _waiting(*, at: datetime) -> QuerySet[Occurrence]:
    """Periods that are not over, whose duty is open, of contracts that run; a cancelled wave is for people to replace.

    Where both sides owe the survey there are two such periods of the same days, and one wave serves them.
    """
    had = Wave.objects.filter(contract=OuterRef("contract"), first_day=OuterRef("first_day"))
    running = Contract.objects.in_force(at)
    periods = Occurrence.objects.filter(series=SERIES, last_day__gte=timezone.localdate(at), contract__in=running)
    return periods.filter(obligation__deadline__outcome=None).exclude(Exists(had))


def _plan_of(contract: Contract, *, at: datetime) -> int:
    """Read again behind the contract's lock: whoever came first has planned it."""
    waiting = _waiting(at=at).filter(contract=contract).select_related("contract").order_by("first_day", "pk")
    return sum(_planned(period, at=at) is not None for period in _one_a_period(waiting))


def _one_a_period(waiting: Iterable[Occurrence]) -> Iterable[Occurrence]:
    """Of two sides that owe the same survey the client runs it: they are its customers."""
    chosen: dict[object, Occurrence] = {}
    for period in waiting:
        if period.first_day not in chosen or period.debtor_id == period.contract.party_a_id:
            chosen[period.first_day] = period
    return chosen.values()


def _planned(period: Occurrence, *, at: datetime, made_by_id: int | None = None) -> Wave | None:
    terms = terms_of_contract(period.contract_id, at)
    window = _window(period, terms, at=at)
    if terms is None or window is None:
        return None
    wanted = terms.value("survey_sample")
    return Wave.objects.create(
        party_id=_runner(period),
        contract=period.contract,
        occurrence=period,
        version=newest_version(_runner(period)),
        name=f"{period.first_day:%Y.%m.%d}–{period.last_day:%Y.%m.%d} · {period.contract.number}"[:LONGEST_NAME],
        first_day=period.first_day,
        last_day=period.last_day,
        opens_at=window.opens_at,
        closes_at=window.closes_at,
        frame=Frame.MEMBERS,
        method=Method.PROPORTIONAL,
        margin_percent=None if isinstance(wanted, Count) else 5,
        wanted_size=wanted.value if isinstance(wanted, Count) else None,
        made_by_id=made_by_id,
        made_at=at,
    )


def _runner(period: Occurrence) -> int:
    """The side that owes the survey; the client where a third party does, whose customers it asks."""
    sides = (period.contract.party_a_id, period.contract.party_b_id)
    return period.debtor_id if period.debtor_id in sides else sides[0]


def _window(period: Occurrence, terms: TermsInForce | None, *, at: datetime) -> Window | None:
    days = terms.value("survey_window") if terms else None
    length = days.value if isinstance(days, Days) else USUAL_DAYS
    return usual_window(period.first_day, period.last_day, days=length, today=timezone.localdate(at))
