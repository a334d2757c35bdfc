"""Opening what a contract obliges a party to do: a deadline, and the term it stems from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from contracts.domain.in_force import TermsInForce
from contracts.domain.terms.values import Period, due_at
from contracts.models import Dispute, Obligation, Remedy, Term
from deadlines.domain.clock import NewDeadline, open_deadlines
from foundation.inserting import insert


@dataclass(frozen=True)
class NewObligation:
    """What is owed from a moment on, and what its being missed counts as: the breach that the contract names for the
    term's lateness, else ``breach`` (a code of the catalogue).

    ``term``, ``remedy`` or ``dispute`` is its cause, one of them. The owner is the person who answers for it. The
    debtor is the party that the term's clause names, unless ``debtor_id`` says who of several; the creditor is the
    party across the table, unless ``creditor_id`` says who.
    """

    kind: str
    subject: str
    owner_id: int
    started_at: datetime
    due_at: datetime
    breach: str
    term: Term | None = None
    remedy: Remedy | None = None
    dispute: Dispute | None = None
    debtor_id: int | None = None
    creditor_id: int | None = None


def due(term: Term, started_at: datetime) -> datetime:
    """When something that started then is due by this term. Raises TypeError for a term that is no length of time."""
    value = term.value
    if not isinstance(value, Period):
        raise TypeError(f"term {term.name} is no length of time")
    return due_at(started_at, value)


def open_obligations(terms: TermsInForce, items: Sequence[NewObligation]) -> list[Obligation]:
    """Open obligations in the caller's transaction; each has its deadline. Raises LookupError as ``debtor_of`` does."""
    debtors = [_debtor(terms, item) for item in items]
    deadlines = open_deadlines(
        [
            NewDeadline(
                kind=item.kind,
                party_id=debtor_id,
                owner_id=item.owner_id,
                started_at=item.started_at,
                due_at=item.due_at,
            )
            for item, debtor_id in zip(items, debtors, strict=True)
        ]
    )
    return insert(
        [
            Obligation(
                contract_id=terms.contract_id,
                term=item.term,
                remedy=item.remedy,
                dispute=item.dispute,
                breach_kind_id=(terms.late_kind(item.term) if item.term else None) or terms.breach_kind(item.breach),
                deadline=deadline,
                debtor_id=debtor_id,
                creditor_id=item.creditor_id or terms.other_party(debtor_id),
                subject=item.subject,
            )
            for item, debtor_id, deadline in zip(items, debtors, deadlines, strict=True)
        ]
    )


def _debtor(terms: TermsInForce, item: NewObligation) -> int:
    if item.debtor_id is not None:
        return item.debtor_id
    if item.term is None:
        raise LookupError("no clause says who owes it")
    return terms.debtor_of(item.term)
