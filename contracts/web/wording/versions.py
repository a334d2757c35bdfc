"""The versions of a contract: what each changes, and its own file."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from contracts.domain.wording.comparing import compare
from contracts.domain.wording.readiness import gaps
from contracts.domain.wording.reading import versions_for
from contracts.domain.wording.versions import amended_version
from contracts.models import ContractVersion
from contracts.web.contract_page import contract_in_reach, latest_file, shown_version, signature_context
from contracts.web.contracts import pdf_response
from contracts.web.wording.draft_forms import page_language
from parties.web.access import ScopedRequest, route


@route(GET="contracts.see")
def amendment(request: ScopedRequest, contract_id: int, number: int) -> HttpResponse:
    """A supplementary agreement: old and new side by side, how far it has come, and what can be done with it."""
    version = _version(request, contract_id, number)
    before = amended_version(version)
    if before is None:
        raise Http404
    language = page_language()
    may_draft = request.scope.may_for("contracts.draft", version.contract.party_b_id)
    context = {
        "contract": version.contract,
        "version": version,
        "comparison": compare(before, version, language),
        "may_draft": may_draft,
        "gaps": gaps(version, language) if may_draft and version.is_editable else [],
        **signature_context(request, version),
    }
    return render(request, "contracts/wording/amendment.html", context)


@route(GET="contracts.see")
def contract_pdf(request: ScopedRequest, contract_id: int) -> FileResponse:
    """The file of the wording in force, or on its way to be."""
    contract = contract_in_reach(request, contract_id, verb="contracts.see")
    return _file(request, shown_version(contract, at=timezone.now()))


@route(GET="contracts.see")
def version_pdf(request: ScopedRequest, contract_id: int, number: int) -> FileResponse:
    """The file of one version."""
    return _file(request, _version(request, contract_id, number))


def _version(request: ScopedRequest, contract_id: int, number: int) -> ContractVersion:
    contract = contract_in_reach(request, contract_id, verb="contracts.see")
    version = get_object_or_404(versions_for(contract, by=request.scope), number=number)
    version.contract = contract
    return version


def _file(request: ScopedRequest, version: ContractVersion) -> FileResponse:
    sealed = latest_file(version)
    if sealed is None:
        raise Http404
    return pdf_response(sealed, inline="inline" in request.GET)
