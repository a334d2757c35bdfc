"""Members come in, are changed, and are found by what is hashed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from foundation.audit import history_of
from foundation.refusals import Refused
from members.domain.privacy.filing import Hashes
from members.domain.privacy.reading import masked_of, personal_of
from members.domain.registry.changing import change_member
from members.domain.registry.consents import Word, allows, consents_of, record_consents
from members.domain.registry.custom_fields import add_field
from members.domain.registry.enrolling import enrol_member
from members.domain.registry.notes import note, read_notes
from members.domain.registry.profile import Birthday, checked_birthday
from members.domain.registry.timeline import timeline_of
from members.models import Member
from parties.domain.roles import Role
from tests import factories
from tests.members.factories import NOW, PHONE, at_work, enrolled, profile

pytestmark = pytest.mark.django_db


def refusal(member: Member, **changes: Any) -> tuple[str, str | None]:
    assert member.venue is not None
    with pytest.raises(Refused) as refused:
        change_member(member.pk, changes, by=at_work(member.venue), at=NOW)
    return refused.value.code, refused.value.field


def test_a_member_is_kept_enciphered_under_a_key_of_their_own() -> None:
    venue = factories.venue(factories.party())
    by = at_work(venue, Role.CUSTOMER_SERVICE, only_here=True)
    member = enrol_member(venue.party_id, profile(venue, email="Z@Example.com"), by=by, at=NOW)
    member.refresh_from_db()
    clear, mask = personal_of(member), masked_of(member)
    assert (clear.name, clear.phone, clear.email, clear.birth_year) == ("张三", PHONE, "z@example.com", "1990")
    assert (mask.name, mask.phone) == ("张*", "138****1234")
    assert (member.number, member.birth_month, member.birth_day) == (f"M{member.pk:08d}", 8, 15)
    assert member.search.phone_hash == Hashes(venue.party_id).phone(PHONE) != Hashes(venue.party_id + 1).phone(PHONE)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT row_to_json(m)::text, row_to_json(k)::text, row_to_json(s)::text"
            " FROM members_member m, members_memberkey k, members_membersearch s"
        )
        rows = cursor.fetchall()
    texts = [text for row in rows for text in row] + [str(entry.after) for entry in history_of(member)]
    assert [text for text in texts if "13800001234" in text or "张三" in text or "1990" in text] == []


def test_who_enrols_has_to_work_there() -> None:
    venue = factories.venue(factories.party())
    elsewhere = at_work(factories.venue(factories.party()))
    limited = at_work(venue, only_here=True)
    for by, where, code in (
        (elsewhere, venue, "members.venue_unknown"),
        (elsewhere, None, "members.venue_missing"),
        (limited, None, "members.venue_missing"),
        (at_work(venue, Role.AUDITOR), venue, "members.venue_unknown"),
    ):
        with pytest.raises(Refused) as refused:
            enrol_member(venue.party_id, profile(where), by=by, at=NOW)
        assert refused.value.code == code
    assert enrol_member(venue.party_id, profile(None), by=at_work(venue), at=NOW).venue_id is None


def test_a_known_phone_and_a_taken_number_are_told() -> None:
    venue = factories.venue(factories.party())
    known, by = enrolled(venue, number="vip-1"), at_work(venue)
    assert known.number == "VIP-1"
    with pytest.raises(Refused) as refused:
        enrol_member(venue.party_id, profile(venue, phone="+86 13800001234"), by=by, at=NOW)
    assert (refused.value.code, refused.value.params) == ("members.phone_known", {"number": "VIP-1"})
    with pytest.raises(Refused) as refused:
        enrol_member(venue.party_id, profile(venue, phone="", number="VIP-1"), by=by, at=NOW)
    assert refused.value.code == "members.number_taken"
    there = factories.venue(venue.party)
    with pytest.raises(Refused) as refused:
        enrol_member(venue.party_id, profile(there), by=at_work(there, Role.PROMOTER, only_here=True), at=NOW)
    assert (refused.value.code, refused.value.params) == ("members.phone_known_elsewhere", {})
    enrolled(factories.venue(factories.party()), number="VIP-1")


def test_a_change_is_written_where_it_belongs_and_says_who_made_it() -> None:
    venue = factories.venue(factories.party())
    member, by = enrolled(venue), at_work(venue)
    change_member(member.pk, {"phone": "139 0000 9999", "birthday": None}, by=by, at=NOW, revision=0)
    change_member(member.pk, {"phone": "+8613900009999", "gender": ""}, by=by, at=NOW, revision=1)
    member.refresh_from_db()
    assert (personal_of(member).phone, member.birth_month, personal_of(member).birth_year) == (
        "+8613900009999",
        None,
        "",
    )
    assert member.search.phone_hash == Hashes(venue.party_id).phone("+8613900009999")
    assert [(change.fields, change.user_id) for change in member.changes.all()] == [(["phone", "birthday"], by.user_id)]
    assert member.revision == 1
    with pytest.raises(Refused) as refused:
        change_member(member.pk, {"gender": "man"}, by=by, at=NOW, revision=0)
    assert refused.value.code == "members.changed_meanwhile"
    with pytest.raises(Refused) as refused:
        change_member(member.pk, {"gender": "man"}, by=at_work(factories.venue(factories.party())), at=NOW)
    assert refused.value.code == "parties.not_yours"


def test_what_makes_no_sense_is_refused_at_its_field() -> None:
    member = enrolled(factories.venue(factories.party()))
    tomorrow = NOW.date() + timedelta(days=1)
    assert [
        refusal(member, name=" "),
        refusal(member, name="张 13800001234"),
        refusal(member, email="nobody"),
        refusal(member, identity="110105194912310021"),
        refusal(member, number="13800001234"),
        refusal(member, source="stars"),
        refusal(member, joined_date=tomorrow),
        refusal(member, birthday=Birthday(2, 30)),
        refusal(member, birthday=Birthday(2, 3, is_leap_month=True)),
        refusal(member, birthday=Birthday(2, 29, year=2001)),
        refusal(member, birthday=Birthday(2, 2, year=1899)),
        refusal(member, preferences={"songs": ["138-0000-1234"]}),
        refusal(member, referrer_id=member.pk),
    ] == [
        ("members.name_missing", "name"),
        ("members.number_in_text", "name"),
        ("members.email_wrong", "email"),
        ("members.identity_wrong", "identity"),
        ("members.number_wrong", "number"),
        ("members.choice_unknown", "source"),
        ("members.joined_in_future", "joined_date"),
        ("members.birthday_impossible", "birthday"),
        ("members.leap_month_is_lunar", "birthday"),
        ("members.birthday_impossible", "birthday"),
        ("members.birthday_impossible", "birthday"),
        ("members.number_in_text", "songs"),
        ("members.referrer_circle", "referrer"),
    ]
    assert checked_birthday(Birthday(2, 30, "lunar", year=2025), today=date(2026, 1, 1)).day == 30


def test_nobody_recommends_each_other() -> None:
    venue = factories.venue(factories.party())
    first = enrolled(venue)
    second = enrolled(venue, referrer_id=first.pk)
    third = enrolled(venue, referrer_id=second.pk)
    assert refusal(first, referrer_id=third.pk) == ("members.referrer_circle", "referrer")
    stranger = enrolled(factories.venue(factories.party()))
    assert refusal(first, referrer_id=stranger.pk) == ("members.referrer_unknown", "referrer")


def test_a_partys_own_fields_hold_what_fits_them() -> None:
    venue = factories.venue(factories.party())
    member, by = enrolled(venue), at_work(venue)
    kinds = {"text": [], "number": [], "date": [], "choice": ["甲", "乙"], "yes_no": []}
    made = {kind: str(add_field(venue.party_id, kind, kind, of, by=by).pk) for kind, of in kinds.items()}
    values = {"text": " 常客 ", "number": "3.50", "date": "2026-02-03", "choice": "乙", "yes_no": "no"}
    change_member(member.pk, {"custom": {made[kind]: value for kind, value in values.items()}}, by=by, at=NOW)
    member.refresh_from_db()
    kept = {kind: member.custom[pk] for kind, pk in made.items()}
    assert kept == {"text": "常客", "number": "3.5", "date": "2026-02-03", "choice": "乙", "yes_no": False}
    wrong = {"text": "13800001234", "number": "13800001234", "date": "3.2.2026", "choice": "丙", "yes_no": "?"}
    assert [refusal(member, custom={made[kind]: value})[0] for kind, value in wrong.items()] == [
        "members.number_in_text",
        *["members.custom_wrong"] * 4,
    ]
    with pytest.raises(Refused) as refused:
        add_field(venue.party_id, "text", "date", by=by)
    assert refused.value.code == "members.field_taken"


def test_the_last_word_on_a_consent_counts_and_silence_is_none() -> None:
    venue = factories.venue(factories.party())
    member, by = enrolled(venue), at_work(venue)
    assert not allows(member.pk, "sms", "marketing")
    words = [Word("sms", "marketing", given=True), Word("phone", "service", given=True)]
    assert len(record_consents(member.pk, words, way="signed", by=by, at=NOW)) == 2
    assert record_consents(member.pk, words[:1], way="signed", by=by, at=NOW) == []
    assert allows(member.pk, "sms", "marketing")
    record_consents(member.pk, [Word("sms", "marketing", given=False)], way="call", by=by, at=NOW)
    assert not allows(member.pk, "sms", "marketing")
    now = consents_of([member.pk])[member.pk]
    assert {key: word.given for key, word in now.items()} == {("sms", "marketing"): False, ("phone", "service"): True}
    assert member.consents.count() == 3


def test_notes_and_the_line_of_time_tell_what_happened() -> None:
    venue = factories.venue(factories.party())
    member, by = enrolled(venue), at_work(venue)
    kept = note(member.pk, "电话 13800001234\r\n找他", by=by, at=NOW + timedelta(minutes=1))
    assert b"13800001234" not in bytes(kept.text_enciphered)
    assert [text for _note, text in read_notes(list(member.notes.all()))] == ["电话 13800001234\n找他"]
    assert [happening.icon for happening in timeline_of(member, by=by)] == ["note", "user-plus"]
