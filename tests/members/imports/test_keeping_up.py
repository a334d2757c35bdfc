"""What becomes of imports and bills when a member is erased, the secret changes, or somebody is silent for long."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import override_settings

from members.domain.bills.happenings import bills_kept
from members.domain.imports.keeping_up import bills_since, rotate_imports
from members.domain.imports.sealed import key_of
from members.domain.privacy.personal import Personal
from members.domain.registry.erasing import erase_member
from members.models import ImportRow
from parties.domain.roles import Role
from tests import factories
from tests.members.bills.factories import NIGHT, billed
from tests.members.factories import NOW, at_work, enrolled
from tests.members.imports.factories import HEADINGS, checked_members

pytestmark = pytest.mark.django_db


def test_the_keys_of_imports_go_under_the_new_secret_once() -> None:
    venue = factories.venue(factories.party())
    sent = checked_members(venue, by=at_work(venue))
    key = key_of(sent)
    assert rotate_imports(10) == 0
    with override_settings(SECRET_KEY="a new one", SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        assert [rotate_imports(10), rotate_imports(10)] == [1, 0]
    with override_settings(SECRET_KEY="a new one", SECRET_KEY_FALLBACKS=[]):
        sent.refresh_from_db()
        assert key_of(sent).secret == key.secret


def test_of_an_erased_member_no_rejected_row_tells() -> None:
    venue = factories.venue(factories.party())
    by, member = at_work(venue), enrolled(venue, number="V1")
    sent = checked_members(
        venue, [("V1", "张三", "", "2026-1-2", "13")], by=by, headings=(*HEADINGS, "入会日期", "性别")
    )
    ImportRow.objects.filter(of=sent, number=2).update(member=member)
    erase_member(member.pk, reason="本人要求", by=at_work(venue, Role.CONTRACT_OWNER), at=NOW)
    assert bytes(ImportRow.objects.get(of=sent, number=2).values_enciphered) == b""


def test_who_spends_something_gives_a_sign_of_life() -> None:
    venue = factories.venue(factories.party())
    member = enrolled(venue, number="V1")
    bill = billed(venue, by=at_work(venue), card="V1")
    billed(venue, by=at_work(venue), number="A2")
    assert [bill.member for bill in bills_since(NIGHT)] == [member]
    assert not bills_since(NIGHT + timedelta(seconds=1)).exists()
    kept = bills_kept(member, Personal())
    assert kept.rows == [["2026-11-20 02:30", bill.venue.name, "A1", "¥1,280.00"]]
