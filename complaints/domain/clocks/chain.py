"""Whom a missed step is carried to: the three levels of a venue's chain, and how long each has to acknowledge (C5)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from complaints.models import Clock, EscalationRule
from complaints.models.escalations import Chief
from contracts.domain.chiefs import chiefs_of
from foundation.refusals import Refused
from parties.domain.duty import staff_at
from parties.domain.opening import may_set_rules
from parties.domain.roles import Role
from parties.domain.scope import Scope, writing
from parties.models import Venue

LEVELS: Final = (1, 2, 3)
LONGEST: Final = 10_080
"""Minutes in a week."""


@dataclass(frozen=True)
class Rung:
    """One level: who is asked, and how many minutes they have, in the plain case and in a major one."""

    chief: str
    minutes: int
    minutes_major: int


USUAL: Final[Mapping[int, Rung]] = {
    1: Rung(Chief.OWNER.value, 30, 15),
    2: Rung(Chief.VENUE_MANAGER.value, 60, 30),
    3: Rung(Chief.ACCOUNT_MANAGER.value, 120, 60),
}
"""The chain of a venue that has set none of its own. The forms leave it to the house (C5)."""


def rungs_of(venue_ids: Collection[int]) -> dict[tuple[int, int], Rung]:
    """The chain of each venue, by venue and level."""
    found = {(venue_id, level): rung for venue_id in venue_ids for level, rung in USUAL.items()}
    for rule in EscalationRule.objects.filter(venue__in=venue_ids).order_by("pk"):
        found[rule.venue_id, rule.level] = Rung(rule.chief, rule.minutes, rule.minutes_major)
    return found


def set_chain(venue_id: int, wanted: Mapping[int, Rung], *, by: Scope, at: datetime) -> Sequence[EscalationRule]:
    """Change who is asked from now on, and for how long; levels that began keep their time. Unchanged ones are left.

    Refused: ``parties.not_your_venue``, ``complaints.minutes_wrong``, ``complaints.chief_unknown``.
    """
    for level, rung in wanted.items():
        if not (1 <= rung.minutes <= LONGEST and 1 <= rung.minutes_major <= LONGEST):
            raise Refused("complaints.minutes_wrong", f"minutes_{level}")
        if level not in LEVELS or rung.chief not in Chief.values:
            raise Refused("complaints.chief_unknown", f"chief_{level}")
    with writing(by):
        venue = Venue.objects.select_for_update(no_key=True).get(pk=venue_id)
        if by.user_id is None or not may_set_rules(by, venue):
            raise Refused("parties.not_your_venue")
        now = rungs_of([venue_id])
        return [
            EscalationRule.objects.create(
                venue=venue,
                level=level,
                chief=rung.chief,
                minutes=rung.minutes,
                minutes_major=rung.minutes_major,
                set_by_id=by.user_id,
                set_at=at,
            )
            for level, rung in sorted(wanted.items())
            if now[venue_id, level] != rung
        ]


class Chiefs:
    """Finds the person of a level, each question asked once for many clocks."""

    def __init__(self) -> None:
        self._staff: dict[tuple[int, int, Role], int | None] = {}
        self._contract: dict[int, dict[int, int]] = {}

    def person(self, chief: str, clock: Clock) -> tuple[int, int]:
        """The person who is asked, and the party they speak for; whoever is responsible where nobody has that job."""
        complaint, deadline = clock.complaint, clock.deadline
        home = complaint.venue.party_id
        if chief == Chief.OWNER and deadline.owner_id is not None:
            return deadline.owner_id, deadline.party_id
        if chief != Chief.OWNER:
            role = Role(chief)
            for party_id in dict.fromkeys((*self._named_first(role, clock), home, deadline.party_id)):
                if (found := self._at(party_id, complaint.venue_id, role)) is not None:
                    return found, party_id
        return self._last_resort(clock)

    def _named_first(self, role: Role, clock: Clock) -> tuple[int, ...]:
        """The side of the contract whose job this is: its provider has the account manager."""
        contract = clock.complaint.contract
        return (contract.party_b_id,) if contract is not None and role == Role.ACCOUNT_MANAGER else ()

    def _at(self, party_id: int, venue_id: int, role: Role) -> int | None:
        key = (party_id, venue_id, role)
        if key not in self._staff:
            self._staff[key] = staff_at(party_id=party_id, venue_id=venue_id, roles=[role]).first([role])
        return self._staff[key]

    def _last_resort(self, clock: Clock) -> tuple[int, int]:
        complaint = clock.complaint
        if complaint.contract is None:
            return complaint.responsible_id, clock.deadline.party_id
        if complaint.contract_id not in self._contract:
            self._contract[complaint.contract.pk] = chiefs_of(complaint.contract)
        return self._contract[complaint.contract.pk][complaint.contract.party_b_id], complaint.contract.party_b_id
