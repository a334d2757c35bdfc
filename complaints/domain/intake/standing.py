"""What a new complaint stands on, found by one question: each way to the database costs more than what it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Model
from django.utils import timezone

from complaints.domain.clocks.rules import ClockRule, roles_of
from complaints.models import Clock, Complaint
from contracts.domain.in_force import PLACE, Place
from contracts.models import Obligation
from deadlines.models import Deadline
from foundation.inserting import next_ids
from foundation.prepared import PreparedAround
from parties.domain.duty import STAFF_SQL, Staff

WRITTEN: Final = (Complaint, Deadline, Obligation, Clock)
"""What is written down with a complaint and points at each other."""

STAFF: Final = STAFF_SQL.format(
    parties="place.party_id, place.contract__party_a, place.contract__party_b",
    venue="$1",
    roles="$4::text[]",
    today="$5::date",
)
STANDING: Final = PreparedAround(
    "complaint_standing",
    PLACE,
    f"""
SELECT {next_ids(*WRITTEN)}, place.*,
    (SELECT json_agg(json_build_array(s.party_id, s.role, s.user_id)) FROM ({STAFF}) s)
FROM ({{query}}) place
""",  # noqa: S608  # names and statements of our own
)


@dataclass(frozen=True)
class Standing:
    """The place with its terms, who works there for whom, and the ids of what will be written."""

    place: Place
    people: Sequence[Sequence[Any]]
    ids: Mapping[type[Model], int]

    def staff_of(self, party_id: int) -> Staff:
        """Those who work there for one of the parties concerned."""
        return Staff.of(self.people, party_id=party_id)


def standing_at(venue_id: int, room_id: int | None, *, rules: Sequence[ClockRule], at: datetime) -> Standing | None:
    """What a complaint stands on; ``None`` for a venue that is not there, or has no such room."""
    row = STANDING.row(venue_id, at, room_id, [*roles_of(rules)], timezone.localdate())
    if row is None:
        return None
    ids, place, people = row[: len(WRITTEN)], row[len(WRITTEN) : -1], row[-1]
    return Standing(Place.of(*place), people or [], dict(zip(WRITTEN, ids, strict=True)))
