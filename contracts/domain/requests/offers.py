"""What a person may ask under a contract now: by kind, side, form and the terms in force."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from contracts.domain.duties.owning import BOTH, THIRD
from contracts.domain.in_force import TermsInForce
from contracts.domain.requests.kinds import BEARER, KINDS, Kind
from contracts.models import Annex, Contract, Obligation, Term
from contracts.models.contracts import Side
from contracts.models.requests import RequestKind
from deadlines.models import Outcome
from parties.domain.scope import Scope
from parties.models import Party

VERB = "requests.act"


def offered(contract: Contract, terms: TermsInForce, *, by: Scope) -> list[Kind]:
    """The kinds that this person may ask, in the table's order."""
    return [kind for kind in KINDS.values() if asker_of(kind, contract, terms, by=by) is not None]


def asker_of(kind: Kind, contract: Contract, terms: TermsInForce, *, by: Scope) -> Party | None:
    """The party for which this person may ask it; ``None`` where nobody of theirs may, or the contract has no such."""
    if not is_known(kind, terms):
        return None
    sides = [contract.party_of(side) for side in sides_of(kind, contract, terms)]
    return next((party for party in sides if by.may_for(VERB, party.pk)), None)


def is_known(kind: Kind, terms: TermsInForce) -> bool:
    """Whether the contract has what this kind is about."""
    if not kind.needs and not kind.annexes:
        return True
    if any(terms.term(name) is not None for name in kind.needs):
        return True
    return bool(kind.annexes) and annexes_for(kind, terms).exists()


def sides_of(kind: Kind, contract: Contract, terms: TermsInForce) -> Iterable[Side]:
    """The sides that may ask it under this contract."""
    askers = kind.askers_in.get(contract.form_id, kind.askers)
    if askers == BEARER:
        return [Side.A if terms.debtor_id == contract.party_a_id else Side.B]
    return [side for side in (Side.A, Side.B) if side in askers]


def answer_term(kind: Kind, terms: TermsInForce, answerer_id: int) -> Term | None:
    """The term that sets the answer's time: the first in force whose clause binds the answerer."""
    found = (terms.term(name) for name in kind.answer_terms)
    return next((term for term in found if term is not None and _binds(term, terms, answerer_id)), None)


def _binds(term: Term, terms: TermsInForce, party_id: int) -> bool:
    duty = term.clause.duty
    if duty == THIRD:
        return False
    return duty in ("", BOTH) or terms.debtor_of(term) == party_id


def annexes_for(kind: Kind, terms: TermsInForce) -> QuerySet[Annex]:
    """The annexes of the wording in force that it may become a version of."""
    return Annex.objects.filter(version=terms.version_id, code__in=kind.annexes).order_by("position")


def duties_for(kind: Kind, contract: Contract, asker: Party) -> QuerySet[Obligation]:
    """The duties of the asker that this may be about, the first due in front: those to be put off, or those that are
    done by handing it in."""
    undone = Q(deadline__done_at=None) & ~Q(deadline__outcome=Outcome.CANCELLED)
    rows = Obligation.objects.filter(undone, contract=contract, debtor=asker, occurrence__isnull=False)
    rows = rows.select_related("deadline", "term", "occurrence").order_by("deadline__due_at", "pk")
    if kind.code == RequestKind.EXTENSION:
        return rows
    return rows.filter(occurrence__series__in=kind.does)
