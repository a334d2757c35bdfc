"""Fifty at once: for the last vouchers of a stock, and with one code."""

import threading
from datetime import datetime

import pytest
from django.db import IntegrityError

from foundation.refusals import Refused
from members.domain.offers import vouchers
from members.domain.offers.codes import code_of
from members.domain.offers.vouchers import issue_one, redeem_voucher
from members.models import Offer, Voucher
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM
from tests import factories
from tests.members.factories import NOW, at_work, enrolled
from tests.members.offers.factories import offer_of
from tests.racing import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
RIVALS = 50


def _fifty_for_ten() -> list[object]:
    venue = factories.venue(factories.party())
    members = [enrolled(venue) for _number in range(RIVALS)]
    offer = offer_of(venue, stock=10)
    return at_once(RIVALS, lambda number: issue_one(offer.pk, members[number].pk, by=SYSTEM, at=NOW))


def test_fifty_at_once_get_ten_vouchers_of_ten() -> None:
    answers = _fifty_for_ten()
    assert sum(isinstance(each, Voucher) for each in answers) == 10
    assert {each.code for each in answers if isinstance(each, Refused)} == {"members.stock_gone"}
    assert sorted(Voucher.objects.values_list("number", flat=True)) == list(range(1, 11))


def test_control_without_the_offers_lock_rivals_collide_and_still_nothing_is_oversold(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    all_have_looked = threading.Barrier(RIVALS)

    def unlocked(offer_id: int, *, at: datetime) -> Offer:
        offer = Offer.objects.get(pk=offer_id)
        all_have_looked.wait(30)
        return offer

    monkeypatch.setattr(vouchers, "_locked_offer", unlocked)
    answers = _fifty_for_ten()
    assert any(isinstance(each, IntegrityError) for each in answers)
    assert Voucher.objects.count() <= 10


def test_a_code_typed_by_fifty_at_once_is_used_once() -> None:
    venue = factories.venue(factories.party())
    floor = at_work(venue, Role.FLOOR)
    code = code_of(issue_one(offer_of(venue).pk, enrolled(venue).pk, by=SYSTEM, at=NOW))
    answers = at_once(RIVALS, lambda _number: redeem_voucher(code, venue.pk, by=floor, at=NOW))
    assert sum(isinstance(each, Voucher) for each in answers) == 1
    assert {each.code for each in answers if isinstance(each, Refused)} == {"members.voucher_used"}
