"""What the database itself refuses about costs, whoever asks; and rivals that lock one month at once."""

import threading
from decimal import Decimal
from typing import Any

import pytest
from django.db import Error, connection

from complaints.domain.costs import months
from complaints.domain.costs.adjusting import adjust_cost
from complaints.domain.costs.budgets import Place, set_budget
from complaints.domain.costs.months import lock_month
from complaints.models import CostMonth, SettledCost
from foundation.refusals import Refused
from ledger.models import Journal
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM, writing
from tests.complaints.costs.factories import ASKED, DECEMBER, NOVEMBER, OVER, approved, draft, handed_in, with_finance
from tests.complaints.factories import House, house
from tests.racing import at_once


def breaks(statement: str, match: str) -> None:
    with pytest.raises(Error, match=match), writing(SYSTEM), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def ktv() -> House:
    return with_finance(house())


CLAIM = "UPDATE complaints_expenseclaim SET"
ADJUSTMENT = "INSERT INTO complaints_costadjustment (month_id, corrects_id, amount, reason, at, user_id) VALUES"


@pytest.mark.django_db
@pytest.mark.database
def test_a_claim_follows_its_rules(ktv: House) -> None:
    one, sent = draft(ktv), handed_in(ktv)
    asker = ktv.people[Role.FLOOR].pk
    for statement, match in (
        (f"{CLAIM} state = 'lost' WHERE id = {sent.pk}", "claim_states"),
        (f"{CLAIM} kind = 'wine' WHERE id = {one.pk}", "claim_kinds"),
        (f"{CLAIM} amount = 1, state = 'submitted' WHERE id = {one.pk}", "its lines for"),
        (f"{CLAIM} state = 'submitted' WHERE id = {one.pk}", "its lines for"),
        (f"{CLAIM} amount = 1 WHERE id = {sent.pk}", "is frozen"),
        (f"{CLAIM} state = 'approved' WHERE id = {sent.pk}", "claim_decided_by_somebody|claim_counts_once_approved"),
        (
            f"{CLAIM} state = 'rejected', decided_at = now(), decided_by_id = {asker} WHERE id = {sent.pk}",
            "claim_decided_by_another",
        ),
        (f"{CLAIM} overrun = -1 WHERE id = {sent.pk}", "claim_overrun_not_below_zero"),
        (f"DELETE FROM complaints_expenseclaim WHERE id = {one.pk}", "never removed"),
        (f"UPDATE complaints_claimline SET amount = 1 WHERE claim_id = {sent.pk}", "is handed in"),
        (f"DELETE FROM complaints_receipt WHERE claim_id = {sent.pk}", "is handed in"),
        (f"UPDATE complaints_claimline SET amount = 0 WHERE claim_id = {one.pk}", "claim_line_is_positive"),
        (f"UPDATE complaints_claimstep SET note = 'x' WHERE claim_id = {sent.pk}", "permission denied"),
    ):
        breaks(statement, match)


@pytest.mark.django_db
@pytest.mark.database
def test_nothing_in_a_locked_month_changes_or_is_added(ktv: House) -> None:
    claim, late = approved(ktv), handed_in(ktv)
    month = lock_month(ktv.client.pk, NOVEMBER, by=ktv.scope(Role.FINANCE), at=OVER)
    cost, finance = SettledCost.objects.get(), ktv.people[Role.FINANCE].pk
    decided = f"decided_at = now(), decided_by_id = {finance}"
    into = "INSERT INTO complaints_settledcost (month_id, source, source_id, kind, text, amount) VALUES"
    for statement, match in (
        ("UPDATE complaints_costmonth SET total = 1", "never changed"),
        ("UPDATE complaints_costmonth SET locked_at = NULL, locked_by_id = NULL", "never changed"),
        ("DELETE FROM complaints_costmonth", "never changed"),
        (
            f"INSERT INTO complaints_costmonth (party_id, month, total) VALUES ({ktv.client.pk}, '2026-10-01', 0)",
            "behind a locked one",
        ),
        (f"{into} ({month.pk}, 'x', 1, 'training', '', 1)", "is locked"),
        ("UPDATE complaints_settledcost SET amount = 1", "permission denied"),
        ("DELETE FROM complaints_settledcost", "permission denied"),
        (f"{CLAIM} state = 'approved' WHERE id = {claim.pk}", "is frozen"),
        (
            f"{CLAIM} state = 'approved', month_id = {month.pk}, {decided} WHERE id = {late.pk}",
            "does not count in the month",
        ),
        (
            f"{ADJUSTMENT} ({month.pk}, {cost.pk}, -1, 'x', now(), {finance})",
            "does not correct",
        ),
    ):
        breaks(statement, match)


@pytest.mark.django_db
@pytest.mark.database
def test_a_month_is_locked_only_when_it_is_over_and_counted(ktv: House) -> None:
    approved(ktv)
    locking = f"UPDATE complaints_costmonth SET locked_by_id = {ktv.people[Role.FINANCE].pk}, locked_at = "
    breaks(f"{locking} '2026-11-30 23:59:59+08'", "cannot be locked like this")
    breaks(f"{locking} '2026-12-01 00:00+08'", "cannot be locked like this")
    breaks("UPDATE complaints_costmonth SET month = '2026-11-02'", "never changed")


@pytest.mark.django_db
@pytest.mark.database
def test_an_adjustment_corrects_an_earlier_cost_of_the_same_party_and_takes_back_no_more(ktv: House) -> None:
    approved(ktv, "100.00")
    by = ktv.scope(Role.FINANCE)
    lock_month(ktv.client.pk, NOVEMBER, by=by, at=OVER)
    cost = SettledCost.objects.get()
    adjust_cost(cost.pk, right_amount=Decimal("30.00"), reason="退货", by=by, at=OVER)
    with writing(SYSTEM):
        december = CostMonth.objects.get(party=ktv.client, month=DECEMBER)
        theirs = CostMonth.objects.create(party=ktv.provider, month=DECEMBER)
    for values, match in (
        (f"({december.pk}, {cost.pk}, -30.01, 'x', now(), {by.user_id})", "does not correct"),
        (f"({theirs.pk}, {cost.pk}, -1, 'x', now(), {by.user_id})", "does not correct"),
        (f"({december.pk}, {cost.pk}, 0, 'x', now(), {by.user_id})", "cost_adjustment_is_something"),
        (f"({december.pk}, {cost.pk}, 1, '', now(), {by.user_id})", "cost_adjustment_has_reason"),
    ):
        breaks(f"{ADJUSTMENT} {values}", match)
    asker = ktv.people[Role.FLOOR].pk
    breaks(f"{ADJUSTMENT} ({december.pk}, {cost.pk}, 1, 'x', now(), {asker})", "is corrected by somebody else")
    breaks("UPDATE complaints_costadjustment SET amount = 1", "permission denied")
    lock_month(ktv.client.pk, DECEMBER, by=by, at=OVER.replace(year=2027, month=1))
    breaks(f"{ADJUSTMENT} ({december.pk}, {cost.pk}, -1, 'x', now(), {by.user_id})", "is locked")


@pytest.mark.django_db
@pytest.mark.database
def test_a_budget_has_one_place_and_its_versions_stay(ktv: House) -> None:
    place = Place(venue_id=ktv.venue.pk)
    by = ktv.scope(Role.FINANCE)
    set_budget(ktv.client.pk, place, year=2026, kind="training", amount=Decimal(1), by=by, at=ASKED)
    copy = (
        "INSERT INTO complaints_budget (party_id, venue_id, contract_id, year, kind, number, amount, reason, set_at,"
        " user_id) SELECT party_id, {}, year, kind, {}, amount, '', set_at, user_id FROM complaints_budget"
    )
    assert ktv.contract is not None
    for what, match in (
        (copy.format("venue_id, NULL", 1), "budget_version_once_at_venue"),
        (copy.format("venue_id, NULL", 2), "budget_change_has_reason"),
        (copy.format(f"venue_id, {ktv.contract.pk}", 1), "budget_of_venue_or_contract"),
        (copy.format("NULL::bigint, NULL::bigint", 1), "budget_of_venue_or_contract"),
        ("UPDATE complaints_budget SET amount = 2", "permission denied"),
    ):
        breaks(what, match)


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_rivals_lock_a_month_once(ktv: House) -> None:
    approved(ktv)
    by = ktv.scope(Role.FINANCE)
    answers = at_once(4, lambda _: lock_month(ktv.client.pk, NOVEMBER, by=by, at=OVER))
    assert sorted(type(answer).__name__ for answer in answers) == ["CostMonth", *["Refused"] * 3]
    assert all(answer.code == "complaints.month_locked" for answer in answers if isinstance(answer, Refused))
    assert (Journal.objects.count(), SettledCost.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_control_without_taking_turns_rivals_collide_in_the_database(
    ktv: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    approved(ktv)
    by, all_have_looked, settle = ktv.scope(Role.FINANCE), threading.Barrier(4), months._settle

    def together(*args: Any) -> None:
        all_have_looked.wait(60)
        settle(*args)

    monkeypatch.setattr(months, "take_turns", lambda _party: None)
    monkeypatch.setattr(months, "_settle", together)
    answers = at_once(4, lambda _: lock_month(ktv.client.pk, NOVEMBER, by=by, at=OVER))
    # The same cost twice, or a ring of waiting: the database lets one of them through.
    assert sum(isinstance(answer, Error) for answer in answers) == 3
    assert (Journal.objects.count(), SettledCost.objects.count()) == (1, 1)
