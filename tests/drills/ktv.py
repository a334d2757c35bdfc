"""A KTV under contract at this very moment, and complaints to log in it over REST."""

import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone

from parties.domain.roles import Role
from parties.domain.tokens import issue_token
from tests.complaints.factories import House, house


def ktv_of_today() -> House:
    """Like `tests.complaints.factories.house`, by the real clock: other processes have no other one."""
    return house(since=timezone.now() - timedelta(days=30))


def key_of_the_floor(ktv: House) -> str:
    """An API token that acts as the floor worker."""
    _token, key = issue_token(user=ktv.people[Role.FLOOR], name="drill", by=ktv.scope(Role.FLOOR), at=timezone.now())
    return key


def plain_complaint(ktv: House) -> dict[str, Any]:
    """What is sent to log a complaint, with an id of its own."""
    return {
        "client_id": str(uuid.uuid4()),
        "venue": ktv.venue.pk,
        "room": ktv.room.pk,
        "subject": "attitude",
        "gravity": "ordinary",
        "what_happened": "服务员态度不好",
    }
