"""The register of data handed over under a contract: the list, one hand-over and its steps, recording one."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.contrib import messages as toasts
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.domain.papers import handing_over
from contracts.domain.papers.annexes import VERB
from contracts.domain.papers.registers import WantedData
from contracts.models import Contract, DataHandover
from contracts.web.contract_page import contract_in_reach
from contracts.web.papers.forms import DataFilter, EndForm, ParcelForm, WordForm
from foundation.refusals import Refused
from foundation.web.csv_answer import csv_answer
from foundation.web.kept_file import kept_file
from foundation.web.refusals import INVALID, add_refusal
from parties.web.access import ScopedRequest, route

ACTS: Final[dict[str, tuple[str | Promise, str | Promise, str]]] = {
    "receive": (gettext_lazy("Confirm receipt"), gettext_lazy("You have it, as recorded."), "circle-check"),
    "contest": (
        gettext_lazy("Contest receipt"),
        gettext_lazy("It did not arrive, or not as recorded. Say what is wrong."),
        "message-x",
    ),
    "withdraw": (
        gettext_lazy("Withdraw the entry"),
        gettext_lazy("It was recorded by mistake. Say why."),
        "arrow-back",
    ),
    "give_back": (
        gettext_lazy("Record the return"),
        gettext_lazy("All of it went back, and no copy is left."),
        "arrow-back-up",
    ),
    "destroy": (gettext_lazy("Record the destruction"), gettext_lazy("All of it and every copy is gone."), "trash"),
    "accept": (gettext_lazy("Confirm"), gettext_lazy("You have it back, or accept the proof."), "circle-check"),
    "refuse": (gettext_lazy("Refuse"), gettext_lazy("The proof does not show it. Say what is missing."), "message-x"),
}
"""What may be done: the button, what it means, the icon."""


@route(GET="contracts.see")
def handover_list(request: ScopedRequest, contract_id: int) -> HttpResponse:
    """All data handed over, either way."""
    contract = contract_in_reach(request, contract_id, verb="contracts.see")
    filters = DataFilter(request.GET)
    chosen = filters.chosen()
    context = {
        "contract": contract,
        "filters": filters,
        "is_narrowed": bool(chosen["state"] or chosen["side"]),
        "rows": list(_rows(request, contract, chosen)),
        "may_record": _may_record(request, contract),
    }
    return render(request, "contracts/papers/handover_list.html", context)


@route(GET="contracts.see")
def handover_export(request: ScopedRequest, contract_id: int) -> HttpResponseBase:
    """The same rows as a table for spreadsheets."""
    contract = contract_in_reach(request, contract_id, verb="contracts.see")
    rows = _rows(request, contract, DataFilter(request.GET).chosen())
    return csv_answer(_table(rows.prefetch_related("steps")), name=f"data-{contract.number}.csv")


@route(GET="papers.keep", POST="papers.keep")
def handover_new(request: ScopedRequest, contract_id: int) -> HttpResponse:
    """Record data that went to the other side."""
    contract = contract_in_reach(request, contract_id, verb="papers.keep")
    form = ParcelForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            given = handing_over.hand_over(contract.pk, form.parcel(), by=request.scope, at=timezone.now())
            toasts.success(request, _("Recorded. The other side is asked to confirm that it has it."))
            return redirect("contracts:handover", contract.pk, given.pk)
        except Refused as refused:
            add_refusal(form, refused)
    context = {"contract": contract, "form": form}
    return render(request, "contracts/papers/handover_new.html", context, status=INVALID if form.errors else 200)


@route(GET="contracts.see")
def handover(request: ScopedRequest, contract_id: int, handover_id: int) -> HttpResponse:
    """One hand-over with all that was said about it."""
    return _page(request, _handover(request, contract_id, handover_id, verb="contracts.see"))


@route(POST="papers.keep")
def handover_answer(request: ScopedRequest, contract_id: int, handover_id: int, verb: str) -> HttpResponse:
    """The next step."""
    found = _handover(request, contract_id, handover_id, verb="papers.keep")
    form = _form_of(verb)(request.POST, request.FILES)
    if form.is_valid():
        try:
            handing_over.answer_handover(found.pk, verb, form.word(), by=request.scope, at=timezone.now())
            toasts.success(request, _("Kept, and the other side is told."))
            return redirect("contracts:handover", contract_id, handover_id)
        except Refused as refused:
            add_refusal(form, refused)
    return _page(request, found, bound=(verb, form), status=INVALID)


@route(GET="contracts.see")
def handover_file(request: ScopedRequest, contract_id: int, handover_id: int) -> HttpResponseBase:
    """The list that went with the data, always as a download."""
    found = _handover(request, contract_id, handover_id, verb="contracts.see")
    if found.list_file is None:
        raise Http404
    return kept_file(found.list_file, shown=False)


@route(GET="contracts.see")
def step_file(request: ScopedRequest, contract_id: int, handover_id: int, step_id: int) -> HttpResponseBase:
    """The proof of a return or destruction, always as a download."""
    found = _handover(request, contract_id, handover_id, verb="contracts.see")
    step = get_object_or_404(found.steps.select_related("proof"), pk=step_id)
    if step.proof is None:
        raise Http404
    return kept_file(step.proof, shown=False)


def _form_of(verb: str) -> type[WordForm]:
    return EndForm if verb in handing_over.WITH_PROOF else WordForm


def _may_record(request: ScopedRequest, contract: Contract) -> bool:
    sides = (contract.party_a_id, contract.party_b_id)
    is_open = contract.effective_at is not None and contract.state != "archived"
    return is_open and any(request.scope.may_for(VERB, side) for side in sides)


def _rows(request: ScopedRequest, contract: Contract, chosen: dict[str, str]) -> QuerySet[DataHandover]:
    rows = contract.data_handovers.select_related("giver", "receiver")
    return WantedData(**chosen).narrow(rows, by=request.scope)


def _handover(request: ScopedRequest, contract_id: int, handover_id: int, *, verb: str) -> DataHandover:
    contract = contract_in_reach(request, contract_id, verb=verb)
    rows = contract.data_handovers.select_related("giver", "receiver", "list_file")
    found: DataHandover = get_object_or_404(rows, pk=handover_id)
    found.contract = contract
    return found


def _page(
    request: ScopedRequest, found: DataHandover, bound: tuple[str, WordForm] | None = None, status: int = 200
) -> HttpResponse:
    acts = [
        (verb, *ACTS[verb], bound[1] if bound and bound[0] == verb else _form_of(verb)(auto_id=f"{verb}_%s"))
        for verb in handing_over.verbs_for(found, by=request.scope)
    ]
    context = {
        "contract": found.contract,
        "handover": found,
        "steps": list(found.steps.select_related("party", "proof")),
        "acts": acts,
        "refused": bound[1] if bound and bound[0] not in {act[0] for act in acts} else None,
    }
    return render(request, "contracts/papers/handover.html", context, status=status)


def _table(rows: QuerySet[DataHandover]) -> Iterator[Sequence[object]]:
    yield [
        _("What"),
        _("Format and medium"),
        _("Number of records"),
        _("Personal data"),
        _("Given by"),
        _("To"),
        _("Handed over on"),
        _("Purpose"),
        _("State"),
        _("Confirmed on"),
        _("Returned or destroyed on"),
    ]
    for row in rows:
        steps = {step.verb: step for step in row.steps.all()}
        ended = steps.get("give_back") or steps.get("destroy")
        received = steps.get("receive")
        yield [
            row.what,
            row.medium,
            row.records,
            _("yes") if row.is_personal else _("no"),
            row.giver,
            row.receiver,
            row.handed_date.isoformat(),
            row.purpose,
            row.get_state_display(),
            timezone.localdate(received.at).isoformat() if received else "",
            ended.on_date.isoformat() if ended and ended.on_date and not row.is_held else "",
        ]
