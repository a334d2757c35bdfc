"""Every figure is what a slow count over the bills has, in each period, and opens exactly the members it counts."""

import random
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest

from foundation.periods import Period, months_on
from members.domain.imports.merging import merge_members
from members.domain.offers.criteria import checked
from members.domain.offers.segments import picked
from members.domain.privacy.personal import Personal
from members.domain.retention import behind, counting, rolling, scoring, tallying
from members.domain.retention.behind import NONE, Narrowing
from members.domain.retention.churn import Habit
from members.domain.retention.counting import total
from members.domain.retention.fields import FIELDS, field_of
from members.domain.retention.formulas import FORMULAS, Counts
from members.domain.retention.mapping import squares
from members.domain.retention.quintiles import scores
from members.domain.retention.reach import reach_of
from members.domain.retention.telling import visits_since, what_is_counted
from members.models import Member, MemberScore, MemberTier, Tier, TierChange, TierTable
from parties.domain.roles import Role
from parties.domain.scope import writing
from tests import factories
from tests.members.retention.histories import LATER, History, history

pytestmark = pytest.mark.django_db

SEPTEMBER = Period(date(2026, 9, 1), date(2026, 10, 1))
QUARTER = Period(date(2026, 7, 1), date(2026, 10, 1))
DAY = date(2026, 11, 20)


@pytest.fixture
def ktv() -> History:
    """Fourteen members of two venues and of none, and half a year of visits by chance."""
    dice, of = random.Random(11), history()
    for number in range(14):
        home = of.other if number % 3 == 0 else of.venue
        source = dice.choice(["front_desk", "promoter"])
        member = of.join(date(2026, 4, 1) + timedelta(days=dice.randrange(170)), at=home, source=source)
        for _each in range(dice.choice([0, 2, 6])):
            back = dice.choice([0, 0, 0, 10_000])
            of.visit(member, date(2026, 5, 1) + timedelta(days=dice.randrange(190)), fen=10_000, back=back)
    return of


def came(of: History, period: Period) -> dict[int, int]:
    """Member → days with visits in the period."""
    found = {}
    for member in of.members:
        days = [day for day in of.days_of(member.pk) if period.first <= day < period.after]
        if days:
            found[member.pk] = len(days)
    return found


def counted_slowly(of: History, period: Period) -> Mapping[tuple[str, str], set[int]]:
    """Figure and side → members, straight from the definitions."""
    members = {member.pk: member for member in of.members if member.joined_date < period.after}
    now, before = came(of, period), came(of, period.previous)
    seen, earlier = now.keys() & members.keys(), before.keys() & members.keys()
    joined = {pk for pk, member in members.items() if member.joined_date >= period.first}
    return {
        ("retention", "count"): seen & earlier,
        ("retention", "of"): set(earlier),
        ("churn", "count"): earlier - seen,
        ("churn", "of"): set(earlier),
        ("active", "count"): set(seen),
        ("active", "of"): set(members),
        ("repeat", "count"): {pk for pk in seen if now[pk] > 1},
        ("repeat", "of"): set(seen),
        ("growth", "count"): joined,
        ("growth", "of"): set(members) - joined,
        ("welcome", "count"): joined & seen,
        ("welcome", "of"): joined,
    }


def test_figures_and_the_members_behind_them_are_those_of_a_slow_count(ktv: History) -> None:
    reach = reach_of(ktv.party_id, ktv.scope)
    assert reach.is_whole
    for period in (SEPTEMBER, QUARTER, SEPTEMBER.previous):
        wanted = counted_slowly(ktv, period)
        counts = total(counting.count(reach, period).values())
        rows = behind.counted(ktv.party_id, ktv.scope, until=period.after)
        for formula in FORMULAS:
            found = {side: set(behind.of_figure(rows, formula.code, side, period)) for side in ("count", "of")}
            ids = {side: {member.pk for member in members} for side, members in found.items()}
            assert ids == {side: wanted[formula.code, side] for side in ("count", "of")}, (formula.code, period.code)
            rate = formula.rate(counts)
            assert (rate.count, rate.of) == (len(ids["count"]), len(ids["of"])), (formula.code, period.code)
    assert any(counted_slowly(ktv, SEPTEMBER)["retention", "count"])


def test_each_breakdown_adds_up_and_opens_its_members(ktv: History) -> None:
    groups = counting.count(reach_of(ktv.party_id, ktv.scope), QUARTER)
    for key in (lambda group: group.venue, lambda group: group.source):
        assert total(counting.by(groups, key).values()) == total(groups.values())
    there = counting.by(groups, lambda group: group.venue)[ktv.other.pk]
    rows = behind.counted(ktv.party_id, ktv.scope, until=QUARTER.after, narrowing=Narrowing(str(ktv.other.pk)))
    assert rows.count() == there.members
    assert behind.of_figure(rows, "active", "count", QUARTER).count() == there.active
    by_promoters = counting.by(groups, lambda group: group.source)["promoter"]
    rows = behind.counted(ktv.party_id, ktv.scope, until=QUARTER.after, narrowing=Narrowing(source="promoter"))
    assert behind.of_figure(rows, "growth", "count", QUARTER).count() == by_promoters.joined
    nobody = behind.counted(ktv.party_id, ktv.scope, until=QUARTER.after, narrowing=Narrowing(NONE))
    assert not nobody.exists()


def test_a_tier_has_its_own_figures_and_members(ktv: History) -> None:
    with writing(ktv.scope):
        gold = Tier.objects.create(party=ktv.venue.party, rank=1, name="金卡")
        rules = {"window_months": 12, "made_by": ktv.manager, "made_at": LATER}
        table = TierTable.objects.create(party=ktv.venue.party, number=1, starts_date=DAY, **rules)
        MemberTier.objects.bulk_create([MemberTier(member=each) for each in ktv.members], ignore_conflicts=True)
        counted = {"spend_fen": 0, "visits": 0, "points": 0}
        for member in ktv.members[:5]:
            TierChange.objects.create(member=member, to_tier=gold, cause="rules", table=table, at=LATER, **counted)
    by_tier = counting.by(counting.count(reach_of(ktv.party_id, ktv.scope), QUARTER), lambda group: group.tier)
    assert counting.tier_names(ktv.party_id) == {gold.pk: "金卡"}
    for value, counts in ((str(gold.pk), by_tier[gold.pk]), (NONE, by_tier[None])):
        rows = behind.counted(ktv.party_id, ktv.scope, until=QUARTER.after, narrowing=Narrowing(tier=value))
        found = [behind.of_figure(rows, "active", side, QUARTER).count() for side in ("count", "of")]
        assert found == [counts.active, counts.members]


def test_who_works_in_one_venue_counts_its_members_and_a_stranger_counts_none(ktv: History) -> None:
    local = factories.scope(factories.person(ktv.venue.party, Role.MARKETING, venues=[ktv.other]))
    reach = reach_of(ktv.party_id, local)
    assert (reach.is_whole, reach.venues) == (False, (ktv.other.pk,))
    counts = total(counting.count(reach, QUARTER).values())
    rows = behind.counted(ktv.party_id, local, until=QUARTER.after)
    assert counts.members == rows.count() > 0
    assert behind.of_figure(rows, "retention", "count", QUARTER).count() == counts.kept
    stranger = factories.scope(factories.person(factories.party(), Role.VENUE_MANAGER))
    assert total(counting.count(reach_of(ktv.party_id, stranger), QUARTER).values()) == Counts()
    assert not behind.counted(ktv.party_id, stranger, until=QUARTER.after).exists()


def test_tallies_follow_what_changes_and_cohorts_are_those_of_a_slow_count(ktv: History) -> None:
    reach, party = reach_of(ktv.party_id, ktv.scope), ktv.party_id
    assert len(tallying.tally(party, at=LATER)) == tallying.KEPT
    for month in (SEPTEMBER, SEPTEMBER.previous):
        assert tallying.trend(reach, [month])[month.first] == total(counting.count(reach, month).values())
    seen: dict[tuple[date, date], int] = {}
    for member in ktv.members:
        joined = member.joined_date.replace(day=1)
        for month_first in {day.replace(day=1) for day in ktv.days_of(member.pk)}:
            if joined <= month_first:
                seen[joined, month_first] = seen.get((joined, month_first), 0) + 1
    until = date(2026, 11, 1)
    assert tallying.cohorts(reach, until) == seen
    (joined, month_first), count = max(seen.items(), key=lambda item: item[1])
    everybody = behind.counted(party, ktv.scope, until=date.max)
    assert behind.of_cohort(everybody, joined, month_first).count() == count
    much_later = LATER + timedelta(days=3)
    assert tallying.tally(party, at=much_later) != []  # what came within the slack is counted once more
    assert tallying.tally(party, at=much_later + timedelta(days=1)) == []
    rolling.recount([(ktv.members[0].pk, SEPTEMBER.first)], at=much_later + timedelta(days=2))
    assert tallying.tally(party, at=much_later + timedelta(days=3)) == [SEPTEMBER.first, months_on(SEPTEMBER.first, 1)]


def chosen(ktv: History, kind: str, said: Mapping[str, object]) -> set[int]:
    """Whom a segment of this one criterion picks."""
    criteria = checked([{"kind": kind, **said}], party_id=ktv.party_id)
    return set(picked(criteria, party_id=ktv.party_id, venue_id=None, at=LATER).values_list("pk", flat=True))


def test_scores_habits_and_the_map_are_those_of_a_slow_count(ktv: History) -> None:
    days = {member.pk: ktv.days_of(member.pk) for member in ktv.members}
    seen = {pk: found for pk, found in days.items() if found}
    spent = {pk: sum(fen - back for of, _day, fen, back in ktv.bills if of == pk) for pk in seen}
    assert scoring.score(ktv.party_id, day=DAY) == len(seen)
    rows = {row.member_id: row for row in MemberScore.objects.filter(party=ktv.party_id)}
    order = list(seen)
    for name, values in (
        ("recency", [seen[pk][-1] for pk in order]),
        ("frequency", [len(seen[pk]) for pk in order]),
        ("money", [spent[pk] for pk in order]),
    ):
        assert [getattr(rows[pk], name) for pk in order] == scores(values), name
    for pk, found in seen.items():
        habit = Habit(found[0], found[-1], len(found), DAY)
        assert (rows[pk].gap_days, rows[pk].is_at_risk) == (habit.gap, habit.is_at_risk)
        assert scoring.habit_of(rows[pk]) == habit
    leaving = {pk for pk, row in rows.items() if row.is_at_risk}
    assert [chosen(ktv, "risk", said) for said in ({"is": "leaving"}, {"is": "staying"})] == [
        leaving,
        set(rows) - leaving,
    ]
    everybody = behind.counted(ktv.party_id, ktv.scope, until=date.max)
    found_squares = squares(reach_of(ktv.party_id, ktv.scope))
    assert sum(square.members for square in found_squares.values()) == len(seen)
    for (recency, frequency), square in found_squares.items():
        assert behind.of_square(everybody, recency, frequency).count() == square.members
    by_field = {field.code: behind.of_field(everybody, field.code).count() for field in FIELDS}
    assert sum(by_field.values()) == len(seen)
    for codes in (["best"], ["precious", "drifting", "nearly_gone"]):
        stand = {pk for pk, row in rows.items() if field_of(row.recency, row.frequency).code in codes}
        assert chosen(ktv, "rfm", {"fields": codes}) == stand
    best = [square.members for place, square in found_squares.items() if field_of(*place).code == "best"]
    assert by_field["best"] == sum(best)


def test_who_was_merged_is_not_counted_twice(ktv: History) -> None:
    before = total(counting.count(reach_of(ktv.party_id, ktv.scope), QUARTER).values())
    twin = ktv.join(date(2026, 6, 1))
    merge_members(ktv.members[0].pk, twin.pk, by=ktv.scope, at=LATER)
    assert total(counting.count(reach_of(ktv.party_id, ktv.scope), QUARTER).values()) == before
    assert Member.objects.count() == len(ktv.members)


def test_the_member_is_told_what_is_counted_and_who_comes_gives_a_sign_of_life(ktv: History) -> None:
    scoring.score(ktv.party_id, day=DAY)
    score = MemberScore.objects.filter(party=ktv.party_id).latest("visits")
    section = what_is_counted(score.member, Personal(), ktv.scope)
    months = {day.replace(day=1) for day in ktv.days_of(score.member_id)}
    assert [row[0] for row in section.rows[:-1]] == [f"{month:%Y-%m}" for month in sorted(months)]
    assert section.rows[-1][1] == scoring.habit_of(score).reasons
    october = datetime(2026, 10, 1, tzinfo=UTC)
    coming = {member.pk for member in ktv.members if any(day >= october.date() for day in ktv.days_of(member.pk))}
    assert set(visits_since(october).values_list("member", flat=True)) == coming
