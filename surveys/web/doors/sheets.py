"""Sheets of paper: print some, type one in, settle where two people read different things."""

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.contrib import messages as toasts
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.refusals import Refused
from foundation.web.refusals import INVALID, add_refusal
from parties.web.access import ScopedRequest, route
from surveys.domain.doors.paper import differences, enter_sheet, entries_of, print_sheets, settle_sheet
from surveys.models import PaperSheet, QuestionnaireVersion, SheetState
from surveys.web.answer_form import AnswerForm
from surveys.web.doors.codes import printed
from surveys.web.doors.forms import SheetsForm
from surveys.web.doors.questions import form_for, language_for, show_refusal, version_sent
from surveys.web.doors.waves import running_wave

VERB: Final = "surveys.interview"
SHOWN: Final = 300
MOST_ON_PAPER: Final = 100
"""Sheets in one PDF."""


@route(GET="surveys.interview")
def sheets(request: ScopedRequest, wave_id: int) -> HttpResponse:
    """All sheets of a wave, those that wait for somebody first."""
    return _list(request, wave_id)


@route(POST="surveys.interview")
def print_more(request: ScopedRequest, wave_id: int) -> HttpResponse:
    """So many more sheets."""
    wave = running_wave(request, wave_id)
    form = SheetsForm(request.POST)
    if form.is_valid():
        try:
            made = print_sheets(wave.pk, **form.cleaned_data, by=request.scope, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            words = ngettext("%(count)s sheet is ready to print.", "%(count)s sheets are ready to print.", len(made))
            toasts.success(request, words % {"count": len(made)})
            return redirect("surveys:sheets", wave.pk)
    return _list(request, wave_id, status=INVALID, form=form)


@route(GET="surveys.interview")
def paper(request: ScopedRequest, wave_id: int) -> HttpResponse:
    """The sheets on paper that nobody has typed in yet, from ``?from=`` on."""
    from surveys.documents.sheets import Sheet, render_sheets  # what prints is loaded by who prints
    from surveys.web.doors.printing import printed_questions

    wave = running_wave(request, wave_id)
    first = request.GET.get("from", "1")
    number = int(first) if first.isascii() and first.isdigit() and len(first) < 9 else 1
    rows = _mine(request).filter(wave=wave, state=SheetState.PRINTED, number__gte=number)[:MOST_ON_PAPER]
    found = [Sheet(str(row), f"{settings.SITE_URL}{reverse('surveys:sheet', args=[row.pk])}") for row in rows]
    if not found or wave.version is None:
        raise Http404
    try:
        content = render_sheets(printed_questions(wave, wave.version, language_for(wave.version)), found)
    except Refused as refused:
        toasts.error(request, refused.message)
        return redirect("surveys:sheets", wave.pk)
    return printed(content, f"survey-sheets-{wave.pk}")


@route(GET="surveys.interview", POST="surveys.interview")
def sheet(request: ScopedRequest, sheet_id: int) -> HttpResponse:
    """One sheet: typed in by the first, by the second, or settled where they differ."""
    found = get_object_or_404(_mine(request).prefetch_related("entries"), pk=sheet_id)
    running_wave(request, found.wave_id)
    version = found.wave.version
    if version is None:
        raise Http404
    form = form_for(request, version)
    if form.is_bound and form.is_valid():
        act = settle_sheet if found.state == SheetState.DIFFERS else enter_sheet
        sent = version_sent(request)
        try:
            done = act(found.pk, form.answers, version_id=sent, by=request.scope, at=timezone.now())
        except Refused as refused:
            show_refusal(form, refused)
        else:
            toasts.success(request, _said(done))
            if done.state == SheetState.DIFFERS:
                return redirect("surveys:sheet", done.pk)
            return redirect("surveys:sheets", done.wave_id)
    return _page(request, found, form, version)


def _said(sheet: PaperSheet) -> str:
    match sheet.state:
        case SheetState.ENTERED:
            return _("Typed in once. Somebody else types it in a second time.")
        case SheetState.DIFFERS:
            return _("The two entries differ. Look at the paper again and say what it says.")
        case SheetState.SPARE:
            return _("The answer had come another way before. This sheet counts for nothing.")
    return _("Both agree: the answer is received. The sheet can be shredded.")


def _page(request: ScopedRequest, found: PaperSheet, form: AnswerForm, version: QuestionnaireVersion) -> HttpResponse:
    is_mine = any(each.user_id == request.user.pk for each in found.entries.all())
    entries: list[Mapping[str, Any]] = entries_of(found) if found.state == SheetState.DIFFERS else []
    context = {
        "sheet": found,
        "wave": found.wave,
        "form": form,
        "can_enter": found.state == SheetState.PRINTED or (found.state == SheetState.ENTERED and not is_mine),
        "can_settle": found.state == SheetState.DIFFERS,
        "is_mine": is_mine,
        "differences": differences(entries, version, language_for(version)) if entries else [],
    }
    return render(request, "surveys/doors/sheet.html", context, status=INVALID if form.is_bound else 200)


def _mine(request: ScopedRequest) -> QuerySet[PaperSheet]:
    rows = PaperSheet.objects.within(request.scope, verb=VERB)
    return rows.select_related("wave__version__questionnaire", "wave__party", "invitation").order_by("number")


def _list(request: ScopedRequest, wave_id: int, *, status: int = 200, form: SheetsForm | None = None) -> HttpResponse:
    wave = running_wave(request, wave_id)
    mine = _mine(request).filter(wave=wave)
    waiting = mine.exclude(state__in=(SheetState.TAKEN, SheetState.SPARE))
    context = {
        "wave": wave,
        "rows": list(waiting[:SHOWN]),
        "to_print": mine.filter(state=SheetState.PRINTED).count(),
        "taken": mine.filter(state=SheetState.TAKEN).count(),
        "spare": mine.filter(state=SheetState.SPARE).count(),
        "form": form or SheetsForm(),
    }
    return render(request, "surveys/doors/sheets.html", context, status=status)
