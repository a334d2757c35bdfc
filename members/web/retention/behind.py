"""The members behind a number: exactly those that it counts, page by page or as CSV."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from foundation.keyset import Order, page_of
from foundation.periods import period_of
from foundation.typed_ids import typed_id
from foundation.web.csv_answer import csv_answer
from members.domain.privacy.reading import masked_of_all
from members.domain.retention import behind, fields, scoring
from members.domain.retention.behind import NONE, Narrowing
from members.domain.retention.counting import tier_names
from members.domain.retention.criteria_of_scores import LEAVING
from members.domain.retention.formulas import FORMULA
from members.models import Member, MemberSource
from members.web.offers.placing import Placed, places_for
from members.web.offers.segments import MAKE
from members.web.retention.asking import Asked, asked_of
from parties.web.access import ScopedRequest, route

PAGE: Final = 50
NEWEST: Final = Order("created_at", falling=True)
MOST_COUNTED: Final = 1_000
MOST_LINES: Final = 100_000
BATCH: Final = 1_000
RISK, SQUARE, FIELD, COHORT = "risk", "square", "field", "cohort"


@dataclass(frozen=True)
class Behind:
    """Members, and in words what they have in common."""

    rows: QuerySet[Member]
    title: str
    words: Sequence[str]
    picks: Sequence[tuple[str, str]] = ()
    """What a segment of the same members asks, as the builder's fields name it; empty: none can."""


@route(GET="retention.see")
def members_page(request: ScopedRequest) -> HttpResponse:
    """The members that a number counts."""
    asked = asked_of(request)
    found = _behind(request, asked)
    rows = found.rows.select_related("venue", "score")
    page = page_of(rows, NEWEST, before=request.GET.get("before", ""), after=request.GET.get("after", ""), size=PAGE)
    names = masked_of_all(page.rows)
    count = found.rows.order_by()[: MOST_COUNTED + 1].count()
    context = {
        "asked": asked,
        "title": found.title,
        "words": found.words,
        "page": page,
        "members": [(member, names[member.pk].name, _reasons(member)) for member in page.rows],
        "count": count,
        "is_capped": count > MOST_COUNTED,
        "segment_address": _segment_address(request, asked, found.picks),
        "opens": request.scope.may("members.see"),
        "may_export": request.scope.may("members.export"),
    }
    return render(request, "members/retention/members.html", context)


@route(GET="members.export")
def members_csv(request: ScopedRequest) -> HttpResponseBase:
    """The same members for a spreadsheet, as far as they may be taken along: card numbers, no names."""
    asked = asked_of(request)
    taken = Member.objects.within(request.scope, verb="members.export").values("pk")
    rows = _behind(request, asked).rows.filter(pk__in=taken)
    return csv_answer(_lines(rows), name=f"members-{asked.period.code}.csv")


def _behind(request: ScopedRequest, asked: Asked) -> Behind:
    given = request.GET
    figure = given.get("figure", "")
    venue, tier = (_id_or_none(given.get(name, "")) for name in ("venue", "tier"))
    narrowing = Narrowing(venue, tier, given.get("source", ""))
    words = _words(narrowing, asked)
    if figure in FORMULA:
        side = "of" if given.get("side") == "of" else "count"
        formula = FORMULA[figure]
        counted = behind.counted(asked.party.pk, request.scope, until=asked.period.after, narrowing=narrowing)
        rows = behind.of_figure(counted, figure, side, asked.period)
        said = formula.out_of if side == "of" else formula.counted
        return Behind(rows, str(formula.label), [asked.period.label, str(said), *words])
    everybody = behind.counted(asked.party.pk, request.scope, until=date.max, narrowing=narrowing)
    if figure == COHORT:
        return _cohort(everybody, given, words)
    if figure == RISK:
        rows = everybody.filter(score__is_at_risk=True)
        return Behind(rows, _("Members who may be about to leave"), words, [("risk-is", LEAVING)])
    return _of_map(everybody, figure, given, words)


def _cohort(rows: QuerySet[Member], given: Any, words: list[str]) -> Behind:
    joined, month = period_of(given.get("joined", "")), period_of(given.get("month", ""))
    if joined is None or not joined.is_month:
        raise Http404
    said = [_("Joined in %(month)s") % {"month": joined.label}]
    if month is not None:
        said.append(_("came in %(month)s") % {"month": month.label})
    found = behind.of_cohort(rows, joined.first, month.first if month else None)
    return Behind(found, _("Members of a joining month"), [*said, *words])


def _of_map(rows: QuerySet[Member], figure: str, given: Any, words: list[str]) -> Behind:
    field = next((each for each in fields.FIELDS if each.code == given.get("field")), None)
    if figure == FIELD and field is not None:
        found = behind.of_field(rows, field.code)
        return Behind(found, str(field.label), [str(field.hint), *words], [("rfm-fields", field.code)])
    recency, frequency = (typed_id(given.get(name, "")) or 0 for name in ("recency", "frequency"))
    if figure != SQUARE or not (1 <= recency <= 5 and 1 <= frequency <= 5):
        raise Http404
    said = _("Recency %(recency)s, frequency %(frequency)s") % {"recency": recency, "frequency": frequency}
    label = str(fields.field_of(recency, frequency).label)
    return Behind(behind.of_square(rows, recency, frequency), label, [said, *words])


def _segment_address(request: ScopedRequest, asked: Asked, picks: Sequence[tuple[str, str]]) -> str:
    """Where a segment of these members is made, for the venue that was chosen; empty for who may make none."""
    code = Placed(asked.party.pk, asked.form.venue_id).code
    if not picks or code not in dict(places_for(request.scope, verb=MAKE)):
        return ""
    return f"{reverse('members:segment-new')}?{urlencode([('place', code), *picks])}"


def _words(narrowing: Narrowing, asked: Asked) -> list[str]:
    said = []
    if narrowing.venue:
        known = asked.venue_names.get(int(narrowing.venue)) if narrowing.venue != NONE else _("Without a home venue")
        said.append(known or "–")
    if narrowing.tier:
        known = tier_names(asked.party.pk).get(int(narrowing.tier)) if narrowing.tier != NONE else _("Without a tier")
        said.append(known or "–")
    if narrowing.source:
        said.append(str(dict(MemberSource.choices).get(narrowing.source, "–")))
    return said


def _id_or_none(given: str) -> str:
    if given == NONE:
        return NONE
    found = typed_id(given)
    return str(found) if found is not None else ""


def _reasons(member: Member) -> str:
    score = getattr(member, "score", None)
    return scoring.habit_of(score).reasons if score is not None else ""


def _lines(rows: QuerySet[Member]) -> Iterator[list[object]]:
    yield [
        _("Card number"),
        _("Home venue"),
        _("Joined"),
        pgettext("members", "Won through"),
        _("Last visit"),
        _("Visits in twelve months"),
        _("Spent in twelve months (yuan)"),
        _("Habit"),
    ]
    found = rows.select_related("venue", "score").order_by(*NEWEST.fields)[:MOST_LINES]
    for member in found.iterator(chunk_size=BATCH):
        score = getattr(member, "score", None)
        habits = [score.last_date, score.visits, f"{score.spend_fen / 100:.2f}"] if score is not None else ["", "", ""]
        venue = member.venue.name if member.venue else ""
        yield [member.number, venue, member.joined_date, member.get_source_display(), *habits, _reasons(member)]
