"""Complaints that belong together: linked by people, and suggested when they look like a repeat (C3, C8)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from complaints.domain.people import may_at
from complaints.models import Complaint, ComplaintLink, LinkKind
from foundation.refusals import Refused
from parties.domain.scope import Scope, writing

LINK: Final = "complaints.link"
REPEAT_DAYS: Final = 14
"""Within how many days a complaint like another is suggested as its repeat."""
MOST: Final = 5


@dataclass(frozen=True)
class Related:
    """Another complaint and what it has to do with this one; ``link_id`` is empty for a mere suggestion."""

    complaint: Complaint
    kind: LinkKind
    link_id: int | None = None


def link_complaints(one_id: int, other_id: int, kind: str, *, by: Scope, at: datetime) -> ComplaintLink:
    """Say that two complaints belong together; linked before, the link is of the new kind.

    Refused: ``complaints.link_to_itself``, ``.not_your_step``, ``.link_of_another_house``.
    """
    if by.user_id is None:
        raise Refused("parties.not_yours")
    first_id, second_id = sorted((one_id, other_id))
    if first_id == second_id:
        raise Refused("complaints.link_to_itself", "other")
    with writing(by):
        rows = Complaint.objects.filter(pk__in=(first_id, second_id)).select_related("venue")
        if len(rows) < 2 or not all(may_at(by, LINK, row.venue_id) for row in rows):
            raise Refused("complaints.not_your_step")
        if len({row.venue.party_id for row in rows}) > 1:
            raise Refused("complaints.link_of_another_house", "other")
        link, _is_new = ComplaintLink.objects.update_or_create(
            first_id=first_id,
            second_id=second_id,
            defaults={"kind": LinkKind(kind), "user_id": by.user_id, "linked_at": at},
        )
    return link


def unlink(link_id: int, *, by: Scope) -> None:
    """Take a link away. Refused: ``complaints.not_your_step``."""
    with writing(by):
        link = ComplaintLink.objects.select_related("first", "second").get(pk=link_id)
        if not all(may_at(by, LINK, row.venue_id) for row in (link.first, link.second)):
            raise Refused("complaints.not_your_step")
        link.delete()


def linked_with(complaint: Complaint, *, by: Scope) -> list[Related]:
    """The complaints linked with this one that the person may see."""
    links = list(ComplaintLink.objects.of(complaint.pk))
    others = {_other(link, complaint.pk): link for link in links}
    rows = _seen(by).in_bulk(others)
    return [Related(rows[pk], LinkKind(link.kind), link.pk) for pk, link in others.items() if pk in rows]


def suggestions(complaint: Complaint, *, by: Scope) -> list[Related]:
    """Complaints of the days around this one that may be its repeat: same room and subject, or the same person."""
    known = {_other(link, complaint.pk) for link in ComplaintLink.objects.of(complaint.pk)}
    around = (complaint.received_at - timedelta(days=REPEAT_DAYS), complaint.received_at + timedelta(days=REPEAT_DAYS))
    alike = Q(pk__in=[])
    if complaint.room_id:
        alike |= Q(room=complaint.room_id, subject=complaint.subject)
    if complaint.concerns_id:
        alike |= Q(concerns=complaint.concerns_id)
    rows = _seen(by).filter(alike, venue=complaint.venue_id, received_at__range=around, merged_into=None)
    found = rows.exclude(pk__in={complaint.pk, *known}).order_by("-received_at", "-pk")[:MOST]
    return list(_with_kind(complaint, found))


def _with_kind(complaint: Complaint, rows: Sequence[Complaint] | QuerySet[Complaint]) -> Iterator[Related]:
    for row in rows:
        is_repeat = row.room_id == complaint.room_id and row.subject == complaint.subject and row.room_id is not None
        yield Related(row, LinkKind.REPEAT if is_repeat else LinkKind.SAME_PERSON)


def _other(link: ComplaintLink, complaint_id: int) -> int:
    return link.second_id if link.first_id == complaint_id else link.first_id


def _seen(by: Scope) -> QuerySet[Complaint]:
    return Complaint.objects.within(by, verb="complaints.see").select_related("venue", "room", "concerns")
