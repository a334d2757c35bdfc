"""Logging a complaint: once for each client id, in one transaction with its clocks and messages (C1, C4, C5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Case, When

from complaints.domain.clocks.rules import RECEIVE, RECORD, RESPONSIBLE, ClockRule, started_by
from complaints.domain.clocks.running import Grounds, grounds_on, limits_for, start_clocks
from complaints.domain.emergencies import tell_of_major
from complaints.domain.intake.evidence import keep_files
from complaints.domain.intake.standing import Standing, standing_at
from complaints.domain.people import jobs_at, may_at, people_at
from complaints.models import BY_CUSTOMERS, Channel, Complaint, Gravity, Stage
from contracts.domain.in_force import TermsInForce
from foundation.days import known_day
from foundation.files import Upload
from foundation.inserting import insert, together
from foundation.refusals import Refused
from foundation.text import clean_text
from parties.domain.roles import MAY, Role
from parties.domain.scope import Scope, writing

LONGEST_STORY: Final = 2000
VERB: Final = "complaints.log"


@dataclass(frozen=True)
class NewComplaint:
    """What a customer complains of, as it was told.

    ``client_id`` is made where it is written down, so that sending it again makes no second complaint.
    ``logged_at`` is when it was written down, empty for "just now": a till without a connection sends it later. When
    it is received is never told: that is the moment at which it arrives here, from which the clocks run (form ktv-2,
    clauses 3.1 and 3.2). ``happened_at`` is empty for "when it was written down"; ``concerns_id`` is the person on the
    staff whom it concerns. ``is_unattended``: it came by a door at which nobody of the house stands, so that customer
    service has to take it in; its clocks run all the same.
    """

    client_id: UUID
    venue_id: int
    subject: str
    gravity: str
    room_id: int | None = None
    channel: str = Channel.IN_PERSON.value
    what_happened: str = ""
    concerns_id: int | None = None
    happened_at: datetime | None = None
    logged_at: datetime | None = None
    is_unattended: bool = False

    @property
    def first_stage(self) -> Stage:
        """Where its handling begins."""
        if self.is_promoters:
            return Stage.RECORDED
        return Stage.ARRIVED if self.is_unattended else Stage.RECEIVED

    @property
    def is_promoters(self) -> bool:
        """Told to a promoter, it starts on the promoter's own path; else it is received at once."""
        return self.channel == Channel.PROMOTER


def log_complaint(told: NewComplaint, *, by: Scope, at: datetime, files: Sequence[Upload] = ()) -> Complaint:
    """Write a complaint down and start its clocks; the same ``client_id`` again gives the first one back.

    The terms of the contract that covers the venue at ``at`` stay with it for good.
    Refused: ``complaints.venue_unknown``, ``.room_of_another``, ``.in_future``, ``.logged_before_it_happened``,
    ``.person_unknown``, ``.id_taken``, and what its text and files are refused for.
    """
    if by.user_id is None:  # the system has nobody to ask back; customers have a way of their own
        raise Refused("parties.not_yours")
    _check_times(told, at=at)
    return _write(told, by=by, at=at, files=files)


def log_from_customer(told: NewComplaint, *, by: Scope, at: datetime, files: Sequence[Upload] = ()) -> Complaint:
    """The same for what a customer sends without an account, with the same clocks; the responsible person is found.

    The caller has proven that it comes from that place: by the code of the room, or by the mailbox or number to which
    it was sent. Refused besides: ``complaints.nobody_there`` at a venue where nobody could answer for it.
    """
    if by.user_id is not None or by.is_system or told.channel not in BY_CUSTOMERS:
        raise Refused("parties.not_yours")
    _check_times(told, at=at)
    return _write(told, by=by, at=at, files=files)


def _write(told: NewComplaint, *, by: Scope, at: datetime, files: Sequence[Upload]) -> Complaint:
    way_in, is_major = (RECORD if told.is_promoters else RECEIVE), told.gravity == Gravity.MAJOR
    rules = started_by(way_in, is_promoters=told.is_promoters, is_major=is_major)
    with writing(by):
        standing = _standing_of(told, rules, by=by, at=at)
        party_id, terms = standing.place.party_id, standing.place.terms
        if by.user_id is not None:
            _check_may_log(told, party_id, terms, by=by)
        _check_person(told, party_id, terms)
        last = by.user_id or (terms.account_manager_id if terms else _somebody_at(told.venue_id, party_id))
        grounds = grounds_on(terms, rules, venue_party_id=party_id, staff_of=standing.staff_of, else_user_id=last)
        limits = limits_for(rules, terms, venue_id=told.venue_id, at=at)
        complaint = _row(told, grounds, logged_by_id=by.user_id, at=at)
        complaint.urgent_at = min((limit.due_at for limit in limits), default=None)
        with together(standing.ids) as sent:
            insert([complaint], ignore_conflicts=True)
            complaint.all_clocks = start_clocks(complaint, limits, grounds, actor_id=by.user_id, at=at)
        if not sent.is_new:
            return _earlier(told, logged_by_id=by.user_id)
        keep_files(complaint.pk, files, user_id=by.user_id, at=at)
        if is_major:
            tell_of_major(complaint, actor_id=by.user_id, at=at)
    return complaint


def _check_times(told: NewComplaint, *, at: datetime) -> None:
    """It happened, then it was written down, then it arrives here."""
    for field, moment in (("happened_at", told.happened_at), ("logged_at", told.logged_at)):
        if moment is not None:
            if moment > at:
                raise Refused("complaints.in_future", field)
            known_day(moment.date(), field)
    if told.happened_at is not None and told.logged_at is not None and told.happened_at > told.logged_at:
        raise Refused("complaints.logged_before_it_happened", "logged_at")


def _standing_of(told: NewComplaint, rules: Sequence[ClockRule], *, by: Scope, at: datetime) -> Standing:
    standing = standing_at(told.venue_id, told.room_id, rules=rules, at=at)
    if standing is None:
        if told.room_id is None or not may_at(by, VERB, told.venue_id):
            raise _venue_unknown()
        raise Refused("complaints.room_of_another", "room")
    return standing


def _check_may_log(told: NewComplaint, party_id: int, terms: TermsInForce | None, *, by: Scope) -> None:
    """Whether the person may log here. The plain yes needs no question to the database; any other answer does."""
    at_home = {party_id} | ({terms.party_b_id} if terms else set())
    if any(
        hat.role in MAY[VERB] and hat.party_id in at_home and (not hat.venue_ids or told.venue_id in hat.venue_ids)
        for hat in by.hats
    ):
        return
    if not may_at(by, VERB, told.venue_id):
        raise _venue_unknown()


def _venue_unknown() -> Refused:
    return Refused("complaints.venue_unknown", "venue")


def _check_person(told: NewComplaint, party_id: int, terms: TermsInForce | None) -> None:
    """Whom it concerns must work at the venue, for either party."""
    if told.concerns_id is None:
        return
    parties = {party_id} | ({terms.party_a_id, terms.party_b_id} if terms else set())
    if not people_at(told.venue_id, parties).filter(pk=told.concerns_id).exists():
        raise Refused("complaints.person_unknown", "concerns")


def _row(told: NewComplaint, grounds: Grounds, *, logged_by_id: int | None, at: datetime) -> Complaint:
    logged_at = told.logged_at or at
    return Complaint(
        client_id=told.client_id,
        venue_id=told.venue_id,
        room_id=told.room_id,
        contract_id=grounds.terms.contract_id if grounds.terms else None,
        version_id=grounds.terms.version_id if grounds.terms else None,
        channel=told.channel,
        subject=told.subject,
        gravity=told.gravity,
        what_happened=clean_text(told.what_happened, LONGEST_STORY, "what_happened"),
        concerns_id=told.concerns_id,
        state=told.first_stage,
        responsible_id=grounds.staff.first(RESPONSIBLE) or grounds.last_resort_id,
        logged_by_id=logged_by_id,
        happened_at=told.happened_at or logged_at,
        logged_at=logged_at,
        received_at=at,
    )


def _somebody_at(venue_id: int, party_id: int) -> int:
    """Who answers for a customer's own complaint where no contract runs and no department is staffed: the venue's
    manager, else whoever has worked there longest."""
    managers_first = Case(When(role=Role.VENUE_MANAGER, then=0), default=1)
    job = jobs_at(venue_id, [party_id]).order_by(managers_first, "pk").first()
    if job is None:
        raise Refused("complaints.nobody_there")
    return job.user_id


def _earlier(told: NewComplaint, *, logged_by_id: int | None) -> Complaint:
    earlier = Complaint.objects.get(client_id=told.client_id)
    is_same_door = logged_by_id is not None or (earlier.channel, earlier.venue_id) == (told.channel, told.venue_id)
    if earlier.logged_by_id != logged_by_id or not is_same_door:
        raise Refused("complaints.id_taken")
    return earlier
