"""After the end: settlement and hand-over, line by line, and then the archive (capability A8)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from contracts.domain.life.lifecycles import CONTRACT_LIFE
from contracts.domain.life.notices import locked
from contracts.domain.sides import speaks_for
from contracts.domain.terms.values import CalendarPeriod
from contracts.models import Contract, Obligation, SettlementTick
from contracts.models.fulfilment import FulfilmentState
from contracts.models.settlement import Line
from foundation.refusals import Refused
from foundation.text import clean_line
from parties.domain.scope import Scope, writing

LONGEST_NOTE = 500
Counter = Callable[[int], int]
_counters: dict[str, Counter] = {}


def register_counter(line: str, counter: Counter) -> None:
    """Say how many things of a line are still open, by the contract's id; a floor above knows its own."""
    _counters[line] = counter


def open_obligations(contract_id: int) -> int:
    """How many obligations under the contract have no outcome yet, or one that the creditor contests."""
    is_open = Q(deadline__outcome=None) | Q(fulfilment__state=FulfilmentState.CONTESTED)
    return Obligation.objects.filter(is_open, contract=contract_id).count()


@dataclass(frozen=True)
class SettlementLine:
    """A line as it stands: how much is open (``None``: nothing to count), and who ticked it."""

    code: str
    label: str
    open: int | None
    tick: SettlementTick | None


@dataclass(frozen=True)
class Confidentiality:
    """Until when secrets are kept after the end. Without ``last_day``: not known before the end, or never ending."""

    is_endless: bool
    display: str
    last_day: date | None


def settlement_of(contract: Contract) -> list[SettlementLine]:
    """All lines, in order."""
    ticks = {tick.line: tick for tick in contract.settlement_ticks.select_related("party")}
    return [
        SettlementLine(line.value, str(line.label), _open(line, contract.pk), ticks.get(line.value)) for line in Line
    ]


def tick_line(contract_id: int, line: str, *, note: str, by: Scope, at: datetime) -> SettlementTick:
    """A side says that a line is done; ``note`` says how, and must where something is still open. Again: no change.

    Refused: ``parties.not_yours``, ``contracts.not_ended``, ``contracts.settlement_open``.
    """
    with writing(by):
        contract = locked(contract_id)
        party = speaks_for(contract, "contracts.settle", by=by)
        if not contract.is_ended:
            raise Refused("contracts.not_ended")
        note = clean_line(note, LONGEST_NOTE, "note")
        count = _open(Line(line), contract.pk)
        if count and not note:
            raise Refused("contracts.settlement_open", "note", count=count)
        tick, _is_new = SettlementTick.objects.get_or_create(
            contract=contract, line=line, defaults={"party": party, "note": note, "at": at, "by": by.label}
        )
    return tick


def archive(contract_id: int, *, by: Scope) -> Contract:
    """Close the file. Refused: ``parties.not_yours``, ``contracts.not_settled``, ``foundation.not_allowed_now``."""
    with writing(by):
        contract = locked(contract_id)
        speaks_for(contract, "contracts.settle", by=by)
        if contract.is_ended and contract.settlement_ticks.count() < len(Line):
            raise Refused("contracts.not_settled")
        return CONTRACT_LIFE.move(Contract, contract.pk, "archive")


def confidentiality_of(contract: Contract, *, at: datetime) -> Confidentiality | None:
    """How long secrets are kept by the wording that acts, or acted last; ``None`` before the contract takes effect."""
    version = contract.version_in_force(at)
    if version is None:
        return None
    term = version.terms.filter(name="confidentiality_years").first()
    length = term.value if term else None
    if not isinstance(length, CalendarPeriod) or term is None:
        return Confidentiality(is_endless=True, display="", last_day=None)
    last_day = length.last_day(contract.last_day) if contract.is_over and contract.last_day else None
    return Confidentiality(is_endless=False, display=term.display, last_day=last_day)


def _open(line: Line, contract_id: int) -> int | None:
    counter = _counters.get(line.value)
    return counter(contract_id) if counter else None
