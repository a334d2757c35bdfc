"""Bills come in once, find their member, and are given back no further than they were paid."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from foundation.refusals import Refused
from members.domain.bills import following
from members.domain.bills.recording import record_bill
from members.models import Bill
from parties.domain.opening import set_hours
from parties.domain.opening_hours import OpeningHours, read
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM
from tests import factories
from tests.members.bills.factories import LATER, NIGHT, billed, new_bill
from tests.members.factories import PHONE, at_work, enrolled

pytestmark = pytest.mark.django_db


def refusal(**bill: Any) -> str:
    with pytest.raises(Refused) as refused:
        record_bill(new_bill(**bill), by=at_work(bill["venue"]), at=LATER)
    return refused.value.code


def test_the_same_bill_again_is_the_first_one_and_another_one_of_its_number_is_refused() -> None:
    venue = factories.venue(factories.party())
    by, member = at_work(venue), enrolled(venue, number="VIP1")
    first = record_bill(new_bill(venue, card="vip1"), by=by, at=LATER)
    again = record_bill(new_bill(venue, phone=PHONE), by=by, at=LATER + timedelta(hours=1))
    assert (first.is_new, again.is_new, again.bill.pk) == (True, False, first.bill.pk)
    assert (first.bill.member, first.bill.party_id, first.bill.entered_by_id) == (member, venue.party_id, by.user_id)
    enrolled(venue, number="VIP2", phone="")
    others: list[dict[str, Any]] = [
        {"amount_fen": 1},
        {"happened_at": LATER},
        {"room": "1"},
        {"items": []},
        {"card": "VIP2"},
    ]
    for other in others:
        assert refusal(venue=venue, **{"card": "VIP1", **other}) == "members.bill_differs"
    assert Bill.objects.count() == 1
    elsewhere = factories.venue(venue.party)
    assert record_bill(new_bill(elsewhere), by=by, at=LATER).is_new


def test_a_night_belongs_to_the_day_on_which_it_began() -> None:
    venue = factories.venue(factories.party())
    by = at_work(venue)
    assert billed(venue, by=by).business_date == date(2026, 11, 20)
    set_hours(venue.pk, OpeningHours((read("18:00-05:00"),) * 7), by=by, at=LATER)
    assert billed(venue, by=by, number="A2").business_date == date(2026, 11, 19)


def test_who_is_no_member_leaves_a_bill_of_nobody_but_a_wrong_card_is_a_slip() -> None:
    venue = factories.venue(factories.party())
    by = at_work(venue)
    assert billed(venue, by=by, way="rest", phone="139 0000 0000").member is None
    assert billed(venue, by=by, number="A2", way="rest", phone="not a number").member is None
    assert refusal(venue=venue, number="A3", way="rest", card="NOBODY") == "members.card_unknown"
    assert refusal(venue=venue, number="A3", phone="139 0000 0000") == "members.phone_unknown"
    assert refusal(venue=venue, number="A3", phone="1") == "members.phone_wrong"
    enrolled(venue, number="V1")
    enrolled(venue, number="V2")
    assert billed(venue, by=by, number="A3", way="rest", phone=PHONE).member is None  # two have it
    enrolled(factories.venue(factories.party()), number="THEIRS")
    assert refusal(venue=venue, number="A4", card="THEIRS") == "members.card_unknown"


def test_a_large_bill_or_one_of_long_ago_is_written_down_by_who_answers_for_the_money() -> None:
    venue = factories.venue(factories.party())
    month = timedelta(days=31)
    unusual: list[dict[str, Any]] = [{"amount_fen": 5_000_001}, {"happened_at": LATER - month - timedelta(seconds=1)}]
    floor = at_work(venue, Role.FLOOR)
    for number, other in enumerate(unusual):
        with pytest.raises(Refused) as refused:
            record_bill(new_bill(venue, **other), by=floor, at=LATER)
        assert refused.value.code == "members.bill_unusual"
        assert billed(venue, by=floor, number=f"R{number}", way="rest", **other).entered_by_id == floor.user_id
        assert billed(venue, by=at_work(venue, Role.FINANCE), number=f"F{number}", **other).number == f"F{number}"
        record_bill(new_bill(venue, number=f"F{number}", **other), by=floor, at=LATER)
    usual = {"amount_fen": 5_000_000, "happened_at": LATER - month}
    assert record_bill(new_bill(venue, **usual), by=floor, at=LATER).is_new


def test_no_telephone_number_stands_in_the_words_of_a_bill() -> None:
    venue = factories.venue(factories.party())
    words = "张三 138-0000-1234"
    for other in ({"room": words}, {"items": [{"name": words}]}):
        assert refusal(venue=venue, **other) == "members.number_in_text"
    sent = {"room": words, "items": [{"name": "套餐 6901234567890 大", "fen": 1}]}
    bill = billed(venue, by=at_work(venue), way="rest", **sent)
    assert (bill.room_name, bill.items) == ("张三 …", [{"name": "套餐 …大", "count": 1, "fen": 1}])
    assert billed(venue, by=at_work(venue), way="rest", **sent).pk == bill.pk


def test_a_bill_that_makes_no_sense_is_refused() -> None:
    venue = factories.venue(factories.party())
    for other, code in (
        ({"number": " "}, "members.bill_number_missing"),
        ({"amount_fen": 0}, "members.bill_amount_wrong"),
        ({"amount_fen": 10_000_000_001}, "members.bill_amount_wrong"),
        ({"happened_at": LATER + timedelta(minutes=11)}, "members.bill_in_future"),
        ({"happened_at": NIGHT.replace(year=1900)}, "foundation.day_out_of_range"),
        ({"items": [{"name": "", "fen": 1}]}, "members.bill_items_wrong"),
        ({"items": [{"name": "x", "fen": 1.5}]}, "members.bill_items_wrong"),
        ({"items": [{"name": "x"}] * 201}, "members.bill_items_wrong"),
        ({"promoter_id": factories.person(factories.party(), Role.PROMOTER).pk}, "members.person_unknown"),
        ({"number": "A\u200b1"}, "foundation.hidden_characters"),
    ):
        assert refusal(venue=venue, **other) == code
    for by in (SYSTEM, at_work(venue, Role.MARKETING), at_work(factories.venue(factories.party()))):
        with pytest.raises(Refused):
            record_bill(new_bill(venue), by=by, at=LATER)
    assert not Bill.objects.exists()


def test_refunds_go_to_the_bills_member_and_never_beyond_it() -> None:
    venue = factories.venue(factories.party())
    by, member = at_work(venue), enrolled(venue, number="V1")
    promoter = factories.person(venue.party, Role.PROMOTER)
    bill = billed(venue, by=by, card="V1", promoter_id=promoter.pk)
    back = {"refund_of": "A1", "items": (), "room": ""}
    first = billed(venue, by=by, number="R1", amount_fen=28_000, **back)
    assert (first.refund_of, first.member, first.promoter, first.signed_fen) == (bill, member, promoter, -28_000)
    assert not record_bill(new_bill(venue, number="R1", amount_fen=28_000, **back), by=by, at=LATER).is_new
    assert refusal(venue=venue, number="R2", amount_fen=100_001, **back) == "members.refund_too_large"
    assert refusal(venue=venue, number="R2", **{**back, "refund_of": "R1"}) == "members.refund_without_bill"
    assert refusal(venue=factories.venue(venue.party), number="R2", **back) == "members.refund_without_bill"
    assert billed(venue, by=by, number="R2", amount_fen=100_000, **back).signed_fen == -100_000


def test_what_follows_from_a_bill_follows_once_and_can_refuse_it(monkeypatch: pytest.MonkeyPatch) -> None:
    venue, seen = factories.venue(factories.party()), list[str]()
    monkeypatch.setattr(
        following, "_after_bills", [lambda bills, *, by, at: seen.extend(bill.number for bill in bills)]
    )
    by = at_work(venue)
    for _twice in range(2):
        billed(venue, by=by)
    assert seen == ["A1"]

    def refuse(bills: Sequence[Bill], **_given: Any) -> None:
        raise Refused("members.not_active")

    following.register_after_bills(refuse)
    assert refusal(venue=venue, number="A2") == "members.not_active"
    assert list(Bill.objects.values_list("number", flat=True)) == ["A1"]
