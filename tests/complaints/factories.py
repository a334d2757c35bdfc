"""A KTV with a provider, a contract of form ktv-2 that runs, people in every department, and complaints."""

import itertools
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from complaints.domain.handling.causes import find_cause
from complaints.domain.intake.logging import NewComplaint, log_complaint
from complaints.domain.stages.handling import Judgement, move_complaint
from complaints.domain.stages.reaching import Attempt, record_attempt
from complaints.domain.stages.transitions import FOR_GOOD, UNMERGE
from complaints.models import Channel, Complaint, Gravity, Stage, Subject
from contracts.models import Contract
from parties.domain.roles import Role
from parties.domain.scope import Scope
from parties.models import Party, Room, User, Venue
from tests import factories
from tests.worlds import world

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
_numbers = itertools.count(1)

DEPARTMENTS = (Role.PROMOTER, Role.CUSTOMER_SERVICE, Role.MARKETING, Role.PROMOTIONS, Role.HR)
ON_SITE = (Role.FLOOR, Role.VENUE_MANAGER)
DOERS = {
    "report": Role.PROMOTER,
    "verify": Role.MARKETING,
    "dismiss": Role.MARKETING,
    "classify": Role.MARKETING,
    "plan": Role.PROMOTIONS,
    "start": Role.PROMOTIONS,
    "complete": Role.PROMOTIONS,
    "tell": Role.CUSTOMER_SERVICE,
    "confirm": Role.CUSTOMER_SERVICE,
    "contest": Role.CUSTOMER_SERVICE,
    "close": Role.CUSTOMER_SERVICE,
    "close_unreached": Role.CUSTOMER_SERVICE,
    "reply": Role.CUSTOMER_SERVICE,
    "answer_promoter": Role.MARKETING,
    "tell_promoter": Role.MARKETING,
    "take_in": Role.CUSTOMER_SERVICE,
    "regrade": Role.MARKETING,
    "emergency": Role.PROMOTIONS,
    "train": Role.HR,
    "merge": Role.CUSTOMER_SERVICE,
    **dict.fromkeys(UNMERGE, Role.CUSTOMER_SERVICE),
    "reopen": Role.VENUE_MANAGER,  # of the side that is owed the steps: it may always
}
WAY_TO: dict[str, tuple[str, ...]] = {
    Stage.RECEIVED: (),
    Stage.VERIFIED: ("verify",),
    Stage.CLASSIFIED: ("verify", "classify"),
    Stage.PLANNED: ("verify", "classify", "plan"),
    Stage.EXECUTING: ("verify", "classify", "plan", "start"),
    Stage.EXECUTED: ("verify", "classify", "plan", "start", "complete"),
    Stage.TOLD: ("verify", "classify", "plan", "start", "complete", "tell"),
    Stage.CONFIRMED: ("verify", "classify", "plan", "start", "complete", "tell", "confirm"),
    Stage.CLOSED: ("verify", "classify", "plan", "start", "complete", "tell", "confirm", "close"),
    Stage.DISMISSED: ("dismiss",),
    Stage.MERGED: ("merge",),
}


@dataclass(frozen=True)
class House:
    """A client with one venue, its provider, and one person for each job."""

    client: Party
    provider: Party
    venue: Venue
    room: Room
    contract: Contract | None
    people: dict[Role, User]

    def scope(self, role: Role) -> Scope:
        return factories.scope(self.people[role])


@world
def house(form_id: str = "ktv-2", *, since: datetime = NOW - timedelta(days=30), **blanks: str) -> House:
    """Departments work for the provider; floor staff and the venue manager for the client.

    ``blanks`` are terms of the contract as typed: ``house(verify_within="12")``.
    """
    agreed = factories.effective_contract(at=since, form_id=form_id, **blanks)
    people = {role: factories.person(agreed.provider, role) for role in DEPARTMENTS}
    people |= {role: factories.person(agreed.client, role) for role in ON_SITE}
    people |= {Role.ACCOUNT_MANAGER: agreed.account_manager, Role.CONTRACT_OWNER: agreed.owner}
    room = Room.objects.create(venue=agreed.venue, name="666")
    return House(agreed.client, agreed.provider, agreed.venue, room, agreed.contract, people)


@world
def house_without_contract() -> House:
    """A KTV that looks after its complaints itself."""
    client, nobody = factories.party(), factories.party()
    venue = factories.venue(client, rooms=["888"])
    people = {role: factories.person(client, role) for role in (*DEPARTMENTS, *ON_SITE)}
    return House(client, nobody, venue, venue.rooms.get(), None, people)


def told(of: House, **changes: Any) -> NewComplaint:
    """What a customer said, in the plain case."""
    plain: dict[str, Any] = {
        "client_id": uuid.uuid4(),
        "venue_id": of.venue.pk,
        "room_id": of.room.pk,
        "subject": Subject.ATTITUDE.value,
        "gravity": Gravity.ORDINARY.value,
        "what_happened": "服务员态度不好",
    }
    return NewComplaint(**{**plain, **changes})


def logged(of: House, *, at: datetime = NOW, role: Role = Role.FLOOR, **changes: Any) -> Complaint:
    """A complaint as it stands right after it was logged."""
    return log_complaint(told(of, **changes), by=of.scope(role), at=at)


def step(of: House, complaint: Complaint, verb: str, *, at: datetime, role: Role | None = None) -> Complaint:
    """The right person takes a step, with a note, and a level where one is needed."""
    by = of.scope(role or DOERS[verb])
    if verb in FOR_GOOD:
        find_cause(complaint.pk, "service", by=by, at=at)
    judgement = {"classify": Judgement(level=2), "regrade": Judgement(gravity=_another_gravity(complaint))}.get(verb)
    into_id = logged(of, at=at).pk if verb == "merge" else None
    return move_complaint(complaint.pk, verb, by=by, at=at, note="备注", judgement=judgement, into_id=into_id)


def _another_gravity(complaint: Complaint) -> str:
    return Gravity.MINOR if complaint.gravity == Gravity.ORDINARY else Gravity.ORDINARY


def tried_in_vain(of: House, complaint: Complaint, *, at: datetime, hours: Sequence[float] = (0, 3, 26)) -> None:
    """The customer was called these hours after ``at``, and did not answer."""
    for after in hours:
        attempt = Attempt("phone", "no_answer", tried_at=at + after * HOUR)
        record_attempt(complaint.pk, attempt, by=of.scope(Role.CUSTOMER_SERVICE), at=at + after * HOUR)


def at_stage(of: House, stage: str, *, promoters: bool = False, at: datetime = NOW, **changes: Any) -> Complaint:
    """A complaint led to this stage, one step an hour."""
    if stage == Stage.ARRIVED:
        return logged(of, at=at, is_unattended=True, **changes)
    if promoters:
        complaint = logged(of, at=at, role=Role.PROMOTER, channel=Channel.PROMOTER)
        verbs: tuple[str, ...] = () if stage == Stage.RECORDED else ("report", *WAY_TO[stage])
        if stage == Stage.CLOSED:
            verbs = (*verbs[:-1], "answer_promoter", "tell_promoter", "close")
    else:
        complaint, verbs = logged(of, at=at, **changes), WAY_TO[stage]
    for number, verb in enumerate(verbs, 1):
        complaint = step(of, complaint, verb, at=at + number * HOUR)
    return complaint
