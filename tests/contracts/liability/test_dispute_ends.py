"""How a dispute ended: no side says so alone, unless all of it goes against that side."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from contracts.domain.liability import dispute_ends, disputes
from contracts.domain.liability.adjusting import NewSum, propose_adjustment, withdraw_adjustment
from contracts.domain.liability.dispute_ends import DISPUTE_END, Outcome
from contracts.domain.liability.disputes import Step
from contracts.models import Adjustment, Breach, Damages, Dispute, DisputeEnd
from foundation.refusals import Refused
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM, Scope, writing
from parties.models import Message
from tests import factories
from tests.contracts.liabilities import NOW, SIGNED, confirmed, engaging, paper, refused
from tests.contracts.liability.test_third_party_cap import confirm, failure_of
from tests.factories import Agreement

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 31)
OWED = Decimal("3000.00")


class Hearing:
    """A breach of Party B, which owes 3,000 for it, and a dispute that ``began`` opened and brought before somebody."""

    def __init__(self, began: str = "B", *, before: str = "arbitrate") -> None:
        self.agreement: Agreement = factories.effective_contract(at=SIGNED)
        self.a = factories.scope(self.agreement.owner)
        self.b = factories.scope(self.agreement.account_manager)
        self.breach: Breach = confirmed(self.agreement)
        opener = self.a if began == "A" else self.b
        self.dispute = disputes.open_dispute(self.breach.pk, Step("双方会谈", DAY), by=opener, at=NOW)
        if before:
            step = Step("提交申请", DAY, [paper("申请书.pdf")], "示例仲裁委员会")
            disputes.move_dispute(self.dispute.pk, before, step, by=opener, at=NOW)

    def end(self, by: Scope, kind: str = "decide", **given: Any) -> DisputeEnd:
        outcome = {"costs": "shared", "papers": [paper("裁决书.pdf")]} | given
        return dispute_ends.propose_end(self.dispute.pk, kind, Outcome("裁决", DAY, **outcome), by=by, at=NOW)

    @property
    def now(self) -> tuple[str, str, Decimal]:
        """The dispute's state, who bears its costs, and what is owed."""
        dispute = Dispute.objects.get(pk=self.dispute.pk)
        return dispute.state, dispute.costs, Damages.objects.get(breach=self.breach).owed


@pytest.mark.parametrize(
    ("began", "recorder", "costs", "amount", "at_once"),
    [
        ("A", "a", "A", "1800.00", True),
        ("B", "a", "A", "1800.00", False),
        ("B", "a", "shared", "1800.00", False),
        ("B", "a", "own", "1800.00", False),
        ("B", "a", "B", "1800.00", False),
        ("B", "a", "A", "4000.00", False),
        ("B", "b", "B", "4000.00", True),
        ("B", "b", "B", "1800.00", False),
        ("B", "b", "A", "4000.00", False),
        ("B", "b", "B", None, True),
        ("A", "b", "B", None, False),
        ("B", "a", "A", None, False),
        ("A", "a", "A", None, True),
    ],
)
def test_a_decision_counts_at_once_only_where_its_recorder_began_and_all_of_it_goes_against_them(
    began: str, recorder: str, costs: str, amount: str | None, *, at_once: bool
) -> None:
    at = Hearing(began)
    end = at.end(getattr(at, recorder), costs=costs, amount=Decimal(amount) if amount else None)
    counted = ("decided", costs, Decimal(amount) if amount else OWED)
    assert end.is_effective is at_once
    assert at.now == (counted if at_once else ("arbitration", "", OWED))


@pytest.mark.parametrize(("costs", "amount"), [("A", Decimal("1.00")), ("own", None)])
def test_a_settlement_needs_both_sides_even_where_it_goes_against_its_recorder(
    costs: str, amount: Decimal | None
) -> None:
    at = Hearing(began="A", before="")
    end = at.end(at.a, "settle", costs=costs, amount=amount)
    assert at.now == ("negotiation", "", OWED)
    with refused("contracts.not_for_you_to_answer"):
        dispute_ends.accept_end(end.pk, by=at.a, at=NOW)
    dispute_ends.accept_end(end.pk, by=at.b, at=NOW)
    assert at.now == ("settled", costs, OWED if amount is None else amount)


def test_one_word_answers_the_costs_and_the_sum_and_all_of_it_is_told_and_kept() -> None:
    at = Hearing()
    end = at.end(at.b, amount=Decimal("1800.00"), costs="A")
    assert not Adjustment.objects.exists()
    assert Message.objects.filter(kind="contracts.dispute_end_proposed").get().user == at.agreement.owner
    disputes.move_dispute(at.dispute.pk, "note", Step("阅卷", DAY), by=at.a, at=NOW)
    dispute_ends.accept_end(end.pk, by=at.a, at=NOW, text="收到裁决书")
    adjustment = Adjustment.objects.get()
    assert (adjustment.kind, adjustment.state, adjustment.dispute) == ("award", "effective", at.dispute)
    assert (adjustment.paper, adjustment.decided_date) == (end.paper, DAY)
    assert at.now == ("decided", "A", Decimal("1800.00"))
    assert Message.objects.filter(kind="contracts.dispute_end_answered").get().user == at.agreement.account_manager
    assert not Message.objects.filter(kind="contracts.adjustment_answered").exists()
    steps = [(each.verb, each.party_id) for each in at.dispute.steps.all()]
    assert steps[-2:] == [("note", at.agreement.client.pk), ("decide", at.agreement.provider.pk)]
    with refused("foundation.not_allowed_now"):
        at.end(at.a)


def test_a_declined_end_changes_nothing_and_another_one_can_follow() -> None:
    at = Hearing()
    end = at.end(at.a, costs="B", amount=Decimal("5000.00"))
    with refused("contracts.reason_missing"):
        dispute_ends.decline_end(end.pk, by=at.b, at=NOW, text=" ")
    with refused("contracts.not_for_you_to_answer"):
        dispute_ends.withdraw_end(end.pk, by=at.b, at=NOW)
    dispute_ends.decline_end(end.pk, by=at.b, at=NOW, text="裁决书编号不存在")
    assert at.now == ("arbitration", "", OWED)
    with refused("foundation.not_allowed_now"):
        dispute_ends.accept_end(end.pk, by=at.b, at=NOW)
    again = at.end(at.a, costs="B")
    dispute_ends.withdraw_end(again.pk, by=at.a, at=NOW, text="日期有误")
    assert [each.state for each in at.dispute.ends.all()] == ["declined", "withdrawn"]
    assert at.now == ("arbitration", "", OWED)


def test_one_end_waits_at_a_time_and_the_dispute_is_not_dropped_meanwhile() -> None:
    at = Hearing()
    end = at.end(at.a, amount=Decimal("5000.00"))
    for by, costs in ((at.b, "B"), (at.a, "A")):
        with refused("contracts.end_waits"):
            at.end(by, costs=costs)
    with refused("contracts.end_waits"):
        disputes.move_dispute(at.dispute.pk, "drop", Step("不再争议", DAY), by=at.b, at=NOW)
    assert disputes.verbs_for(Dispute.objects.get(), at.breach, by_party=at.agreement.provider.pk) == ["note"]
    dispute_ends.decline_end(end.pk, by=at.b, at=NOW, text="没有这份裁决")
    disputes.move_dispute(at.dispute.pk, "drop", Step("不再争议", DAY), by=at.b, at=NOW)
    assert at.now == ("dropped", "", OWED)


def test_no_two_sums_wait_side_by_side() -> None:
    at = Hearing()
    agreed = NewSum("agreement", Decimal("2000.00"), "双方商定")
    waiting = propose_adjustment(at.breach.pk, agreed, by=at.a, at=NOW)
    with refused("contracts.adjustment_waits"):
        at.end(at.b, amount=Decimal("1800.00"))
    withdraw_adjustment(waiting.pk, by=at.a, at=NOW)
    at.end(at.b, amount=Decimal("1800.00"))
    with refused("contracts.end_waits"):
        propose_adjustment(at.breach.pk, agreed, by=at.a, at=NOW)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"papers": []}, "contracts.paper_missing"),
        ({"costs": "C"}, "contracts.cost_bearer_missing"),
        ({"amount": OWED}, "contracts.nothing_adjusted"),
        ({"amount": Decimal("-1.00")}, "contracts.sum_wrong"),
    ],
)
def test_an_end_without_what_it_needs_is_refused(given: dict[str, Any], code: str) -> None:
    at = Hearing()
    with pytest.raises(Refused) as caught:
        at.end(at.a, **given)
    assert (caught.value.code, DisputeEnd.objects.count()) == (code, 0)


def test_nobody_decides_before_somebody_was_asked_to() -> None:
    at = Hearing(before="")
    with refused("foundation.not_allowed_now"):
        at.end(at.a)
    assert _stranger_is_refused(at) == "contracts.not_a_side_of_breach"


def _stranger_is_refused(at: Hearing) -> str:
    with pytest.raises(Refused) as caught:
        at.end(factories.scope(factories.effective_contract(at=SIGNED).owner), "settle")
    return caught.value.code


def test_a_third_partys_cap_holds_at_the_word_that_makes_an_end_count_and_nothing_counts_in_part() -> None:
    agreement, third = engaging()
    client = factories.scope(agreement.owner)
    their_side = factories.scope(factories.person(third, Role.CONTRACT_OWNER))
    breach, other = (failure_of(agreement, third.pk, "30000.00") for _ in range(2))
    confirm(agreement, breach)
    dispute = disputes.open_dispute(breach.pk, Step("双方会谈", DAY), by=client, at=NOW)
    outcome = Outcome("和解", DAY, "own", [paper()], Decimal("60000.01"))
    with refused("contracts.above_third_party_cap"):
        dispute_ends.propose_end(dispute.pk, "settle", outcome, by=client, at=NOW)
    within = replace(outcome, amount=Decimal("60000.00"), papers=[paper()])
    end = dispute_ends.propose_end(dispute.pk, "settle", within, by=client, at=NOW)
    confirm(agreement, other)
    with refused("contracts.above_third_party_cap"):
        dispute_ends.accept_end(end.pk, by=their_side, at=NOW)
    end.refresh_from_db()
    dispute.refresh_from_db()
    assert (end.state, dispute.state, dispute.costs) == ("proposed", "negotiation", "")
    assert (Damages.objects.get(breach=breach).owed, Adjustment.objects.count()) == (Decimal("30000.00"), 0)


# ---------------------------------------------------------------------------------------------- past the domain's rules
def wrong(statement: str, *params: int) -> None:
    with writing(SYSTEM), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


ACCEPTED = (
    "UPDATE contracts_disputeend SET state = 'effective', answered_at = now(), answered_by = 'x', answerer_id = %s"
)


def test_the_database_ends_no_dispute_by_one_sides_word() -> None:
    at = Hearing()
    with pytest.raises(DatabaseError, match="without an end that counts"):
        wrong("UPDATE contracts_dispute SET state = 'decided', costs = 'B', ended_at = now()")
    end = at.end(at.a, costs="B", amount=Decimal("5000.00"))
    with pytest.raises(DatabaseError, match="while an end of it waits"):
        wrong("UPDATE contracts_dispute SET state = 'dropped', ended_at = now()")
    with pytest.raises(DatabaseError, match="in favour of the side"):
        wrong(ACCEPTED, end.party_id)
    with pytest.raises(DatabaseError, match="in part only"):
        wrong(ACCEPTED, at.agreement.provider.pk)
    with pytest.raises(DatabaseError, match="of others"):
        wrong(ACCEPTED, factories.party().pk)
    with pytest.raises(DatabaseError, match="stays as it is"):
        wrong("UPDATE contracts_disputeend SET costs = 'A'")
    assert at.now == ("arbitration", "", OWED)


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        (ACCEPTED, "dispute_end_settled_by_both"),
        (ACCEPTED.replace("'effective'", "'declined', answer = 'x'"), "dispute_end_whose_word"),
        (ACCEPTED.replace("%s", "NULL"), "dispute_end_answer_has_moment"),
    ],
)
def test_the_database_lets_no_side_answer_itself(statement: str, constraint: str) -> None:
    at = Hearing(began="A", before="")
    end = at.end(at.a, "settle", costs="A", amount=Decimal("1.00"))
    with pytest.raises(IntegrityError, match=constraint):
        wrong(statement, *([end.party_id] if "%s" in statement else []))


@pytest.mark.parametrize("state", DISPUTE_END.states)
def test_only_an_end_that_waits_is_answered(state: str) -> None:
    assert (DISPUTE_END.verbs(state) != ()) is (state == "proposed")
