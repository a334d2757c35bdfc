"""Whether a member may be written to, and by which way: asked when a message is planned, and again when it is sent."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count

from members.domain.care.carriers import ADDRESS_FIELD, is_set_up
from members.domain.care.limits import Limits
from members.domain.registry.consents import consents_of
from members.models import CareChannel, CareMessage, CareState, Member

NO_CONSENT: Final = "no_consent"
NO_ADDRESS: Final = "no_address"
NOT_SET_UP: Final = "not_set_up"
TOO_OFTEN: Final = "too_often"
COUNTED: Final = (CareState.PLANNED, CareState.SENT, CareState.DELIVERED)
"""What counts towards how often a member is written to: planned is as good as sent."""


def agreed_channels(member_ids: Collection[int], purpose: str) -> Mapping[int, set[str]]:
    """By which channels each of these members has agreed to be written to for a purpose: their last word counts."""
    return {
        member_id: {channel for (channel, what_for), word in words.items() if what_for == purpose and word.given}
        for member_id, words in consents_of(member_ids).items()
    }


def way_to(member: Member, channels: Sequence[str], agreed: Collection[str]) -> tuple[str, str]:
    """The first of the channels that leads to the member, else why none does: (channel, reason), one of them empty."""
    reasons = set()
    for channel in channels:
        if not has_address(member, channel):
            reasons.add(NO_ADDRESS)
        elif channel not in agreed:
            reasons.add(NO_CONSENT)
        elif not is_set_up(channel):
            reasons.add(NOT_SET_UP)
        else:
            return channel, ""
    return "", next(reason for reason in (NO_CONSENT, NOT_SET_UP, NO_ADDRESS) if reason in reasons)


def has_address(member: Member, channel: str) -> bool:
    """Whether the member left what the channel needs; nothing is deciphered for that."""
    return getattr(member, f"{ADDRESS_FIELD[CareChannel(channel)]}_enciphered") is not None


def written_to(
    member_ids: Iterable[int], around: datetime, limits: Limits, *, but: int | None = None
) -> Mapping[int, int]:
    """How many messages each of these members gets in the days before and after a moment; ``but`` this one."""
    length = timedelta(days=limits.per_days)
    rows = CareMessage.objects.filter(
        member__in=list(member_ids), state__in=COUNTED, send_at__gt=around - length, send_at__lt=around + length
    ).exclude(pk=but or 0)
    return dict(rows.order_by().values_list("member").annotate(count=Count("pk")))
