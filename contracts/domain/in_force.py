"""Which terms act: the contract that covers a venue at a moment, and its typed values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from contracts.domain.values import Choice, TermValue
from contracts.models import BreachKind, ContractVersion, Term
from contracts.models.contracts import in_force


@dataclass(frozen=True)
class Wording:
    """What never changes in a frozen version: its terms by name, and its kinds of breach (ids by code)."""

    terms: Mapping[str, Term]
    breach_kinds: Mapping[str, int]


@dataclass(frozen=True)
class TermsInForce:
    """The terms of one frozen contract version, and who owes what under them."""

    contract_id: int
    version_id: int
    party_a_id: int
    party_b_id: int
    account_manager_id: int
    wording: Wording

    def term(self, name: str) -> Term | None:
        """The term, or ``None`` when the contract has no such term or its blank was left empty."""
        term = self.wording.terms.get(name)
        return None if term is None or term.is_blank else term

    def value(self, name: str) -> TermValue | None:
        """The term's typed value, or ``None`` as for :meth:`term`."""
        term = self.term(name)
        return term.value if term else None

    def breach_kind(self, code: str) -> int | None:
        """The contract's own entry for this kind of breach; ``None`` when its catalogue has none."""
        return self.wording.breach_kinds.get(code)

    def debtor_of(self, term: Term) -> int:
        """The party that must do what the term's clause asks: the one it names, else the agreed bearer.

        Raises LookupError where the clause binds both parties or a third one: then the caller must say who.
        """
        match term.clause.duty:
            case "A":
                return self.party_a_id
            case "B":
                return self.party_b_id
            case "as_agreed":
                return self.debtor_id
        raise LookupError(f"clause {term.clause.number} binds {term.clause.duty or 'nobody'}")

    def other_party(self, party_id: int) -> int:
        """The party across the table."""
        return self.party_b_id if party_id == self.party_a_id else self.party_a_id

    @property
    def debtor_id(self) -> int:
        """The party that bears the duties whose bearer the form leaves open (term ``duty_bearer``, default B)."""
        return self.party_a_id if self.value("duty_bearer") == Choice("party_a") else self.party_b_id

    @property
    def creditor_id(self) -> int:
        """The party to whom those duties are owed."""
        return self.other_party(self.debtor_id)


def terms_for_venue(venue_id: int, at: datetime) -> TermsInForce | None:
    """The terms that act at a venue at ``at``; ``None`` when no contract runs there.

    Where several contracts cover a venue, the one that took effect last acts.
    """
    version = (
        ContractVersion.objects.filter(in_force(at, "contract__"), contract__venues=venue_id, effective_at__lte=at)
        .order_by("-effective_at", "-pk")
        .select_related("contract")
        .first()
    )
    return None if version is None else terms_of_version(version)


def terms_of_version(version: ContractVersion) -> TermsInForce:
    """The terms of a frozen version (its ``contract`` loaded)."""
    contract = version.contract
    return TermsInForce(
        contract_id=contract.pk,
        version_id=version.pk,
        party_a_id=contract.party_a_id,
        party_b_id=contract.party_b_id,
        account_manager_id=contract.account_manager_id,
        wording=_wording(version.pk, version.frozen_at),
    )


@lru_cache(maxsize=512)
def _wording(version_id: int, _frozen_at: datetime | None) -> Wording:
    """A frozen version cannot change, so each process reads it once."""
    terms = Term.objects.filter(version=version_id).select_related("clause")
    kinds = BreachKind.objects.filter(version=version_id).values_list("code", "pk")
    return Wording(terms={term.name: term for term in terms}, breach_kinds=dict(kinds))
