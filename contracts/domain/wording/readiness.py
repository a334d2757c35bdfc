"""What still keeps a draft from being sent: each gap says where it is."""

from dataclasses import dataclass

from contracts.domain.life.amending import amended_version
from contracts.domain.terms.catalogue import contradictions, spec
from contracts.domain.terms.values import Choice
from contracts.domain.wording.blanks import Values, values_of
from contracts.domain.wording.clause_labels import SECTION, clause_label
from contracts.models import ContractVersion
from foundation.refusals import Refused

ARBITRATED = Choice("arbitration")


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
    if values.get("dispute_means") == ARBITRATED and values.get("arbitration_body", ARBITRATED) is None:
        found.append(Gap(Refused("contracts.arbitration_body_missing", "arbitration_body"), "arbitration_body"))
    if not version.contract.venues.exists():
        found.append(Gap(Refused("contracts.venues_missing")))
    if (before := amended_version(version)) is not None and not _changes(before, version, values):
        found.append(Gap(Refused("contracts.nothing_changed")))
    return found


def require_ready(version: ContractVersion, language: str) -> None:
    """Refuse with the first gap."""
    for gap in gaps(version, language):
        raise gap.refused


def _changes(before: ContractVersion, version: ContractVersion, values: Values) -> bool:
    """Whether an amendment agrees anything: another value, or other words."""
    return values_of(before) != values or _words(before) != _words(version)


def _words(version: ContractVersion) -> set[tuple[str, ...]]:
    return set(version.clauses.values_list("number", "heading_zh", "heading_en", "text_zh", "text_en"))


def _empty_blanks(version: ContractVersion, values: Values, language: str) -> list[Gap]:
    terms = version.terms.select_related("clause").order_by("clause__position", "pk")
    return [
        Gap(_blank(term.name, clause_label(SECTION, term.clause.number, language), language), term.name)
        for term in terms
        if term.is_required and values[term.name] is None
    ]


def _blank(name: str, clause: str, language: str) -> Refused:
    return Refused("contracts.blank_missing", name, label=spec(name).label(language), clause=clause)
