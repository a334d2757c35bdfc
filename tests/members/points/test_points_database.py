"""What the database itself refuses, whatever the program does."""

import uuid
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from psycopg2 import extensions

from foundation.models import Job
from members.domain.points.benefits import add_benefit
from members.domain.points.verifying import Mismatch, run, verify
from members.models import (
    BenefitUse,
    MemberTier,
    PointAccount,
    PointAct,
    PointAdjustment,
    PointEntry,
    PointLot,
    PointScheme,
    Tier,
    TierChange,
    TierTable,
)
from tests.members.factories import NOW, enrolled
from tests.members.points.makers import DAY, House

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def house() -> House:
    made = House()
    made.scheme()
    made.tiers()
    made.paid(20_000)
    connection.check_constraints()
    return made


def _act(house: House, **changes: object) -> PointAct:
    account = PointAccount.objects.get(member=house.member)
    plain = {
        "account": account,
        "key": str(uuid.uuid4()),
        "kind": "spent",
        "balance_change": -10,
        "balance_after": account.balance - 10,
        "debt_after": 0,
        "at": NOW,
    }
    return PointAct.objects.create(**{**plain, **changes})


def _take(act: PointAct, points: int, lot: PointLot | None = None) -> None:
    PointEntry.objects.create(act=act, lot=lot or PointLot.objects.get(), points=points)


def _refused(break_it: Callable[[], object], words: str) -> None:
    def judged() -> None:
        with transaction.atomic():
            break_it()
            connection.check_constraints()

    with pytest.raises(DatabaseError, match=words):
        judged()


def test_a_lot_is_never_exceeded_and_an_act_moves_what_its_entries_say(house: House) -> None:
    _refused(lambda: _take(_act(house, balance_change=-9_999, balance_after=-7_999), 9_999), "points_never_negative")
    _refused(lambda: _take(_act(house), 2_001), "point_lot_never_exceeded")
    _refused(lambda: _take(_act(house), 9), "the account moves by")
    _refused(lambda: _act(house), "the account moves by")
    act = _act(house)
    _take(act, 10)
    connection.check_constraints()
    _refused(
        lambda: PointLot.objects.create(account=act.account, act=act, points=1, left=1, earned_at=NOW, settles_at=NOW),
        "the account moves by",
    )
    _refused(lambda: _act(house, balance_after=1_990), "holds")
    other = House()
    other.scheme()
    other.paid(100)
    _refused(lambda: _take(_act(house), 10, PointLot.objects.get(account__member=other.member)), "another account")


def test_balance_debt_and_lots_move_by_acts_alone(house: House) -> None:
    account, lot = PointAccount.objects.get(member=house.member), PointLot.objects.get()
    _refused(lambda: PointAccount.objects.filter(pk=account.pk).update(balance=5), "follow from other rows")
    _refused(lambda: PointLot.objects.filter(pk=lot.pk).update(left=5), "follow from other rows")
    _refused(lambda: PointLot.objects.filter(pk=lot.pk).update(expires_at=None), "follow from other rows")
    _refused(lot.delete, "never removed")
    _refused(lambda: PointAccount.objects.create(member=enrolled(house.venue), balance=5), "begins with nothing")
    _refused(lambda: PointAct.objects.update(reason="x"), "permission denied|never changed")
    _refused(lambda: PointEntry.objects.all().delete(), "permission denied|never changed")
    _refused(lambda: _act(house, kind="lapsed", key=f"lapsed:{lot.pk}", debt_change=1, debt_after=1), "point_act_direc")
    _refused(lambda: _act(house, kind="taken_back"), "point_act_reverses")
    _refused(lambda: _act(house, kind="adjusted"), "point_adjustment_says_why")


def test_more_is_never_taken_back_than_was_brought_nor_rewarded_twice(house: House) -> None:
    earned, lot = PointAct.objects.get(kind="bill"), PointLot.objects.get()
    _refused(
        lambda: _take(
            _act(
                house,
                kind="taken_back",
                reverses=earned,
                balance_change=-2_000,
                balance_after=0,
                debt_change=1,
                debt_after=1,
            ),
            2_000,
        ),
        "more is taken back",
    )
    guest = enrolled(house.venue, referrer_id=house.member.pk)
    bill = house.paid(100, member=guest)
    account = PointAccount.objects.get(member=house.member)
    again = {"kind": "referral", "referred": guest, "bill": bill, "balance_change": 0, "balance_after": account.balance}
    _refused(lambda: _act(house, **again), "rewarded for already")
    assert lot.points == 2_000


def test_one_person_never_decides_their_own_adjustment(house: House) -> None:
    act, me = PointAct.objects.get(), house.till
    plain = {"key": uuid.uuid4(), "member": house.member, "points": 5, "reason": "x", "asked_by": me, "asked_at": NOW}
    done = {**plain, "needs_second": True, "state": "done", "act": act, "decided_at": NOW}
    _refused(lambda: PointAdjustment.objects.create(**done, decided_by=me), "two_people")
    _refused(lambda: PointAdjustment.objects.create(**done), "state_fits")
    row = PointAdjustment.objects.create(**plain, needs_second=True, state="waiting")
    _refused(lambda: PointAdjustment.objects.filter(pk=row.pk).update(points=9), "decided once")


def test_a_tier_moves_by_changes_from_where_the_member_stands(house: House) -> None:
    low, table, top = Tier.objects.get(rank=1), TierTable.objects.get(), Tier.objects.get(rank=3)
    figures = {"table": table, "spend_fen": 0, "visits": 0, "points": 0, "at": NOW, "cause": "reached"}
    _refused(lambda: MemberTier.objects.update(tier=low), "follow from other rows")
    _refused(lambda: TierChange.objects.create(member=house.member, to_tier=low, **figures), "is not in tier")
    lowered = {**figures, "cause": "reviewed"}
    _refused(
        lambda: TierChange.objects.create(member=house.member, from_tier=top, to_tier=low, **lowered),
        "tier_lowered_by_a_person",
    )
    foreign = Tier.objects.create(party=House().venue.party, rank=1, name="外")
    _refused(
        lambda: TierChange.objects.create(member=house.member, from_tier=top, to_tier=foreign, **figures),
        "of the member",
    )


def test_a_benefit_is_never_used_more_often_than_granted(house: House) -> None:
    tier = Tier.objects.get(rank=1)
    benefit = add_benefit(tier.pk, "果盘", granted=1, period="month", by=house.manager, at=NOW)
    first = NOW.date().replace(day=1)

    def use(number: int, **changes: object) -> None:
        plain = {"member": house.member, "benefit": benefit, "period_date": first, "number": number, "used_at": NOW}
        BenefitUse.objects.create(**{**plain, "key": uuid.uuid4(), "used_by": house.till, **changes})

    _refused(lambda: use(2), "is granted 1 times")
    _refused(lambda: use(1, period_date=NOW.date()), "is granted 1 times")
    _refused(lambda: use(1, member=enrolled(house.venue)), "does not have benefit")
    use(1)
    _refused(lambda: use(1), "benefit_use_once")
    rows = BenefitUse.objects.all()
    undone = {"undone_at": NOW, "undone_by": house.till, "undone_because": "点错了"}
    for wrong in ({"undone_at": NOW}, {**undone, "undone_because": ""}, {**undone, "undone_at": NOW - DAY}):
        _refused(lambda wrong=wrong: rows.update(**wrong), "benefit_undone_by_somebody")  # type: ignore[misc]
    _refused(lambda: rows.update(number=2), "stays as it is")
    _refused(rows.delete, "permission denied|stays as it is")
    rows.update(**undone)
    _refused(lambda: rows.update(undone_at=None, undone_by=None, undone_because=""), "stays as it is")
    use(1)
    benefit.granted = 5
    _refused(benefit.save, "stays as it is")


def test_rules_are_in_range_and_never_change(house: House) -> None:
    scheme = PointScheme.objects.get()
    _refused(lambda: PointScheme.objects.update(per_hundred_yuan=1), "permission denied|never changed")
    scheme.pk, scheme.number, scheme.valid_months = None, 2, 0
    _refused(scheme.save, "point_scheme_times")


def test_the_nightly_check_passes_on_sound_books(house: House) -> None:
    house.spent(30, at=NOW + 8 * DAY)
    run(Job())
    assert [finding.problems for finding in verify()] == [()] * 5
    said = StringIO()
    call_command("points_verify", stdout=said)
    assert [line.split()[0] for line in said.getvalue().splitlines()] == ["ok"] * 5


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("table", "change", "found"),
    [
        ("members_pointaccount", "balance = balance + 1", "each balance is the sum of its lots"),
        ("members_pointlot", '"left" = "left" - 1', "each lot holds its points less its entries"),
        ("members_pointact", "balance_change = 7", "each act moves what its lots and entries say"),
        ("members_membertier", "tier_id = NULL", "each member's tier is where their last change led"),
    ],
)
def test_control_the_nightly_check_finds_what_was_moved_behind_its_back(
    owner_connection: extensions.connection, table: str, change: str, found: str
) -> None:
    made = House()
    made.scheme()
    made.tiers()
    made.paid(20_000)
    with owner_connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        try:
            cursor.execute(f"UPDATE {table} SET {change}")
        finally:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    assert found in {finding.name for finding in verify() if finding.problems}
    with pytest.raises(Mismatch):
        run(Job())
    with pytest.raises(CommandError, match="mismatches in the points"):
        call_command("points_verify", stdout=StringIO())
