"""Who asks, and what is theirs: one frozen value that a request, an API token or the system itself carries.

A query shown to anyone starts ``Model.objects.within(scope, verb="…")``; a rule takes ``by: Scope``. What lies outside
is answered as if it did not exist.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils import timezone

from foundation import audit
from foundation.prepared import Prepared
from foundation.refusals import Refused
from parties.domain.roles import MAY, Role

if TYPE_CHECKING:
    from parties.models import User


# Written out because it stands in the way of every request.
HATS = Prepared(
    "hats_of",
    """
SELECT m.party_id, m.role,
    ARRAY(SELECT v.venue_id FROM parties_membership_venues v WHERE v.membership_id = m.id) AS venues
FROM parties_membership m
WHERE m.user_id = $1 AND m.active_from <= $2 AND (m.active_until IS NULL OR m.active_until >= $2)
ORDER BY m.id
""",
)


@dataclass(frozen=True)
class Hat:
    """One membership as a value: a role for a party, in some venues (empty: in all of the party's)."""

    party_id: int
    role: Role
    venue_ids: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Scope:
    """Who asks (``label`` and ``source`` go into the audit) and with which hats."""

    label: str
    source: str
    user_id: int | None = None
    hats: tuple[Hat, ...] = ()
    is_system: bool = False
    only: frozenset[str] | None = None
    """The verbs to which a device that others use too limits the person; ``None``: all that the hats allow."""

    @classmethod
    def of(cls, user: "User", *, source: str) -> "Scope":
        """The scope of a signed-in person, from the memberships that run today."""
        running = HATS.rows(user.pk, timezone.localdate())
        hats = tuple(Hat(party_id, Role(role), frozenset(venues)) for party_id, role, venues in running)
        return cls(label=user.audit_label, source=source, user_id=user.pk, hats=hats)

    @cached_property
    def party_ids(self) -> frozenset[int]:
        """The parties this person acts for, in whatever role; what they may see there is for :meth:`parties_for`."""
        return frozenset(hat.party_id for hat in self.hats)

    @cached_property
    def roles(self) -> frozenset[Role]:
        """Every role held, for whichever party."""
        return frozenset(hat.role for hat in self.hats)

    def limited(self, verbs: Iterable[str], *, venue_id: int) -> "Scope":
        """The same person where only these verbs are theirs, and only at this venue. ``self`` never is."""
        here = (hat for hat in self.hats if not hat.venue_ids or venue_id in hat.venue_ids)
        hats = tuple(replace(hat, venue_ids=frozenset({venue_id})) for hat in here)
        return replace(self, hats=hats, only=frozenset(verbs))

    def hats_for(self, verb: str) -> tuple[Hat, ...]:
        """The hats that allow ``verb``. The system wears none: ask ``is_system`` first."""
        if self.only is not None and verb not in self.only:
            return ()
        return tuple(hat for hat in self.hats if hat.role in MAY[verb])

    def parties_for(self, verb: str) -> frozenset[int]:
        """The parties for which a hat allows ``verb``."""
        return frozenset(hat.party_id for hat in self.hats_for(verb))

    def may(self, verb: str) -> bool:
        """Whether some hat allows ``verb`` somewhere. ``self`` is allowed to every signed-in person."""
        if self.only is not None and verb not in self.only:
            return False
        if self.is_system or (verb == "self" and self.user_id is not None):
            return True
        return verb != "self" and not MAY[verb].isdisjoint(self.roles)

    def may_for(self, verb: str, party_id: int) -> bool:
        """Whether a hat of that very party allows ``verb``."""
        return self.is_system or any(hat.party_id == party_id for hat in self.hats_for(verb))

    def require(self, verb: str) -> None:
        """Refuse (``parties.not_yours``) unless some hat allows ``verb``."""
        if not self.may(verb):
            raise Refused("parties.not_yours")

    def require_for(self, verb: str, party_id: int) -> None:
        """Refuse (``parties.not_yours``) unless a hat of that party allows ``verb``."""
        if not self.may_for(verb, party_id):
            raise Refused("parties.not_yours")


SYSTEM = Scope(label="system", source="system", is_system=True)
"""The clock, the worker, the set-up: acts by rule, never by judgement."""


@contextmanager
def writing(by: Scope) -> Iterator[None]:
    """One transaction whose changes the audit ascribes to ``by``."""
    with audit.writing(by.label, by.source):
        yield
