"""The map of recency and frequency, its fields by name, and the members who may be about to leave."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from members.domain.retention import mapping
from members.domain.retention.fields import FIELDS, Field, field_of
from members.domain.retention.rates import Rate
from members.web.retention.asking import Asked, asked_of
from parties.web.access import ScopedRequest, route

BEST_FIRST = range(5, 0, -1)


@dataclass(frozen=True)
class Square:
    """One of the twenty-five."""

    recency: int
    frequency: int
    field: Field
    rate: Rate
    address: str


@dataclass(frozen=True)
class Entry:
    """A field of the map with its members."""

    field: Field
    rate: Rate
    spend_fen: int
    address: str

    @property
    def spend(self) -> float:
        """Yuan for each member on the average, whole ones."""
        return round(self.spend_fen / 100 / self.rate.count) if self.rate.count else 0


@route(GET="retention.see")
def map_page(request: ScopedRequest) -> HttpResponse:
    """Five by five squares, as the members were scored last."""
    asked = asked_of(request)
    found = mapping.squares(asked.reach)
    total = sum(square.members for square in found.values())
    risk = mapping.at_risk(asked.reach)
    context = {
        "asked": asked,
        "rows": [
            (recency, [_square(asked, found, recency, frequency, total) for frequency in range(1, 6)])
            for recency in BEST_FIRST
        ],
        "entries": _entries(asked, found, total),
        "total": total,
        "risk": Rate(risk, total),
        "risk_address": asked.address("risk"),
        "day": mapping.scored_on(asked.party.pk),
    }
    return render(request, "members/retention/map.html", context)


def _square(asked: Asked, found: mapping.Squares, recency: int, frequency: int, total: int) -> Square:
    count = found[recency, frequency].members if (recency, frequency) in found else 0
    address = asked.address("square", recency=recency, frequency=frequency)
    return Square(recency, frequency, field_of(recency, frequency), Rate(count, total), address)


def _entries(asked: Asked, found: mapping.Squares, total: int) -> Sequence[Entry]:
    entries = []
    for field in FIELDS:
        inside = [square for place, square in found.items() if field_of(*place) == field]
        rate = Rate(sum(square.members for square in inside), total)
        spend = sum(square.spend_fen for square in inside)
        entries.append(Entry(field, rate, spend, asked.address("field", field=field.code)))
    return entries
