"""Vouchers: an offer that says enough, a stock that is counted, a code that is used once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from foundation.audit import writing
from foundation.models import AuditEntry
from members.domain.offers.codes import code_of, normal_code
from members.domain.offers.giving import give_voucher, given_to
from members.domain.offers.offering import cancel_offer
from members.domain.offers.vouchers import cancel_voucher, issue_one, issue_to_segment, redeem_voucher
from members.models import Offer, Voucher, VoucherState
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM
from tests import factories
from tests.members.factories import NOW, at_work, enrolled
from tests.members.offers.factories import FAIR, offer_of
from tests.members.refusing import refusing

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
OFFERS: dict[str, dict[str, Any]] = {
    "两张": {"per_member": 2},
    "最后一张": {"stock": 1},
    "当日止": {"valid_from": NOW.date(), "valid_until": NOW.date(), "stock": 1},
    "已取消": {},
}


def test_a_voucher_is_issued_used_once_and_its_code_rests_nowhere() -> None:
    venue = factories.venue(factories.party())
    member, by = enrolled(venue), at_work(venue, Role.MARKETING)
    offer = offer_of(venue)
    voucher = issue_one(offer.pk, member.pk, by=by, at=NOW)
    code = code_of(voucher)
    assert (voucher.number, voucher.ordinal, voucher.last_four) == (1, 1, code[-4:])
    assert len(normal_code(code)) == 12
    with refusing("members.member_has_all"):
        issue_one(offer.pk, member.pk, by=by, at=NOW)

    floor = at_work(venue, Role.FLOOR, only_here=True)
    elsewhere = factories.venue(factories.party())
    with refusing("members.voucher_unknown", "code"):
        redeem_voucher(code, elsewhere.pk, by=at_work(elsewhere, Role.FLOOR), at=NOW)
    with refusing("parties.not_yours"):
        redeem_voucher(code, elsewhere.pk, by=floor, at=NOW)
    with refusing("members.voucher_unknown", "code"):
        redeem_voucher("2222-2222-2222", venue.pk, by=floor, at=NOW)
    used = redeem_voucher(f" {code.lower().replace('-', ' ')}", venue.pk, by=floor, at=NOW)
    assert (used.state, used.redeemed_by_id, used.redeemed_venue_id) == (VoucherState.REDEEMED, floor.user_id, venue.pk)
    with refusing("members.voucher_used", "code"):
        redeem_voucher(code, venue.pk, by=floor, at=NOW)
    with refusing("members.voucher_used", "code"):
        cancel_voucher(voucher.pk, by=by, at=NOW)
    kept = str(list(AuditEntry.objects.values()))
    assert "members_voucher" in kept
    assert not [secret for secret in (code, normal_code(code), voucher.nonce, voucher.code_hash) if secret in kept]


def test_one_more_by_hand_is_given_once_however_often_it_is_sent() -> None:
    venue = factories.venue(factories.party())
    member, by = enrolled(venue), at_work(venue, Role.MARKETING)
    two, last, over, called_off = (offer_of(venue, name=name, **said) for name, said in OFFERS.items())
    offer_of(factories.venue(factories.party()))
    cancel_offer(called_off.pk, by=by, at=NOW)
    issue_one(last.pk, enrolled(venue).pk, by=by, at=NOW)
    later = NOW + 2 * DAY
    assert given_to(member, by=by, at=later) == [two]
    assert given_to(member, by=at_work(venue, Role.CUSTOMER_SERVICE), at=later) == []
    give_voucher(two.pk, member.pk, held=0, by=by, at=NOW)
    with refusing("members.voucher_given"):
        give_voucher(two.pk, member.pk, held=0, by=by, at=NOW)
    assert member.vouchers.count() == 1
    give_voucher(two.pk, member.pk, held=1, by=by, at=NOW)
    assert given_to(member, by=by, at=later) == []
    for offer, code in ((two, "members.member_has_all"), (last, "members.stock_gone"), (over, "members.offer_over")):
        with refusing(code):
            give_voucher(offer.pk, member.pk, held=2, by=by, at=later)
    with refusing("parties.not_yours"):
        give_voucher(two.pk, member.pk, held=2, by=at_work(venue, Role.FLOOR), at=NOW)


def test_a_voucher_counts_by_the_day_and_in_the_venue_of_its_offer() -> None:
    venue = factories.venue(factories.party())
    other = factories.venue(venue.party)
    by, floor = at_work(venue, Role.MARKETING), at_work(venue, Role.FLOOR)
    offer = offer_of(venue, per_member=3, valid_from=NOW.date() + DAY, valid_until=NOW.date() + 2 * DAY)
    voucher = issue_one(offer.pk, enrolled(venue).pk, by=by, at=NOW)
    code = code_of(voucher)
    with refusing("members.voucher_not_yet", "code"):
        redeem_voucher(code, venue.pk, by=floor, at=NOW)
    with refusing("members.voucher_over", "code"):
        redeem_voucher(code, venue.pk, by=floor, at=NOW + 3 * DAY)
    with refusing("members.voucher_elsewhere", "venue"):
        redeem_voucher(code, other.pk, by=floor, at=NOW + DAY)
    assert redeem_voucher(code, venue.pk, by=floor, at=NOW + 2 * DAY).state == VoucherState.REDEEMED
    with refusing("members.offer_over"):
        issue_one(offer.pk, voucher.member_id, by=by, at=NOW + 3 * DAY)


def test_a_segment_gets_all_or_nothing_and_calling_off_takes_back_what_is_open() -> None:
    venue = factories.venue(factories.party())
    by, floor = at_work(venue, Role.MARKETING), at_work(venue, Role.FLOOR)
    first = [enrolled(venue) for _number in range(3)]
    offer = offer_of(venue, stock=4)
    assert issue_to_segment(offer.pk, by=by, at=NOW) == 3
    assert issue_to_segment(offer.pk, by=by, at=NOW) == 0
    more = [enrolled(venue) for _number in range(2)]
    with refusing("members.stock_short", "stock"):
        issue_to_segment(offer.pk, by=by, at=NOW)
    last = issue_one(offer.pk, more[0].pk, by=by, at=NOW)
    with refusing("members.stock_gone"):
        issue_one(offer.pk, more[1].pk, by=by, at=NOW)
    redeem_voucher(code_of(Voucher.objects.get(member=first[0])), venue.pk, by=floor, at=NOW)
    cancel_offer(offer.pk, by=by, at=NOW)
    assert sorted(Voucher.objects.values_list("state", flat=True)) == ["cancelled"] * 3 + ["redeemed"]
    with refusing("members.offer_cancelled"):
        issue_one(offer.pk, more[1].pk, by=by, at=NOW)
    with refusing("members.offer_cancelled"):
        cancel_offer(offer.pk, by=by, at=NOW)
    with refusing("members.voucher_cancelled", "code"):
        redeem_voucher(code_of(last), venue.pk, by=floor, at=NOW)


def test_an_offer_that_says_too_little_is_refused() -> None:
    venue = factories.venue(factories.party())
    wrong: list[tuple[dict[str, Any], str, str]] = [
        ({"is_automated": True}, "members.fair_note_missing", "fair_note"),
        ({"is_automated": True, "fair_note": "一律相同"}, "members.open_way_missing", "open_way"),
        ({"valid_until": NOW.date() - DAY}, "members.offer_over", "valid_until"),
        ({"valid_from": NOW.date() + 50 * DAY}, "members.days_reversed", "valid_until"),
        ({"stock": 0}, "members.stock_wrong", "stock"),
        ({"per_member": 101}, "members.per_member_wrong", "per_member"),
        ({"terms": "。"}, "foundation.required", "terms"),
    ]
    for others, code, field in wrong:
        with refusing(code, field), transaction.atomic():
            offer_of(venue, **others)


@pytest.mark.database
def test_the_database_keeps_stock_limits_and_what_was_said() -> None:
    venue = factories.venue(factories.party())
    member, foreign = enrolled(venue), enrolled(factories.venue(factories.party()))
    offer = offer_of(venue, stock=2, **FAIR)
    voucher = issue_one(offer.pk, member.pk, by=SYSTEM, at=NOW)
    user, place = offer.made_by_id, venue.pk

    def another(**others: Any) -> Callable[[], object]:
        fields = {"number": 2, "ordinal": 1, "code_hash": "f" * 64, "last_four": "ABCD", "issued_at": NOW}
        return lambda: Voucher.objects.create(offer=offer, **{"member": member, **fields, **others})

    def changed(model: type[Any], pk: int, **fields: Any) -> Callable[[], object]:
        return lambda: model.objects.filter(pk=pk).update(**fields)

    used = {"state": "redeemed", "redeemed_at": NOW, "redeemed_by": user, "redeemed_venue": place}
    tries: list[Callable[[], object]] = [
        another(number=3),  # beyond the stock
        another(ordinal=2),  # beyond what a member may have
        another(member=foreign),
        another(number=1, member=enrolled(venue)),
        changed(Voucher, voucher.pk, state="redeemed", redeemed_at=NOW),  # by nobody
        changed(Voucher, voucher.pk, **{**used, "redeemed_at": NOW - DAY}),
        changed(Voucher, voucher.pk, number=2),
        changed(Offer, offer.pk, stock=9),
        changed(Offer, offer.pk, fair_note=""),
        lambda: Offer.objects.filter(pk=offer.pk).delete(),
    ]
    for attempt in tries:
        with pytest.raises(IntegrityError), transaction.atomic(), writing("test"):
            attempt()
    with writing("test"):
        changed(Voucher, voucher.pk, **used)()
    with pytest.raises(IntegrityError), transaction.atomic(), writing("test"):
        changed(Voucher, voucher.pk, state="issued", redeemed_at=None, redeemed_by=None, redeemed_venue=None)()
