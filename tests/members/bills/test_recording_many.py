"""Many bills recorded together: the same comes of it as one by one, by as many statements as a round takes."""

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation.refusals import Refused
from members.domain.bills import following
from members.domain.bills.recording import record_bill
from members.domain.bills.recording_many import Answer, record_bills
from members.domain.bills.rounds import in_rounds
from members.domain.bills.sent import NewBill
from members.domain.points.verifying import verify
from members.models import Bill, Member, MemberMonth, PointAct, PointEntry, PointLot, TierChange
from parties.domain.roles import Role
from parties.models import User
from tests import factories
from tests.members.bills.factories import LATER, NIGHT, new_bill
from tests.members.factories import enrolled
from tests.members.points.makers import DAY, House

pytestmark = pytest.mark.django_db
FOUNDED = LATER - timedelta(days=400)


class Night(House):
    """A house with five members: a chain of recommendations, one who was merged, two who share a telephone."""

    def __init__(self) -> None:
        super().__init__()
        self.scheme(at=FOUNDED)
        self.tiers(at=FOUNDED)
        self.promoter: User = factories.person(self.venue.party, Role.PROMOTER)
        self.stranger: User = factories.person(factories.party(), Role.PROMOTER)
        first = enrolled(self.venue, number="V0", phone="139 0000 0000")
        second = enrolled(self.venue, number="V1", phone="139 0000 0001", referrer_id=first.pk)
        enrolled(self.venue, number="V2", phone="139 0000 0002", referrer_id=second.pk)
        enrolled(self.venue, number="V3", phone="139 0000 0002")
        old = enrolled(self.venue, number="OLD", phone="", referrer_id=first.pk)
        Member.objects.filter(pk=old.pk).update(state="merged", merged_into=second)
        self.sent(NewBill(self.venue.pk, "KNOWN", 90_000, NIGHT - 200 * DAY, card="V2", way="file"))

    def sent(self, bill: NewBill) -> Answer:
        try:
            return record_bill(bill, by=self.manager, at=LATER)
        except Refused as refused:
            return refused

    def bills(self, seed: int) -> list[NewBill]:
        """Bills and refunds as a till exports them, slips among them."""
        dice = random.Random(seed)
        made = [self._one(dice, number) for number in range(28)]
        made += [new_bill(self.venue, number="KNOWN-BACK", refund_of="KNOWN", amount_fen=90_000, way="file")]
        dice.shuffle(made)
        return [*made, made[3], new_bill(self.venue, number="KNOWN", amount_fen=7, way="file")]

    def _one(self, dice: random.Random, number: int) -> NewBill:
        others: dict[str, Any] = {"number": f"B{number}", "amount_fen": dice.choice([9_900, 128_000, 600_000])}
        others["happened_at"] = NIGHT - dice.choice([0, 3, 40, 380]) * DAY
        who = dice.choice(["V0", "V1", "V2", "V3", "OLD", "NOBODY", "", ""])
        if number % 4 == 3:
            return new_bill(
                self.venue,
                number=f"R{number}",
                refund_of=f"B{number - dice.choice([1, 2, 3])}",
                amount_fen=dice.choice([9_900, 50_000, 128_000]),
                way="file",
            )
        phone = dice.choice(["13900000001", "13900000002", "guest", ""]) if not who else ""
        seller = dice.choice([None, None, self.promoter.pk, self.stranger.pk])
        return new_bill(self.venue, card=who, phone=phone, promoter_id=seller, way="file", **others)

    def all_that_came_of_it(self, answers: Sequence[Answer]) -> list[Any]:
        bills = Bill.objects.filter(venue=self.venue).order_by("number")
        number = dict(bills.values_list("pk", "number"))
        acts = PointAct.objects.filter(account__member__party=self.venue.party_id).order_by("account__member", "pk")
        told: list[Any] = [(each.code, each.field) if isinstance(each, Refused) else each.is_new for each in answers]
        kept = ("number", "member__number", "amount_fen", "business_date", "room_name", "refund_of__number", "promoter")
        told += [[*row[:-1], row[-1] == self.promoter.pk] for row in bills.values_list(*kept)]
        for act in acts.select_related("account__member", "reverses", "referred"):
            worth = (act.kind, act.balance_change, act.debt_change, act.balance_after, act.debt_after, act.rate, act.at)
            reversed_bill = number[act.reverses.bill_id] if act.reverses and act.reverses.bill_id else None
            own = (str(act.account.member), number.get(act.bill_id or 0), reversed_bill, str(act.referred))
            lots = PointLot.objects.filter(act=act)
            times = lots.values_list("points", "left", "earned_at", "settles_at", "expires_at")
            entries = PointEntry.objects.filter(act=act).order_by("points").values_list("points", "lot__earned_at")
            told.append((own, worth, list(times), list(entries)))
        rises = TierChange.objects.filter(member__party=self.venue.party_id).order_by("member", "pk")
        told += rises.values_list(
            "member__number", "from_tier__name", "to_tier__name", "spend_fen", "visits", "points", "at"
        )
        months = MemberMonth.objects.filter(party=self.venue.party_id).order_by("member", "month")
        told += months.values_list("member__number", "month", "visits", "spend_fen", "first_date", "last_date")
        return told


@pytest.mark.parametrize("seed", [1, 2])
def test_together_they_become_what_they_become_one_by_one(seed: int) -> None:
    alone, together = Night(), Night()
    for house in (alone, together):
        Member.objects.filter(pk=house.member.pk).update(number="H")
    expected = alone.all_that_came_of_it([alone.sent(bill) for bill in alone.bills(seed)])
    answers = record_bills(together.venue.pk, together.bills(seed), by=together.manager, at=LATER)
    assert together.all_that_came_of_it(answers) == expected
    kinds = set(PointAct.objects.values_list("kind", flat=True))
    assert kinds >= {"bill", "referral", "taken_back"}
    codes = {answer.code for answer in answers if isinstance(answer, Refused)}
    assert codes >= {"members.card_unknown", "members.person_unknown", "members.bill_differs"}
    assert TierChange.objects.exists()
    assert not [finding for finding in verify() if finding.problems]


def test_a_batch_takes_as_many_statements_however_many_it_holds() -> None:
    house = Night()

    def statements(count: int) -> int:
        cards = [enrolled(house.venue, phone="").number for _each in range(count)]
        bills = [new_bill(house.venue, number=f"N{card}", card=card, way="file") for card in cards]
        bills += [new_bill(house.venue, number=f"Z{card}", refund_of=f"N{card}", way="file") for card in cards]
        with CaptureQueriesContext(connection) as asked:
            answers = record_bills(house.venue.pk, bills, by=house.manager, at=LATER)
        assert not [answer for answer in answers if isinstance(answer, Refused)]
        return len(asked)

    assert statements(6) == statements(30) <= 100


def test_what_refuses_one_of_a_round_leaves_the_others_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    house = Night()
    bills = [new_bill(house.venue, number=f"B{number}", way="file") for number in range(3)]

    def refuse(new: Sequence[Bill], **_given: Any) -> None:
        if "B1" in {bill.number for bill in new}:
            raise Refused("members.not_active")

    monkeypatch.setattr(following, "_after_bills", [refuse])
    answers = record_bills(house.venue.pk, bills, by=house.manager, at=LATER)
    assert [answer.code if isinstance(answer, Refused) else answer.is_new for answer in answers] == [
        True,
        "members.not_active",
        True,
    ]
    assert set(Bill.objects.values_list("number", flat=True)) == {"KNOWN", "B0", "B2"}
    other = factories.venue(house.venue.party)
    refused = record_bills(other.pk, bills, by=house.manager, at=LATER)
    assert {answer.code for answer in refused if isinstance(answer, Refused)} == {"members.venue_unknown"}


def test_what_has_to_do_with_each_other_comes_in_its_order_in_rounds_of_its_own() -> None:
    keys: list[set[str]] = [{"a"}, {"b"}, {"a", "c"}, {"d"}, {"c", "b"}, {"d"}, set()]
    assert in_rounds(keys) == [[0, 1, 3, 6], [2, 5], [4]]
    assert in_rounds([]) == []
