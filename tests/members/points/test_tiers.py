from datetime import date, timedelta

import pytest
from django.utils import timezone

from foundation.jobs import run_due
from members.domain.imports.merging import merge_members, take_apart
from members.domain.points.tier_rules import NewTier, effect_of, make_table, rules_asked
from members.domain.points.tiering import decide, plan_reviews, propose, tier_of
from members.domain.points.verifying import verify
from members.models import Member, MemberTier, Tier, TierChange, TierReview
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM, writing
from tests.complaints.refused import refused
from tests.members.factories import NOW, at_work, enrolled
from tests.members.points.makers import DAY, TIERS, House

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=370)


@pytest.fixture
def house() -> House:
    made = House()
    made.tiers()
    return made


def rank_of(member: Member) -> int:
    row = tier_of(member.pk)
    return row.tier.rank if row and row.tier else 0


def proposed(house: House, *, at: object) -> TierReview:
    with writing(SYSTEM):
        propose(house.venue.party_id, date(2027, 12, 1), at=at)  # type: ignore[arg-type]
    return TierReview.objects.get()


def test_a_bill_lifts_at_once_and_a_jump_skips_what_lies_between(house: House) -> None:
    house.paid(999)
    assert rank_of(house.member) == 0
    house.paid(1)
    assert rank_of(house.member) == 1
    house.paid(20_000)
    assert rank_of(house.member) == 3
    change = TierChange.objects.order_by("-pk")[0]
    assert (change.from_tier, change.to_tier) == (Tier.objects.get(rank=1), Tier.objects.get(rank=3))
    assert (change.spend_fen, change.visits, change.cause) == (2_100_000, 1, "reached")


def test_visits_count_days_and_not_those_that_were_refunded(house: House) -> None:
    for number in range(1, 5):
        house.paid(10, at=NOW - number * DAY)
        house.paid(10, at=NOW - number * DAY)
    house.refunded(house.bill(10, at=NOW - 9 * DAY), 10)
    assert rank_of(house.member) == 0
    house.paid(10)
    assert (rank_of(house.member), TierChange.objects.get().visits) == (2, 5)


def test_points_reach_a_tier_too() -> None:
    house = House()
    house.scheme(per_hundred_yuan=100)
    house.tiers(NewTier("银卡", points=500))
    house.paid(499)
    assert rank_of(house.member) == 0
    house.paid(100)
    assert rank_of(house.member) == 1


def test_nobody_is_lowered_but_by_a_person_of_the_house(house: House) -> None:
    house.paid(5_000)
    house.paid(1_200, at=NOW + 200 * DAY)
    at = NOW + YEAR
    row = proposed(house, at=at)
    assert (row.from_tier.rank, row.to_tier and row.to_tier.rank, rank_of(house.member)) == (2, 1, 2)
    with refused("parties.not_yours"):
        decide(row.pk, "confirm", by=at_work(house.venue, Role.PROMOTER), at=at)
    assert decide(row.pk, "confirm", by=house.manager, at=at).state == "confirmed"
    assert (rank_of(house.member), TierChange.objects.order_by("-pk")[0].by_id) == (1, house.manager.user_id)
    with refused("foundation.not_allowed_now"):
        decide(row.pk, "keep", by=house.manager, at=at)


def test_who_reaches_it_again_meanwhile_stays(house: House) -> None:
    house.paid(5_000)
    at = NOW + YEAR
    row = proposed(house, at=at)
    house.paid(6_000, at=at)
    assert decide(row.pk, "confirm", by=house.manager, at=at).state == "lapsed"
    assert rank_of(house.member) == 2


def test_a_bill_that_lifts_higher_settles_the_open_review(house: House) -> None:
    house.paid(5_000)
    at = NOW + YEAR
    row = proposed(house, at=at)
    house.paid(20_000, at=at)
    row.refresh_from_db()
    assert (row.state, rank_of(house.member)) == ("lapsed", 3)


def test_each_month_is_reviewed_once_and_an_open_one_is_not_proposed_twice() -> None:
    house = House()
    now = timezone.now()
    house.tiers(at=now)
    house.paid(5_000, at=now)
    house.tiers(NewTier("银卡", spend_fen=900_000), NewTier("金卡", spend_fen=1_000_000), at=now)
    run_due()
    for _twice in range(2):
        plan_reviews(at=now)
        run_due()
    assert TierReview.objects.count() == 1
    with writing(SYSTEM):
        propose(house.venue.party_id, date(2199, 1, 1), at=now)
    assert TierReview.objects.count() == 1


def test_new_rules_show_their_effect_before_and_lift_on_their_first_day() -> None:
    house = House()
    now = timezone.now()
    house.bill(3_000, at=now)
    easy = [NewTier("银卡", spend_fen=100_000), NewTier("金卡", spend_fen=300_000, visits=99)]
    effect = effect_of(house.venue.party_id, rules_asked(easy, 12), at=now)
    assert (effect.up, effect.down, effect.in_rank) == (1, 0, {2: 1})
    house.tiers(*easy, at=now)
    run_due()
    assert (rank_of(house.member), TierChange.objects.get().cause) == (2, "rules")
    harder = rules_asked([NewTier("银卡", spend_fen=900_000)], 12)
    assert effect_of(house.venue.party_id, harder, at=now).down == 1


@pytest.mark.parametrize(
    ("tiers", "code"),
    [
        ([], "members.tiers_missing"),
        ([NewTier("银卡")], "members.tier_threshold_missing"),
        ([NewTier("", spend_fen=1)], "members.tier_name"),
        ([NewTier("卡", spend_fen=1), NewTier("卡", spend_fen=2)], "members.tier_name"),
        ([NewTier("银卡", spend_fen=5), NewTier("金卡", spend_fen=5)], "members.tier_not_above"),
        ([NewTier("银卡", visits=0)], "members.number_out_of_range"),
    ],
)
def test_rules_that_make_no_ladder_are_refused(house: House, tiers: list[NewTier], code: str) -> None:
    with refused(code):
        house.tiers(*tiers) if tiers else make_table(
            house.venue.party_id, [], window_months=12, starts_date=NOW.date(), by=house.manager, at=NOW
        )


def test_rules_begin_today_at_the_earliest_and_belong_to_the_house(house: House) -> None:
    with refused("members.rules_backdated"):
        make_table(
            house.venue.party_id, TIERS, window_months=12, starts_date=date(2026, 1, 1), by=house.manager, at=NOW
        )
    with refused("parties.not_yours"):
        house.manager = House().manager
        house.tiers()
    assert MemberTier.objects.count() == 0


def test_a_merge_keeps_the_higher_tier_and_parting_gives_each_their_own(house: House) -> None:
    other = enrolled(house.venue)
    house.paid(1_000)
    house.refunded(house.paid(5_000, member=other), 5_000)
    merge = merge_members(house.member.pk, other.pk, by=house.manager, at=NOW)
    assert (rank_of(house.member), merge.moved["tiers"]) == (2, [Tier.objects.get(rank=1).pk])
    take_apart(merge.pk, by=house.manager, at=NOW)
    assert (rank_of(house.member), rank_of(other)) == (1, 2)
    down = TierChange.objects.order_by("-pk")[0]
    assert (down.member, down.cause, down.by_id) == (house.member, "reviewed", house.manager.user_id)


def test_what_two_reach_together_is_gone_when_they_part(house: House) -> None:
    other = enrolled(house.venue)
    house.paid(600)
    house.paid(600, member=other)
    merge = merge_members(house.member.pk, other.pk, by=house.manager, at=NOW)
    assert rank_of(house.member) == 1
    take_apart(merge.pk, by=house.manager, at=NOW)
    assert (rank_of(house.member), rank_of(other)) == (0, 0)
    assert [finding for finding in verify() if finding.problems] == []
