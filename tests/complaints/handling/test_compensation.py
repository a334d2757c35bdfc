"""Compensation by rules, approved by somebody else within limits, given once, and known to the accounts."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from complaints.domain.handling.compensation import decide, paid_before, paid_in, pay, verbs_for, waiting_for, withdraw
from complaints.domain.handling.compensation_rules import rule_for, table_in_force
from complaints.domain.handling.proposing import propose
from complaints.models import Compensation, CompensationTable, Stage
from parties.domain.roles import Role
from parties.models import Message
from tests import factories
from tests.complaints.factories import HOUR, NOW, House, at_stage, house, logged
from tests.complaints.handling.makers import LIMITS, asked, line, proposal, rules
from tests.complaints.refused import refusal_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ktv() -> House:
    return house()


def test_a_small_sum_needs_nobody_and_a_larger_one_somebody_else(ktv: House) -> None:
    rules(ktv)
    complaint = logged(ktv)
    small, larger = asked(ktv, complaint, "50"), asked(ktv, complaint, "50.01")
    assert [(row.state, row.needs_approval) for row in (small, larger)] == [("approved", False), ("proposed", True)]
    waits = Message.objects.filter(kind="handling.compensation_asked").values_list("user", flat=True)
    assert list(waits) == [ktv.people[Role.ACCOUNT_MANAGER].pk]


def test_a_sum_in_small_parts_is_judged_as_the_whole(ktv: House) -> None:
    rules(ktv)
    complaint = logged(ktv)
    rows = [asked(ktv, complaint, amount) for amount in ("50", "0.01", "149.99", "0.01")]
    assert [(row.needs_approval, row.is_beyond) for row in rows] == [
        (False, False),
        (True, False),
        (True, False),
        (True, True),
    ]


def test_the_rule_that_names_most_of_a_complaint_counts(ktv: House) -> None:
    table = rules(ktv, line(most="100"), line(most="300", gravity="ordinary"), line(most="200", subject="drinks"))
    complaint = logged(ktv, gravity="ordinary", subject="price")
    found = rule_for(table, complaint, "voucher")
    assert found is not None
    assert found.most == 300
    assert rule_for(table, complaint, "cash") is None


def test_who_asked_does_not_approve(ktv: House) -> None:
    rules(ktv, role=Role.CONTRACT_OWNER)
    row = asked(ktv, logged(ktv), role=Role.VENUE_MANAGER)
    by = ktv.scope(Role.VENUE_MANAGER)
    assert verbs_for(row, by=by) == ["withdraw"]
    assert refusal_of(lambda: decide(row.pk, "approve", by=by, at=NOW)) == "complaints.asked_yourself"


def test_beyond_the_rule_takes_a_higher_limit_and_a_reason(ktv: House) -> None:
    rules(ktv, role=Role.CONTRACT_OWNER)
    manager = factories.scope(factories.person(ktv.client, Role.VENUE_MANAGER))
    complaint, owner = logged(ktv), ktv.scope(Role.CONTRACT_OWNER)
    row = asked(ktv, complaint, "200.01", role=Role.VENUE_MANAGER)
    assert row.is_beyond
    assert refusal_of(lambda: decide(row.pk, "approve", by=manager, at=NOW, words="x")) == "complaints.above_your_limit"
    assert refusal_of(lambda: decide(row.pk, "approve", by=owner, at=NOW)) == "complaints.reason_missing"
    assert decide(row.pk, "approve", by=owner, at=NOW, words="老客人").state == "approved"
    within = asked(ktv, logged(ktv), "200", role=Role.VENUE_MANAGER)
    assert decide(within.pk, "approve", by=manager, at=NOW).decided_by_id == manager.user_id


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("9.99", "complaints.below_rule"),
        ("800.01", "complaints.nobody_approves"),
        ("1000.01", "complaints.above_cap"),
        ("0", "complaints.compensation_wrong"),
        ("1.005", "complaints.compensation_wrong"),
        ("NaN", "complaints.compensation_wrong"),
    ],
)
def test_an_amount_outside_what_anybody_may_give_isrefusal_of(ktv: House, amount: str, code: str) -> None:
    rules(ktv, line(least="10"))
    complaint = logged(ktv)
    assert refusal_of(lambda: asked(ktv, complaint, amount)) == code


def test_all_of_it_together_stays_below_the_cap(ktv: House) -> None:
    rules(ktv, cap="300")
    complaint = logged(ktv)
    first, _second = asked(ktv, complaint, "150"), asked(ktv, complaint, "100")
    assert refusal_of(lambda: asked(ktv, complaint, "50.01")) == "complaints.above_cap"
    withdraw(first.pk, by=ktv.scope(Role.CUSTOMER_SERVICE), at=NOW)
    assert asked(ktv, complaint, "200").amount == 200


def test_without_rules_nothing_is_given_and_a_dismissed_complaint_gets_nothing(ktv: House) -> None:
    complaint = logged(ktv)
    assert refusal_of(lambda: asked(ktv, complaint)) == "complaints.no_rules"
    rules(ktv, days=1)
    assert refusal_of(lambda: asked(ktv, complaint)) == "complaints.no_rules"
    rules(ktv)
    dismissed = at_stage(ktv, Stage.DISMISSED)
    assert refusal_of(lambda: asked(ktv, dismissed, at=NOW + HOUR)) == "complaints.dismissed"


def test_new_rules_take_over_on_their_day_and_what_was_asked_stays_judged_by_the_old(ktv: House) -> None:
    old, new = rules(ktv), rules(ktv, line(most="80", free="80"), days=1)
    row = asked(ktv, logged(ktv), "80")
    assert (old.number, new.number, row.table, row.state) == (1, 2, old, "proposed")
    tomorrow = NOW + timedelta(days=1)
    assert table_in_force(ktv.provider.pk, at=tomorrow) == new
    assert asked(ktv, logged(ktv), "80", at=tomorrow).state == "approved"
    assert refusal_of(lambda: rules(ktv, days=-1)) == "complaints.rules_backdated"


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([line(least="10", most="5", free="0")], "complaints.rule_range"),
        ([line(most="5", free="6")], "complaints.rule_range"),
        ([line(kind="car")], "complaints.rule_range"),
        ([line(level=4)], "complaints.rule_range"),
        ([line(), line(most="20", free="0")], "complaints.rule_twice"),
        ([line(most="1.001", free="0")], "foundation.amount_out_of_range"),
    ],
)
def test_rules_that_make_no_sense_arerefusal_of(ktv: House, lines: list[object], code: str) -> None:
    assert refusal_of(lambda: rules(ktv, *lines)) == code  # type: ignore[arg-type]


def test_sent_twice_it_counts_once(ktv: House) -> None:
    rules(ktv)
    complaint, said, by = logged(ktv), proposal(), ktv.scope(Role.CUSTOMER_SERVICE)
    rows = [propose(complaint.pk, said, by=by, at=NOW) for _ in range(2)]
    assert rows[0] == rows[1]
    other = ktv.scope(Role.MARKETING)
    assert refusal_of(lambda: propose(complaint.pk, said, by=other, at=NOW)) == "complaints.key_taken"
    assert Compensation.objects.count() == 1


def test_a_limit_holds_for_all_that_one_person_approves_for_a_complaint(ktv: House) -> None:
    rules(ktv, line(most="900"))
    complaint, manager = logged(ktv), ktv.scope(Role.ACCOUNT_MANAGER)
    first, second, third = (asked(ktv, complaint, amount) for amount in ("300", "200.01", "200"))
    decide(first.pk, "approve", by=manager, at=NOW)
    # Each part is less than the 500 of one person within the rules; together they are more.
    assert [verbs_for(row, by=manager) for row in (second, third)] == [[], ["approve", "reject"]]
    assert refusal_of(lambda: decide(second.pk, "approve", by=manager, at=NOW)) == "complaints.above_your_limit"
    decide(third.pk, "approve", by=manager, at=NOW)
    # Another complaint is another matter.
    assert "approve" in verbs_for(asked(ktv, logged(ktv), "200.01"), by=manager)


def test_what_is_beyond_the_rules_is_summed_up_to_the_limit_beyond_them(ktv: House) -> None:
    rules(ktv, line(most="100"))
    complaint, manager = logged(ktv), ktv.scope(Role.ACCOUNT_MANAGER)
    within, beyond, more = (asked(ktv, complaint, amount) for amount in ("100", "700", "0.01"))
    assert [row.is_beyond for row in (within, beyond, more)] == [False, True, True]
    for row in (within, beyond):
        decide(row.pk, "approve", by=manager, at=NOW, words="重大")
    assert verbs_for(more, by=manager) == []


def test_what_was_given_reaches_the_accounts_of_its_month_and_side(ktv: House) -> None:
    rules(ktv)
    complaint = logged(ktv)
    row = asked(ktv, complaint, "50")
    # 18:00 UTC is 02:00 of the next day in China: the last night of November counts for December.
    at = NOW + timedelta(days=10)
    pay(row.pk, by=ktv.scope(Role.CUSTOMER_SERVICE), at=at)
    [paid] = paid_in(date(2026, 12, 31), ktv.provider.pk)
    assert (paid.compensation_id, paid.amount, paid.paid_date) == (row.pk, Decimal("50.00"), date(2026, 12, 1))
    assert (paid.venue_id, paid.contract_id) == (ktv.venue.pk, complaint.contract_id)
    assert (paid_before(date(2026, 12, 2), ktv.provider.pk), paid_before(date(2026, 12, 1), ktv.provider.pk)) == (
        [paid],
        [],
    )
    assert paid_in(date(2026, 11, 1), ktv.provider.pk) == paid_in(date(2026, 12, 1), ktv.client.pk) == []
    assert refusal_of(lambda: pay(row.pk, by=ktv.scope(Role.CUSTOMER_SERVICE), at=at)) == "foundation.not_allowed_now"


def test_the_other_side_sees_neither_money_nor_rules(ktv: House) -> None:
    rules(ktv)
    row = asked(ktv, logged(ktv))
    theirs, ours = ktv.scope(Role.CONTRACT_OWNER), ktv.scope(Role.ACCOUNT_MANAGER)
    assert (waiting_for(ours), waiting_for(theirs)) == ([row], [])
    for scope, count in ((ours, 1), (theirs, 0)):
        assert Compensation.objects.within(scope, verb="compensation.see").count() == count
        assert CompensationTable.objects.within(scope, verb="compensation.see").count() == count
    assert refusal_of(lambda: decide(row.pk, "reject", by=theirs, at=NOW, words="x")) == "complaints.not_your_step"
    assert {limit.role for limit in LIMITS} > {Role.CONTRACT_OWNER}
