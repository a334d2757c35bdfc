"""Starting a contract from a form, and a new wording of one that came back unsigned."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from contracts.domain.forms import Form, load_form
from contracts.domain.numbering import next_number
from contracts.models import Annex, BreachKind, Clause, Contract, ContractVersion, Term
from foundation.refusals import Refused
from foundation.text import clean_line
from parties.domain.roles import Role
from parties.domain.scope import Scope, writing
from parties.models import Party, User, Venue

LONGEST_TITLE = 200
Row = TypeVar("Row", Clause, Annex)


def start_draft(
    *,
    form_id: str,
    party_a: Party,
    party_b: Party,
    title: str,
    contract_owner: User,
    venues: Iterable[Venue],
    by: Scope,
    at: datetime,
) -> Contract:
    """A new contract with all that its form says: clauses, terms with their defaults, annexes, kinds of breach.

    The drafter becomes its account manager. Refused: ``parties.not_yours`` unless the drafter drafts for Party B,
    ``contracts.same_party``, ``contracts.owner_elsewhere``, ``contracts.venue_of_another``.
    """
    by.require_for("contracts.draft", party_b.pk)
    if by.user_id is None:
        raise Refused("parties.not_yours")
    venues = list(venues)
    _check_sides(party_a, party_b, contract_owner, venues)
    form = load_form(form_id)
    with writing(by):
        contract = Contract.objects.create(
            number=next_number(at),
            title=_title(title),
            form_id=form.id,
            form_version=form.version,
            party_a=party_a,
            party_b=party_b,
            account_manager_id=by.user_id,
            contract_owner=contract_owner,
            created_at=at,
        )
        contract.venues.set(venues)
        _write_form(ContractVersion.objects.create(contract=contract, number=1), form)
    return contract


def change_frame(contract_id: int, *, title: str, contract_owner: User, venues: Iterable[Venue], by: Scope) -> Contract:
    """Correct a draft's title, the client's owner and the venues covered. Refused as in ``start_draft``, and
    ``contracts.frozen``."""
    venues = list(venues)
    with writing(by):
        contract = (
            Contract.objects.select_for_update(of=("self",)).select_related("party_a", "party_b").get(pk=contract_id)
        )
        require_draft(contract, by)
        _check_sides(contract.party_a, contract.party_b, contract_owner, venues)
        contract.title = _title(title)
        contract.contract_owner = contract_owner
        contract.save(update_fields=["title", "contract_owner"])
        contract.venues.set(venues)
    return contract


def require_draft(contract: Contract, by: Scope) -> None:
    """Refuse unless the contract is a draft and the person drafts for its provider."""
    if not by.may_for("contracts.draft", contract.party_b_id):
        raise Refused("contracts.not_your_side")
    if not contract.is_draft:
        raise Refused("contracts.frozen")


def new_wording(contract: Contract) -> ContractVersion:
    """The next, unfrozen version with everything that the last one says, in the caller's transaction."""
    old = contract.latest_version
    version = ContractVersion.objects.create(contract=contract, number=old.number + 1)
    clauses = Clause.objects.bulk_create(_copied(clause, version) for clause in old.clauses.all())
    by_number = {clause.number: clause for clause in clauses}
    terms = [
        Term(
            version=version,
            clause=by_number[term.clause.number],
            name=term.name,
            stored=term.stored,
            is_required=term.is_required,
        )
        for term in old.terms.select_related("clause").order_by("pk")
    ]
    by_name = {term.name: term for term in Term.objects.bulk_create(terms)}
    Annex.objects.bulk_create(_copied(annex, version) for annex in old.annexes.all())
    for kind in old.breach_kinds.select_related("clause", "damages_term").order_by("pk"):
        kind.pk, kind.version, kind.clause = None, version, by_number[kind.clause.number]
        kind.damages_term = by_name[kind.damages_term.name] if kind.damages_term else None
        kind.save(force_insert=True)
    return version


def _copied(row: Row, version: ContractVersion) -> Row:
    """The row once more, for another version, not yet in the database."""
    row.pk, row.version = None, version
    if isinstance(row, Clause):
        row.page = None
    return row


def _title(typed: str) -> str:
    title = clean_line(typed, LONGEST_TITLE, "title")
    if not title:
        raise Refused("foundation.required", "title")
    return title


def _check_sides(party_a: Party, party_b: Party, owner: User, venues: list[Venue]) -> None:
    if party_a.pk == party_b.pk:
        raise Refused("contracts.same_party", "party_a")
    if not owner.memberships.filter(party=party_a, role=Role.CONTRACT_OWNER).exists():
        raise Refused("contracts.owner_elsewhere", "contract_owner", party=party_a.name)
    _check_venues(party_a, venues)


def _check_venues(party_a: Party, venues: list[Venue]) -> None:
    for venue in venues:
        if venue.party_id != party_a.pk:
            raise Refused("contracts.venue_of_another", "venues", venue=venue.name)


def _write_form(version: ContractVersion, form: Form) -> None:
    clauses = Clause.objects.bulk_create(
        Clause(
            version=version,
            number=clause.number,
            position=position,
            kind=clause.kind,
            heading_zh=clause.heading_zh,
            heading_en=clause.heading_en,
            text_zh=clause.text_zh,
            text_en=clause.text_en,
            duty=clause.duty or "",
            is_heavy=clause.heavy,
        )
        for position, clause in enumerate(form.clauses, 1)
    )
    by_number = {clause.number: clause for clause in clauses}
    terms = _write_terms(version, form, by_number)
    Annex.objects.bulk_create(
        Annex(version=version, code=annex.code, position=position, title_zh=annex.title_zh, title_en=annex.title_en)
        for position, annex in enumerate(form.annexes, 1)
    )
    BreachKind.objects.bulk_create(
        BreachKind(
            version=version,
            clause=by_number[breach.clause],
            code=breach.code,
            fault=breach.fault,
            text_zh=breach.text_zh,
            text_en=breach.text_en,
            damages_term=terms[breach.damages_term] if breach.damages_term else None,
            allows_rescission=breach.rescission,
        )
        for breach in form.breaches
    )


def _write_terms(version: ContractVersion, form: Form, clauses: dict[str, Clause]) -> dict[str, Term]:
    terms = Term.objects.bulk_create(
        Term(
            version=version,
            clause=clauses[term.clause],
            name=term.name,
            stored=term.default.dump() if term.default else None,
            is_required=term.required,
        )
        for term in form.terms
    )
    return {term.name: term for term in terms}
