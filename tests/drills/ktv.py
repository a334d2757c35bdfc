"""A KTV under contract at this very moment, and complaints to log in it over REST."""

import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone

from parties.domain.roles import Role
from parties.domain.tokens import issue_token
from parties.models import Room
from tests import factories
from tests.complaints.factories import DEPARTMENTS, ON_SITE, House


def ktv_of_today() -> House:
    """Like `tests.complaints.factories.house`, by the real clock: other processes have no other one."""
    agreed = factories.effective_contract(at=timezone.now() - timedelta(days=30))
    people = {role: factories.person(agreed.provider, role) for role in DEPARTMENTS}
    people |= {role: factories.person(agreed.client, role) for role in ON_SITE}
    room = Room.objects.create(venue=agreed.venue, name="666")
    return House(agreed.client, agreed.provider, agreed.venue, room, agreed.contract, people)


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
