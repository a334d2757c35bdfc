"""What becomes of imports and bills when a member is erased, the secret changes, or somebody is silent for long."""

import io
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import override_settings

from foundation.jobs import run_due
from foundation.sheets.reading import read_table
from members.domain.bills.happenings import bills_kept
from members.domain.imports import judging
from members.domain.imports.keeping_up import bills_since, rotate_imports
from members.domain.imports.loading import confirm_import
from members.domain.imports.results import write_rejected
from members.domain.imports.sealed import key_of
from members.domain.imports.sending import choose_columns
from members.domain.privacy.personal import Personal
from members.domain.registry.erasing import erase_member
from members.models import ImportRow
from parties.domain.roles import Role
from tests import factories
from tests.members.bills.factories import NIGHT, billed
from tests.members.factories import NOW, at_work, enrolled
from tests.members.imports.factories import HEADINGS, checked_members, outcomes, sent_members

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


@pytest.mark.parametrize("erased_while", ["checking", "checked", "loading", "looked at again"])
def test_an_import_goes_on_without_the_rows_of_who_is_erased(
    erased_while: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "BATCH", 1)
    venue = factories.venue(factories.party())
    by, member = at_work(venue), enrolled(venue, number="V1")
    enrolled(venue, number="V2", phone="")
    sent = sent_members(venue, [("V2", "王五", ""), ("V1", "张三丰", ""), ("V3", "李四", "")], by=by)

    def erase() -> None:
        erase_member(member.pk, reason="本人要求", by=at_work(venue, Role.CONTRACT_OWNER), at=NOW)

    choose_columns(sent.pk, {0: "number", 1: "name"}, by=by, at=NOW)
    if erased_while == "checking":
        run_due(limit=3)
        erase()
    run_due()
    if erased_while in ("checked", "looked at again"):
        erase()
    if erased_while == "looked at again":
        choose_columns(sent.pk, {0: "number", 1: "name"}, by=by, at=NOW + timedelta(minutes=1))
        run_due()
    confirm_import(sent.pk, by=by, at=NOW)
    if erased_while == "loading":
        erase()
    run_due()
    sent.refresh_from_db()
    assert (sent.state, sent.rows_done) == ("done", 3)
    assert outcomes(sent) == {
        2: ("changed", []),
        3: ("rejected", ["members.row_of_erased"]),
        4: ("new", []),
    }
    errors = io.BytesIO()
    write_rejected(sent, errors)
    assert len(list(read_table(errors))) == 1


def test_who_spends_something_gives_a_sign_of_life() -> None:
    venue = factories.venue(factories.party())
    member = enrolled(venue, number="V1")
    bill = billed(venue, by=at_work(venue), card="V1")
    billed(venue, by=at_work(venue), number="A2")
    assert [bill.member for bill in bills_since(NIGHT)] == [member]
    assert not bills_since(NIGHT + timedelta(seconds=1)).exists()
    kept = bills_kept(member, Personal())
    assert kept.rows == [["2026-11-20 02:30", bill.venue.name, "A1", "¥1,280.00"]]
