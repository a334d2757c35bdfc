"""Among whom a wave draws: the members of the contract's venues, or those of them who came in its period (D3)."""

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from members.domain.retention.target_offers import reach_of_contract
from members.models import Bill, Member
from surveys.domain.waves.drawing import Cell, Frame, frame_of, ordered
from surveys.models import Frame as Whom
from surveys.models import Wave


def framed(wave: Wave) -> QuerySet[Member]:
    """Who can be drawn as things stand now: active members within the wave's reach.

    Of a contract those whose home is one of its venues (where it covers all of them, those without a home too); of a
    wave without one all members of the party that runs it. ``visits``: who has a bill of the period that was not given
    back whole, at one of these venues.
    """
    rows = Member.objects.active()
    rows = rows.filter(_reach(wave)) if wave.contract else rows.filter(party=wave.party_id)
    return rows.filter(Exists(_visits(wave))) if wave.frame == Whom.VISITS else rows


def frame_now(wave: Wave) -> Frame:
    """The frame by venue and tier, as it stands now. Two questions, whatever its size."""
    rows = framed(wave).order_by().values_list("pk", "venue", "tier_row__tier__name")
    return frame_of({pk: Cell(venue_id, tier or "") for pk, venue_id, tier in rows.iterator(chunk_size=10_000)})


def cells_now(wave: Wave) -> dict[Cell, int]:
    """How many members each cell of the frame has now, in the order of a frame. One question."""
    counts = framed(wave).order_by().values_list("venue", "tier_row__tier__name").annotate(count=Count("pk"))
    sizes = {Cell(venue_id, tier or ""): count for venue_id, tier, count in counts}
    return {cell: sizes[cell] for cell in ordered(sizes)}


def _reach(wave: Wave) -> Q:
    assert wave.contract is not None  # noqa: S101  # the caller has looked
    reach = reach_of_contract(wave.contract)
    return Q(party=reach.party_id) & reach.condition()


def _visits(wave: Wave) -> QuerySet[Bill]:
    refunds = Bill.objects.filter(refund_of=OuterRef("pk")).order_by().values("refund_of")
    back = Coalesce(Subquery(refunds.annotate(fen=Sum("amount_fen")).values("fen")), Value(0))
    days = {"business_date__gte": wave.first_day, "business_date__lte": wave.last_day}
    bills = Bill.objects.filter(member=OuterRef("pk"), refund_of=None, **days)
    if wave.contract:
        bills = bills.filter(venue__in=wave.contract.venues.values("pk"))
    return bills.alias(back=back).filter(amount_fen__gt=F("back"))
