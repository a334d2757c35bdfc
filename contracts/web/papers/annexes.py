"""The register of a contract's annexes: the list, one annex with its versions, delivering and answering."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages as toasts
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from contracts.domain.papers import annexes
from contracts.domain.papers.annex_register import AnnexLine, chosen, register_of
from contracts.domain.texts.annex_names import annex_label
from contracts.models import AnnexVersion, Contract
from contracts.web.contract_page import contract_in_reach
from contracts.web.papers.forms import AnnexFilter, DeliverForm, ReturnForm
from contracts.web.wording.draft_forms import page_language
from foundation.refusals import Refused
from foundation.web.csv_answer import csv_answer
from foundation.web.kept_file import kept_file
from foundation.web.refusals import INVALID, add_refusal
from parties.web.access import ScopedRequest, route


@route(GET="contracts.see")
def annex_list(request: ScopedRequest, contract_id: int) -> HttpResponse:
    """Every annex of the contract's list, delivered or missing."""
    contract = contract_in_reach(request, contract_id, verb="contracts.see")
    filters = AnnexFilter(request.GET)
    lines = register_of(contract, at=timezone.now())
    context = {
        "contract": contract,
        "filters": filters,
        "rows": [_row(line, contract) for line in _chosen(request, contract, lines, filters)],
        "missing": sum(line.last is None for line in lines),
        "is_listed": bool(lines),
    }
    return render(request, "contracts/papers/annex_list.html", context)


@route(GET="contracts.see")
def annex_export(request: ScopedRequest, contract_id: int) -> HttpResponseBase:
    """The same rows as a table for spreadsheets."""
    contract = contract_in_reach(request, contract_id, verb="contracts.see")
    lines = _chosen(request, contract, register_of(contract, at=timezone.now()), AnnexFilter(request.GET))
    return csv_answer(_table(contract, lines), name=f"annexes-{contract.number}.csv")


@route(GET="contracts.see", POST="papers.keep")
def annex(request: ScopedRequest, contract_id: int, code: str) -> HttpResponse:
    """One annex: who delivers it, its versions and what was said of them; a version is delivered here."""
    verb = "papers.keep" if request.method == "POST" else "contracts.see"
    contract = contract_in_reach(request, contract_id, verb=verb)
    line = _line(contract, code)
    if request.method != "POST":
        return _page(request, contract, line)
    form = _deliver_form(request, contract, line, bound=True)
    if form.is_valid():
        try:
            annexes.deliver_annex(contract.pk, code, form.delivery(), by=request.scope, at=timezone.now())
            toasts.success(request, _("Delivered. The other side has been told."))
            return redirect("contracts:annex", contract.pk, code)
        except Refused as refused:
            add_refusal(form, refused)
    return _page(request, contract, line, form, status=INVALID)


@route(POST="papers.keep")
def annex_take(request: ScopedRequest, contract_id: int, code: str) -> HttpResponse:
    """The person's side takes it on to deliver the annex."""
    contract = contract_in_reach(request, contract_id, verb="papers.keep")
    _line(contract, code)
    try:
        annexes.take_on_annex(contract.pk, code, by=request.scope, at=timezone.now())
        toasts.success(request, _("Noted: your side delivers it."))
    except Refused as refused:
        toasts.error(request, refused.message)
    return redirect("contracts:annex", contract.pk, code)


@route(POST="papers.keep")
def annex_answer(request: ScopedRequest, contract_id: int, code: str, number: int) -> HttpResponse:
    """Accept a version, or return it with a reason."""
    contract = contract_in_reach(request, contract_id, verb="papers.keep")
    version = _version(contract, code, number)
    form = ReturnForm(request.POST)
    if form.is_valid():
        is_accepted, reason = "accept" in request.POST, form.cleaned_data["reason"]
        try:
            annexes.answer_annex(
                version.pk, is_accepted=is_accepted, reason=reason, by=request.scope, at=timezone.now()
            )
            toasts.success(request, _("Kept, and the other side is told."))
            return redirect("contracts:annex", contract.pk, code)
        except Refused as refused:
            add_refusal(form, refused)
    return _page(request, contract, _line(contract, code), answer=form, status=INVALID)


@route(GET="contracts.see")
def annex_file(request: ScopedRequest, contract_id: int, code: str, number: int) -> HttpResponseBase:
    """The file of a version, always as a download; what a request handed in lies with the request."""
    contract = contract_in_reach(request, contract_id, verb="contracts.see")
    version = _version(contract, code, number)
    if version.file is None:
        raise Http404
    return kept_file(version.file, shown=False)


def _line(contract: Contract, code: str) -> AnnexLine:
    line = next((each for each in register_of(contract, at=timezone.now()) if each.annex.code == code), None)
    if line is None:
        raise Http404
    return line


def _version(contract: Contract, code: str, number: int) -> AnnexVersion:
    return get_object_or_404(contract.annex_versions.select_related("file"), code=code, number=number)


def _deliver_form(request: ScopedRequest, contract: Contract, line: AnnexLine, *, bound: bool) -> DeliverForm:
    ours = request.scope.parties_for(annexes.VERB)
    return DeliverForm(
        request.POST if bound else None,
        request.FILES if bound else None,
        owed=[obligation for obligation in line.owed if obligation.debtor_id in ours],
        is_first=not any(version.party_id in ours for version in line.versions),
    )


def _page(
    request: ScopedRequest,
    contract: Contract,
    line: AnnexLine,
    form: DeliverForm | None = None,
    answer: ReturnForm | None = None,
    status: int = 200,
) -> HttpResponse:
    scope, is_open = request.scope, contract.state not in ("draft", "archived")
    sides = (contract.party_a_id, contract.party_b_id)
    may_deliver = is_open and any(scope.may_for(annexes.VERB, pk) for pk in line.deliverers(contract))
    may_answer = line.last is not None and line.may_answer(line.last, by=scope, verb=annexes.VERB, contract=contract)
    mine = {pk for pk in sides if scope.may_for(annexes.VERB, pk)}
    context: dict[str, Any] = {
        "contract": contract,
        "row": _row(line, contract),
        "form": (form or _deliver_form(request, contract, line, bound=False)) if may_deliver else None,
        "answer": (answer or ReturnForm()) if may_answer else None,
        "may_take": is_open and mine and not line.is_timed and line.bearer is None and not _has(line, mine),
    }
    return render(request, "contracts/papers/annex.html", context, status=status)


def _has(line: AnnexLine, parties: set[int]) -> bool:
    return line.taker is not None and line.taker.party_id in parties


def _row(line: AnnexLine, contract: Contract) -> dict[str, Any]:
    """A line with what a page says about it."""
    bearer = line.taker.party if line.taker else contract.party_of(line.bearer) if line.bearer else None
    return {
        "line": line,
        "label": annex_label(line.number, page_language()),
        "bearer": bearer,
        "is_late": line.due is not None and line.due.planned_at < timezone.now(),
    }


def _chosen(
    request: ScopedRequest, contract: Contract, lines: Sequence[AnnexLine], filters: AnnexFilter
) -> list[AnnexLine]:
    return chosen(lines, contract=contract, **filters.chosen(), by=request.scope, at=timezone.now())


def _table(contract: Contract, lines: Sequence[AnnexLine]) -> Iterator[Sequence[object]]:
    yield [
        _("Annex"),
        _("Title"),
        _("Clause"),
        _("Who delivers"),
        _("Due"),
        _("State"),
        _("Versions"),
        _("File"),
        _("Delivered by"),
        _("Delivered on"),
        _("Reason"),
    ]
    for line in lines:
        row, last = _row(line, contract), line.last
        yield [
            row["label"],
            line.annex.title,
            line.clause.label if line.clause else "",
            row["bearer"] or _("Either side"),
            line.due.planned_day.isoformat() if line.due else "",
            line.state_label,
            len(line.versions),
            " · ".join(paper.name for paper in last.papers) if last else "",
            last.party if last else "",
            timezone.localtime(last.delivered_at).strftime("%Y-%m-%d %H:%M") if last else "",
            last.answer.reason if last and hasattr(last, "answer") else "",
        ]
