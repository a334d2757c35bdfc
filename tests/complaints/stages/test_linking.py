"""Complaints that belong together: said by people, suggested by likeness, kept by the database."""

import pytest
from django.db import IntegrityError, connection, transaction

from complaints.domain.stages.linking import REPEAT_DAYS, link_complaints, linked_with, suggestions, unlink
from complaints.models import ComplaintLink, LinkKind
from foundation.refusals import Refused
from parties.domain.roles import Role
from tests.complaints.factories import HOUR, NOW, House, house, logged

pytestmark = pytest.mark.django_db


@pytest.fixture
def ktv() -> House:
    return house()


def test_a_link_shows_on_both_sides_once_and_can_be_taken_away(ktv: House) -> None:
    one, other, by = logged(ktv), logged(ktv), ktv.scope(Role.CUSTOMER_SERVICE)
    link_complaints(other.pk, one.pk, LinkKind.REPEAT, by=by, at=NOW)
    link = link_complaints(one.pk, other.pk, LinkKind.SAME_ROOM, by=by, at=NOW)
    assert [(each.complaint, each.kind) for each in linked_with(one, by=by)] == [(other, LinkKind.SAME_ROOM)]
    assert [(each.complaint, each.kind) for each in linked_with(other, by=by)] == [(one, LinkKind.SAME_ROOM)]
    unlink(link.pk, by=by)
    assert linked_with(one, by=by) == []


def test_nobody_links_with_itself_with_another_house_or_from_the_floor(ktv: House) -> None:
    mine, elsewhere = logged(ktv), logged(house())
    for other, role, code in (
        (mine, Role.MARKETING, "link_to_itself"),
        (elsewhere, Role.MARKETING, "not_your_step"),
        (logged(ktv), Role.FLOOR, "not_your_step"),
    ):
        with pytest.raises(Refused) as refused:
            link_complaints(mine.pk, other.pk, LinkKind.REPEAT, by=ktv.scope(role), at=NOW)
        assert refused.value.code == f"complaints.{code}"


def test_repeats_are_suggested_until_they_are_linked(ktv: House) -> None:
    by, person = ktv.scope(Role.MARKETING), ktv.people[Role.FLOOR]
    complaint = logged(ktv, concerns_id=person.pk)
    same_room = logged(ktv, at=NOW + 24 * HOUR)
    same_person = logged(ktv, at=NOW + 25 * HOUR, room_id=None, concerns_id=person.pk, subject="price")
    logged(ktv, at=NOW + 26 * HOUR, subject="price")
    logged(ktv, at=NOW + (REPEAT_DAYS * 24 + 1) * HOUR)
    found = [(each.complaint, each.kind) for each in suggestions(complaint, by=by)]
    assert found == [(same_person, LinkKind.SAME_PERSON), (same_room, LinkKind.REPEAT)]
    link_complaints(complaint.pk, same_room.pk, LinkKind.REPEAT, by=by, at=NOW)
    assert [each.complaint for each in suggestions(complaint, by=by)] == [same_person]


@pytest.mark.database
@pytest.mark.parametrize(
    ("pair", "constraint"),
    [("turned", "complaint_link_in_order"), ("twice", "complaint_link_once"), ("elsewhere", "two houses")],
)
def test_the_database_keeps_links_in_order_once_and_in_one_house(ktv: House, pair: str, constraint: str) -> None:
    one, other, elsewhere = logged(ktv), logged(ktv), logged(house())
    link = ComplaintLink(first=one, second=other, kind="repeat", linked_at=NOW, user=ktv.people[Role.MARKETING])
    link.save()
    changes = {"turned": (other, one), "twice": (one, other), "elsewhere": (one, elsewhere)}[pair]
    link.pk, (link.first, link.second) = None, changes
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ComplaintLink.objects.bulk_create([link])


@pytest.mark.database
@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE complaints_complaint SET cycle = 0", "complaint_cycles"),
        ("UPDATE complaints_complaint SET state = 'merged', closed_at = now()", "complaint_merged_says_where"),
        ("UPDATE complaints_complaint SET trained_at = now()", "complaint_trained_when_asked"),
        ("UPDATE complaints_complaintlink SET kind = 'friend'", "complaint_link_kinds"),
    ],
)
def test_what_makes_no_sense_is_refused(ktv: House, statement: str, constraint: str) -> None:
    one, other = logged(ktv), logged(ktv)
    link_complaints(one.pk, other.pk, LinkKind.REPEAT, by=ktv.scope(Role.MARKETING), at=NOW)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        connection.cursor().execute(statement)
