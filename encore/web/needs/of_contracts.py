"""Contracts on their way, ending and over, and what signers ask."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from contracts.models import Contract, ContractVersion, PaperSigning, SignerQuestion
from contracts.models.contracts import ENDED, ContractState
from contracts.models.versions import OPEN, VersionState
from encore.web.needs.need import SHOWN, Need
from parties.domain.scope import Scope


def contracts_in_hand(scope: Scope) -> Iterable[Need]:
    """Drafts to finish and contracts that wait for a signature."""
    if not scope.may("contracts.draft"):
        return
    providers = scope.parties_for("contracts.draft")
    open_ones = ContractVersion.objects.filter(
        contract__in=Contract.objects.within(scope, verb="contracts.draft").filter(party_b__in=providers),
        state__in=OPEN,
    )
    for version in open_ones.select_related("contract").order_by("contract__created_at", "pk")[:SHOWN]:
        yield Need(
            title=f"{version.contract.number} {version.title}",
            why=_next_step(version),
            path=_page_of(version),
            icon="signature" if version.is_out_for_signature else "file-pencil",
        )


def _next_step(version: ContractVersion) -> str:
    if version.is_out_for_signature:
        return _("Out for signature: see who has not signed")
    return _("In negotiation: agree, then send") if version.is_negotiating else _("Draft: fill in and send")


def papers_to_confirm(scope: Scope) -> Iterable[Need]:
    """What the provider entered as signed on paper, for the client's owner to confirm."""
    if not scope.may("contracts.confirm_paper"):
        return
    mine = Contract.objects.within(scope, verb="contracts.confirm_paper")
    waiting = PaperSigning.objects.filter(
        answer=None,
        version__contract__in=mine.filter(party_a__in=scope.parties_for("contracts.confirm_paper")),
        version__state=VersionState.OUT_FOR_SIGNATURE,
    )
    for signing in waiting.select_related("version__contract").order_by("pk")[:SHOWN]:
        version = signing.version
        yield Need(
            title=f"{version.contract.number} {version.title}",
            why=_("Is this what was signed on paper?"),
            path=_page_of(version),
            icon="file-text",
        )


def questions_to_answer(scope: Scope) -> Iterable[Need]:
    """What signers asked before signing, for the provider to answer."""
    if not scope.may("contracts.send"):
        return
    asked = SignerQuestion.objects.within(scope, verb="contracts.send").filter(
        answer=None, request__version__contract__party_b__in=scope.parties_for("contracts.send")
    )
    for question in asked.select_related("request__version__contract").order_by("pk")[:SHOWN]:
        request = question.request
        yield Need(
            title=f"{request.version.contract.number} · {question.text}",
            why=_("%(signer)s asks before signing") % {"signer": f"{request.party_name} · {request.signer_name}"},
            path=_page_of(request.version),
            icon="help-circle",
        )


def contracts_ending(scope: Scope) -> Iterable[Need]:
    """Contracts whose renewal is to be talked over, and those that are over and not settled yet."""
    if not scope.may("contracts.give_notice"):
        return
    seen = Contract.objects.within(scope, verb="contracts.give_notice")
    for contract in seen.filter(state__in=[ContractState.EXPIRING, *ENDED]).order_by("ends_at", "pk")[:SHOWN]:
        yield Need(
            title=str(contract),
            why=_("It is over: settle and hand over") if contract.is_ended else _("It ends soon: talk over renewal"),
            path=reverse("contracts:detail", args=[contract.pk]),
            icon="list-check" if contract.is_ended else "refresh",
            due_at=None if contract.is_ended else contract.ends_at,
        )


def _page_of(version: ContractVersion) -> str:
    page = ("contracts:amendment", [version.number]) if version.is_amendment else ("contracts:detail", [])
    return reverse(page[0], args=[version.contract_id, *page[1]])
