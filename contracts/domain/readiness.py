"""What still keeps a draft from being sent: each gap says where it is."""

from dataclasses import dataclass

from contracts.domain.blanks import Values, values_of
from contracts.domain.catalogue import contradictions, spec
from contracts.models import ContractVersion
from foundation.refusals import Refused


@dataclass(frozen=True)
class Gap:
    """One thing to put right: the refusal that sending would meet, and the term it concerns (empty: none)."""

    refused: Refused
    term: str = ""

    @property
    def message(self) -> str:
        return self.refused.message


def gaps(version: ContractVersion, language: str, values: Values | None = None) -> list[Gap]:
    """Everything that is missing or contradicts itself; empty when the draft can be sent.

    ``values``: as they would be with what is typed at the moment (default: as stored).
    """
    values = values_of(version) if values is None else values
    found = [*_empty_blanks(version, values, language)]
    found += [Gap(refused, refused.field or "") for refused in contradictions(values)]
    if not version.contract.venues.exists():
        found.append(Gap(Refused("contracts.venues_missing")))
    return found


def require_ready(version: ContractVersion, language: str) -> None:
    """Refuse with the first gap."""
    for gap in gaps(version, language):
        raise gap.refused


def _empty_blanks(version: ContractVersion, values: Values, language: str) -> list[Gap]:
    terms = version.terms.select_related("clause").order_by("clause__position", "pk")
    return [
        Gap(_blank(term.name, term.clause.number, language), term.name)
        for term in terms
        if term.is_required and values[term.name] is None
    ]


def _blank(name: str, clause: str, language: str) -> Refused:
    return Refused("contracts.blank_missing", name, label=spec(name).label(language), clause=clause)
