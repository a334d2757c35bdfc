"""Verbs in the life of a contract that are one button: sharing its draft, starting and dropping an amendment."""

from collections.abc import Callable

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from contracts.domain.life import amending, negotiating
from contracts.models import Contract
from contracts.web.contract_page import contract_in_reach
from foundation.refusals import Refused
from parties.web.access import ScopedRequest, route


@route(POST="contracts.draft")
def share(request: ScopedRequest, contract_id: int) -> HttpResponse:
    """Let the client read the draft."""

    def act(contract: Contract) -> str:
        negotiating.share_draft(contract.pk, by=request.scope, at=timezone.now())
        return _("Shared. %(party)s can read the draft as it changes.") % {"party": contract.party_a}

    return _done(request, contract_id, act)


@route(POST="contracts.draft")
def recall(request: ScopedRequest, contract_id: int) -> HttpResponse:
    """The draft is the provider's own again."""

    def act(contract: Contract) -> str:
        negotiating.recall_draft(contract.pk, by=request.scope)
        return _("Recalled. Only your side reads the draft now.")

    return _done(request, contract_id, act)


@route(POST="contracts.draft")
def amend(request: ScopedRequest, contract_id: int) -> HttpResponse:
    """Start a supplementary agreement, and open it in the editor."""
    contract = contract_in_reach(request, contract_id, verb="contracts.draft")
    try:
        amending.start_amendment(contract.pk, by=request.scope, at=timezone.now())
    except Refused as refused:
        toasts.error(request, refused.message)
        return redirect("contracts:detail", contract_id)
    toasts.success(request, _("All that is in force stands here as a draft. Change what you agree to change."))
    return redirect("contracts:draft", contract_id)


@route(POST="contracts.draft")
def amendment_drop(request: ScopedRequest, contract_id: int) -> HttpResponse:
    """Give the supplementary agreement up."""

    def act(contract: Contract) -> str:
        amending.drop_amendment(contract.pk, by=request.scope)
        return _("Dropped. The contract runs on as it was.")

    return _done(request, contract_id, act)


def _done(request: ScopedRequest, contract_id: int, act: Callable[[Contract], str]) -> HttpResponse:
    contract = contract_in_reach(request, contract_id, verb="contracts.draft")
    try:
        toasts.success(request, act(contract))
    except Refused as refused:
        toasts.error(request, refused.message)
    return redirect("contracts:detail", contract_id)
