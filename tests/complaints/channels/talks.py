"""Customers who can be reached, and what is said with them."""

import uuid
from datetime import datetime
from typing import Any

from complaints.domain.channels.conversation import Saying, say_to_customer
from complaints.domain.customer.contacts import Reach, keep_contact
from complaints.models import Complaint, CustomerMessage
from parties.domain.roles import Role
from tests.complaints.factories import HOUR, NOW, House, logged

NUMBER = "13800138000"


def reachable(of: House, *, kind: str = "phone", address: str = NUMBER, **changes: Any) -> Complaint:
    """A complaint whose customer left an address."""
    complaint = logged(of, **changes)
    keep_contact(complaint.pk, Reach(kind, address, "甄客"), by=of.scope(Role.FLOOR), at=NOW)
    return complaint


def saying(channel: str = "sms", text: str = "您好，我们已收到。") -> Saying:
    return Saying(uuid.uuid4(), channel, text)


def say(of: House, complaint: Complaint, what: Saying | None = None, *, at: datetime = NOW + HOUR) -> CustomerMessage:
    """Customer service answers."""
    return say_to_customer(complaint.pk, what or saying(), by=of.scope(Role.CUSTOMER_SERVICE), at=at)
