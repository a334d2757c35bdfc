"""What a complaint came from, and why: the cause for both sides to see, the chain of whys for one's own (C8)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from complaints.domain.handling.sides import locked, person_of, side_of
from complaints.domain.people import may_at
from complaints.domain.stages.transitions import FOR_GOOD
from complaints.models import Cause, CauseFinding, CauseRule, Complaint, Gravity, RootCause
from foundation.refusals import Refused
from foundation.text import clean_line
from parties.domain.scope import Scope, writing
from parties.models import Venue

VERB: Final = "complaints.learn"
HOUSE_RULES: Final = "complaints.house_rules"
MOST_WHYS: Final = 5
LONGEST_WHY: Final = 300
USUAL: Final = Gravity.ORDINARY
"""From which gravity on the cause is needed at a venue that has said nothing else."""
ORDER: Final = tuple(Gravity.values)
"""From the mildest to the gravest."""


def find_cause(complaint_id: int, cause: str, *, by: Scope, at: datetime) -> CauseFinding:
    """Say what the complaint came from; a later finding counts instead, and the earlier one stays on record.

    Refused: ``complaints.not_your_step``, ``complaints.cause_missing``.
    """
    if cause not in Cause.values:
        raise Refused("complaints.cause_missing", "cause")
    with writing(by):
        complaint = locked(complaint_id)
        side_of(complaint, VERB, by=by)
        return CauseFinding.objects.create(complaint=complaint, cause=cause, found_by_id=person_of(by), found_at=at)


def write_root_cause(complaint_id: int, whys: Sequence[str], *, by: Scope, at: datetime) -> RootCause:
    """Write down one to five whys, each the reason of the one before; one's own side alone reads them.

    Refused: ``complaints.not_your_step``, ``complaints.why_missing``.
    """
    chain = [clean_line(why, LONGEST_WHY, "whys") for why in whys]
    chain = [why for why in chain if why]
    if not 1 <= len(chain) <= MOST_WHYS:
        raise Refused("complaints.why_missing", "whys", most=MOST_WHYS)
    with writing(by):
        complaint = locked(complaint_id)
        party_id = side_of(complaint, VERB, by=by)
        return RootCause.objects.create(
            complaint=complaint, party_id=party_id, whys=chain, written_by_id=person_of(by), written_at=at
        )


def cause_of(complaint: Complaint) -> CauseFinding | None:
    """The finding that counts."""
    return complaint.findings.select_related("found_by").order_by("-pk").first()


def root_cause_of(complaint: Complaint, scope: Scope) -> RootCause | None:
    """The chain of whys that counts for this person's side."""
    mine = complaint.root_causes.filter(party__in=scope.parties_for("complaints.see"))
    return mine.select_related("written_by").order_by("-pk").first()


def needed_from(venue_id: int) -> str:
    """From which gravity on the venue wants the cause before a complaint is closed."""
    said = CauseRule.objects.filter(venue=venue_id).values_list("gravity", flat=True).first()
    return said or USUAL


def need_cause_from(venue_id: int, gravity: str, *, by: Scope) -> CauseRule:
    """The venue's own manager sets from which gravity on the cause is needed.

    Refused: ``complaints.not_your_step``, ``foundation.required``.
    """
    if gravity not in Gravity.values:
        raise Refused("foundation.required", "gravity")
    with writing(by):
        venue = Venue.objects.select_for_update(no_key=True).get(pk=venue_id)
        if not (by.may_for(HOUSE_RULES, venue.party_id) and may_at(by, HOUSE_RULES, venue_id)):
            raise Refused("complaints.not_your_step")
        rule, _is_new = CauseRule.objects.update_or_create(venue=venue, defaults={"gravity": gravity})
    return rule


def object_to_close(complaint: Complaint, verb: str, by: Scope) -> None:
    """No close without a cause, where the complaint is grave enough. Refused: ``complaints.cause_needed``."""
    if verb not in FOR_GOOD or ORDER.index(complaint.gravity) < ORDER.index(needed_from(complaint.venue_id)):
        return
    if not complaint.findings.exists():
        raise Refused("complaints.cause_needed")
