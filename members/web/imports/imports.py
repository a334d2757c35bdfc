"""Taking members or bills over from a file: send it, say what its columns hold, look at every row, confirm."""

import io
from typing import Any, Final

from django.contrib import messages as toasts
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.enciphering import Unreadable
from foundation.keyset import Order, page_of
from foundation.refusals import Refused
from foundation.sheets.reading import XLSX
from foundation.web.refusals import INVALID, add_refusal
from members.domain.imports.loading import confirm_import, drop_import
from members.domain.imports.own_columns import columns_for
from members.domain.imports.results import may_read, write_rejected
from members.domain.imports.sending import VERB, choose_columns, send_import, venues_for
from members.models import Import, ImportKind
from members.web.imports.forms import ColumnsForm, ImportForm
from members.web.imports.import_page import columns_of, page_context
from parties.web.access import ScopedRequest, route

PAGE: Final = 20
NEWEST: Final = Order("sent_at", falling=True)
KINDS: Final = {
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@route(GET="members.import")
def import_list(request: ScopedRequest) -> HttpResponse:
    """The files that were sent, the last one first."""
    rows = Import.objects.within(request.scope, verb=VERB).select_related("venue", "sent_by")
    page = page_of(rows, NEWEST, before=request.GET.get("before", ""), after=request.GET.get("after", ""), size=PAGE)
    may_merge = request.scope.may("members.merge")
    return render(request, "members/imports/list.html", {"page": page, "may_merge": may_merge})


@route(GET="members.import", POST="members.import")
def import_new(request: ScopedRequest) -> HttpResponse:
    """Send a file."""
    venues = venues_for(ImportKind.MEMBERS, by=request.scope).values_list("pk", "name")
    first = {"kind": request.GET.get("kind", ImportKind.MEMBERS)}
    form = ImportForm(request.POST or None, request.FILES or None, venues=venues, initial=first)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            sent = send_import(said["venue"], said["kind"], said["file"], by=request.scope, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("members:import", sent.pk)
    status = INVALID if request.method == "POST" else 200
    return render(request, "members/imports/new.html", {"form": form}, status=status)


@route(GET="members.import")
def import_page(request: ScopedRequest, import_id: int) -> HttpResponse:
    """Where an import stands: its columns, how far it is, each of its rows, what came of it."""
    return _page(request, _found(request, import_id))


@route(GET="members.import")
def import_state(request: ScopedRequest, import_id: int) -> HttpResponse:
    """How far it is, asked every other second; once that is over the page is loaded anew."""
    sent = _found(request, import_id)
    if sent.is_working:
        return render(request, "members/imports/_progress.html", {"sent": sent})
    return HttpResponse(headers={"HX-Refresh": "true"})


@route(POST="members.import")
def import_columns(request: ScopedRequest, import_id: int) -> HttpResponse:
    """Say what the columns hold."""
    sent = _found(request, import_id)
    if sent.is_forgotten:
        raise Http404
    columns = columns_for(sent.kind, sent.party_id)
    form = ColumnsForm(request.POST, columns=columns, headings=columns_of(sent, by=request.scope))
    if form.is_valid():
        try:
            choose_columns(sent.pk, form.chosen(), by=request.scope, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("members:import", sent.pk)
    return _page(request, sent, form=form)


@route(POST="members.import")
def import_step(request: ScopedRequest, import_id: int) -> HttpResponse:
    """Take the good rows over, or give the import up."""
    sent = _found(request, import_id)
    do = {"confirm": confirm_import, "drop": drop_import}.get(request.POST.get("verb", ""))
    if do is None:
        raise Http404
    try:
        do(sent.pk, by=request.scope, at=timezone.now())
    except Refused as refused:
        toasts.error(request, refused.message)
    else:
        toasts.success(request, _("Noted."))
    return redirect("members:import", sent.pk)


@route(GET="members.import")
def import_errors(request: ScopedRequest, import_id: int) -> FileResponse:
    """The rejected rows with the reasons beside them, as a file of the same kind; for who sent the file."""
    sent = _found(request, import_id)
    if not may_read(sent, by=request.scope):
        raise Http404
    content = io.BytesIO()
    try:
        write_rejected(sent, content)
    except Unreadable:
        raise Http404
    content.seek(0)
    name = f"rejected-{sent.pk}.{sent.file_kind}"
    answer = FileResponse(content, as_attachment=True, filename=name, content_type=KINDS[sent.file_kind])
    answer["Cache-Control"] = "private, no-store"
    return answer


def _found(request: ScopedRequest, import_id: int) -> Import:
    rows = Import.objects.within(request.scope, verb=VERB).select_related("venue", "file", "sent_by", "confirmed_by")
    return get_object_or_404(rows, pk=import_id)


def _page(request: ScopedRequest, sent: Import, **forms: Any) -> HttpResponse:
    outcome, after = request.GET.get("show", ""), request.GET.get("after", "")
    context = page_context(sent, outcome, after, by=request.scope) | forms
    return render(request, "members/imports/import.html", context, status=INVALID if forms else 200)
