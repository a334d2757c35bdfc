"""Answering, asking again, withdrawing and talking. Only the answerer answers, and only once a round.

Everything here locks the contract first, then the request; of two people who answer at once the second is told that it
is answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from contracts.domain.in_force import TermsInForce, terms_of_contract
from contracts.domain.locking import locked_request
from contracts.domain.requests import effects
from contracts.domain.requests.clocks import Between, start_answer, start_improvement
from contracts.domain.requests.kinds import KINDS
from contracts.domain.requests.lifecycle import REQUEST_LIFE
from contracts.domain.requests.offers import VERB
from contracts.domain.requests.request_news import tell_of_request
from contracts.domain.requests.statements import Said, keep
from contracts.models import CriterionVerdict, RequestStatement
from contracts.models.requests import Request, RequestKind, RequestState
from deadlines.domain import clock
from deadlines.models import Deadline
from foundation.refusals import Refused
from foundation.text import clean_line
from parties.domain.scope import Scope, writing
from parties.models import Party

NEEDS_REASON: Final = frozenset({"refuse", "send_back"})
LONGEST_NOTE: Final = 500


@dataclass(frozen=True)
class Finding:
    """Whether the work meets a criterion; where not, why."""

    passed: bool
    note: str = ""


def answer(
    request_id: int, verb: str, said: Said, *, by: Scope, at: datetime, granted_date: date | None = None
) -> Request:
    """Agree, refuse or send back; what follows from it by the contract follows at once (:mod:`.effects`).

    ``granted_date``: the new date of an extension, the one asked for by default. Refused:
    ``contracts.request_not_answerer``, ``contracts.request_answered_otherwise`` for a verb that the kind does not know,
    ``contracts.reason_missing``, ``contracts.request_answer_missing``, ``contracts.not_running``,
    ``foundation.not_allowed_now``, and what the effects are refused for.
    """
    with writing(by):
        request = locked_request(request_id)
        kind = KINDS[request.kind]
        _require_answerer(request, by)
        if verb not in kind.answers or kind.is_judged:
            raise Refused("contracts.request_answered_otherwise")
        if verb in NEEDS_REASON and not said.text.strip():
            raise Refused("contracts.reason_missing", "text")
        if verb == "agree" and kind.agreeing_says_how and said.is_empty:
            raise Refused("contracts.request_answer_missing", "text")
        _decide(request, verb, said, granted_date=granted_date, by=by, at=at)
    return request


def judge(request_id: int, findings: Mapping[int, Finding], said: Said, *, by: Scope, at: datetime) -> Request:
    """Judge work criterion by criterion (by id): accepted when all are met, else sent back to be improved by a date.

    Refused: ``contracts.request_not_answerer``, ``contracts.request_answered_otherwise``,
    ``contracts.criteria_unjudged``, ``contracts.criterion_reason_missing``, ``contracts.not_running``,
    ``foundation.not_allowed_now``.
    """
    with writing(by):
        request = locked_request(request_id)
        _require_answerer(request, by)
        if not KINDS[request.kind].is_judged:
            raise Refused("contracts.request_answered_otherwise")
        criteria = list(request.criteria.all())
        if {each.pk for each in criteria} != findings.keys():
            raise Refused("contracts.criteria_unjudged")
        notes = {key: clean_line(finding.note, LONGEST_NOTE, "findings") for key, finding in findings.items()}
        if any(not finding.passed and not notes[key] for key, finding in findings.items()):
            raise Refused("contracts.criterion_reason_missing")
        has_passed = all(finding.passed for finding in findings.values())
        statement = _decide(request, "agree" if has_passed else "send_back", said, by=by, at=at)
        CriterionVerdict.objects.bulk_create(
            CriterionVerdict(statement=statement, criterion=each, passed=findings[each.pk].passed, note=notes[each.pk])
            for each in criteria
        )
    return request


def ask_again(request_id: int, said: Said, *, by: Scope, at: datetime) -> Request:
    """The asker hands in what it changed; the time to answer runs anew (retention S1.2, consulting 4.2).

    Refused: ``contracts.request_not_asker``, ``contracts.request_answer_missing``, ``contracts.not_running``,
    ``foundation.not_allowed_now``.
    """
    with writing(by):
        request = locked_request(request_id)
        _require_asker(request, by)
        if said.is_empty:
            raise Refused("contracts.request_answer_missing", "text")
        REQUEST_LIFE.next_state(request.state, "ask_again")
        terms = _terms(request, at)
        clock.stop([request.deadline_id], at=at)
        between = Between(request.contract, terms, request.subject, request.answerer, request.asker)
        deadline = start_answer(KINDS[request.kind], between, at=at)
        _move(request, "ask_again", round=request.round + 1, deadline=deadline)
        keep(request, "ask_again", request.asker, said, deadline=deadline, by=by, at=at)
        tell_of_request(request, "ask_again", at=at)
    return request


def withdraw(request_id: int, *, text: str, by: Scope, at: datetime) -> Request:
    """The asker takes it back while nothing is decided; a notice that has not arrived goes with it.

    Refused: ``contracts.request_not_asker``, ``foundation.not_allowed_now``, ``contracts.request_improvement_runs``,
    ``contracts.request_did_duty``.
    """
    with writing(by):
        request = locked_request(request_id)
        _require_asker(request, by)
        REQUEST_LIFE.next_state(request.state, "withdraw")
        _require_no_escape(request)
        clock.cancel([request.deadline_id], at=at)
        _move(request, "withdraw", decided_at=at)
        keep(request, "withdraw", request.asker, Said(text), by=by, at=at)
        effects.take_back(request, by=by, at=at)
        tell_of_request(request, "withdraw", at=at)
    return request


def _require_no_escape(request: Request) -> None:
    """Taking back must not undo what runs against the asker, nor leave done what was handed in with it."""
    if request.state == RequestState.RETURNED and request.kind == RequestKind.ACCEPTANCE:
        raise Refused("contracts.request_improvement_runs")
    if request.about is not None and not request.is_extension and hasattr(request.about, "fulfilment"):
        raise Refused("contracts.request_did_duty")


def say(request_id: int, said: Said, *, by: Scope, at: datetime) -> RequestStatement:
    """A side says something while the request is open; the other is told.

    Refused: ``contracts.request_not_yours``, ``contracts.request_answer_missing``, ``contracts.request_closed``.
    """
    with writing(by):
        request = locked_request(request_id)
        party = speaker(request, by=by)
        if party is None:
            raise Refused("contracts.request_not_yours")
        if not request.is_open:
            raise Refused("contracts.request_closed")
        if said.is_empty:
            raise Refused("contracts.request_answer_missing", "text")
        statement = keep(request, "say", party, said, by=by, at=at)
        tell_of_request(request, "say", at=at, statement=statement)
    return statement


def put_into_amendment(request_id: int, *, by: Scope, at: datetime) -> Request:
    """The provider puts what was agreed into a supplementary agreement, where that could not be done at once.

    Refused: ``contracts.not_your_side``, ``contracts.request_not_waiting``, and as for ``effects.amend``.
    """
    with writing(by):
        request = locked_request(request_id)
        if not by.may_for("contracts.draft", request.contract.party_b_id):
            raise Refused("contracts.not_your_side")
        if not request.waits_for_amendment:
            raise Refused("contracts.request_not_waiting")
        request.amendment = effects.amend(request, at=at)
        request.save(update_fields=["amendment"])
    return request


def speaker(request: Request, *, by: Scope) -> Party | None:
    """The side for which this person may speak here; who may for both speaks for the answerer."""
    return next((party for party in (request.answerer, request.asker) if by.may_for(VERB, party.pk)), None)


def _decide(
    request: Request, verb: str, said: Said, *, by: Scope, at: datetime, granted_date: date | None = None
) -> RequestStatement:
    """The answer: the clock stops, the effects follow, state and words are kept, the asker is told."""
    terms = _terms(request, at)
    state = REQUEST_LIFE.next_state(request.state, verb)
    clock.stop([request.deadline_id], at=at)
    effects.heard(request, verb, said.text, by=by, at=at)
    changes: dict[str, object] = {} if state == RequestState.RETURNED else {"decided_at": at}
    if verb == "agree":
        changes |= effects.of_agreement(request, granted_date=granted_date, by=by, at=at)
    improvement: Deadline | None = None
    if verb == "send_back" and request.is_acceptance:
        changes["deadline"] = improvement = start_improvement(request, terms, at=at)
    _move(request, verb, **changes)
    statement = keep(request, verb, request.answerer, said, deadline=improvement, by=by, at=at)
    tell_of_request(request, verb, at=at)
    return statement


def _move(request: Request, verb: str, **changes: object) -> None:
    """The one writer of a request's state; the row in hand goes with it."""
    moved = REQUEST_LIFE.move(Request, request.pk, verb, None, **changes)
    request.state = moved.state
    for name, value in changes.items():
        setattr(request, name, value)


def _terms(request: Request, at: datetime) -> TermsInForce:
    terms = terms_of_contract(request.contract_id, at)
    if not request.contract.is_running or terms is None:
        raise Refused("contracts.not_running")
    return terms


def _require_answerer(request: Request, by: Scope) -> None:
    if not by.may_for(VERB, request.answerer_id):
        raise Refused("contracts.request_not_answerer", party=request.answerer.name)


def _require_asker(request: Request, by: Scope) -> None:
    if not by.may_for(VERB, request.asker_id):
        raise Refused("contracts.request_not_asker", party=request.asker.name)
