"""Targets of a contract: the level, what was measured in each period, the verdicts, and the gaps."""

from django.contrib import messages as toasts
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from contracts.domain.targets.measuring import RECORD, may_record, record_measurement
from contracts.domain.targets.target_sheet import TargetSheet, sheets_of
from contracts.models import Contract
from contracts.web.targets.forms import MeasurementForm
from foundation.refusals import Refused
from foundation.web.kept_file import kept_file
from foundation.web.refusals import INVALID, add_refusal
from parties.web.access import ScopedRequest, route


@route(GET="obligations.see", POST="targets.record")
def targets(request: ScopedRequest, contract_id: int) -> HttpResponse:
    """The sheet of a contract's targets; a measurement is recorded here too."""
    verb = RECORD if request.method == "POST" else "obligations.see"
    contract = _contract(request, contract_id, verb=verb)
    sheets = sheets_of(contract, at=timezone.now())
    form = MeasurementForm(request.POST or None, request.FILES or None, periods=_choices(sheets))
    if request.method == "POST" and form.is_valid():
        name, first_day = form.chosen
        try:
            measured = record_measurement(
                contract.pk,
                name,
                first_day,
                form.reading,
                method=form.how,
                by=request.scope,
                at=timezone.now(),
                is_correction=form.cleaned_data["is_correction"],
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("Recorded: %(verdict)s.") % {"verdict": measured.get_verdict_display()})
            return redirect("contracts:targets", contract.pk)
    context = {
        "contract": contract,
        "sheets": sheets,
        "form": form if sheets and may_record(contract, by=request.scope) else None,
    }
    return render(request, "contracts/targets/targets.html", context, status=INVALID if form.errors else 200)


@route(GET="obligations.see")
def measurement_file(request: ScopedRequest, contract_id: int, measurement_id: int) -> HttpResponseBase:
    """The paper behind a measurement, always as a download."""
    contract = _contract(request, contract_id, verb="obligations.see")
    found = get_object_or_404(contract.measurements.select_related("file"), pk=measurement_id)
    stored = found.file
    if stored is None:
        raise Http404
    return kept_file(stored, shown=False)


def _contract(request: ScopedRequest, contract_id: int, *, verb: str) -> Contract:
    found = Contract.objects.within(request.scope, verb=verb).select_related("party_a", "party_b")
    return get_object_or_404(found, pk=contract_id)


def _choices(sheets: list[TargetSheet]) -> list[tuple[str, str]]:
    """Every period that has begun; those without a measurement first."""
    lines = [(sheet, line) for sheet in sheets for line in sheet.lines]
    return [
        (line.key, f"{sheet.term.label} · {line.period.window.first_day} – {line.period.window.last_day}")
        for sheet, line in sorted(lines, key=lambda each: each[1].is_measured)
    ]
