"""Vouchers when two members turn out to be one: each keeps its code; counted anew among those of the other."""

from collections.abc import Sequence

from django.db.models import Max

from members.models import Voucher


def move(gone_id: int, kept_id: int) -> list[int]:
    """Let the vouchers of the first belong to the second; the ids of what went over."""
    vouchers = list(Voucher.objects.filter(member=gone_id).order_by("pk"))
    _give(vouchers, kept_id)
    return [voucher.pk for voucher in vouchers]


def back(ids: Sequence[int], gone_id: int, kept_id: int) -> None:
    """Let these, as far as they still are the second's, belong to the first again."""
    _give(list(Voucher.objects.filter(pk__in=ids, member=kept_id).order_by("pk")), gone_id)


def _give(vouchers: Sequence[Voucher], member_id: int) -> None:
    """A merged member may have had more of an offer than one may: what is in their hand stays theirs."""
    for voucher in vouchers:
        last = Voucher.objects.filter(offer=voucher.offer_id, member=member_id).aggregate(last=Max("ordinal"))["last"]
        voucher.member_id, voucher.ordinal = member_id, (last or 0) + 1
        voucher.save(update_fields=["member", "ordinal"])
