"""A file of members from its sending to its end: shown before anything is written, taken over once, sent again for
nothing, mended and sent again."""

import io

import pytest
from django.db import connection

from foundation.enciphering import Unreadable
from foundation.jobs import run_due
from foundation.models import Job
from foundation.sheets.reading import read_table
from members.domain.imports import judging, loading
from members.domain.imports.loading import confirm_import, drop_import
from members.domain.imports.results import counts_of, shown, write_rejected
from members.domain.imports.sealed import opened_file
from members.domain.imports.sending import choose_columns, send_import
from members.domain.privacy.reading import personal_of
from members.domain.registry.profile import Birthday
from members.models import Bill, Import, ImportRow, Member
from parties.domain.roles import Role
from tests import factories
from tests.complaints.refused import refused
from tests.members.bills.factories import billed
from tests.members.factories import at_work, enrolled
from tests.members.imports.factories import (
    HEADINGS,
    NOW,
    checked_members,
    loaded_members,
    outcomes,
    sent_members,
    upload,
)

pytestmark = pytest.mark.django_db
MIXED = (
    ("V1", "张三", "138 0000 1234"),
    ("V1", "张三丰", ""),
    ("V3", "王", "1"),
    ("", "王五", ""),
    ("V5", "赵六", "+86-138-0000-1234"),
    ("V6", "=1+1", "139-0000-5678"),
    ("V7", "钱\u202e七", "13700001234"),
)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_mistakes_are_told_row_by_row_the_good_rows_load_and_the_mended_ones_follow(kind: str) -> None:
    venue = factories.venue(factories.party())
    by = at_work(venue)
    sent = checked_members(venue, MIXED, by=by, kind=kind)
    assert (sent.state, sent.rows, sent.rows_done) == ("checked", 7, 7)
    assert outcomes(sent) == {
        2: ("new", []),
        3: ("rejected", ["members.row_repeated"]),
        4: ("rejected", ["members.phone_wrong"]),
        5: ("rejected", ["members.row_of_nobody"]),
        6: ("rejected", ["members.row_repeated"]),
        7: ("new", []),
        8: ("rejected", ["foundation.hidden_characters"]),
    }
    assert not Member.objects.exists()
    confirm_import(sent.pk, by=by, at=NOW)
    run_due()
    sent.refresh_from_db()
    assert (sent.state, sent.rows_done, counts_of(sent)["rejected"]) == ("done", 7, 5)
    names = {member.number: personal_of(member).name for member in Member.objects.all()}
    assert names == {"V1": "张三", "V6": "=1+1"}

    errors = io.BytesIO()
    write_rejected(sent, errors)
    headings, *rows = [line.cells for line in read_table(errors)]
    assert [len(row) for row in (headings, *rows)] == [4] * 6
    mended = [["V3", "孙八", "13600001234", rows[1][3]], ["V1", "张三丰", "13800001234"]]
    again = loaded_members(venue, mended, by=by, headings=headings, kind=kind)
    assert outcomes(again) == {2: ("new", []), 3: ("changed", [])}
    assert personal_of(Member.objects.get(number="V1")).name == "张三丰"
    assert Member.objects.get(number="V1").changes.get().fields == ["name"]


def test_sending_the_same_file_again_changes_nothing_and_its_columns_are_known() -> None:
    venue = factories.venue(factories.party())
    by = at_work(venue)
    headings = ("甲", "乙", "丙", "生日", "性别", "喜欢的歌")
    rows = [
        ("V1", "张三", "13800001234", "1990年5月3日", "男", "海阔天空、后来"),
        ("V2", "李四", "", "农历八月十五", "", ""),
    ]
    sent = sent_members(venue, rows, by=by, headings=headings)
    assert sent.mapping == {"3": "birthday", "4": "gender", "5": "songs"}
    with refused("members.columns_missing"):
        choose_columns(sent.pk, {}, by=by, at=NOW)
    with refused("members.column_twice"):
        choose_columns(sent.pk, {0: "name", 1: "name"}, by=by, at=NOW)
    chosen = {0: "number", 1: "name", 2: "phone", 3: "birthday", 4: "gender", 5: "songs"}
    choose_columns(sent.pk, chosen, by=by, at=NOW)
    run_due()
    confirm_import(sent.pk, by=by, at=NOW)
    run_due()
    zhang = Member.objects.get(number="V1")
    assert (zhang.gender, zhang.birth_month, zhang.birth_day, zhang.source) == ("man", 5, 3, "imported")
    assert zhang.preferences == {"songs": ["海阔天空", "后来"]}
    assert Member.objects.get(number="V2").birth_calendar == "lunar"
    again = checked_members(venue, rows, by=by, headings=headings)
    assert again.mapping == {str(place): code for place, code in chosen.items()}
    assert outcomes(again) == {2: ("same", []), 3: ("same", [])}
    with refused("members.no_good_rows"):
        confirm_import(again.pk, by=by, at=NOW)


def test_a_row_finds_its_member_by_card_or_telephone_and_takes_nothing_away() -> None:
    venue = factories.venue(factories.party())
    by = at_work(venue)
    known = enrolled(venue, number="V1", birthday=Birthday(5, 3, year=1990))
    gone = enrolled(venue, number="OLD", phone="")
    Member.objects.filter(pk=gone.pk).update(state="merged", merged_into=known)
    elsewhere = enrolled(factories.venue(venue.party), number="FAR", phone="13900000001")
    for number in ("T1", "T2"):
        enrolled(venue, number=number, phone="13900000002")
    here = at_work(venue, only_here=True)
    rows = [
        ("", "张三", "138 0000 1234", "5月3日"),
        ("NEW", "张三", "13800001234", ""),
        ("FAR", "李", "", ""),
        ("", "王", "13900000002", ""),
        ("V9", "赵", "", "2月30日"),
    ]
    sent = checked_members(venue, rows, by=here, headings=(*HEADINGS, "生日"))
    assert outcomes(sent) == {
        2: ("same", []),
        3: ("rejected", ["members.phone_known"]),
        4: ("rejected", ["members.of_another_venue"]),
        5: ("rejected", ["members.phone_of_several"]),
        6: ("rejected", ["members.birthday_impossible"]),
    }
    old_card = loaded_members(venue, [("OLD", "张三四", "")], by=by)
    assert outcomes(old_card) == {2: ("changed", [])}
    known.refresh_from_db()
    assert (personal_of(known).name, known.number, personal_of(known).birth_year) == ("张三四", "V1", "1990")
    assert elsewhere.revision == 0


def test_a_file_does_not_tell_which_telephone_numbers_are_known() -> None:
    venue = factories.venue(factories.party())
    enrolled(venue, number="V1", phone="13900000001")
    enrolled(factories.venue(venue.party), number="FAR", phone="13900000002")
    rows = [("N1", "张", "13900000001"), ("N2", "张", "13900000002"), ("", "张", "13900000001"), ("N3", "张", "95588")]
    wrong = ("rejected", ["members.phone_wrong"])
    sees_numbers = checked_members(venue, rows, by=at_work(venue, only_here=True))
    assert outcomes(sees_numbers) == {
        2: ("rejected", ["members.phone_known"]),
        3: ("rejected", ["members.phone_known_elsewhere"]),
        4: ("changed", []),
        5: wrong,
    }
    sees_none = checked_members(venue, rows, by=at_work(venue, Role.ACCOUNT_MANAGER))
    needs_card = ("rejected", ["members.row_needs_card"])
    assert outcomes(sees_none) == {2: ("new", []), 3: ("new", []), 4: needs_card, 5: wrong}


def test_batches_go_on_where_they_stopped_and_a_row_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "BATCH", 2)
    monkeypatch.setattr(loading, "BATCH", 2)
    venue = factories.venue(factories.party())
    by = at_work(venue)
    rows = [(f"V{number}", "张三", f"138000{number:05d}") for number in range(5)] + [("V0", "李", "")]
    sent = checked_members(venue, rows, by=by)
    assert outcomes(sent)[7] == ("rejected", ["members.row_repeated"])
    confirm_import(sent.pk, by=by, at=NOW)
    run_due(limit=1)
    sent.refresh_from_db()
    assert (sent.state, sent.rows_done, Member.objects.count()) == ("loading", 2, 2)
    enrolled(venue, number="V3", phone="")  # meanwhile, at the desk
    for job in list(Job.objects.filter(kind=loading.LOAD)):
        loading.load_batch(job)  # a worker that was taken for dead comes back
    run_due()
    sent.refresh_from_db()
    assert (sent.state, sent.rows_done, Member.objects.count()) == ("done", 6, 5)
    assert [row.outcome for row in ImportRow.objects.filter(of=sent, number__gt=0).order_by("number")] == [
        "new",
        "new",
        "new",
        "changed",
        "new",
        "rejected",
    ]


def test_nothing_of_a_file_rests_in_the_clear_and_after_a_month_nobody_can_read_it() -> None:
    venue = factories.venue(factories.party())
    by = at_work(venue)
    sent = loaded_members(venue, [*MIXED, ("V9", "周九", "13812345678")], by=by)
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text ~ %s', ["周九|13812345678|12345678"])
            assert cursor.fetchone() == (0,), table
    assert "周九".encode() not in sent.file.read()
    good, wrong = ImportRow.objects.filter(of=sent, number__in=(9, 4)).order_by("-number")
    assert [each.cells for each in shown(sent, [good, wrong], by=by)] == [[], ["V3", "王", "1"]]
    assert shown(sent, [wrong], by=at_work(venue))[0].cells == []
    with pytest.raises(Unreadable):  # of whoever is erased, no file tells
        opened_file(sent)
    loading.forget_import(Job.objects.get(kind=loading.FORGET))
    sent.refresh_from_db()
    assert sent.is_forgotten
    assert shown(sent, [wrong], by=by)[0].cells == []


def test_a_file_that_breaks_off_stops_the_import_and_leaves_nothing() -> None:
    venue = factories.venue(factories.party())
    by = at_work(venue)
    sent = send_import(venue.pk, "members", upload([HEADINGS, *MIXED, ("x" * 6000, "", "")]), by=by, at=NOW)
    choose_columns(sent.pk, {0: "number", 1: "name"}, by=by, at=NOW)
    run_due()
    sent.refresh_from_db()
    assert (sent.state, sent.reason, sent.all_rows.count()) == ("stopped", "foundation.sheet_cell_too_long", 0)
    drop_import(sent.pk, by=by, at=NOW)
    assert Import.objects.get().is_forgotten


def test_files_are_sent_by_the_house_for_its_own_venues() -> None:
    venue = factories.venue(factories.party())
    empty = upload([HEADINGS])
    with refused("foundation.sheet_empty"):
        send_import(venue.pk, "members", empty, by=at_work(venue), at=NOW)
    for by, kind in (
        (at_work(factories.venue(factories.party())), "members"),
        (at_work(venue, Role.FLOOR), "members"),
        (at_work(venue, Role.MARKETING), "bills"),  # who enters no bill by hand enters none by file
    ):
        with refused("members.venue_unknown"):
            sent_members(venue, by=by, of=kind)


def test_bills_of_a_file_are_recorded_as_any_other() -> None:
    venue = factories.venue(factories.party())
    by, member = at_work(venue), enrolled(venue, number="V1")
    promoter = factories.person(venue.party, Role.PROMOTER)
    earlier = billed(venue, by=by)
    headings = ("账单号", "实收金额", "结账时间", "卡号", "包厢", "推广员", "原单号")
    rows = [
        ("B1", "¥1,234.50", "2026-11-18 23:15", "V1", "888", promoter.email, ""),
        ("A1", "1280", earlier.happened_at.isoformat(), "", "", "", ""),
        ("A1", "1", "2026-11-18", "", "", "", ""),
        ("B2", "12.345", "昨天", "", "", "", ""),
        ("B3", "1", "2026-11-18", "V9", "", "", ""),
        ("B4", "1", "2026-11-18", "", "", "nobody@example.com", ""),
        ("R1", "100000", "2026-11-19", "", "", "", "B1"),
        ("R2", "34.50", "2026/11/19 20:00:00", "", "", "", "B1"),
    ]
    sent = loaded_members(venue, rows, by=by, headings=headings, of="bills")
    assert outcomes(sent) == {
        2: ("new", []),
        3: ("same", []),
        4: ("rejected", ["members.bill_differs"]),
        5: ("rejected", ["members.bill_amount_wrong", "members.day_unreadable"]),
        6: ("rejected", ["members.card_unknown"]),
        7: ("rejected", ["members.person_unknown"]),
        8: ("rejected", ["members.refund_too_large"]),
        9: ("new", []),
    }
    bill, refund = Bill.objects.get(number="B1"), Bill.objects.get(number="R2")
    assert (bill.amount_fen, bill.member, bill.promoter, bill.room_name, bill.way) == (
        123_450,
        member,
        promoter,
        "888",
        "file",
    )
    assert (refund.member, refund.signed_fen) == (member, -3_450)


def test_a_file_of_bills_does_not_tell_who_works_elsewhere() -> None:
    agreement = factories.effective_contract(at=NOW)
    venue = agreement.venue
    others = factories.effective_contract(at=NOW)
    people = [
        factories.person(party, Role.PROMOTER)
        for party in (venue.party, agreement.provider, others.venue.party, others.provider)
    ]
    rows = [(f"B{number}", "1", "2026-11-18", person.email) for number, person in enumerate(people)]
    sent = checked_members(
        venue, rows, by=at_work(venue), headings=("账单号", "实收金额", "结账时间", "推广员"), of="bills"
    )
    unknown = ("rejected", ["members.person_unknown"])
    assert outcomes(sent) == {2: ("new", []), 3: ("new", []), 4: unknown, 5: unknown}
