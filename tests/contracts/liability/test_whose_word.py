"""By whose word other damages count: the database lets neither side speak for the other."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from contracts.domain.liability.adjusting import (
    NewSum,
    accept_adjustment,
    decline_adjustment,
    propose_adjustment,
    withdraw_adjustment,
)
from contracts.models import Adjustment, Breach, Damages
from parties.domain.scope import Scope
from parties.models import Message
from tests import factories
from tests.contracts.liabilities import NOW, SIGNED, confirmed, paper
from tests.factories import Agreement

pytestmark = pytest.mark.django_db
OWED = Decimal("3000.00")
COUNTED = """UPDATE contracts_adjustment SET state = 'effective', serial = 9, answered_at = now(), answered_by = 'x',
    answerer_id = %s"""


class Talk:
    """A breach of Party B, which owes 3,000 for it."""

    def __init__(self) -> None:
        self.agreement: Agreement = factories.effective_contract(at=SIGNED)
        self.a = factories.scope(self.agreement.owner)
        self.b = factories.scope(self.agreement.account_manager)
        self.breach: Breach = confirmed(self.agreement)

    def says(self, amount: str, *, by: Scope, kind: str = "agreement") -> Adjustment:
        decided = (date(2026, 3, 20), [paper("裁决书.pdf")]) if kind == "award" else (None, [])
        return propose_adjustment(self.breach.pk, NewSum(kind, Decimal(amount), "说明", *decided), by=by, at=NOW)

    def told(self) -> list[str]:
        """What the two chiefs were told of adjustments."""
        about = Message.objects.filter(kind__startswith="contracts.adjustment")
        return list(about.order_by("pk").values_list("kind", flat=True))


def test_each_answer_keeps_whose_word_it_was() -> None:
    at = Talk()
    client, provider = at.agreement.client.pk, at.agreement.provider.pk
    taken_back = at.says("2000.00", by=at.a)
    assert withdraw_adjustment(taken_back.pk, by=at.a, at=NOW).answerer_id == client
    declined = at.says("2000.00", by=at.b)
    assert decline_adjustment(declined.pk, by=at.a, at=NOW, text="不同意").answerer_id == client
    agreed = at.says("2500.00", by=at.a)
    assert accept_adjustment(agreed.pk, by=at.b, at=NOW).answerer_id == provider
    assert at.says("2600.00", by=at.b, kind="award").answerer_id == provider


def test_who_gains_by_a_decision_is_told_that_it_counts_not_that_somebody_answered() -> None:
    at = Talk()
    assert at.says("1000.00", by=at.a, kind="award").is_effective
    assert at.told() == ["contracts.adjustment_counts"]
    assert Message.objects.get(kind="contracts.adjustment_counts").user == at.agreement.account_manager


@pytest.mark.parametrize(
    ("amount", "kind", "by"),
    [("2000.00", "agreement", "a"), ("4000.00", "award", "a"), ("2000.00", "award", "b")],
)
def test_no_side_makes_count_alone_what_it_gains_by_or_what_takes_two(amount: str, kind: str, by: str) -> None:
    at = Talk()
    made = at.says(amount, by=getattr(at, by), kind=kind)
    for party_id, said in ((made.party_id, "in favour of the side"), (factories.party().pk, "by others")):
        with pytest.raises(DatabaseError, match=said):
            wrong(COUNTED, party_id)
    assert Damages.objects.get(breach=at.breach).owed == OWED


@pytest.mark.parametrize(("state", "own"), [("declined", True), ("withdrawn", False), ("effective", None)])
def test_an_answer_names_the_side_that_can_give_it(state: str, *, own: bool | None) -> None:
    at = Talk()
    made = at.says("2000.00", by=at.a)
    party = None if own is None else made.party_id if own else at.agreement.provider.pk
    serial = "9" if state == "effective" else "NULL"
    with pytest.raises(IntegrityError, match="adjustment_whose_word"):
        wrong(COUNTED.replace("'effective', serial = 9", f"'{state}', serial = {serial}"), party)


def wrong(statement: str, party_id: int | None) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [party_id])
