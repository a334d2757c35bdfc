"""Members of a KTV, enrolled by the registry's own verb; people who work with them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from members.domain.registry.enrolling import enrol_member
from members.domain.registry.profile import Birthday, Profile
from members.models import Member
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM, Scope
from parties.models import Party, Venue
from tests import factories

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
PHONE = "+8613800001234"
ZHANG = Profile(
    name="张三",
    venue_id=None,
    source="front_desk",
    joined_date=date(2026, 1, 2),
    phone="138 0000 1234",
    birthday=Birthday(8, 15, "lunar", year=1990),
)


def profile(venue: Venue | None = None, **others: Any) -> Profile:
    """张三 at this venue, with what the test wants otherwise."""
    return replace(ZHANG, venue_id=venue.pk if venue else None, **others)


def enrolled(
    venue: Venue | None = None, *, party: Party | None = None, by: Scope = SYSTEM, at: datetime = NOW, **others: Any
) -> Member:
    """A member of the venue's party, or of ``party`` without a home venue. A second one of a phone is taken too."""
    owner = venue.party_id if venue else party.pk if party else None
    assert owner is not None
    return enrol_member(owner, profile(venue, **others), by=by, at=at, even_if_known=True)


def at_work(venue: Venue, role: Role = Role.VENUE_MANAGER, *, only_here: bool = False) -> Scope:
    """Somebody who works for the venue's party."""
    return factories.scope(factories.person(venue.party, role, venues=[venue] if only_here else ()))
