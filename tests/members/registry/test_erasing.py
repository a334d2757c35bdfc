"""Erasure: the key goes, and with it what the audit kept; what was spent stays. Silent members are asked about."""

from datetime import timedelta
from typing import Any

import pytest

from foundation.enciphering import Unreadable, decipher, house_key
from foundation.models import AuditEntry
from foundation.refusals import Refused
from members.domain.privacy.personal import opened_key
from members.domain.privacy.reading import masked_of, personal_of
from members.domain.registry.changing import change_member
from members.domain.registry.erasing import erase_member, keep_member, propose_erasure
from members.domain.registry.keeping import keep_for, propose_silent
from members.domain.registry.lifecycle import MEMBER
from members.domain.registry.notes import note, read_notes
from members.models import Erasure, Member, MemberKey, MemberSearch
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM, writing
from tests import factories
from tests.members.factories import NOW, PHONE, at_work, enrolled

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)


def kept_phones(member: Member) -> list[bytes]:
    """What the audit trail holds of the member's telephone numbers."""
    entries = AuditEntry.objects.filter(table_name="members_member", row_id=str(member.pk)).order_by("pk")
    texts = [(entry.after or {}).get("phone_enciphered") for entry in entries]
    return [bytes.fromhex(text.removeprefix("\\x")) for text in texts if text]


def test_after_the_erasure_nobody_can_read_what_the_audit_kept() -> None:
    venue = factories.venue(factories.party())
    member, by = enrolled(venue, preferences={"songs": ["海阔天空"]}), at_work(venue)
    written = note(member.pk, "怕冷", by=by, at=NOW)
    change_member(member.pk, {"phone": "13911112222"}, by=by, at=NOW)
    key, about = opened_key(member.key), f"members.member:{member.pk}:phone"
    old, new = kept_phones(member)
    assert [decipher(each, about=about, find_key=lambda _name: key) for each in (old, new)] == [PHONE, "+8613911112222"]
    erasure = erase_member(member.pk, reason="本人要求", by=by, at=NOW)
    member.refresh_from_db()
    assert (erasure.state, erasure.decided_by_id, member.state) == ("done", by.user_id, "erased")
    assert (member.number, member.preferences, member.birth_month) == (f"ERASED-{member.pk}", {}, None)
    assert (MemberKey.objects.count(), MemberSearch.objects.count()) == (0, 0)
    for each in (old, new):
        with pytest.raises(Unreadable):
            decipher(each, about=about, find_key=house_key)
    assert (personal_of(member).name, masked_of(member).name, read_notes([written])) == ("", "", [(written, "")])
    assert not AuditEntry.objects.filter(table_name__in=["members_memberkey", "members_membersearch"])
    assert not [entry for entry in AuditEntry.objects.all() if "海阔天空" in f"{entry.before}{entry.after}"]
    with pytest.raises(Refused) as refused:
        propose_erasure(member.pk, by=by, at=NOW)
    assert refused.value.code == "members.erased"
    with pytest.raises(Refused) as refused:
        erase_member(member.pk, reason="本人要求", by=by, at=NOW)
    assert refused.value.code == "members.erased"


def test_who_was_merged_goes_together() -> None:
    venue = factories.venue(factories.party())
    main, other = enrolled(venue), enrolled(venue)
    with writing(SYSTEM):
        MEMBER.move(Member, other.pk, "merge", merged_into=main)
    erasure = erase_member(other.pk, reason="本人要求", by=at_work(venue), at=NOW)
    assert erasure.member_id == other.pk
    assert [member.state for member in Member.objects.order_by("pk")] == ["erased", "erased"]
    assert MemberKey.objects.count() == 0


def test_only_the_members_own_house_erases() -> None:
    agreement = factories.effective_contract(at=NOW - YEAR / 2)
    member = enrolled(agreement.venue)
    provider = factories.scope(factories.person(agreement.provider, Role.VENUE_MANAGER))
    assert Member.objects.within(provider, verb="members.erase").get() == member
    for by, code in (
        (provider, "members.not_yours"),
        (at_work(agreement.venue, Role.MARKETING), "parties.not_yours"),
        (at_work(factories.venue(factories.party())), "parties.not_yours"),
    ):
        with pytest.raises(Refused) as refused:
            erase_member(member.pk, reason="?", by=by, at=NOW)
        assert refused.value.code == code


def test_silent_members_are_proposed_once_and_a_person_decides() -> None:
    venue = factories.venue(factories.party())
    by = at_work(venue)
    long_ago: dict[str, Any] = {"at": NOW - 4 * YEAR, "joined_date": (NOW - 4 * YEAR).date(), "phone": ""}
    silent, other, noted, _fresh = (
        enrolled(venue, **long_ago),
        enrolled(venue, **long_ago),
        enrolled(venue, **long_ago),
        enrolled(venue),
    )
    note(noted.pk, "来过", by=by, at=NOW - YEAR)
    elsewhere = enrolled(factories.venue(factories.party()), **long_ago)
    assert propose_silent(at=NOW) == 0
    keep_for(venue.party_id, 3, by=by, at=NOW)
    propose_silent(at=NOW)
    assert [erasure.member_id for erasure in Erasure.objects.order_by("member")] == [silent.pk, other.pk]
    keep_member(Erasure.objects.get(member=other).pk, reason="老朋友", by=by, at=NOW)
    assert erase_member(silent.pk, reason="四年未来", by=by, at=NOW).cause == "silent"
    assert propose_silent(at=NOW + timedelta(days=1)) == 0
    keep_for(venue.party_id, 0, by=by, at=NOW)
    assert propose_silent(at=NOW + 2 * YEAR) == 0
    assert personal_of(elsewhere).name == "张三"
    with pytest.raises(Refused) as refused:
        keep_for(venue.party_id, 31, by=by, at=NOW)
    assert refused.value.code == "members.years_wrong"
