"""What a person may see: the rows of their parties and venues, and whom they may know of beyond their own party.

Contracts widen the circle (a provider sees the venues it serves), but they stand on a higher floor: they register
here what they add.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from parties.domain.scope import Scope

Subquery = QuerySet[Any, Any]

_partners: list[Callable[[frozenset[int]], Iterable[int]]] = []
_served_venues: list[Callable[[int], Subquery]] = []


def register_partners(partners: Callable[[frozenset[int]], Iterable[int]]) -> None:
    """Add a source of parties that the given parties deal with (a queryset of ids stays a subquery)."""
    _partners.append(partners)


def register_served_venues(served: Callable[[int], Subquery]) -> None:
    """Add a source of venues that one party serves for another (a queryset of ids stays a subquery)."""
    _served_venues.append(served)


def known_party_ids(scope: Scope, *, verb: str) -> list[int]:
    """The parties for which the person may do ``verb``, and those that these deal with."""
    own = scope.parties_for(verb)
    known = set(own)
    for partners in _partners:
        known.update(partners(own))
    return sorted(known)


def party_condition(
    scope: Scope, *, verb: str, party_paths: Sequence[str], at_venues: Callable[[frozenset[int]], Q] | None = None
) -> Q:
    """The condition on rows that belong to a party (by any of ``party_paths``) for which ``scope`` may do ``verb``.

    Where rows belong to venues too, ``at_venues`` is the condition on those of some venues: a hat that is limited to
    venues then opens only these.
    """
    if scope.is_system:
        return ~Q(pk__in=[])
    condition = Q(pk__in=[])
    for hat in scope.hats_for(verb):
        theirs = Q(*((path, hat.party_id) for path in party_paths), _connector=Q.OR)
        condition |= theirs & at_venues(hat.venue_ids) if at_venues and hat.venue_ids else theirs
    return condition


def venue_condition(scope: Scope, *, verb: str, path: str = "") -> Q:
    """The condition on venues (at ``path``, ending in ``__``) in which ``scope`` may do ``verb``."""
    if scope.is_system:
        return ~Q(pk__in=[])
    condition = Q(pk__in=[])
    for hat in scope.hats_for(verb):
        theirs = Q(**{f"{path}party_id": hat.party_id})
        for served in _served_venues:
            theirs |= Q(**{f"{path}pk__in": served(hat.party_id)})
        condition |= theirs & Q(**{f"{path}pk__in": hat.venue_ids}) if hat.venue_ids else theirs
    return condition
