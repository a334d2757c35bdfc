"""The archive: contracts found again by what they say, with the places where they say it."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.domain.archive.searching import ENDINGS, ORDERS, Place, Sought, places_in
from contracts.domain.forms import all_forms
from contracts.models import Contract
from contracts.models.contracts import ContractState
from contracts.models.searching import Piece
from contracts.web.wording.draft_forms import page_language
from foundation.keyset import page_of
from foundation.web.csv_answer import csv_answer
from parties.web.access import ScopedRequest, route

PAGE: Final = 20
MOST_EXPORTED: Final = 50_000


class SearchForm(forms.Form):
    """What is sought. What does not fit narrows nothing."""

    q = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=100)
    form = forms.ChoiceField(label=gettext_lazy("Form"), required=False)
    party = forms.CharField(label=gettext_lazy("Party"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False, choices=[("", gettext_lazy("All")), *ContractState.choices]
    )
    ending = forms.ChoiceField(label=gettext_lazy("In force"), required=False, choices=list(ENDINGS.items()))
    year = forms.IntegerField(label=gettext_lazy("Year"), required=False, min_value=1990, max_value=2100)
    sort = forms.ChoiceField(
        label=gettext_lazy("Order"), required=False, choices=[(code, order[0]) for code, order in ORDERS.items()]
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        named = [(form.id, form.title(page_language())) for form in all_forms()]
        self.fields["form"].choices = [("", _("All")), *named]  # type: ignore[attr-defined]

    def sought(self) -> Sought:
        """As the domain knows it."""
        self.full_clean()
        given = self.cleaned_data
        words = {name: given.get(name) or "" for name in ("form", "party", "state", "ending", "sort")}
        return Sought(question=given.get("q") or "", year=given.get("year"), **words)


@route(GET="contracts.see")
def search(request: ScopedRequest) -> HttpResponse:
    """The contracts in reach that say all the words, each with the places that say them."""
    form = SearchForm(request.GET)
    sought = form.sought()
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    page = page_of(_rows(request, sought), sought.order, before=before, after=after, size=PAGE)
    found = places_in([row.pk for row in page.rows], sought)
    context = {
        "page": page,
        "rows": [(row, _shown(row, found.get(row.pk)), _more(found, row)) for row in page.rows],
        "filters": form,
        "sought": sought.question,
        "is_narrowed": any(request.GET.get(name) for name in ("q", "form", "party", "state", "ending", "year")),
    }
    return render(request, "contracts/archive/search.html", context)


@route(GET="contracts.see")
def search_export(request: ScopedRequest) -> HttpResponseBase:
    """The contracts found as a table for spreadsheets, at most the first fifty thousand."""
    sought = SearchForm(request.GET).sought()
    rows = _rows(request, sought).order_by(*sought.order.fields)[:MOST_EXPORTED]
    return csv_answer(_table(rows), name=f"archive-{timezone.localdate().isoformat()}.csv")


def _rows(request: ScopedRequest, sought: Sought) -> QuerySet[Contract]:
    mine = Contract.objects.within(request.scope, verb="contracts.see")
    return sought.narrow(mine).select_related("party_a", "party_b")


def _shown(contract: Contract, places: Any) -> list[tuple[Place, str]]:
    return [(place, _address(contract, place)) for place in places.shown] if places else []


def _more(found: dict[int, Any], contract: Contract) -> int:
    return found[contract.pk].more if contract.pk in found else 0


def _address(contract: Contract, place: Place) -> str:
    """The page and place where the text stands."""
    page = reverse("contracts:detail", args=[contract.pk])
    match place.piece:
        case Piece.CLAUSE:
            return f"{page}#clause-{place.anchor}"
        case Piece.TERM:
            return f"{page}#term-{place.anchor}"
        case Piece.ANNEX:
            return reverse("contracts:annex", args=[contract.pk, place.anchor])
        case Piece.NOTICE:
            return reverse("contracts:notice", args=[contract.pk, place.anchor])
    return page


def _table(rows: QuerySet[Contract]) -> Iterator[Sequence[object]]:
    yield [
        _("Contract number"),
        _("Title"),
        _("Party A"),
        _("Party B"),
        _("State"),
        _("In force since"),
        _("Last day"),
    ]
    for row in rows.iterator(chunk_size=1000):
        yield [
            row.number,
            row.title,
            row.party_a,
            row.party_b,
            row.get_state_display(),
            timezone.localdate(row.effective_at).isoformat() if row.effective_at else "",
            row.last_day.isoformat() if row.last_day else "",
        ]
