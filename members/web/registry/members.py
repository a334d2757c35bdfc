"""The list of members, the search, and the table to take along."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from foundation.keyset import Page, page_of
from foundation.refusals import Refused
from foundation.sheets.reading import XLSX
from foundation.web.csv_answer import csv_answer
from foundation.web.refusals import INVALID, add_refusal
from foundation.web.xlsx_answer import Sheet, xlsx_answer
from members.domain.privacy.phones import shown_phone
from members.domain.privacy.reading import masked_of_all
from members.domain.registry.exporting import Line, lines_in_the_clear, masked_lines
from members.domain.registry.finding import Wanted, is_whole_number
from members.models import Member, Tier
from members.web.registry.filters import MemberFilter, SearchForm
from members.web.registry.forms import ReasonForm
from members.web.registry.reach import chosen_party, is_trying_numbers, parties_of, venues_of
from parties.models import Party
from parties.web.access import ScopedRequest, route

SIZE: Final = 30
MOST_FOUND: Final = 50


@route(GET="members.see")
def member_list(request: ScopedRequest) -> HttpResponse:
    """The members of one party, the newest first, narrowed as asked."""
    return _answer(request)


@route(POST="members.see")
def member_search(request: ScopedRequest) -> HttpResponse:
    """Those whom the words find, at most fifty; the words stay out of the address. Without any, it is the list."""
    search = SearchForm(request.POST)
    if search.is_valid() and not search.cleaned_data["q"]:
        return redirect(f"{reverse('members:list')}?{urlencode({'party': search.cleaned_data['party'] or ''})}")
    if search.is_valid() and is_whole_number(search.cleaned_data["q"]) and is_trying_numbers(request):
        add_refusal(search, Refused("members.too_many_numbers", "q"))
    return _answer(request, search)


@route(GET="members.export", POST="members.export")
def member_export(request: ScopedRequest) -> HttpResponseBase:
    """The same members as a table, CSV or a workbook: masked, or with names and telephone numbers for a reason."""
    party = chosen_party(request, parties_of(request, verb="members.export"), typed=request.GET.get("party"))
    if request.method != "POST":
        lines = masked_lines(_rows(request, _wanted(request, party), verb="members.export"))
        return _file(lines, as_workbook=request.GET.get("as") == XLSX)
    form = ReasonForm(request.POST)
    if form.is_valid():
        rows = _rows(request, _wanted(request, party), verb="members.export")
        try:
            why = form.cleaned_data["reason"]
            clear = lines_in_the_clear(rows, by=request.scope, reason=why, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return _file(clear, as_workbook=request.POST.get("as") == XLSX)
    return _answer(request, reason_form=form)


def _file(lines: Iterable[Line], *, as_workbook: bool) -> HttpResponseBase:
    """In a workbook all cells are texts, so that card and telephone numbers stay as long as they are."""
    name = f"members-{timezone.localdate().isoformat()}"
    if as_workbook:
        rows = ([None if cell is None else str(cell) for cell in row] for row in _table(lines))
        return xlsx_answer([Sheet(_("Members"), rows)], name=f"{name}.xlsx")
    return csv_answer(_table(lines), name=f"{name}.csv")


def _answer(
    request: ScopedRequest, search: SearchForm | None = None, reason_form: ReasonForm | None = None
) -> HttpResponse:
    parties = parties_of(request)
    typed = request.GET.get("party") or (search.data.get("party") if search else None)
    party = chosen_party(request, parties, typed=typed)
    filters = _filters(request, party)
    page = _page(request, filters, party, search)
    masks = masked_of_all(page.rows)
    context = {
        "party": party,
        "parties": parties,
        "filters": filters,
        "search": search or SearchForm(initial={"party": party.pk if party else None}),
        "is_search": search is not None,
        "is_braked": search is not None and search.has_error("q", "members.too_many_numbers"),
        "page": page,
        "rows": [(member, masks[member.pk]) for member in page.rows],
        "most": MOST_FOUND,
        "reason_form": reason_form or ReasonForm(),
        "may_enrol": request.scope.may("members.edit"),
        "may_export": request.scope.may("members.export"),
        "may_reveal": request.scope.may("members.reveal"),
        "may_set_fields": party is not None and request.scope.may_for("members.import", party.pk),
    }
    return render(request, "members/registry/list.html", context, status=INVALID if reason_form else 200)


def _filters(request: ScopedRequest, party: Party | None) -> MemberFilter:
    tiers = Tier.objects.within(request.scope, verb="points.see").filter(party=party).order_by("rank")
    return MemberFilter(request.GET, venues=venues_of(request, party).values_list("pk", "name"), tiers=tiers)


def _wanted(request: ScopedRequest, party: Party | None, text: str = "") -> Wanted:
    return _filters(request, party).wanted(party.pk if party else 0, text)


def _page(
    request: ScopedRequest, filters: MemberFilter, party: Party | None, search: SearchForm | None
) -> Page[Member]:
    if search is not None:
        words = search.cleaned_data["q"] if search.is_valid() else ""
        if not words:
            return Page([], "", "")
        wanted = filters.wanted(party.pk if party else 0, words)
        rows = _rows(request, wanted, verb="members.see").order_by(*wanted.order.fields)
        return Page(list(rows[:MOST_FOUND]), "", "")
    wanted = filters.wanted(party.pk if party else 0)
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    return page_of(_rows(request, wanted, verb="members.see"), wanted.order, before=before, after=after, size=SIZE)


def _rows(request: ScopedRequest, wanted: Wanted, *, verb: str) -> QuerySet[Member]:
    return wanted.narrow(Member.objects.within(request.scope, verb=verb)).select_related("venue", "search")


def _table(lines: Iterable[Line]) -> Iterator[Sequence[object]]:
    yield [
        _("Card number"),
        pgettext("of a member", "Name"),
        _("Phone"),
        _("Home venue"),
        _("Birthday"),
        _("Calendar of the birthday"),
        _("Gender"),
        _("Joined on"),
        _("Won through"),
    ]
    for member, personal in lines:
        yield [
            member.number,
            personal.name,
            shown_phone(personal.phone),
            member.venue,
            member.birthday_text,
            member.get_birth_calendar_display() if member.birth_month else "",
            member.get_gender_display() if member.gender else "",
            member.joined_date.isoformat(),
            member.get_source_display(),
        ]
