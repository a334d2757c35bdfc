"""What the page of a contract shows: the wording in force, or the one being worked on while none is."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404
from django.urls import reverse

from contracts.domain.signature.paper import last_rejection
from contracts.domain.wording.blanks import values_of
from contracts.domain.wording.engaging import fee_split, liability_cap
from contracts.domain.wording.preview import readable_clauses
from contracts.domain.wording.reading import versions_for
from contracts.models import (
    Breach,
    ClauseComment,
    Contract,
    ContractVersion,
    Obligation,
    PaperSigning,
    Request,
    SealedFile,
    SignatureRequest,
    SignerQuestion,
    ThirdParty,
)
from contracts.models.requests import OPEN_REQUESTS
from contracts.models.signing import SignatureState
from contracts.models.versions import OPEN, VersionState
from contracts.web.life.life_page import life_context
from contracts.web.wording.draft_forms import page_language
from parties.web.access import ScopedRequest


def contract_in_reach(request: ScopedRequest, contract_id: int, *, verb: str) -> Contract:
    """The contract with its parties and people, or 404."""
    found = Contract.objects.within(request.scope, verb=verb).select_related(
        "party_a", "party_b", "account_manager", "contract_owner"
    )
    return get_object_or_404(found, pk=contract_id)


def shown_version(contract: Contract, *, at: datetime) -> ContractVersion:
    """The wording that acts, or acted last; before the first one does, the one being worked on."""
    version = contract.version_in_force(at) or contract.latest_version
    version.contract = contract
    return version


def contract_context(request: ScopedRequest, contract: Contract, *, at: datetime) -> dict[str, Any]:
    """All that the page of a contract shows of its wording, its signatures and what came of it."""
    version = shown_version(contract, at=at)
    terms = list(version.terms.select_related("clause").order_by("clause__position", "pk"))
    readable = list(versions_for(contract, by=request.scope))
    amendments = [each for each in readable if each.is_amendment and each.state in (*OPEN, VersionState.EFFECTIVE)]
    return {
        "contract": contract,
        "version": version,
        "venues": list(contract.venues.all()),
        "terms": terms,
        "annexes": list(version.annexes.order_by("position")),
        "may_request": contract.is_running
        and any(request.scope.may_for("requests.act", each) for each in (contract.party_a_id, contract.party_b_id)),
        "clauses": readable_clauses(version, page_language(), {term.name: term.value for term in terms}),
        "counts": _counts(request, contract),
        "amendments": amendments,
        "on_its_way": next((each for each in amendments if each.state in OPEN), None),
        "has_versions": len(readable) > 1,
        "may_draft": request.scope.may_for("contracts.draft", contract.party_b_id),
        "may_comment": request.scope.may("contracts.comment"),
        "open_comments": ClauseComment.objects.within(request.scope, verb="contracts.comment")
        .filter(contract=contract, settled_at=None)
        .count(),
        "may_amend": contract.is_running and contract.working_version is None,
        **signature_context(request, version),
        **life_context(request, contract, version, at=at),
    }


def signature_context(request: ScopedRequest, version: ContractVersion) -> dict[str, Any]:
    """The signatures of a version, its file, and why the one before it came back."""
    current = version.signature_requests.current().select_related("party", "delegated_from")
    requests = list(current.order_by("turn", "side"))
    return {
        "signatures": requests,
        "waiting": [each for each in requests if each.is_open] if version.is_out_for_signature else [],
        "sealed": latest_file(version),
        "paper": _paper(version),
        "may_confirm_paper": version.is_out_for_signature
        and request.scope.may_for("contracts.confirm_paper", version.contract.party_a_id),
        "paper_rejected": last_rejection(version) if version.is_editable else None,
        "declined": _declined(request, version) if version.is_editable else None,
        "may_see_letters": True,
        "questions": _questions(request, version),
        **_third_party(request, version),
        "may_send": request.scope.may_for("contracts.send", version.contract.party_b_id),
    }


def _questions(request: ScopedRequest, version: ContractVersion) -> list[SignerQuestion]:
    """What signers of this agreement asked, before it was taken back too: of one's own side, for the provider all."""
    rows = SignerQuestion.objects.within(request.scope, verb="contracts.see").filter(
        request__version__contract=version.contract_id, request__version__amendment=version.amendment
    )
    return list(rows.select_related("request", "answer"))


def _third_party(request: ScopedRequest, version: ContractVersion) -> dict[str, Any]:
    """Whom the version engages, with the way to what that party sees."""
    rows = ThirdParty.objects.within(request.scope, verb="contracts.see").filter(version=version)
    third = rows.select_related("party", "version").first()
    third_at = reverse("contracts:engagement", args=[third.pk]) if third else ""
    return {**third_party_context(third), "third_at": third_at}


def third_party_context(third: ThirdParty | None) -> dict[str, Any]:
    """The third party as a card shows it: fee to the fen on both sides, and its limit in yuan."""
    if third is None:
        return {"third": None}
    of_a, of_b = fee_split(third)
    cap = liability_cap(third, values_of(third.version))
    return {"third": third, "third_fee_a": of_a, "third_fee_b": of_b, "third_cap": cap}


def latest_file(version: ContractVersion) -> SealedFile | None:
    """The PDF as the last signature, or the sending, left it; ``None`` before that."""
    return version.sealed_files.select_related("file").order_by("-revision").first()


def _paper(version: ContractVersion) -> PaperSigning | None:
    return getattr(version, "paper_signing", None)


def _declined(request: ScopedRequest, version: ContractVersion) -> SignatureRequest | None:
    """Why the last version of the same agreement came back, when a side declined it."""
    rows = SignatureRequest.objects.within(request.scope, verb="contracts.see").select_related("party")
    declined = rows.filter(
        version__contract=version.contract_id, version__amendment=version.amendment, state=SignatureState.DECLINED
    )
    return declined.order_by("-version__number").first()


def _counts(request: ScopedRequest, contract: Contract) -> dict[str, int]:
    obligations = Obligation.objects.within(request.scope, verb="obligations.see").filter(contract=contract)
    breaches = Breach.objects.within(request.scope, verb="breaches.see").filter(contract=contract)
    requests = Request.objects.within(request.scope, verb="requests.see").filter(contract=contract)
    return {
        **requests.aggregate(requests=Count("pk"), requests_open=Count("pk", filter=Q(state__in=OPEN_REQUESTS))),
        **obligations.aggregate(obligations=Count("pk"), open=Count("pk", filter=Q(deadline__outcome=None))),
        **breaches.aggregate(breaches=Count("pk"), undecided=Count("pk", filter=Q(decided_at=None))),
    }
