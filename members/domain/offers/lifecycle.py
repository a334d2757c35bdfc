"""The life of a voucher: one table."""

from typing import Final

from foundation.transitions import Lifecycle
from members.models import VoucherState

VOUCHER: Final = Lifecycle(
    "voucher",
    {
        VoucherState.ISSUED: {"redeem": VoucherState.REDEEMED, "cancel": VoucherState.CANCELLED},
        VoucherState.REDEEMED: {},
        VoucherState.CANCELLED: {},
    },
    initial=VoucherState.ISSUED,
)
