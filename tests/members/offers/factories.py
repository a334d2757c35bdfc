"""Segments, offers and vouchers, made by the product's own verbs."""

from dataclasses import replace
from datetime import date
from typing import Any, Final

from members.domain.offers.offering import NewOffer, make_offer
from members.domain.offers.segments import keep_segment
from members.models import Offer, Segment
from parties.domain.roles import Role
from parties.models import Venue
from tests.members.factories import NOW, at_work

SNACKS: Final = NewOffer(
    name="果盘一份",
    terms="周一至周四可用，一间包房一张。",
    valid_from=date(2026, 11, 1),
    valid_until=date(2026, 11, 30),
    stock=10,
)
FAIR: Final[dict[str, Any]] = {
    "is_automated": True,
    "fair_note": "条件相同的会员一律相同。",
    "open_way": "前台可直接领取。",
}


def offer_of(venue: Venue, *, everywhere: bool = False, **others: Any) -> Offer:
    """An offer to all members of a venue, or of its party."""
    by = at_work(venue, Role.MARKETING)
    place = None if everywhere else venue.pk
    kept = Segment.objects.filter(party=venue.party_id, venue=place, retired_at=None).first()
    segment = kept or keep_segment("全部会员", [], party_id=venue.party_id, venue_id=place, by=by, at=NOW)
    return make_offer(segment.pk, replace(SNACKS, **others), by=by, at=NOW)
