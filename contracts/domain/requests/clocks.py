"""The clocks of a request: its answer, and the improvement of work that did not pass.

A clock that stems from a term is an obligation. Silence is a breach only where the form's catalogue calls the lateness
of that term one (``late_terms``: service 3.3, ktv-1 15.2); elsewhere the clauses say that it is no consent, no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.domain.duties.obligations import NewObligation, due, open_obligations
from contracts.domain.duties.owning import chief_of
from contracts.domain.in_force import TermsInForce
from contracts.domain.kinds.schedules import LATE, REQUEST_ANSWER, REQUEST_IMPROVEMENT
from contracts.domain.requests.kinds import IMPROVE_TERM, IMPROVE_USUALLY, Kind
from contracts.domain.requests.offers import answer_term
from contracts.domain.terms.values import Period, due_at
from contracts.models import Contract, Term
from contracts.models.requests import Request
from deadlines.domain.clock import NewDeadline, open_deadlines
from deadlines.models import Deadline
from parties.models import Party


@dataclass(frozen=True)
class Between:
    """Who owes an act about what to whom under a contract."""

    contract: Contract
    terms: TermsInForce
    subject: str
    debtor: Party
    creditor: Party


@dataclass(frozen=True)
class Time:
    """How much time there is: the term's, or the usual one; ``breach``: what being late counts as (empty: nothing)."""

    kind: str
    term: Term | None
    usual: Period
    breach: str = ""


def start_answer(kind: Kind, between: Between, *, at: datetime) -> Deadline:
    """From now on the answerer (the debtor) has the contract's time to answer, or the usual one."""
    term = answer_term(kind, between.terms, between.debtor.pk)
    return _start(Time(REQUEST_ANSWER, term, kind.usual), between, at=at)


def start_improvement(request: Request, terms: TermsInForce, *, at: datetime) -> Deadline:
    """From now on the asker has the contract's time to improve its work and hand it in again, or the usual one."""
    between = Between(request.contract, terms, request.subject, request.asker, request.answerer)
    return _start(Time(REQUEST_IMPROVEMENT, terms.term(IMPROVE_TERM), IMPROVE_USUALLY, LATE), between, at=at)


def _start(time: Time, between: Between, *, at: datetime) -> Deadline:
    owner_id = chief_of(between.contract, between.debtor.pk)
    if time.term is None:
        ends_at = due_at(at, time.usual)
        return open_deadlines([NewDeadline(time.kind, between.debtor.pk, owner_id, started_at=at, due_at=ends_at)])[0]
    owed = NewObligation(
        term=time.term,
        kind=time.kind,
        subject=between.subject,
        owner_id=owner_id,
        started_at=at,
        due_at=due(time.term, at),
        breach=time.breach,
        debtor_id=between.debtor.pk,
        creditor_id=between.creditor.pk,
    )
    return open_obligations(between.terms, [owed])[0].deadline
