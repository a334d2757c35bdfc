"""Which terms act: the contract that covers a venue at a moment, and its typed values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from typing import Any, Final

from django.db.models import QuerySet

from contracts.domain.terms.values import Choice, TermValue
from contracts.models import BreachKind, ContractVersion, Term, ThirdParty
from contracts.models.contracts import in_force
from foundation.prepared import PreparedAround, PreparedQuery


@dataclass(frozen=True)
class Wording:
    """What never changes in a frozen version: its terms by name, its kinds of breach (ids by code; ids of those
    that are the lateness of certain terms, by the term's name), and the third party that it engages."""

    terms: Mapping[str, Term]
    breach_kinds: Mapping[str, int]
    late_kinds: Mapping[str, int]
    third_party_id: int | None = None


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

    def late_kind(self, term: Term) -> int | None:
        """The breach that this term's being late is by the contract; ``None`` where it names none in particular."""
        return self.wording.late_kinds.get(term.name)

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
    place = terms_at_place(venue_id, at)
    return place.terms if place else None


def terms_at_moments(venue_id: int, moments: Iterable[datetime]) -> dict[datetime, TermsInForce | None]:
    """The same of one venue at many moments, by one question."""
    rows = EACH_MOMENT.rows(venue_id, sorted(set(moments)))
    return {at: None if version is None else _terms(version, *contract) for at, version, *contract in rows}


@dataclass(frozen=True)
class Place:
    """The party of a venue, and the terms that act there."""

    party_id: int
    terms: TermsInForce | None

    @classmethod
    def of(cls, party_id: int, version_id: int | None, *contract: Any) -> "Place":
        """From a row of ``PLACE``."""
        return cls(party_id, None if version_id is None else _terms(version_id, *contract))


def terms_at_place(venue_id: int, at: datetime, *, room_id: int | None = None) -> Place | None:
    """The same with the venue's party; ``None`` for a venue that is not there, or has no such room."""
    found = PLACE.row(venue_id, at, room_id)
    return None if found is None else Place.of(*found)


def terms_of_contract(contract_id: int, at: datetime) -> TermsInForce | None:
    """The terms of a contract as worded at ``at``; ``None`` before it took effect. Its end is for the caller."""
    versions = ContractVersion.objects.filter(contract=contract_id, effective_at__lte=at)
    version = versions.order_by("-effective_at", "-pk").select_related("contract").first()
    return None if version is None else terms_of_version(version)


def terms_to_come(contract_id: int) -> TermsInForce | None:
    """The terms of the last wording that takes effect, though it may only do so later; ``None`` without any."""
    versions = ContractVersion.objects.filter(contract=contract_id, effective_at__isnull=False)
    version = versions.order_by("-effective_at", "-pk").select_related("contract").first()
    return None if version is None else terms_of_version(version)


def terms_of_version(version: ContractVersion) -> TermsInForce:
    """The terms of a frozen version (its ``contract`` loaded)."""
    contract = version.contract
    people = (contract.party_a_id, contract.party_b_id, contract.account_manager_id)
    return _terms(version.pk, version.frozen_at, contract.pk, *people)


def _acting(venue_id: int, at: datetime) -> QuerySet[ContractVersion, Any]:
    acting = ContractVersion.objects.filter(in_force(at, "contract__"), contract__venues=venue_id, effective_at__lte=at)
    newest_first = acting.order_by("-contract__effective_at", "-effective_at", "-pk")
    people = ("contract__party_a", "contract__party_b", "contract__account_manager")
    return newest_first.values_list("pk", "frozen_at", "contract", *people)[:1]


ACTING: Final = PreparedQuery("terms_acting", _acting, -1, datetime.max.replace(tzinfo=UTC))


class AtEachMoment(PreparedAround):
    """The question asked of each moment of a list, which stands in the place of the one moment."""

    @cached_property
    def sql(self) -> str:  # type: ignore[override]
        """Both in one."""
        return self.around.format(query=self.query.sql.replace("$2", "asked.at"))


EACH_MOMENT: Final = AtEachMoment(
    "terms_at_moments",
    ACTING,
    "SELECT asked.at, acting.* FROM unnest($2::timestamptz[]) AS asked (at) LEFT JOIN LATERAL ({query}) acting ON true",
)

# Place and contract in one question, because it stands in the way of every complaint.
PLACE: Final = PreparedAround(
    "terms_at_place",
    ACTING,
    """
SELECT venue.party_id, acting.*
FROM parties_venue venue LEFT JOIN LATERAL ({query}) acting ON true
WHERE venue.id = $1
  AND ($3::bigint IS NULL OR EXISTS (SELECT FROM parties_room room WHERE room.id = $3 AND room.venue_id = venue.id))
""",
)


def _terms(
    version_id: int, frozen_at: datetime | None, contract_id: int, party_a_id: int, party_b_id: int, manager_id: int
) -> TermsInForce:
    return TermsInForce(
        contract_id=contract_id,
        version_id=version_id,
        party_a_id=party_a_id,
        party_b_id=party_b_id,
        account_manager_id=manager_id,
        wording=_wording(version_id, frozen_at),
    )


@lru_cache(maxsize=512)
def _wording(version_id: int, _frozen_at: datetime | None) -> Wording:
    """A frozen version cannot change, so each process reads it once."""
    terms = Term.objects.filter(version=version_id).select_related("clause")
    kinds = list(BreachKind.objects.filter(version=version_id).only("code", "late_terms"))
    return Wording(
        terms={term.name: term for term in terms},
        breach_kinds={kind.code: kind.pk for kind in kinds},
        late_kinds={name: kind.pk for kind in kinds for name in kind.late_terms},
        third_party_id=ThirdParty.objects.filter(version=version_id).values_list("party", flat=True).first(),
    )
