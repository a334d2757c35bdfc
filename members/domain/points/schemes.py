"""By what points are counted: the terms of the contract that acts at the venue, else the party's own scheme.

Form ``loyalty`` 5.2: where the contract leaves the figures empty, those of the loyalty plan apply; here that is the
scheme. A version is never changed: a new one takes its place from its day on, and takes nothing away that was earned.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Max, QuerySet
from django.utils import timezone

from contracts.domain.in_force import TermsInForce, terms_at_moments
from contracts.domain.terms.values import Count
from contracts.models import Term
from foundation.days import known_day
from foundation.refusals import Refused
from members.models import PointScheme
from parties.domain.scope import Scope, writing
from parties.models import Party

RULE: Final = "tiers.rule"
MOST: Final = {
    "per_hundred_yuan": 10_000,
    "per_referral": 1_000_000,
    "settle_days": 365,
    "valid_months": 120,
    "free_adjustment": 1_000_000,
}
"""The largest number that each may be."""


@dataclass(frozen=True)
class NewScheme:
    """A party's rules of points, as they are typed; ``valid_months`` ``None``: points never lapse."""

    per_hundred_yuan: int
    per_referral: int
    settle_days: int
    valid_months: int | None
    free_adjustment: int


@dataclass(frozen=True)
class Rate:
    """So many points, by a term of a contract or by a scheme."""

    points: int
    term: Term | None = None
    scheme: PointScheme | None = None


@dataclass(frozen=True)
class Rates:
    """What is earned at a venue at a moment; without scheme, points settle at once and never lapse."""

    per_hundred: Rate | None
    per_referral: Rate | None
    scheme: PointScheme | None

    @property
    def times(self) -> dict[str, Any]:
        """For ``Brought.earned``."""
        if self.scheme is None:
            return {"settle_days": 0, "valid_months": None}
        return {"settle_days": self.scheme.settle_days, "valid_months": self.scheme.valid_months}


def make_scheme(party_id: int, asked: NewScheme, *, starts_date: date, by: Scope, at: datetime) -> PointScheme:
    """A new version of a party's rules of points, in force from today or a later day.

    Refused: ``parties.not_yours``, ``members.rules_backdated``, ``members.number_out_of_range``.
    """
    if by.user_id is None:
        raise Refused("parties.not_yours")
    by.require_for(RULE, party_id)
    if known_day(starts_date, "starts_date") < timezone.localdate(at):
        raise Refused("members.rules_backdated", "starts_date")
    for name, number in vars(asked).items():
        if (number is not None and not 0 <= number <= MOST[name]) or (name == "valid_months" and number == 0):
            raise Refused("members.number_out_of_range", name, most=MOST[name])
    with writing(by):
        Party.objects.select_for_update(no_key=True).get(pk=party_id)
        last = PointScheme.objects.filter(party=party_id).aggregate(last=Max("number"))["last"] or 0
        return PointScheme.objects.create(
            party_id=party_id,
            number=last + 1,
            starts_date=starts_date,
            made_by_id=by.user_id,
            made_at=at,
            **vars(asked),
        )


def scheme_in_force(party_id: int, *, at: datetime) -> PointScheme | None:
    """The scheme that acts at this moment: of those whose day has come, the last; of one day, the last made."""
    begun = PointScheme.objects.filter(party=party_id, starts_date__lte=timezone.localdate(at))
    return begun.order_by("-starts_date", "-number").first()


def schemes_of(scope: Scope) -> QuerySet[PointScheme]:
    """All versions that this person may know of, the newest first."""
    seen = PointScheme.objects.within(scope, verb="points.see")
    return seen.select_related("party", "made_by").order_by("party", "-number")


def rates_at_moments(party_id: int, venue_id: int, moments: Collection[datetime]) -> Mapping[datetime, Rates]:
    """What is earned at a venue of the party at each of these moments; two questions, however many they are."""
    terms = terms_at_moments(venue_id, moments)
    schemes = list(PointScheme.objects.filter(party=party_id).order_by("-starts_date", "-number"))
    found = {}
    for at, acting in terms.items():
        day = timezone.localdate(at)
        found[at] = _rates(acting, next((scheme for scheme in schemes if scheme.starts_date <= day), None))
    return found


def _rates(terms: TermsInForce | None, scheme: PointScheme | None) -> Rates:
    return Rates(
        _rate(terms, "points_per_hundred_yuan", scheme, scheme.per_hundred_yuan if scheme else 0),
        _rate(terms, "points_per_referral", scheme, scheme.per_referral if scheme else 0),
        scheme,
    )


def _rate(terms: TermsInForce | None, name: str, scheme: PointScheme | None, points: int) -> Rate | None:
    term = terms.term(name) if terms else None
    if term is not None and isinstance(term.value, Count):
        return Rate(term.value.value, term=term)
    return None if scheme is None else Rate(points, scheme=scheme)
