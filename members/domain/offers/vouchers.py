"""Vouchers in members' hands: issued from a stock that is never oversold, used once (B7)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.db.models import Count, Max
from django.utils import timezone

from foundation.derived_secrets import new_nonce
from foundation.refusals import Refused
from members.domain.offers.codes import code_of, hash_of
from members.domain.offers.lifecycle import VOUCHER
from members.domain.offers.segments import members_of
from members.models import Member, Offer, Voucher, VoucherState
from parties.domain.circles import venue_condition
from parties.domain.opening import hours_of
from parties.domain.scope import Scope, writing
from parties.models import Venue

MAKE: Final = "offers.make"
REDEEM: Final = "vouchers.redeem"
BATCH: Final = 1000


def issue_to_segment(offer_id: int, *, by: Scope, at: datetime) -> int:
    """A voucher to each member of the offer's segment who has none of it yet; tells how many.

    All of them or nobody: who would go without must not be left to chance. Refused: ``parties.not_yours``,
    ``members.offer_cancelled``, ``members.offer_over``, ``members.stock_short``.
    """
    with writing(by):
        offer = _locked_offer(offer_id, at=at)
        if by.user_id is None or not Offer.objects.within(by, verb=MAKE).filter(pk=offer_id).exists():
            raise Refused("parties.not_yours")
        picked = members_of(offer.segment, at=at).exclude(vouchers__offer=offer).order_by("pk")
        ids = list(picked.values_list("pk", flat=True)[: offer.stock + 1])
        left = offer.stock - _issued(offer)
        if len(ids) > left:
            raise Refused("members.stock_short", "stock", members=len(ids), left=left)
        return len(_issue(offer, ids, by=by, at=at))


def issue_one(offer_id: int, member_id: int, *, by: Scope, at: datetime, nonce: str = "") -> Voucher:
    """One more voucher to one member, by a rule of care or a person who may make offers.

    ``nonce``: the random half of its code, where the same code must come of it when it is tried again.

    Refused: ``parties.not_yours``, ``members.offer_cancelled``, ``members.offer_over``, ``members.not_active``,
    ``members.stock_gone``, ``members.member_has_all``.
    """
    with writing(by):
        offer = _locked_offer(offer_id, at=at)
        may = by.is_system or Offer.objects.within(by, verb=MAKE).filter(pk=offer_id).exists()
        member = Member.objects.select_for_update(no_key=True).filter(pk=member_id, party=offer.party_id).first()
        if not may or member is None or (offer.venue_id is not None and member.venue_id != offer.venue_id):
            raise Refused("parties.not_yours")
        if not member.is_active:
            raise Refused("members.not_active")
        if offer.vouchers.filter(member=member).count() >= offer.per_member:
            raise Refused("members.member_has_all")
        if _issued(offer) >= offer.stock:
            raise Refused("members.stock_gone")
        return _issue(offer, [member_id], by=by, at=at, nonce=nonce)[0]


def redeem_voucher(code: str, venue_id: int, *, by: Scope, at: datetime) -> Voucher:
    """The member uses it at a venue, now; it is used from then on.

    Refused: ``parties.not_yours``, ``members.voucher_unknown`` (also where it is another party's),
    ``members.voucher_used``, ``members.voucher_cancelled``, ``members.voucher_not_yet``, ``members.voucher_over``,
    ``members.voucher_elsewhere``.
    """
    with writing(by):
        venue = Venue.objects.filter(venue_condition(by, verb=REDEEM), pk=venue_id).first()
        if venue is None or by.user_id is None:
            raise Refused("parties.not_yours")
        voucher = _locked(code_hash=hash_of(code), offer__party=venue.party_id)
        if voucher is None:
            raise Refused("members.voucher_unknown", "code")
        _check_place(voucher.offer, venue, at=at)
        return VOUCHER.move(
            Voucher,
            voucher.pk,
            "redeem",
            redeemed_at=at,
            redeemed_by_id=by.user_id,
            redeemed_venue_id=venue_id,
        )


def cancel_voucher(voucher_id: int, *, by: Scope, at: datetime) -> Voucher:
    """Call one voucher off; its place in the stock stays taken.

    Refused: ``parties.not_yours``, ``members.voucher_used``, ``members.voucher_cancelled``.
    """
    with writing(by):
        if by.user_id is None or not Voucher.objects.within(by, verb=MAKE).filter(pk=voucher_id).exists():
            raise Refused("parties.not_yours")
        _locked(pk=voucher_id)
        return VOUCHER.move(Voucher, voucher_id, "cancel", cancelled_at=at, cancelled_by_id=by.user_id)


def cancel_open(offer: Offer, *, by: Scope, at: datetime) -> int:
    """Call off what is still in members' hands of an offer; in the caller's transaction, the offer locked."""
    state = VOUCHER.next_state(VoucherState.ISSUED, "cancel")
    still = offer.vouchers.filter(state=VoucherState.ISSUED)
    return still.update(state=state, cancelled_at=at, cancelled_by_id=by.user_id)


def business_date(venue_id: int, *, at: datetime) -> date:
    """The business day of a venue: a voucher of the 30th still counts at one in the night after it."""
    hours = hours_of(venue_id)
    return hours.hours.business_date(at) if hours else timezone.localdate(at)


def _locked(**by_what: object) -> Voucher | None:
    """The voucher, locked and still to be used."""
    rows = Voucher.objects.select_related("offer").select_for_update(no_key=True, of=("self",))
    voucher = rows.filter(**by_what).first()
    if voucher is not None and voucher.state == VoucherState.REDEEMED:
        raise Refused("members.voucher_used", "code", when=f"{timezone.localtime(voucher.redeemed_at):%Y-%m-%d %H:%M}")
    if voucher is not None and voucher.state == VoucherState.CANCELLED:
        raise Refused("members.voucher_cancelled", "code")
    return voucher


def _check_place(offer: Offer, venue: Venue, *, at: datetime) -> None:
    if offer.venue_id is not None and offer.venue_id != venue.pk:
        raise Refused("members.voucher_elsewhere", "venue")
    day = business_date(venue.pk, at=at)
    if day < offer.valid_from:
        raise Refused("members.voucher_not_yet", "code", day=offer.valid_from.isoformat())
    if day > offer.valid_until:
        raise Refused("members.voucher_over", "code", day=offer.valid_until.isoformat())


def _locked_offer(offer_id: int, *, at: datetime) -> Offer:
    """The offer, which is still on; its row is locked, so that of two at once the second one counts the first."""
    offer = Offer.objects.select_for_update(no_key=True).get(pk=offer_id)
    if offer.is_cancelled:
        raise Refused("members.offer_cancelled")
    if offer.valid_until < timezone.localdate(at):
        raise Refused("members.offer_over")
    return offer


def _issued(offer: Offer) -> int:
    return offer.vouchers.aggregate(last=Max("number"))["last"] or 0


def _issue(offer: Offer, member_ids: Sequence[int], *, by: Scope, at: datetime, nonce: str = "") -> list[Voucher]:
    """The next vouchers of the offer, in the caller's transaction; the database knows of no more than the stock."""
    first = _issued(offer) + 1
    mine = offer.vouchers.filter(member__in=member_ids) if len(member_ids) <= BATCH else offer.vouchers.all()
    have = dict(mine.order_by().values_list("member").annotate(count=Count("pk")))
    vouchers = [
        Voucher(
            offer=offer,
            member_id=member_id,
            number=number,
            ordinal=have.get(member_id, 0) + 1,
            issued_at=at,
            issued_by_id=by.user_id,
            nonce=nonce or new_nonce(),
        )
        for number, member_id in enumerate(member_ids, start=first)
    ]
    for voucher in vouchers:
        code = code_of(voucher)
        voucher.code_hash, voucher.last_four = hash_of(code), code[-4:]
    return Voucher.objects.bulk_create(vouchers, batch_size=BATCH)
