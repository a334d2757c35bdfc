"""Who has been silent, by their bills: picked, won back once, and on the list of regulars."""

from datetime import date, timedelta

import pytest

from members.domain.care.planning import plan_rule
from members.domain.care.sending import send_message
from members.domain.care.visit_lists import members_for
from members.domain.imports.merging import merge_members
from members.domain.offers.criteria import checked
from members.domain.offers.segments import picked
from members.domain.offers.vouchers import issue_one
from members.models import CareMessage, Member, Voucher
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM
from parties.models import Venue
from tests import factories
from tests.members.bills.factories import billed
from tests.members.care.factories import friend, rule_of
from tests.members.factories import NOW, at_work
from tests.members.offers.factories import offer_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def came(member: Member, venue: Venue, days_ago: int, *, yuan: int = 100) -> None:
    """The member spent something so many days ago."""
    number, at = f"{member.number}-{days_ago}-{yuan}", NOW - days_ago * DAY
    billed(venue, by=at_work(venue), card=member.number, number=number, amount_fen=yuan * 100, happened_at=at)


def test_bills_pick_the_silent_the_frequent_and_the_generous_and_the_regulars() -> None:
    venue = factories.venue(factories.party())
    silent, regular, never = friend(venue), friend(venue), friend(venue)
    came(silent, venue, 90, yuan=5000)
    for days_ago in (40, 20, 3):
        came(regular, venue, days_ago)

    def fits(**criterion: object) -> set[Member]:
        said = checked([criterion], party_id=venue.party_id)
        return set(picked(said, party_id=venue.party_id, venue_id=venue.pk, at=NOW))

    assert fits(kind="silent", days=60) == {silent}
    assert fits(kind="silent", days=2) == {silent, regular}
    assert fits(kind="visits", times=2, days=30) == {regular}
    assert fits(kind="visits", times=3, days=30) == set()
    assert fits(kind="spent", yuan=300, days=60) == {regular}
    assert fits(kind="spent", yuan=301, days=100) == {silent}
    assert never not in fits(kind="silent", days=1)
    november = {"from_date": date(2026, 11, 1), "until_date": date(2026, 11, 30)}
    assert set(members_for(venue.pk, segment=None, at=NOW, **november)) == {regular}


def test_the_silent_are_won_back_once_a_silence_unless_they_come_by_themselves() -> None:
    venue = factories.venue(factories.party())
    long_ago, just, back, too_long = (friend(venue) for _each in range(4))
    for member, days_ago in ((long_ago, 70), (just, 60), (back, 59), (too_long, 200)):
        came(member, venue, days_ago)
    rule = rule_of(venue, occasion="win_back", silent_days=60, days_before=0)
    assert plan_rule(rule, at=NOW) == 3
    assert plan_rule(rule, at=NOW + DAY) == 0
    assert set(CareMessage.objects.values_list("member", flat=True)) == {long_ago.pk, just.pk, back.pk}
    came(back, venue, 0)
    message = CareMessage.objects.get(member=back)
    send_message(message.key, at=message.send_at)
    message.refresh_from_db()
    assert (message.state, message.reason) == ("skipped", "came_back")


def test_a_merge_takes_the_vouchers_along() -> None:
    venue = factories.venue(factories.party())
    one, other = friend(venue), friend(venue)
    offer = offer_of(venue)
    issued = [issue_one(offer.pk, member.pk, by=SYSTEM, at=NOW) for member in (one, other)]
    merge_members(one.pk, other.pk, by=at_work(venue, Role.VENUE_MANAGER), at=NOW)
    kept = Voucher.objects.filter(member=one).order_by("ordinal").values_list("pk", "ordinal")
    assert list(kept) == [(issued[0].pk, 1), (issued[1].pk, 2)]
