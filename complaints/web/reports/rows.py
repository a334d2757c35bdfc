"""The rows behind a figure: exactly those that it counts, page by page or as CSV."""

from collections.abc import Iterator
from dataclasses import replace

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from complaints.domain.clocks.rules import CLOCK
from complaints.domain.reports.cuts import DEPARTMENT, OUTCOMES, Cut
from complaints.domain.reports.measures import MEASURES
from complaints.models import Clock, Complaint
from complaints.web.reports.forms import ReportFilter, name_of
from foundation.keyset import Order, page_of
from foundation.typed_ids import typed_id
from foundation.web.csv_answer import csv_answer
from foundation.web.xlsx_answer import Sheet, xlsx_answer
from parties.models import Venue
from parties.web.access import ScopedRequest, route

PAGE = 50
NEWEST = Order("received_at", falling=True)
BY_DUE = Order("deadline__due_at")
MOST_LINES = 100_000
"""Of a CSV file: what a spreadsheet still opens with ease."""


@route(GET="reports.see")
def report_rows(request: ScopedRequest) -> HttpResponse:
    """Limits where the figure counts limits, else complaints."""
    cut = _cut(request)
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    clocks, complaints = cut.clocks(request.scope), cut.complaints(request.scope)
    loaded = clocks.select_related("deadline__owner", "complaint__venue", "complaint__room")
    of_clocks = _is_of_clocks(cut)
    context = {
        "of_clocks": of_clocks,
        "count": clocks.count() if of_clocks else complaints.count(),
        "clocks": page_of(loaded, BY_DUE, before=before, after=after, size=PAGE) if of_clocks else None,
        "complaints": None
        if of_clocks
        else page_of(complaints.select_related("venue", "room"), NEWEST, before=before, after=after, size=PAGE),
        "words": _words(cut, request),
        "opens": request.scope.may("complaints.see"),
        "back": {name: value for name, value in request.GET.items() if name in ("period", "venue", "channel")},
    }
    return render(request, "complaints/reports/rows.html", context)


@route(GET="reports.see")
def rows_csv(request: ScopedRequest) -> HttpResponseBase:
    """The same rows for a spreadsheet."""
    cut = _cut(request)
    lines = _clock_lines(cut, request) if _is_of_clocks(cut) else _complaint_lines(cut, request)
    return csv_answer(lines, name=f"complaints-{cut.period.code}-rows.csv")


@route(GET="reports.see")
def rows_xlsx(request: ScopedRequest) -> HttpResponseBase:
    """The same rows as a workbook."""
    cut = _cut(request)
    lines = _clock_lines(cut, request) if _is_of_clocks(cut) else _complaint_lines(cut, request)
    return xlsx_answer([Sheet(_("Rows"), lines)], name=f"complaints-{cut.period.code}-rows.xlsx")


def _cut(request: ScopedRequest) -> Cut:
    """What is asked for; a value that there is not narrows nothing."""
    venues = Venue.objects.within(request.scope, verb="reports.see").values_list("pk", "name")
    asked = request.GET
    return replace(
        ReportFilter(asked, venues=venues, at=timezone.now()).cut,
        clock=_one_of(CLOCK, asked.get("clock", "")),
        department=_one_of(set(DEPARTMENT.values()), asked.get("department", "")),
        owner=typed_id(asked.get("owner")),
        outcome=_one_of({*OUTCOMES, "counted"}, asked.get("outcome", "")),
        measure=_one_of(MEASURES, asked.get("measure", "")),
        concerns=typed_id(asked.get("concerns")),
        founded="founded" in asked,
    )


def _one_of(known: object, value: str) -> str:
    return value if value in known else ""  # type: ignore[operator]


def _is_of_clocks(cut: Cut) -> bool:
    return bool(cut.outcome or cut.clock or cut.department or cut.owner is not None)


def _words(cut: Cut, request: ScopedRequest) -> list[str]:
    """What the rows have in common, in words."""
    in_time, still_open = pgettext("a limit", "In time"), _("Still open")
    outcomes = {"kept": in_time, "missed": _("Missed"), "open": still_open, "counted": _("In time or missed")}
    found = [name_of(cut.period)]
    if cut.venue:
        venues = Venue.objects.within(request.scope, verb="reports.see").filter(pk=cut.venue)
        found += venues.values_list("name", flat=True)
    if cut.channel:
        found.append(str(Complaint(channel=cut.channel).get_channel_display()))
    if cut.clock:
        found.append(str(CLOCK[cut.clock].label))
    if cut.owner is not None:
        # Whoever owns a clock that the reader sees.
        found += cut.clocks(request.scope).values_list("deadline__owner__name", flat=True)[:1]
    if cut.concerns is not None:
        found += cut.complaints(request.scope).values_list("concerns__name", flat=True)[:1]
    if cut.founded:
        found.append(_("without dismissed ones"))
    if cut.outcome:
        found.append(outcomes[cut.outcome])
    if cut.measure:
        found.append(str(MEASURES[cut.measure].label))
    return found


def _clock_lines(cut: Cut, request: ScopedRequest) -> Iterator[list[object]]:
    yield [_("Complaint"), _("Venue"), _("Step"), _("In whose hands"), _("Begun"), _("Due"), _("Done"), _("Outcome")]
    rows = cut.clocks(request.scope).select_related("deadline__owner", "complaint__venue")
    for clock in rows.order_by(*BY_DUE.fields)[:MOST_LINES].iterator(chunk_size=1000):
        yield _clock_line(clock)


def _clock_line(clock: Clock) -> list[object]:
    deadline = clock.deadline
    moments = [deadline.started_at, deadline.due_at, deadline.done_at]
    owner = deadline.owner.name if deadline.owner else ""
    outcome = deadline.get_outcome_display() if deadline.outcome else _("Still open")
    return [clock.complaint.number, clock.complaint.venue.name, clock.label, owner, *moments, outcome]


def _complaint_lines(cut: Cut, request: ScopedRequest) -> Iterator[list[object]]:
    yield [
        _("Complaint"),
        _("Venue"),
        _("Subject"),
        _("Gravity"),
        _("Channel"),
        _("Stage"),
        pgettext("report", "Received"),
    ]
    rows = cut.complaints(request.scope).select_related("venue")
    for row in rows.order_by(*NEWEST.fields)[:MOST_LINES].iterator(chunk_size=1000):
        yield [
            row.number,
            row.venue.name,
            row.get_subject_display(),
            row.get_gravity_display(),
            row.get_channel_display(),
            row.get_state_display(),
            row.received_at,
        ]
