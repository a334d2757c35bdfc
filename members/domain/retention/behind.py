"""The members behind a number: exactly those that a figure counts, or is out of."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from foundation.periods import Period, months_on
from members.domain.retention.fields import squares_of
from members.domain.retention.reach import SEE
from members.models import Member, MemberMonth, MemberState
from parties.domain.scope import Scope

NONE: Final = "none"
"""As it stands in addresses: without a home venue, without a tier."""


@dataclass(frozen=True)
class Narrowing:
    """Of whom a figure is asked; empty: of all. ``venue`` and ``tier`` hold an id, or ``none``."""

    venue: str = ""
    tier: str = ""
    source: str = ""

    def narrow(self, rows: QuerySet[Member]) -> QuerySet[Member]:
        """The members that fit."""
        for path, value in (("venue", self.venue), ("tier_row__tier", self.tier)):
            if value:
                rows = rows.filter(**{path: None if value == NONE else int(value)})
        return rows.filter(source=self.source) if self.source else rows


def counted(party_id: int, scope: Scope, *, until: date, narrowing: Narrowing | None = None) -> QuerySet[Member]:
    """The members of a party, as far as the person sees them, who had joined before the day ``until``."""
    rows = Member.objects.within(scope, verb=SEE).filter(party=party_id, joined_date__lt=until)
    return (narrowing or Narrowing()).narrow(rows.exclude(state=MemberState.MERGED))


def of_figure(rows: QuerySet[Member], code: str, side: str, period: Period) -> QuerySet[Member]:
    """Those of ``counted`` members whom a figure counts (``side`` is ``count``) or is out of (``of``)."""
    came, before = _came(period), _came(period.previous)
    joined, old = Q(joined_date__gte=period.first), Q(joined_date__lt=period.first)
    conditions: dict[tuple[str, str], Q] = {
        ("retention", "count"): Q(before) & Q(came),
        ("retention", "of"): Q(before),
        ("churn", "count"): Q(before) & ~Q(came),
        ("churn", "of"): Q(before),
        ("active", "count"): Q(came),
        ("active", "of"): Q(),
        ("repeat", "count"): Q(_came_twice(period)),
        ("repeat", "of"): Q(came),
        ("growth", "count"): joined,
        ("growth", "of"): old,
        ("welcome", "count"): joined & Q(came),
        ("welcome", "of"): joined,
    }
    return rows.filter(conditions[code, side])


def of_cohort(rows: QuerySet[Member], joined: date, month: date | None) -> QuerySet[Member]:
    """Who joined in one month; of them those who came in ``month``, where it is given."""
    rows = rows.filter(joined_date__gte=joined, joined_date__lt=months_on(joined, 1))
    return rows if month is None else rows.filter(_came(Period(month, months_on(month, 1))))


def of_square(rows: QuerySet[Member], recency: int, frequency: int) -> QuerySet[Member]:
    """Who stands on one square of the RFM map."""
    return rows.filter(score__recency=recency, score__frequency=frequency)


def of_field(rows: QuerySet[Member], code: str) -> QuerySet[Member]:
    """Who stands in one field of the RFM map."""
    condition = Q(pk__in=[])
    for recency, frequency in squares_of(code):
        condition |= Q(score__recency=recency, score__frequency=frequency)
    return rows.filter(condition)


def _cells(period: Period) -> QuerySet[MemberMonth]:
    months = {"month__gte": period.first, "month__lt": period.after}
    return MemberMonth.objects.filter(member=OuterRef("pk"), visits__gt=0, **months)


def _came(period: Period) -> Exists:
    return Exists(_cells(period))


def _came_twice(period: Period) -> Q:
    """On two days of one month, or in two months of a quarter."""
    cells = _cells(period)
    twice = Q(Exists(cells.filter(visits__gt=1)))
    if period.is_month:
        return twice
    other = MemberMonth.objects.filter(
        member=OuterRef("member"), visits__gt=0, month__gt=OuterRef("month"), month__lt=period.after
    )
    return twice | Q(Exists(cells.filter(Exists(other))))
