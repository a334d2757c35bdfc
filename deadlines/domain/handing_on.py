"""A clock never stays with somebody who is away, has left or can no longer sign in (C5).

A beat looks for such owners and hands their open clocks on: to whoever stands in, else to the next of the chain that
the floor above knows, else to a colleague at the same party. It costs what is to be handed on, never what is open.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from django.utils import timezone

from deadlines.models import Deadline, HandingOn
from parties.domain.absences import at_work, substitutes_on
from parties.domain.messages import Telling, add_up, window_of
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM, writing
from parties.models import Membership

BATCH: Final = 1000
IN_CHARGE: Final = (Role.VENUE_MANAGER, Role.ACCOUNT_MANAGER, Role.CONTRACT_OWNER, Role.ADMINISTRATOR)

# Who has left a party may still work for another: then only the clocks of the former are handed on.
STRANDED: Final = """
WITH gone (user_id, party_id) AS (
    SELECT id, NULL::bigint FROM parties_user WHERE NOT is_active
    UNION
    SELECT user_id, NULL FROM parties_absence
    WHERE called_off_at IS NULL AND %(day)s BETWEEN from_date AND until_date
    UNION
    SELECT m.user_id, m.party_id FROM parties_membership m
    WHERE m.active_until < %(day)s AND NOT EXISTS (
        SELECT FROM parties_membership o
        WHERE (o.user_id, o.party_id) = (m.user_id, m.party_id)
            AND o.active_from <= %(day)s AND (o.active_until IS NULL OR o.active_until >= %(day)s)
    )
)
SELECT d.* FROM deadlines_deadline d
WHERE d.outcome IS NULL AND d.id IN (
    SELECT theirs.id FROM gone CROSS JOIN LATERAL (
        SELECT id FROM deadlines_deadline
        WHERE outcome IS NULL AND owner_id = gone.user_id
            AND (gone.party_id IS NULL OR party_id = gone.party_id)
        LIMIT %(limit)s
    ) theirs
)
ORDER BY d.id FOR UPDATE OF d SKIP LOCKED
"""

Chain = Callable[[Sequence[Deadline]], Mapping[int, Sequence[int]]]
"""Who should answer for each of these deadlines (by id), the one to ask first in front; those unknown are left out."""

_chains: list[Chain] = []


def register(chain: Chain) -> None:
    """Add what a floor above knows of who answers for its clocks; a second time changes nothing."""
    if chain not in _chains:
        _chains.append(chain)


def hand_on(at: datetime, limit: int = BATCH) -> int:
    """Hand on open clocks whose owner is not there today, in one transaction; returns how many changed hands.

    Where nobody at all is there, a clock stays with its owner until somebody is.
    """
    day = timezone.localdate(at)
    with writing(SYSTEM):
        stranded = list(Deadline.objects.raw(STRANDED, {"day": day, "limit": limit}))
        if not stranded:
            return 0
        successors = _successors(stranded, day)
        for person in set(successors.values()):
            theirs = [pk for pk, successor in successors.items() if successor == person]
            Deadline.objects.filter(pk__in=theirs, outcome=None).update(owner=person)
        HandingOn.objects.bulk_create(
            HandingOn(deadline=row, from_user_id=row.owner_id, to_user_id=successors[row.pk], at=at)
            for row in stranded
            if row.pk in successors and row.owner_id is not None
        )
        _tell(stranded, successors, at=at)
    return len(successors)


def _successors(stranded: Sequence[Deadline], day: date) -> dict[int, int]:
    """The first person at work, for each clock that somebody else can answer for."""
    stand_ins = substitutes_on({row.owner_id for row in stranded if row.owner_id}, day=day)
    wanted: dict[int, list[int]] = defaultdict(list)
    for row in stranded:
        wanted[row.pk] += [stand_ins[row.owner_id]] if row.owner_id in stand_ins else []
    for found in (*(chain(stranded) for chain in _chains), _colleagues(stranded, day)):
        for pk, people in found.items():
            wanted[pk] += people
    asked = {person for wished in wanted.values() for person in wished}
    there, left = at_work(asked, day=day), _left(asked, day)
    first = {
        row.pk: next((each for each in wanted[row.pk] if each in there and (each, row.party_id) not in left), None)
        for row in stranded
    }
    return {pk: person for pk, person in first.items() if person is not None}


def _left(people: Iterable[int], day: date) -> set[tuple[int, int]]:
    """(person, party) where somebody works no longer: handed to them, a clock of that party would be stranded again."""
    ever = Membership.objects.filter(user__in=list(people))
    now = set(ever.running(day).values_list("user", "party"))
    return set(ever.filter(active_until__lt=day).values_list("user", "party")) - now


def _colleagues(stranded: Sequence[Deadline], day: date) -> dict[int, list[int]]:
    """People of the clock's party: of the owner's own job, then who is in charge, then anybody."""
    parties = {row.party_id for row in stranded}
    jobs = list(
        Membership.objects.running(day).filter(party__in=parties).order_by("pk").values_list("party", "role", "user")
    )
    had = set(
        Membership.objects.filter(user__in={row.owner_id for row in stranded}).values_list("user", "party", "role")
    )

    def rank(row: Deadline, role: str) -> int:
        if (row.owner_id, row.party_id, role) in had:
            return 0
        return 1 + IN_CHARGE.index(Role(role)) if role in IN_CHARGE else 1 + len(IN_CHARGE)

    found: dict[int, list[int]] = {}
    for row in stranded:
        theirs = [(rank(row, role), user) for party, role, user in jobs if party == row.party_id]
        found[row.pk] = [user for _rank, user in sorted(theirs, key=lambda each: each[0])]
    return found


def _tell(stranded: Iterable[Deadline], successors: Mapping[int, int], *, at: datetime) -> None:
    """One message a person for all that one colleague leaves to them."""
    handed = Counter((row.owner_id, successors[row.pk]) for row in stranded if row.pk in successors)
    add_up(
        [
            Telling(
                user_id=to_id,
                kind="deadlines.handed_on",
                key=f"handed-on:{window_of(at)}:{from_id}:{to_id}",
                params={"count": count, "from": from_id or 0},
            )
            for (from_id, to_id), count in handed.items()
        ],
        at=at,
    )


def hand_on_all(at: datetime, limit: int = BATCH) -> int:
    """Hand on batch by batch, each its own transaction, until nothing changes hands any more."""
    total = 0
    while count := hand_on(at, limit):
        total += count
    return total
