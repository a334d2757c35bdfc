"""A closed month keeps its figures; what comes later is a difference; and trials are drawn once, for good."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from foundation.periods import Period
from foundation.refusals import Refused
from members.domain.retention import counting, freezing, trials
from members.domain.retention.counting import total
from members.domain.retention.drawing import frame_hash, held_out
from members.domain.retention.freezing import freeze_month
from members.domain.retention.rates import Rate
from members.domain.retention.reach import reach_of
from members.domain.retention.trials import NewTrial, draw_trial, lift_of
from members.models import FrozenMonth, Member, MemberMonth, Trial, TrialMember
from parties.domain.roles import Role
from parties.domain.scope import writing
from tests import factories
from tests.members.retention.histories import LATER, History, history

pytestmark = pytest.mark.django_db

OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))


@pytest.fixture
def ktv() -> History:
    """Four members, of whom two came in September and October, one in September alone, one never."""
    of = history()
    for days in ([(9, 5), (10, 6)], [(9, 7), (10, 8), (10, 9)], [(9, 9)], []):
        of.come(of.join(date(2026, 8, 1)), [date(2026, *day) for day in days])
    return of


def refusal(of: History, month: date, role: Role | None = None) -> str:
    by = factories.scope(factories.person(of.venue.party, role)) if role else of.scope
    with pytest.raises(Refused) as refused:
        freeze_month(of.party_id, month, by=by, at=LATER)
    return refused.value.code


def test_a_closed_month_stays_and_what_comes_later_is_a_difference(ktv: History) -> None:
    frozen = freeze_month(ktv.party_id, OCTOBER.first, by=ktv.scope, at=LATER)
    reach = reach_of(ktv.party_id, ktv.scope)

    def moved() -> dict[str, tuple[Rate, Rate]]:
        live = total(counting.count(reach, OCTOBER).values())
        found = freezing.drifts(FrozenMonth.objects.get(), live, reach)
        return {each.formula.code: (each.frozen, each.live) for each in found if each.has_moved}

    assert moved() == {}
    assert freezing.groups_of(frozen) == counting.count(reach, OCTOBER)
    ktv.visit(ktv.members[2], date(2026, 10, 30))
    assert moved() == {
        "retention": (Rate(2, 3), Rate(3, 3)),
        "churn": (Rate(1, 3), Rate(0, 3)),
        "active": (Rate(2, 4), Rate(3, 4)),
        "repeat": (Rate(1, 2), Rate(1, 3)),
    }
    elsewhere = reach.of_venue(ktv.other.pk)
    assert freezing.counts_of(frozen, elsewhere).members == 0
    assert refusal(ktv, OCTOBER.first) == "members.month_frozen"
    assert refusal(ktv, date(2026, 11, 1)) == "members.month_runs"
    assert refusal(ktv, date(2026, 9, 1), Role.MARKETING) == "parties.not_yours"


def test_the_fingerprint_can_be_made_again_from_the_rows(ktv: History) -> None:
    frozen = freeze_month(ktv.party_id, OCTOBER.first, by=ktv.scope, at=LATER)
    lines = [f"{row.pk} {row.joined_date} {row.venue_id} {row.source}" for row in Member.objects.order_by("pk")]
    cells = MemberMonth.objects.order_by("member", "month")
    lines += [f"{cell.member_id} {cell.month} {cell.visits} {cell.spend_fen}" for cell in cells]
    wanted = hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()
    assert (frozen.rows_hash, frozen.rows) == (wanted, 4 + 5)


@pytest.mark.database
def test_the_database_keeps_closed_months_and_draws(ktv: History) -> None:
    frozen = freeze_month(ktv.party_id, OCTOBER.first, by=ktv.scope, at=LATER)
    trial = draw_trial(_new(ktv), by=ktv.scope, at=LATER)
    for statement in (
        "UPDATE members_frozenmonth SET formula = 2",
        "DELETE FROM members_frozenmonth",
        "UPDATE members_trial SET seed = repeat('0', 32)",
        "UPDATE members_trialmember SET is_held_out = NOT is_held_out",
        "DELETE FROM members_trialmember",
    ):
        with pytest.raises(DatabaseError, match=r"append-only|permission denied"), transaction.atomic():
            connection.cursor().execute(statement)
    usual = _columns(frozen)
    months: tuple[tuple[dict[str, Any], str], ...] = (
        ({}, "frozen_month_once"),
        ({"month": date(2026, 9, 2)}, "frozen_month_starts_on_the_first"),
        ({"month": date(2026, 9, 1), "rows_hash": "x"}, "frozen_month_hash_is_hex"),
        ({"month": date(2026, 9, 1), "figures": []}, "frozen_month_has_figures"),
        ({"month": date(2026, 11, 1)}, "frozen_month_is_over"),
    )
    for change, constraint in months:
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), writing(ktv.scope):
            FrozenMonth.objects.create(**{**usual, **change})
    drawn = _columns(trial)
    trials_drawn: tuple[tuple[dict[str, Any], str], ...] = (
        ({"percent": 51}, "trial_holds_some_out"),
        ({"first_date": date(2026, 11, 19)}, "trial_drawn_before_it_begins"),
        ({"last_date": date(2026, 11, 20)}, "trial_days_in_order"),
        ({"frame": "some"}, "trial_frames"),
        ({"frame_size": 1}, "trial_has_two_groups"),
        ({"seed": "x"}, "trial_seed_is_hex"),
        ({"frame_hash": "x"}, "trial_hash_is_hex"),
        ({"name": ""}, "trial_has_name"),
    )
    for change, constraint in trials_drawn:
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), writing(ktv.scope):
            Trial.objects.create(**{**drawn, **change})
    late = ktv.join(date(2026, 11, 1))
    with pytest.raises(IntegrityError, match="is drawn"), transaction.atomic(), writing(ktv.scope):
        TrialMember.objects.create(trial=trial, member=late, is_held_out=True)


def _columns(row: FrozenMonth | Trial) -> dict[str, Any]:
    return {each.attname: getattr(row, each.attname) for each in row._meta.concrete_fields if not each.primary_key}


def _new(of: History) -> NewTrial:
    return NewTrial(of.party_id, "生日券", "all", 25, date(2026, 11, 21), date(2026, 11, 30))


def test_a_draw_can_be_repeated_and_its_groups_are_compared(ktv: History) -> None:
    trial = draw_trial(_new(ktv), by=ktv.scope, at=LATER)
    ids = [member.pk for member in ktv.members]
    alone = set(TrialMember.objects.filter(trial=trial, is_held_out=True).values_list("member", flat=True))
    assert alone == held_out(ids, seed=trial.seed, percent=25)
    assert (trial.frame_size, trial.frame_hash) == (4, frame_hash(ids))
    assert set(trials.left_alone(ktv.party_id, on=date(2026, 11, 25)).values_list("member", flat=True)) == alone
    assert not trials.left_alone(ktv.party_id, on=date(2026, 12, 1)).exists()
    during = datetime(2026, 11, 26, 4, tzinfo=UTC)
    for member in ktv.members:
        if member.pk not in alone:
            ktv.visit(member, date(2026, 11, 22), at=during)
    lift = lift_of(trial, at=during)
    assert (lift.offered, lift.alone, lift.is_over) == (Rate(3, 3), Rate(0, 1), False)
    assert lift.difference is not None
    assert (lift.difference.value, lift.difference.shows_nothing) == (Decimal(100), False)
    assert {member.pk for member in trials.group_of(trial, held_out=False, came=True)} == set(ids) - alone
    assert trials.group_of(trial, held_out=True, came=False).count() == 1


def test_a_trial_that_proves_nothing_is_refused(ktv: History) -> None:
    for change, code in (
        ({"name": " "}, "members.trial_nameless"),
        ({"percent": 60}, "members.trial_percent"),
        ({"first_date": date(2026, 11, 19)}, "members.trial_days"),
        ({"last_date": date(2027, 12, 1)}, "members.trial_days"),
        ({"frame": "at_risk"}, "members.trial_frame"),
        ({"venue_id": factories.venue(factories.party()).pk}, "parties.not_yours"),
    ):
        with pytest.raises(Refused) as refused:
            draw_trial(replace(_new(ktv), **change), by=ktv.scope, at=LATER)
        assert refused.value.code == code
    local = factories.scope(factories.person(ktv.venue.party, Role.VENUE_MANAGER, venues=[ktv.venue]))
    with pytest.raises(Refused):
        draw_trial(_new(ktv), by=local, at=LATER)
    assert draw_trial(replace(_new(ktv), venue_id=ktv.venue.pk), by=local, at=LATER).frame_size == 4
