"""Asking: the request with its first statement, the clock of its answer, and what it does by being handed in."""

from __future__ import annotations

from datetime import datetime

from contracts.domain.duties.fulfilling import Proof, keep_obligation
from contracts.domain.in_force import terms_of_contract
from contracts.domain.life import notices
from contracts.domain.locking import locked_contract
from contracts.domain.requests.clocks import Between, start_answer
from contracts.domain.requests.demands import Asking, Demand, checked
from contracts.domain.requests.kinds import KINDS, Kind
from contracts.domain.requests.offers import asker_of
from contracts.domain.requests.request_news import tell_of_request
from contracts.domain.requests.statements import Said, keep
from contracts.models import Contract, Notice, RequestCriterion, RequestedTerm
from contracts.models.notices import NoticeKind
from contracts.models.requests import Request, RequestKind
from foundation.refusals import Refused
from parties.domain.scope import Scope, writing
from parties.models import Party

LONGEST_EVIDENCE = 2000


def ask(contract_id: int, kind_code: str, asking: Asking, *, by: Scope, at: datetime) -> Request:
    """Ask something of the other side, which is told; its answer is due by the contract's time, or the usual one.

    A change of fees gives the notice that it needs with it (retention S2.1); a plan or report that is due is done by
    being handed in. Refused: ``contracts.not_running``, ``contracts.request_not_yours``, and as for ``checked``,
    ``keep``, ``give_notice`` and ``keep_obligation``.
    """
    kind = KINDS[kind_code]
    with writing(by):
        contract = locked_contract(contract_id)
        terms = terms_of_contract(contract.pk, at)
        if not contract.is_running or terms is None:
            raise Refused("contracts.not_running")
        asker = asker_of(kind, contract, terms, by=by)
        if asker is None:
            raise Refused("contracts.request_not_yours")
        demand = checked(kind, asking, contract, terms, asker, at=at)
        answerer = contract.party_b if asker.pk == contract.party_a_id else contract.party_a
        between = Between(contract, terms, demand.columns["subject"], answerer, asker)
        request = Request.objects.create(
            contract=contract,
            kind=kind.code,
            asker=asker,
            answerer=answerer,
            notice=_notice(kind, asking, demand, contract, asker, by=by, at=at),
            asked_at=at,
            deadline=start_answer(kind, between, at=at),
            **demand.columns,
        )
        _keep_parts(request, demand)
        keep(request, "ask", asker, Said(demand.text, asking.files), deadline=request.deadline, by=by, at=at)
        _hand_in(request, demand, by=by, at=at)
        tell_of_request(request, "ask", at=at)
    return request


def _keep_parts(request: Request, demand: Demand) -> None:
    RequestCriterion.objects.bulk_create(
        RequestCriterion(request=request, position=position, text=text)
        for position, text in enumerate(demand.criteria, 1)
    )
    RequestedTerm.objects.bulk_create(
        RequestedTerm(request=request, name=name, before=old.dump() if old else None, stored=new.dump())
        for name, (old, new) in demand.changes.items()
    )


def _notice(
    kind: Kind, asking: Asking, demand: Demand, contract: Contract, asker: Party, *, by: Scope, at: datetime
) -> Notice | None:
    """The notice in advance that the clause on fees wants; its period runs from its delivery."""
    if kind.code != RequestKind.FEE_CHANGE:
        return None
    if not asking.sent_by or asking.sent_date is None:
        raise Refused("foundation.required", "sent_date" if asking.sent_by else "sent_by")
    letter = notices.Letter(demand.text, asking.sent_by, asking.sent_date)
    notice = notices.give_notice(contract.pk, NoticeKind.FEE_CHANGE, letter, by=by, at=at)
    if notice.party_id != asker.pk:
        raise Refused("contracts.request_not_yours")
    return notice


def _hand_in(request: Request, demand: Demand, *, by: Scope, at: datetime) -> None:
    """What was due is done: its record names the request, where the papers are."""
    if request.about is None or request.is_extension:
        return
    keep_obligation(request.about.pk, proof=Proof(demand.text[:LONGEST_EVIDENCE]), by=by, at=at)
