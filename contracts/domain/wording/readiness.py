"""What still keeps a draft from being sent: each gap says where it is."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from contracts.domain.terms.catalogue import contradictions, spec
from contracts.domain.terms.values import Choice, Money, Percent
from contracts.domain.texts.clause_labels import SECTION, clause_label
from contracts.domain.wording.blanks import Values, values_of
from contracts.domain.wording.engaging import INTERMEDIARY, limit_is_exceeded, third_party_of
from contracts.domain.wording.versions import amended_version
from contracts.models import ContractVersion, ThirdParty
from contracts.models.third_parties import ThirdRole
from foundation.refusals import Refused

ARBITRATED = Choice("arbitration")
INTERMEDIARIES: Final = frozenset({ThirdRole.INTERMEDIARY, ThirdRole.WITNESS})


@dataclass(frozen=True)
class Gap:
    """One thing to put right: the refusal that sending would meet, and the term it concerns (empty: none)."""

    refused: Refused
    term: str = ""
    concerns_third_party: bool = False

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
    found += _third_party_gaps(version, values)
    if (before := amended_version(version)) is not None and not _changes(before, version, values):
        found.append(Gap(Refused("contracts.nothing_changed")))
    return found


def require_ready(version: ContractVersion, language: str) -> None:
    """Refuse with the first gap."""
    for gap in gaps(version, language):
        raise gap.refused


def _changes(before: ContractVersion, version: ContractVersion, values: Values) -> bool:
    """Whether an amendment agrees anything: another value, or other words."""
    return (
        values_of(before) != values or _words(before) != _words(version) or _engagement(before) != _engagement(version)
    )


def _engagement(version: ContractVersion) -> tuple[object, ...] | None:
    names = ("party", "role", "engaged_for", "fee", "share_a", "cap_percent", "cap_amount")
    return ThirdParty.objects.filter(version=version).values_list(*names).first()


def _third_party_gaps(version: ContractVersion, values: Values) -> list[Gap]:
    """An intermediary that the form asks for, and a third party at odds with the terms."""
    third = third_party_of(version)
    if third is None:
        if INTERMEDIARY not in version.supplements:
            return []
        return [Gap(Refused("contracts.intermediary_missing"), concerns_third_party=True)]
    found = []
    if INTERMEDIARY in version.supplements and third.role not in INTERMEDIARIES:
        found.append(Refused("contracts.intermediary_missing"))
    if _differs(values, "intermediary_fee", third.fee) or _differs(values, "intermediary_share_a", third.share_a):
        found.append(Refused("contracts.third_party_fee_differs"))
    if limit_is_exceeded(third, values):
        found.append(Refused("contracts.third_party_limit"))
    return [Gap(refused, concerns_third_party=True) for refused in found]


def _differs(values: Values, name: str, engaged: Decimal) -> bool:
    """Whether the term is there and says something else."""
    value = values.get(name)
    return isinstance(value, Money | Percent) and value.value != engaged


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
