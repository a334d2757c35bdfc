"""Making offers and calling them off (B7). What an offer says stays; another one is a new offer."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils import timezone

from foundation.days import known_day
from foundation.refusals import Refused
from foundation.text import clean_line, clean_text, says_something
from members.domain.offers.vouchers import cancel_open
from members.models import Offer, Segment
from parties.domain.scope import Scope, writing

MAKE: Final = "offers.make"
MOST_STOCK: Final = 100_000
MOST_PER_MEMBER: Final = 100
LONGEST_NAME: Final = 60
LONGEST_TERMS: Final = 2000
LONGEST_NOTE: Final = 1000


@dataclass(frozen=True)
class NewOffer:
    """What an offer says. ``fair_note`` and ``open_way`` are for offers that the machine hands out (PIPL 24)."""

    name: str
    terms: str
    valid_from: date
    valid_until: date
    stock: int
    per_member: int = 1
    is_automated: bool = False
    fair_note: str = ""
    open_way: str = ""


def make_offer(segment_id: int, said: NewOffer, *, by: Scope, at: datetime) -> Offer:
    """An offer for a segment, of the segment's party and venue.

    Refused: ``parties.not_yours``, ``foundation.required``, ``members.days_reversed``, ``members.offer_over``,
    ``members.stock_wrong``, ``members.per_member_wrong``, ``members.fair_note_missing``, ``members.open_way_missing``,
    and what texts and days are refused for.
    """
    texts = _texts(said)
    _check_numbers(said, at=at)
    with writing(by):
        segment = Segment.objects.within(by, verb=MAKE).filter(pk=segment_id, retired_at=None).first()
        if segment is None or by.user_id is None:
            raise Refused("parties.not_yours")
        return Offer.objects.create(
            party_id=segment.party_id,
            venue_id=segment.venue_id,
            segment=segment,
            valid_from=said.valid_from,
            valid_until=said.valid_until,
            stock=said.stock,
            per_member=said.per_member,
            is_automated=said.is_automated,
            made_by_id=by.user_id,
            made_at=at,
            **texts,
        )


def cancel_offer(offer_id: int, *, by: Scope, at: datetime) -> Offer:
    """Call it off: nothing more is issued, and what is still in members' hands is called off with it.

    Refused: ``parties.not_yours``, ``members.offer_cancelled``.
    """
    with writing(by):
        offer = (
            Offer.objects.within(by, verb=MAKE).select_for_update(no_key=True, of=("self",)).filter(pk=offer_id).first()
        )
        if offer is None:
            raise Refused("parties.not_yours")
        if offer.is_cancelled:
            raise Refused("members.offer_cancelled")
        offer.cancelled_at = at
        offer.save(update_fields=["cancelled_at"])
        cancel_open(offer, by=by, at=at)
        return offer


def _texts(said: NewOffer) -> dict[str, str]:
    texts = {
        "name": clean_line(said.name, LONGEST_NAME, "name"),
        "terms": clean_text(said.terms, LONGEST_TERMS, "terms"),
        "fair_note": clean_text(said.fair_note, LONGEST_NOTE, "fair_note"),
        "open_way": clean_text(said.open_way, LONGEST_NOTE, "open_way"),
    }
    for field in ("name", "terms"):
        if not says_something(texts[field]):
            raise Refused("foundation.required", field)
    if said.is_automated and not says_something(texts["fair_note"]):
        raise Refused("members.fair_note_missing", "fair_note")
    if said.is_automated and not says_something(texts["open_way"]):
        raise Refused("members.open_way_missing", "open_way")
    return texts


def _check_numbers(said: NewOffer, *, at: datetime) -> None:
    if known_day(said.valid_until, "valid_until") < known_day(said.valid_from, "valid_from"):
        raise Refused("members.days_reversed", "valid_until")
    if said.valid_until < timezone.localdate(at):
        raise Refused("members.offer_over", "valid_until")
    if not 1 <= said.stock <= MOST_STOCK:
        raise Refused("members.stock_wrong", "stock", most=MOST_STOCK)
    if not 1 <= said.per_member <= MOST_PER_MEMBER:
        raise Refused("members.per_member_wrong", "per_member", most=MOST_PER_MEMBER)
