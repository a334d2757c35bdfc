"""Many members changed together: the same comes of it as one by one, by as many statements as for a few."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation.models import AuditEntry
from foundation.refusals import Refused
from members.domain.privacy.reading import personal_of
from members.domain.registry.changing import change_many, change_member
from members.domain.registry.custom_fields import add_field
from members.domain.registry.profile import Birthday
from members.models import CustomField, Member
from parties.models import Venue
from tests import factories
from tests.members.factories import NOW, at_work, enrolled

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


class House:
    """Seven members, and what is to become of each; one of them is another party's, one was merged."""

    def __init__(self) -> None:
        self.venue: Venue = factories.venue(factories.party())
        self.by = at_work(self.venue)
        self.field: CustomField = add_field(self.venue.party_id, "帮派", "text", by=self.by)
        self.members = [enrolled(self.venue, number=f"V{number}") for number in range(6)]
        self.members.append(enrolled(factories.venue(factories.party())))
        one, other = self.members[4:6]
        Member.objects.filter(pk=other.pk).update(state="merged", merged_into=one)

    def changes(self) -> dict[int, dict[str, Any]]:
        first, second, third, fourth, *others = (member.pk for member in self.members)
        return {
            first: {"name": "李四", "phone": "139 0000 0001", "custom": {str(self.field.pk): "丐帮"}},
            second: {"birthday": Birthday(5, 3, year=1991), "referrer_id": first, "gender": "woman"},
            third: {"name": "张三"},
            fourth: {"phone": "1"},
            **{key: {"email": "li@example.com", "preferences": {"songs": ["海阔天空"]}} for key in others},
        }

    def said(self, refused: dict[int, Refused]) -> list[Any]:
        """All that is known of each: what is kept, by what they are found, what was noted, why they were refused."""
        told = []
        for member in self.members:
            member.refresh_from_db()
            found = member.search
            custom = list(member.custom.values())
            birthday = (member.birth_month, member.birth_day, member.birth_calendar)
            refusal = refused.get(member.pk)
            told.append(
                [
                    *(personal_of(member), birthday, member.gender, custom, member.preferences, member.revision),
                    *(found.sort_key, len(found.tokens), bool(found.phone_hash)),
                    *([(each.fields, each.at) for each in member.changes.all()], member.referrer_id is None),
                    (refusal.code, refusal.field) if refusal else None,
                    self.audited(member),
                ]
            )
        return told

    @staticmethod
    def audited(member: Member) -> list[list[str]]:
        rows = AuditEntry.objects.filter(table_name="members_member", row_id=str(member.pk), verb="U")
        return [sorted(row.after or {}) for row in rows.order_by("pk")]


def one_by_one(house: House) -> dict[int, Refused]:
    refusals = {}
    for member_id, change in house.changes().items():
        try:
            change_member(member_id, change, by=house.by, at=LATER)
        except Refused as refused:
            refusals[member_id] = refused
    return refusals


def test_together_they_become_what_they_become_one_by_one() -> None:
    alone, together = House(), House()
    expected = alone.said(one_by_one(alone))
    found = together.said(change_many(together.changes(), by=together.by, at=LATER))
    assert found == expected
    assert [each[-2] for each in found] == [
        None,
        None,
        None,
        ("members.phone_wrong", "phone"),
        None,
        ("members.not_active", None),
        ("parties.not_yours", None),
    ]
    changed, *_others = together.members
    assert together.members[1].referrer == changed


def test_two_of_one_batch_make_no_circle_and_a_taken_number_refuses_its_own_row_alone() -> None:
    house = House()
    first, second, third, *_others = (member.pk for member in house.members)
    refused = change_many(
        {first: {"referrer_id": second}, second: {"referrer_id": first}, third: {"number": "V0"}},
        by=house.by,
        at=NOW,
    )
    codes = {member_id: (each.code, each.field) for member_id, each in refused.items()}
    assert codes == {
        second: ("members.referrer_circle", "referrer"),
        third: ("members.number_taken", "number"),
    }
    assert Member.objects.get(pk=first).referrer_id == second


def test_a_batch_takes_as_many_statements_however_many_it_holds() -> None:
    venue = factories.venue(factories.party())
    by = at_work(venue)

    def statements(count: int) -> int:
        ids = [enrolled(venue, phone="").pk for _each in range(count)]
        with CaptureQueriesContext(connection) as asked:
            change_many(
                {member_id: {"name": "李四", "phone": f"138{member_id:08d}"} for member_id in ids}, by=by, at=NOW
            )
        return len(asked)

    assert statements(2) == statements(20) <= 14
