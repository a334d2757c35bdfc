"""What becomes of imports and bills when a member is erased, the secret changes, or somebody is silent for long."""

import io
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError
from django.test import override_settings

from foundation.jobs import run_due
from foundation.sheets.reading import read_table
from members.domain.bills.happenings import bills_kept
from members.domain.imports import judging
from members.domain.imports.emptying import hasher_of, named
from members.domain.imports.keeping_up import OPEN_FOR, bills_since, drop_stale, rotate_imports
from members.domain.imports.loading import confirm_import
from members.domain.imports.results import write_rejected
from members.domain.imports.sealed import key_of
from members.domain.imports.sending import choose_columns
from members.domain.privacy.personal import Personal
from members.domain.registry.erasing import erase_member
from members.models import Import, ImportErasure, ImportRow, Member
from parties.domain.roles import Role
from tests import factories
from tests.members.bills.factories import NIGHT, billed
from tests.members.factories import NOW, PHONE, at_work, enrolled
from tests.members.imports.factories import HEADINGS, checked_members, loaded_members, outcomes, sent_members
from tests.members.imports.factories import NOW as FILE_SENT

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


def test_a_file_brings_nobody_back_who_was_erased_since_it_came() -> None:
    venue = factories.venue(factories.party())
    by, headings = at_work(venue), (*HEADINGS, "邮箱")
    rows = [("V1", "张三", "", ""), ("", "张三", PHONE, ""), ("V1", "张三", PHONE, "x"), ("V2", "李四", "", "")]
    judged = checked_members(venue, rows, by=by, headings=headings)
    kept = loaded_members(venue, rows[2:], by=by, headings=headings)
    unread = sent_members(venue, rows, by=by, headings=headings)
    bills = checked_members(
        venue,
        [("A1", "10", "2026-11-18", PHONE), ("A2", "x", "2026-11-18", PHONE)],
        by=by,
        headings=("账单号", "实收金额", "结账时间", "手机"),
        of="bills",
    )
    elsewhere = factories.venue(factories.party())
    theirs = checked_members(elsewhere, rows, by=at_work(elsewhere), headings=headings)
    assert {row.number: row.outcome for row in judged.all_rows.filter(number__gt=0)} == {
        2: "new",
        3: "new",
        4: "rejected",
        5: "new",
    }
    member = enrolled(venue, number="V1")  # at the desk, meanwhile
    erase_member(member.pk, reason="本人要求", by=at_work(venue, Role.CONTRACT_OWNER), at=NOW)
    for sent, full in ((judged, [0, 5]), (kept, [0]), (bills, [0]), (theirs, [0, 2, 3, 4, 5])):
        assert list(sent.all_rows.exclude(values_enciphered=b"").values_list("number", flat=True)) == full
    choose_columns(unread.pk, {int(place): code for place, code in unread.mapping.items()}, by=by, at=NOW)
    run_due()
    assert list(unread.all_rows.exclude(values_enciphered=b"").values_list("number", flat=True)) == [0, 5]
    gone = ("rejected", ["members.row_of_erased"])
    assert outcomes(unread) == {2: gone, 3: gone, 4: gone, 5: ("same", [])}
    assert outcomes(bills) == {2: gone, 3: gone}
    confirm_import(theirs.pk, by=at_work(elsewhere), at=NOW)
    run_due()
    assert Member.objects.filter(venue=elsewhere, state="active").count() == 3
    assert not Member.objects.filter(venue=venue).exclude(number="V2").exclude(state="erased").exists()


def test_a_row_under_way_in_the_moment_of_an_erasure_is_taken_over_no_more() -> None:
    venue = factories.venue(factories.party())
    by = at_work(venue)
    sent = checked_members(venue, [("V1", "张三", ""), ("V2", "李四", "")], by=by)
    ImportErasure.objects.create(of=sent, key=named(hasher_of(sent), "V1", "")[0])
    confirm_import(sent.pk, by=by, at=NOW)
    run_due()
    assert outcomes(sent) == {2: ("rejected", ["members.row_of_erased"]), 3: ("new", [])}
    assert not sent.all_rows.filter(number=2).exclude(values_enciphered=b"").exists()
    assert ([member.number for member in Member.objects.all()], ImportErasure.objects.count()) == (["V2"], 0)


@pytest.mark.parametrize("key", ["", "x" * 64])
def test_of_who_was_erased_nothing_but_a_hash_is_kept(key: str) -> None:
    venue = factories.venue(factories.party())
    sent = sent_members(venue, by=at_work(venue))
    with pytest.raises(IntegrityError):
        ImportErasure.objects.create(of=sent, key=key)


def test_a_file_that_nobody_brings_to_an_end_is_given_up_after_a_week() -> None:
    venue = factories.venue(factories.party())
    by = at_work(venue)
    uploaded, checked = sent_members(venue, by=by), checked_members(venue, by=by)
    confirmed, done = checked_members(venue, by=by), loaded_members(venue, [("V9", "王五", "")], by=by)
    confirm_import(confirmed.pk, by=by, at=NOW + timedelta(days=5))
    drop_stale(at=FILE_SENT + OPEN_FOR)
    assert not Import.objects.filter(state="dropped").exists()
    drop_stale(at=FILE_SENT + OPEN_FOR + timedelta(seconds=1))
    assert set(Import.objects.filter(state="dropped", key_enciphered=None)) == {uploaded, checked}
    run_due()
    assert not checked.all_rows.exclude(keys=[]).exists()
    assert set(Import.objects.filter(state="done")) == {confirmed, done}


def test_who_spends_something_gives_a_sign_of_life() -> None:
    venue = factories.venue(factories.party())
    member = enrolled(venue, number="V1")
    bill = billed(venue, by=at_work(venue), card="V1")
    billed(venue, by=at_work(venue), number="A2")
    assert [bill.member for bill in bills_since(NIGHT)] == [member]
    assert not bills_since(NIGHT + timedelta(seconds=1)).exists()
    kept = bills_kept(member, Personal(), at_work(venue))
    assert kept.rows == [["2026-11-20 02:30", bill.venue.name, "A1", "¥1,280.00"]]
    other = at_work(factories.venue(venue.party), only_here=True)
    assert bills_kept(member, Personal(), other).rows == []
