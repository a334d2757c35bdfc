"""The roll-up says what the bills say, whatever happens to them; and what is wrong is found and mended."""

import random
import threading
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from members.domain.imports.merging import merge_members, take_apart
from members.domain.retention.rolling import recount, repair
from members.models import Bill, MemberMonth
from tests.members.retention.histories import LATER, History, history

pytestmark = pytest.mark.django_db

OCTOBER = date(2026, 10, 1)


def cells(of: History) -> dict[tuple[int, date], tuple[int, int, date | None, date | None]]:
    rows = MemberMonth.objects.filter(party=of.party_id, visits__gt=0)
    return {(row.member_id, row.month): (row.visits, row.spend_fen, row.first_date, row.last_date) for row in rows}


def counted_slowly(of: History) -> dict[tuple[int, date], tuple[int, int, date | None, date | None]]:
    found: dict[tuple[int, date], list[tuple[date, int]]] = {}
    for member, day, fen, back in of.bills:
        if fen > back:
            found.setdefault((member, day.replace(day=1)), []).append((day, fen - back))
    return {
        cell: (len({day for day, _rest in rows}), sum(rest for _day, rest in rows), min(rows)[0], max(rows)[0])
        for cell, rows in found.items()
    }


def test_a_random_history_is_rolled_up_as_a_slow_count_has_it() -> None:
    dice, of = random.Random(5), history()
    members = [of.join(date(2026, 6, 1) + timedelta(days=dice.randrange(90))) for _each in range(4)]
    for _each in range(30):
        fen = dice.choice([100, 5_000, 88_800])
        back = dice.choice([0, 0, 0, fen // 2, fen])
        of.visit(dice.choice(members), date(2026, 8, 25) + timedelta(days=dice.randrange(40)), fen=fen, back=back)
    assert cells(of) == counted_slowly(of)
    assert repair(of.party_id, at=LATER).wrong == []


def test_a_repair_finds_what_is_wrong_and_mends_it() -> None:
    of = history()
    member = of.join(date(2026, 9, 1))
    of.come(member, [date(2026, 9, 5), date(2026, 10, 5), date(2026, 10, 6)])
    MemberMonth.objects.filter(month=OCTOBER).update(visits=9)
    MemberMonth.objects.exclude(month=OCTOBER).delete()
    assert repair(of.party_id, at=LATER).wrong == [(member.pk, date(2026, 9, 1)), (member.pk, OCTOBER)]
    assert cells(of) == counted_slowly(of)
    MemberMonth.objects.filter(month=OCTOBER).update(spend_fen=1)
    said = StringIO()
    call_command("retention_repair", stdout=said)
    assert said.getvalue() == f"{of.party_id}: 1 counted again\n"
    assert cells(of) == counted_slowly(of)


def test_two_members_who_are_one_have_one_roll_up_until_they_are_two_again() -> None:
    of = history()
    gone, kept = of.join(date(2026, 9, 1)), of.join(date(2026, 9, 1))
    of.come(gone, [date(2026, 10, 5), date(2026, 10, 6)])
    of.come(kept, [date(2026, 10, 6)])
    before = cells(of)
    merge = merge_members(kept.pk, gone.pk, by=of.scope, at=LATER)
    assert cells(of) == {(kept.pk, OCTOBER): (2, 30_000, date(2026, 10, 5), date(2026, 10, 6))}
    take_apart(merge.pk, by=of.scope, at=LATER)
    assert cells(of) == before


@pytest.mark.database
def test_the_table_refuses_what_cannot_be() -> None:
    of = history()
    member = of.join(date(2026, 9, 1))
    usual = {
        "member_id": member.pk,
        "party_id": of.party_id,
        "month": OCTOBER,
        "visits": 1,
        "first_date": date(2026, 10, 5),
        "last_date": date(2026, 10, 5),
        "counted_at": LATER,
    }
    for change, constraint in (
        ({"month": date(2026, 10, 2)}, "member_month_starts_on_the_first"),
        ({"visits": 32}, "member_month_possible"),
        ({"spend_fen": -1}, "member_month_possible"),
        ({"visits": 0}, "member_month_days_with_visits"),
        ({"last_date": date(2026, 10, 4)}, "member_month_days_with_visits"),
        ({"first_date": None}, "member_month_days_with_visits"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            MemberMonth.objects.create(**{**usual, **change})
    MemberMonth.objects.create(**usual)
    with pytest.raises(IntegrityError, match="member_month_once"), transaction.atomic():
        MemberMonth.objects.create(**usual)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("locks", [True, False])
def test_of_two_counts_at_once_the_second_sees_the_first(locks: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control counts without the lock: what was bought meanwhile is lost."""
    if not locks:
        monkeypatch.setattr("members.domain.retention.rolling.LOCK", "SELECT %(members)s")
    of = history()
    member = of.join(date(2026, 9, 1))
    of.visit(member, date(2026, 10, 5))
    bill = Bill.objects.get()
    began, waits = threading.Event(), threading.Event()

    def rival() -> None:
        began.wait()
        recount([(member.pk, OCTOBER)], at=timezone.now())
        connection.close()

    thread = threading.Thread(target=rival)
    thread.start()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('encore.actor', 'test', true)")
        recount([(member.pk, OCTOBER)], at=timezone.now())
        Bill.objects.create(**_second(bill))
        recount([(member.pk, OCTOBER)], at=timezone.now())
        began.set()
        waits.wait(0.3)
    thread.join()
    assert MemberMonth.objects.get().visits == (2 if locks else 1)


def _second(bill: Bill) -> dict[str, object]:
    copied = {each.attname: getattr(bill, each.attname) for each in Bill._meta.concrete_fields if not each.primary_key}
    return {**copied, "number": "SECOND", "business_date": date(2026, 10, 6)}
