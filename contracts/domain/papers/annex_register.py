"""The register of a contract's annexes against the list of its wording: what is there, what is missing (A16).

An annex without a time of its own is missing until it is delivered, and no clock runs for it. Where a clause sets a
time, the clock is that of the obligation; the register only shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contracts.domain.kinds.schedules import SERIES
from contracts.domain.papers.annex_versions import annexes_of
from contracts.domain.papers.bearers import naming_clauses, sides_of, taken_on
from contracts.models import Annex, AnnexBearer, AnnexVersion, Clause, Contract, ContractVersion, Obligation, Occurrence
from contracts.models.contracts import Side

if TYPE_CHECKING:
    from parties.domain.scope import Scope

STATES: Final[dict[str, str | Promise]] = {
    "missing": _("Missing"),
    "reported": _("Reported as done, without a file"),
    "waiting": _("Delivered, not answered yet"),
    "returned": _("Returned"),
    "accepted": _("Accepted by the other side"),
}
TIMED: Final = tuple(name for name, series in SERIES.items() if series.annexes)


@dataclass
class AnnexLine:
    """One annex of the list. ``sides``: who may deliver it by its clause; ``owed``: what is still to be delivered in
    time, the earliest first."""

    annex: Annex
    number: int
    clause: Clause | None
    sides: frozenset[Side]
    taker: AnnexBearer | None
    versions: list[AnnexVersion] = field(default_factory=list)
    owed: list[Obligation] = field(default_factory=list)
    is_timed: bool = False
    is_reported: bool = False

    @property
    def last(self) -> AnnexVersion | None:
        """The latest version."""
        return self.versions[-1] if self.versions else None

    @property
    def earlier(self) -> list[AnnexVersion]:
        """All versions before the latest, newest first."""
        return self.versions[-2::-1]

    @property
    def state(self) -> str:
        """One of ``STATES``."""
        if self.last is None:
            return "reported" if self.is_reported else "missing"
        answer = getattr(self.last, "answer", None)
        if answer is None:
            return "waiting"
        return "accepted" if answer.is_accepted else "returned"

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(STATES[self.state])

    @property
    def due(self) -> Obligation | None:
        """What is owed next."""
        return self.owed[0] if self.owed else None

    @property
    def bearer(self) -> Side | None:
        """The one side that has to deliver it; ``None`` where that is open, or both do."""
        return next(iter(self.sides)) if len(self.sides) == 1 else None

    def deliverers(self, contract: Contract) -> set[int]:
        """The parties that may deliver it."""
        clause = {contract.party_of(side).pk for side in self.sides}
        return clause | ({self.taker.party_id} if self.taker else set())

    def may_answer(self, version: AnnexVersion, *, by: Scope, verb: str, contract: Contract) -> bool:
        """Whether this person may accept or return the version: the other side, once, and only the latest."""
        other = contract.party_b_id if version.party_id == contract.party_a_id else contract.party_a_id
        return version == self.last and not hasattr(version, "answer") and by.may_for(verb, other)


def listed_version(contract: Contract, *, at: datetime) -> ContractVersion:
    """The wording whose list counts: the one in force, before that the latest one."""
    version = contract.version_in_force(at) or contract.latest_version
    version.contract = contract
    return version


def register_of(contract: Contract, *, at: datetime) -> list[AnnexLine]:
    """Every annex of the list, in its order."""
    version = listed_version(contract, at=at)
    annexes = list(version.annexes.order_by("position"))
    naming = naming_clauses(version, annexes)
    sides, takers = sides_of(version, naming), taken_on(contract.pk)
    lines = {
        annex.code: AnnexLine(
            annex=annex,
            number=number,
            clause=next(iter(naming.get(annex.code, [])), None),
            sides=sides.get(annex.code, frozenset(Side)),
            taker=takers.get(annex.code),
        )
        for number, annex in enumerate(annexes, 1)
    }
    _add_versions(contract, lines)
    _add_duties(contract, lines)
    return list(lines.values())


def _add_versions(contract: Contract, lines: Mapping[str, AnnexLine]) -> None:
    loaded = ("file", "party", "obligation", "answer__party", "statement__request")
    rows = contract.annex_versions.select_related(*loaded).prefetch_related("statement__files__file")
    for version in rows.order_by("number"):
        if version.code in lines:
            lines[version.code].versions.append(version)


def _add_duties(contract: Contract, lines: Mapping[str, AnnexLine]) -> None:
    loaded = ("obligation__deadline", "obligation__debtor", "obligation__fulfilment", "obligation__term")
    rows = Occurrence.objects.filter(contract=contract, series__in=TIMED).select_related(*loaded)
    for row in rows.order_by("planned_at", "pk"):
        obligation = row.obligation
        obligation.occurrence = row
        for code in annexes_of(row.series, is_client=row.debtor_id == contract.party_a_id):
            if code in lines:
                _note(lines[code], obligation)


def _note(line: AnnexLine, obligation: Obligation) -> None:
    line.is_timed = True
    if hasattr(obligation, "fulfilment"):
        line.is_reported = True
    elif not obligation.deadline.is_cancelled:
        line.owed.append(obligation)


# ------------------------------------------------------------------------------------------------------- what to list
FILTERS: Final[dict[str, str | Promise]] = {"": _("All"), **STATES, "late": _("Overdue")}
SIDES: Final[dict[str, str | Promise]] = {"": _("Either side"), "ours": _("We deliver"), "theirs": _("They deliver")}
_EARLIEST, _LATEST = "", "~"


def _by_due(line: AnnexLine) -> str:
    return line.due.planned_at.isoformat() if line.due else _LATEST


def _by_delivery(line: AnnexLine) -> str:
    return line.last.delivered_at.isoformat() if line.last else _EARLIEST


ORDERS: Final[dict[str, tuple[str | Promise, Callable[[AnnexLine], str], bool]]] = {
    "due": (_("Due first"), _by_due, False),
    "-delivered": (_("Delivered last"), _by_delivery, True),
    "delivered": (_("Missing first"), _by_delivery, False),
}


def chosen(
    lines: Sequence[AnnexLine], *, contract: Contract, state: str, side: str, sort: str, by: Scope, at: datetime
) -> list[AnnexLine]:
    """The lines in a state, of a side, in an order; an empty or unknown word narrows nothing."""
    found = [line for line in lines if _is_in(line, state, at) and _is_of(line, side, contract, by)]
    if sort not in ORDERS:
        return found
    _label, key, falling = ORDERS[sort]
    return sorted(found, key=key, reverse=falling)


def _is_in(line: AnnexLine, state: str, at: datetime) -> bool:
    if state == "late":
        return line.due is not None and line.due.planned_at < at
    return state not in STATES or line.state == state


def _is_of(line: AnnexLine, side: str, contract: Contract, by: Scope) -> bool:
    parties = line.deliverers(contract)
    ours = by.parties_for("contracts.see")
    if side == "ours":
        return bool(parties & ours)
    return bool(parties - ours) if side == "theirs" else True
