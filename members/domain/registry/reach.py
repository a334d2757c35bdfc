"""Which members somebody may act on, and at which venues they may enrol new ones."""

from collections.abc import Iterable

from foundation.refusals import Refused
from members.models import Member
from parties.domain.scope import Scope
from parties.models import Party, Venue

EDIT = "members.edit"


def home_of(party_id: int, venue_id: int | None, *, by: Scope, verb: str = EDIT) -> None:
    """Whether the person may enrol members of this party at this venue; without one, at none in particular.

    Refused: ``members.venue_unknown``, ``members.venue_missing`` (for who acts in some venues or for the provider).
    """
    if venue_id is None:
        if not _acts_everywhere(party_id, by=by, verb=verb):
            raise Refused("members.venue_missing", "venue")
        return
    if not Venue.objects.within(by, verb=verb).filter(pk=venue_id, party=party_id).exists():
        raise Refused("members.venue_unknown", "venue")


def _acts_everywhere(party_id: int, *, by: Scope, verb: str) -> bool:
    if by.is_system:
        return Party.objects.filter(pk=party_id).exists()
    return any(hat.party_id == party_id and not hat.venue_ids for hat in by.hats_for(verb))


def locked_member(member_id: int, *, by: Scope, verb: str = EDIT) -> Member:
    """The member's row, locked until the transaction ends; the key stays free for rows that point at it.

    Refused: ``parties.not_yours`` for a member out of the person's reach, ``members.not_active``.
    """
    found = locked_members([member_id], by=by, verb=verb)[member_id]
    if isinstance(found, Refused):
        raise found
    return found


def locked_members(member_ids: Iterable[int], *, by: Scope, verb: str = EDIT) -> dict[int, Member | Refused]:
    """The same for many, locked in the order of their ids: each row, or why it is not to be had."""
    wanted = sorted(set(member_ids))
    seen = Member.objects.within(by, verb=verb).filter(pk__in=wanted)
    rows = Member.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=seen.values("pk")).order_by("pk")
    found = {member.pk: member for member in rows}
    answers: dict[int, Member | Refused] = {}
    for member_id in wanted:
        member = found.get(member_id)
        if member is None:
            answers[member_id] = Refused("parties.not_yours")
        else:
            answers[member_id] = member if member.is_active else Refused("members.not_active")
    return answers
