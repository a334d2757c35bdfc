"""After the end: settlement and hand-over, line by line, and then the archive (capability A8)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from contracts.domain.life.lifecycles import CONTRACT_LIFE
from contracts.domain.locking import locked_contract
from contracts.domain.sides import speaks_for
from contracts.domain.terms.values import CalendarPeriod
from contracts.models import Contract, Obligation, SettlementTick
from contracts.models.fulfilment import FulfilmentState
from contracts.models.settlement import Line
from foundation.refusals import Refused
from foundation.text import clean_line, says_something
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
    """A line as it stands: how much is open (``None``: nothing to count), and what each side said, by party."""

    code: str
    label: str
    open: int | None
    ticks: Mapping[int, SettlementTick]
    sides: frozenset[int]

    @property
    def is_ticked(self) -> bool:
        """Whether both sides have said that it is done."""
        return self.sides <= self.ticks.keys()

    @property
    def is_done(self) -> bool:
        """The same, and with something still open both have said how it is settled."""
        return not self.waiting

    @property
    def waiting(self) -> frozenset[int]:
        """The sides whose word is missing: their tick, or with something still open their note."""
        return frozenset(side for side in self.sides if side not in self.ticks or (self.open and not self._note(side)))

    def _note(self, side: int) -> str:
        return self.ticks[side].note


@dataclass(frozen=True)
class Confidentiality:
    """Until when secrets are kept after the end. Without ``last_day``: not known before the end, or never ending."""

    is_endless: bool
    display: str
    last_day: date | None


def settlement_of(contract: Contract) -> list[SettlementLine]:
    """All lines, in order."""
    said: dict[str, dict[int, SettlementTick]] = {}
    for tick in contract.settlement_ticks.select_related("party").order_by("pk"):
        said.setdefault(tick.line, {})[tick.party_id] = tick
    sides = frozenset((contract.party_a_id, contract.party_b_id))
    return [
        SettlementLine(line.value, str(line.label), _open(line, contract.pk), said.get(line.value, {}), sides)
        for line in Line
    ]


def tick_line(contract_id: int, line: str, *, note: str, by: Scope, at: datetime) -> SettlementTick:
    """A side says for itself that a line is done; ``note`` says how, and must where something is still open.

    Once for each side, and once more to add how. Again: no change. Refused: ``parties.not_yours``,
    ``contracts.not_ended``, ``contracts.settlement_open``.
    """
    with writing(by):
        contract = locked_contract(contract_id)
        party = speaks_for(contract, "contracts.settle", by=by)
        if not contract.is_ended:
            raise Refused("contracts.not_ended")
        note = clean_line(note, LONGEST_NOTE, "note")
        known = SettlementTick.objects.filter(contract=contract, line=line, party=party).last()
        if known is not None and (known.note or not note):
            return known
        count = _open(Line(line), contract.pk)
        if count and not says_something(note):
            raise Refused("contracts.settlement_open", "note", count=count)
        return SettlementTick.objects.create(contract=contract, line=line, party=party, note=note, at=at, by=by.label)


def archive(contract_id: int, *, by: Scope) -> Contract:
    """Close the file, once both sides have ticked every line; what is open is counted again.

    Refused: ``parties.not_yours``, ``contracts.not_settled``, ``contracts.settlement_open`` where a side has not said
    how what is open is settled, ``foundation.not_allowed_now``.
    """
    with writing(by):
        contract = locked_contract(contract_id)
        speaks_for(contract, "contracts.settle", by=by)
        if contract.is_ended:
            _require_settled(contract)
        return CONTRACT_LIFE.move(Contract, contract.pk, "archive")


def _require_settled(contract: Contract) -> None:
    lines = settlement_of(contract)
    if not all(line.is_ticked for line in lines):
        raise Refused("contracts.not_settled")
    if (unsettled := next((line for line in lines if not line.is_done), None)) is not None:
        raise Refused("contracts.settlement_open", "note", count=unsettled.open)


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
