"""For which side a person acts on a complaint: tasks, money and what was learnt are one side's own."""

from typing import Final

from complaints.domain.people import may_at
from complaints.models import Complaint
from foundation.refusals import Refused
from parties.domain.roles import MAY, Role
from parties.domain.scope import Scope

HANDS: Final = frozenset(MAY["complaints.see"]) - {Role.AUDITOR, Role.ADMINISTRATOR}
"""Whose hands something about a complaint can lie in: those who open its pages and act there."""


def person_of(by: Scope) -> int:
    """The person who acts. Refused: ``parties.not_yours`` for whoever is none."""
    if by.user_id is None:
        raise Refused("parties.not_yours")
    return by.user_id


def side_of(complaint: Complaint, verb: str, *, by: Scope) -> int:
    """The party for which this person does ``verb`` at the complaint's venue; the venue's own goes first.

    Refused: ``complaints.not_your_step``; ``parties.not_yours`` for whoever is no person.
    """
    person_of(by)
    hats = [hat for hat in by.hats_for(verb) if not hat.venue_ids or complaint.venue_id in hat.venue_ids]
    theirs = {hat.party_id for hat in hats}
    if not theirs or not may_at(by, verb, complaint.venue_id):
        raise Refused("complaints.not_your_step")
    # A provider that took the venue over later is no party of the contract under which the complaint was logged.
    known = theirs & parties_of(complaint) or theirs
    return min(known, key=lambda party_id: (party_id != complaint.venue.party_id, party_id))


def parties_of(complaint: Complaint) -> set[int]:
    """The venue's party and, where a contract was in force, its two sides."""
    contract = complaint.contract
    return {complaint.venue.party_id} | ({contract.party_a_id, contract.party_b_id} if contract else set())


def locked(complaint_id: int) -> Complaint:
    """The complaint with its venue and contract, its row held until the end of the transaction."""
    rows = Complaint.objects.select_related("venue", "contract")
    return rows.select_for_update(no_key=True, of=("self",)).get(pk=complaint_id)
