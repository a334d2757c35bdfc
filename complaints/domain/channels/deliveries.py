"""The life of an outgoing message, once it is written: one table."""

from typing import Final

from complaints.models import DeliveryState
from foundation.transitions import Lifecycle

DELIVERY: Final = Lifecycle(
    "message to a customer",
    {
        DeliveryState.QUEUED: {
            "send": DeliveryState.SENT,
            "deliver": DeliveryState.DELIVERED,
            "fail": DeliveryState.FAILED,
        },
        DeliveryState.SENT: {"deliver": DeliveryState.DELIVERED, "fail": DeliveryState.FAILED},
        DeliveryState.DELIVERED: {},
        DeliveryState.FAILED: {"again": DeliveryState.QUEUED, "deliver": DeliveryState.DELIVERED},
    },
    initial=DeliveryState.QUEUED,
)
"""A receipt may be here before the answer to the handing over is written down, and even after a failure was assumed."""
