"""What the database itself refuses of members, whoever asks."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from members.models import Consent, KeepingRule, Member, MemberChange, MemberLook, MemberNote
from parties.domain.roles import Role
from tests import factories
from tests.members.factories import NOW, at_work, enrolled

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def refused(statement: str, *values: int | None, by: type[Exception] = IntegrityError, match: str) -> None:
    with pytest.raises(by, match=match), transaction.atomic():
        connection.cursor().execute(statement, values)


def test_a_member_that_makes_no_sense_is_refused() -> None:
    enrolled(factories.venue(factories.party()), number="A1")
    for change, constraint in (
        ("number = ''", "member_has_number"),
        ("state = 'lost'", "member_states"),
        ("gender = 'x'", "member_genders"),
        ("source = 'stars'", "member_sources"),
        ("birth_month = 13", "member_birthday_possible"),
        ("birth_day = NULL", "member_birthday_possible"),
        ("birth_day = 31", "member_birthday_possible"),
        ("birth_calendar = 'solar', birth_month = 4, birth_day = 31", "member_birthday_possible"),
        ("birth_calendar = 'solar', birth_month = 2, birth_day = 30", "member_birthday_possible"),
        ("birth_calendar = 'solar', birth_is_leap_month = true", "member_leap_month_is_lunar"),
        ("state = 'merged'", "member_merged_says_where"),
        ("state = 'erased'", "member_erased_says_nothing"),
        ("name_enciphered = NULL", "member_erased_says_nothing"),
        ("referrer_id = id", "member_is_not_their_own_other"),
        ("joined_date = '1889-01-01'", "member_joined_on_a_known_day"),
    ):
        refused(f"UPDATE members_member SET {change}", match=constraint)
    refused("UPDATE members_membersearch SET phone_hash = '138'", match="member_phone_hash_is_hex")
    refused("UPDATE members_membersearch SET last_four_hash = '1234'", match="member_last_four_hash_is_hex")
    refused("UPDATE members_memberkey SET wrapped = ''", match="member_key_is_there")


def test_a_member_stays_in_one_house() -> None:
    ours, theirs = (enrolled(factories.venue(factories.party())) for _each in range(2))
    for column, other in (("venue_id", theirs.venue_id), ("referrer_id", theirs.pk), ("party_id", theirs.party_id)):
        refused(f"UPDATE members_member SET {column} = %s WHERE id = %s", other, ours.pk, match="of another party")
    refused(
        "UPDATE members_member SET state = 'merged', merged_into_id = %s WHERE id = %s",
        theirs.pk,
        ours.pk,
        match="cannot be merged",
    )


def test_a_merge_is_one_step_deep() -> None:
    venue = factories.venue(factories.party())
    first, second, third = (enrolled(venue) for _each in range(3))
    merge = "UPDATE members_member SET state = 'merged', merged_into_id = %s WHERE id = %s"
    connection.cursor().execute(merge, [first.pk, second.pk])
    refused(merge, second.pk, third.pk, match="cannot be merged")
    refused(merge, third.pk, first.pk, match="others are merged into")


def test_an_erased_member_stays_erased_and_has_no_key() -> None:
    venue = factories.venue(factories.party())
    one, other = enrolled(venue), enrolled(venue)
    nothing = {f"{name}_enciphered": None for name in ("name", "phone", "email", "identity", "birth_year")}
    empty = {"birth_month": None, "birth_day": None, "birth_is_leap_month": False, "state": "erased"}
    Member.objects.filter(pk=one.pk).update(**nothing, **empty)
    refused("SET CONSTRAINTS erased_whole IMMEDIATE", match="its key is still there")
    one.search.delete()
    one.key.delete()
    connection.cursor().execute("SET CONSTRAINTS erased_whole IMMEDIATE")
    refused("UPDATE members_member SET source = 'other' WHERE id = %s", one.pk, match="is erased")
    refused("UPDATE members_memberkey SET member_id = %s WHERE member_id = %s", one.pk, other.pk, match="is erased")


def test_what_was_said_and_looked_at_is_never_changed() -> None:
    venue = factories.venue(factories.party())
    member, user_id = enrolled(venue), at_work(venue, Role.MARKETING).user_id
    assert user_id is not None
    common = {"member": member, "user_id": user_id, "at": NOW}
    Consent.objects.create(channel="sms", purpose="marketing", given=True, way="signed", **common)
    MemberNote.objects.create(text_enciphered=b"?", **common)
    MemberChange.objects.create(fields=["phone"], **common)
    MemberLook.objects.create(field="phone", reason="?", **common)
    KeepingRule.objects.create(party=venue.party, silent_years=3, user_id=user_id, at=NOW)
    for model in (Consent, MemberNote, MemberChange, MemberLook, KeepingRule):
        table = model._meta.db_table
        refused(f"UPDATE {table} SET at = now()", by=ProgrammingError, match="permission denied")
        refused(f"DELETE FROM {table}", by=ProgrammingError, match="permission denied")


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"channel": "pigeon"}, "consent_channels"),
        ({"purpose": "fun"}, "consent_purposes"),
        ({"way": "dream"}, "consent_ways"),
        ({"user_id": None}, "consent_noted_by_somebody"),
    ],
)
def test_a_consent_says_by_what_for_what_and_who_wrote_it_down(columns: dict[str, object], constraint: str) -> None:
    venue = factories.venue(factories.party())
    usual = {"channel": "sms", "purpose": "marketing", "given": True, "way": "signed"}
    row = {**usual, "user_id": at_work(venue).user_id, "at": NOW, **columns}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Consent.objects.create(member=enrolled(venue), **row)
