"""One voucher to one member, by hand: what can be given to them, and giving it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone

from foundation.refusals import Refused
from members.domain.offers.vouchers import issue_one
from members.models import Member, Offer, Voucher
from parties.domain.scope import Scope, writing

MAKE: Final = "offers.make"


def given_to(member: Member, *, by: Scope, at: datetime) -> Sequence[Offer]:
    """The offers of which this person can hand the member a voucher now: valid, in stock, and not all theirs yet."""
    if not member.is_active:
        return []
    house = Q(party=member.party_id) & (Q(venue=None) | Q(venue=member.venue_id))
    rows = Offer.objects.within(by, verb=MAKE).filter(house, cancelled_at=None, valid_until__gte=timezone.localdate(at))
    full = Voucher.objects.filter(offer=OuterRef("pk"), number__gte=OuterRef("stock"))
    theirs = Count("vouchers", filter=Q(vouchers__member=member))
    return list(rows.exclude(Exists(full)).annotate(theirs=theirs).filter(theirs__lt=F("per_member")).order_by("name"))


def give_voucher(offer_id: int, member_id: int, *, held: int, by: Scope, at: datetime) -> Voucher:
    """Hand the member a voucher. ``held``: how many they had when the person looked; sent twice, it is given once.

    Refused: ``members.voucher_given``, and as :func:`members.domain.offers.vouchers.issue_one` refuses.
    """
    with writing(by):
        if not Offer.objects.within(by, verb=MAKE).filter(pk=offer_id).exists():
            raise Refused("parties.not_yours")
        voucher = issue_one(offer_id, member_id, by=by, at=at)
        # Counted afterwards: the member's row is locked since, and what is refused here takes the voucher with it.
        if Voucher.objects.filter(member=member_id).count() != held + 1:
            raise Refused("members.voucher_given")
        return voucher
