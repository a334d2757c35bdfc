"""What an answer brings about on the contract: one function a kind, in the answer's own transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final

from django.db import transaction

from contracts.domain.duties.opening import follow_up
from contracts.domain.life import notices
from contracts.domain.life.amending import start_amendment
from contracts.domain.papers.annex_versions import keep_approved
from contracts.domain.requests.extending import grant
from contracts.domain.terms.values import load
from contracts.domain.wording.blanks import Typed, fill_terms
from contracts.domain.wording.engaging import LONGEST_TASK, Engagement, engage, third_party_of
from contracts.models import ContractVersion
from contracts.models.requests import OPEN_REQUESTS, Request, RequestKind, RequestState
from foundation.refusals import Refused
from foundation.text import clean_line
from parties.domain.scope import SYSTEM, Scope

ACCEPTED: Final = "acceptance"
"""The event after which the payment that hangs on accepted work falls due (``kinds.schedules``)."""

Writer = Callable[[Request, ContractVersion], None]


def of_agreement(request: Request, *, granted_date: date | None, by: Scope, at: datetime) -> dict[str, object]:
    """Do what agreement brings; returns the columns of the request that say so."""
    if request.is_extension:
        return grant(request, granted_date, by=by, at=at)
    if request.is_acceptance:
        _work_accepted(request, at=at)
    if request.annex_code:
        keep_approved(request, by=by, at=at)
    if request.amends:
        return {"amendment": _amend_if_possible(request, at=at)}
    return {}


def heard(request: Request, verb: str, text: str, *, by: Scope, at: datetime) -> None:
    """Who answers a change of fees has its notice: delivered now, if nothing proved it before; refusing contests it."""
    if request.notice is None:
        return
    if request.notice.is_given:
        notices.acknowledge(request.notice.pk, by=by, at=at)
    if verb == "refuse" and not request.notice.is_withdrawn:
        notices.contest(request.notice.pk, text=text[: notices.LONGEST_STATEMENT], by=by, at=at)


def take_back(request: Request, *, by: Scope, at: datetime) -> None:
    """The notice of a withdrawn change of fees is taken back with it, unless it has arrived."""
    if request.notice is not None and request.notice.is_given:
        notices.withdraw_notice(request.notice.pk, text="", by=by, at=at)


def amend(request: Request, *, at: datetime) -> ContractVersion:
    """Put what was agreed into the supplementary agreement that is being drafted, or into a new one.

    The agreement itself is the order to do so, so it is done by rule, whoever agreed. Refused:
    ``contracts.amended_already`` while one is out for signature, ``contracts.not_running``, and ``TermsRefused`` where
    the values no longer fit the others.
    """
    version = request.contract.working_version
    if version is None or not version.is_editable:
        version = start_amendment(request.contract_id, by=SYSTEM, at=at)
    WRITERS[request.kind](request, version)
    return version


def write_terms(request: Request, version: ContractVersion) -> None:
    """Fill in the values that were agreed."""
    values = {each.name: load(each.stored) for each in request.terms.all()}
    typed = {name: Typed(str(value.plain), value.type) for name, value in values.items()}
    if typed:
        version.refresh_from_db()
        fill_terms(version.pk, typed, edits=version.edits, by=SYSTEM)


def engage_proposed(request: Request, version: ContractVersion) -> None:
    """Engage whom the request names, for what it says is needed; the drafter fills in fee, shares and limit.

    Where the wording engages somebody already, that engagement stays until the drafter replaces it.
    """
    if request.proposed_party is None or third_party_of(version) is not None:
        return
    need = clean_line(request.particulars["need"][:LONGEST_TASK], LONGEST_TASK, "engaged_for")
    engage(version.pk, Engagement(request.proposed_party, request.proposed_role, need), by=SYSTEM)


WRITERS: Final[Mapping[str, Writer]] = {
    RequestKind.FEE_CHANGE.value: write_terms,
    RequestKind.CHANGE.value: write_terms,
    RequestKind.THIRD_PARTY.value: engage_proposed,
}
"""What agreement on a kind puts into the draft of the supplementary agreement."""


def _amend_if_possible(request: Request, *, at: datetime) -> ContractVersion | None:
    """Where it cannot be done now, the agreement stands all the same, and waits on the provider's list."""
    try:
        with transaction.atomic():
            return amend(request, at=at)
    except Refused:
        return None


def _work_accepted(request: Request, *, at: datetime) -> None:
    """The day of acceptance is that on which all work has passed (consulting 4.1): then what follows it is due."""
    others = Request.objects.filter(contract=request.contract_id, kind=RequestKind.ACCEPTANCE).exclude(pk=request.pk)
    if others.filter(state__in=OPEN_REQUESTS).exists():
        return
    if request.completes or others.filter(state=RequestState.AGREED, completes=True).exists():
        follow_up(request.contract, ACCEPTED, began=at)
