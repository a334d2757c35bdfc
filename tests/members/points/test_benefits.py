import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from members.domain.imports.merging import merge_members, take_apart
from members.domain.points import in_file
from members.domain.points.benefits import add_benefit, benefits_of, end_benefit, period_of, use_benefit
from members.domain.points.exclusive import ask_bespoke, end_bespoke, name_manager, requests_of
from members.domain.points.happenings import point_happenings
from members.domain.points.tiering import tier_of
from members.domain.points.undoing import last_uses, undo_use
from members.domain.privacy.personal import Personal
from members.models import BespokeRequest, Tier
from parties.domain.roles import Role
from parties.models import Message
from tests import factories
from tests.complaints.refused import refused
from tests.members.factories import NOW, enrolled
from tests.members.points.makers import DAY, House

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def house() -> House:
    made = House()
    made.tiers()
    made.paid(20_000)
    return made


def granted(house: House, times: int = 2, rank: int = 1) -> int:
    tier = Tier.objects.get(party=house.venue.party, rank=rank)
    return add_benefit(tier.pk, "免费果盘", granted=times, period="month", by=house.manager, at=NOW).pk


def use(house: House, benefit_id: int, *, key: uuid.UUID | None = None, at: datetime = NOW) -> int:
    return use_benefit(house.member.pk, benefit_id, key=key or uuid.uuid4(), by=house.floor, at=at).number


def test_a_benefit_is_used_up_and_comes_back_with_the_next_period(house: House) -> None:
    benefit, key = granted(house), uuid.uuid4()
    assert [use(house, benefit, key=key), use(house, benefit, key=key), use(house, benefit)] == [1, 1, 2]
    with refused("members.benefit_used_up"):
        use(house, benefit)
    assert [left.left for left in benefits_of(house.member, at=NOW)] == [0]
    assert use(house, benefit, at=NOW + 15 * DAY) == 1
    end_benefit(benefit, by=house.manager, at=NOW)
    with refused("members.benefit_not_theirs"):
        use(house, benefit, at=NOW + 15 * DAY)
    with refused("members.benefit_ended"):
        end_benefit(benefit, by=house.manager, at=NOW)


def test_a_slip_is_taken_back_by_whoever_made_it_and_later_by_who_may_adjust(house: House) -> None:
    benefit, other = granted(house), factories.scope(factories.person(house.venue.party, Role.FLOOR))
    slip, second = (
        use_benefit(house.member.pk, benefit, key=uuid.uuid4(), by=house.floor, at=NOW).pk for _each in range(2)
    )
    for why, code in (("。", "members.reason_missing"), ("电话 13800001234", "members.number_in_text")):
        with refused(code):
            undo_use(slip, why, by=house.floor, at=NOW)
    with refused("members.undone_by_others"):
        undo_use(slip, "点错了", by=other, at=NOW)
    with refused("parties.not_yours"):
        undo_use(slip, "点错了", by=House().manager, at=NOW)
    undo_use(slip, "点错了", by=house.floor, at=NOW + HOUR)
    with refused("members.benefit_undone"):
        undo_use(slip, "点错了", by=house.manager, at=NOW + HOUR)
    assert [left.left for left in benefits_of(house.member, at=NOW)] == [1]
    assert use(house, benefit, at=NOW + HOUR) == 1
    with refused("members.benefit_used_up"):
        use(house, benefit, at=NOW + HOUR)
    later = NOW + HOUR + timedelta(seconds=1)
    with refused("members.undone_by_others"):
        undo_use(second, "点错了", by=house.floor, at=later)
    assert [may for _use, may in last_uses(house.member, by=house.floor, at=later)] == [True, False, False]
    undo_use(second, "客人没有要", by=house.manager, at=later)
    third = last_uses(house.member, by=house.manager, at=later)[0][0]
    with refused("members.benefit_period_over"):
        undo_use(third.pk, "点错了", by=house.manager, at=NOW + 15 * DAY)
    told = in_file.benefits(house.member, Personal(), house.manager).rows
    said = [
        (str(each.text), each.note) for each in point_happenings(house.member, house.manager) if each.icon != "crown"
    ]
    assert (len(told), sum("果盘" in text for text, _note in said)) == (1, 5)
    assert "客人没有要" in {note for _text, note in said}


def test_who_is_below_the_tier_has_no_benefit_of_it(house: House) -> None:
    benefit, other = granted(house, rank=3), enrolled(house.venue)
    house.paid(1_000, member=other)
    assert benefits_of(other, at=NOW) == []
    with refused("members.benefit_not_theirs"):
        use_benefit(other.pk, benefit, key=uuid.uuid4(), by=house.floor, at=NOW)


def test_periods_begin_at_midnight_in_china() -> None:
    at = datetime(2026, 9, 30, 16, tzinfo=UTC)
    assert [period_of(period, at=at) for period in ("month", "quarter", "year")] == [
        date(2026, 10, 1),
        date(2026, 10, 1),
        date(2026, 1, 1),
    ]


def test_a_wish_has_somebody_who_answers_for_it_by_a_time(house: House) -> None:
    row = ask_bespoke(
        house.member.pk, "生日布置成星空", owner_id=house.till.pk, due_at=NOW + DAY, by=house.manager, at=NOW
    )
    assert row.deadline.owner_id == house.till.pk
    assert "星空".encode() not in bytes(row.what_enciphered)
    assert [words for _row, words in requests_of(house.member)] == ["生日布置成星空"]
    assert Message.objects.get(kind="bespoke.your_turn").user_id == house.till.pk
    assert end_bespoke(row.pk, "done", by=house.manager, at=NOW + timedelta(hours=1)).state == "done"
    row.deadline.refresh_from_db()
    assert row.deadline.outcome == "kept"
    with refused("foundation.not_allowed_now"):
        end_bespoke(row.pk, "decline", by=house.manager, at=NOW + DAY)


def test_exclusive_service_is_for_exclusive_tiers_and_ends_with_them(house: House) -> None:
    name_manager(house.member.pk, house.till.pk, by=house.manager, at=NOW)
    row = tier_of(house.member.pk)
    assert row is not None
    assert row.personal_manager == house.till
    other = enrolled(house.venue)
    with refused("members.not_exclusive"):
        name_manager(other.pk, house.till.pk, by=house.manager, at=NOW)
    with refused("members.keeper_unknown"):
        name_manager(house.member.pk, House().till.pk, by=house.manager, at=NOW)
    with refused("members.wish_not_ahead"):
        ask_bespoke(house.member.pk, "x", owner_id=house.till.pk, due_at=NOW, by=house.manager, at=NOW)
    assert not BespokeRequest.objects.exists()


def test_the_file_for_the_member_tells_of_points_tiers_benefits_and_wishes(house: House) -> None:
    house.scheme()
    house.paid(1_000)
    house.spent(40, at=NOW + 8 * DAY)
    use(house, granted(house))
    wish: dict[str, Any] = {"owner_id": house.till.pk, "due_at": NOW + DAY, "by": house.manager, "at": NOW}
    ask_bespoke(house.member.pk, "星空布置", **wish)
    parts = (in_file.points, in_file.tiers, in_file.benefits, in_file.wishes)
    told = [part(house.member, Personal(), house.manager).rows for part in parts]
    assert [[row[-3:] for row in told[0]], told[1][0][1], told[2][0][1], told[3][0][1]] == [
        [("100", "100", "0"), ("-40", "60", "0")],
        "钻石",
        "免费果盘",
        "星空布置",
    ]
    assert [in_file.spent_since(NOW).count(), in_file.used_since(NOW).count()] == [1, 1]
    assert not in_file.spent_since(NOW + 9 * DAY).exists()


def test_what_a_merged_record_used_is_used_and_numbers_fit_after_parting(house: House) -> None:
    other = enrolled(house.venue)
    house.paid(20_000, member=other)
    benefit = granted(house, times=3)
    use_benefit(other.pk, benefit, key=uuid.uuid4(), by=house.floor, at=NOW)
    use(house, benefit)
    merge = merge_members(house.member.pk, other.pk, by=house.manager, at=NOW)
    assert [left.left for left in benefits_of(house.member, at=NOW)] == [1]
    assert use(house, benefit) == 3
    with refused("members.benefit_used_up"):
        use(house, benefit)
    with refused("members.not_active"):
        use_benefit(other.pk, benefit, key=uuid.uuid4(), by=house.floor, at=NOW)
    take_apart(merge.pk, by=house.manager, at=NOW)
    assert use(house, benefit) == 2
    with refused("members.benefit_used_up"):
        use(house, benefit)
    assert [left.left for left in benefits_of(other, at=NOW)] == [2]
