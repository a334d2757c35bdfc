"""Logging a complaint over HTTP at 16 connections, against a bare view that inserts one row: same server, same run."""

import itertools
import json
import uuid
from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from bench.load import requests_per_second
from bench.rows import Row, in_turn
from bench.server import headers_of, post, server
from parties.domain.roles import Role
from tests import factories

CONNECTIONS = 16
COUNT = 320
ROUNDS = 15


def measure() -> Iterator[Row]:
    """Requests a second; ours includes the contract's terms, the clock with its owner, audit, message and job."""
    agreement = factories.effective_contract(at=timezone.now() - timedelta(days=1))
    for role in (Role.MARKETING, Role.CUSTOMER_SERVICE):
        factories.person(agreement.provider, role)
    headers = headers_of(factories.person(agreement.client, Role.FLOOR))
    room = agreement.venue.rooms.get()
    story = {"venue": agreement.venue.pk, "room": room.pk, "what_happened": "等了四十分钟才上小吃。"}
    bare = (post("/bare/", headers, json.dumps(story).encode()) for _each in itertools.count())
    full = {**story, "subject": "quality", "gravity": "ordinary", "channel": "in_person"}
    ours = (
        post("/api/v1/complaints/", headers, json.dumps(full | {"client_id": str(uuid.uuid4())}).encode())
        for _each in itertools.count()
    )
    with server() as port:
        ours_rate, bare_rate = in_turn(
            lambda: requests_per_second(port, ours, connections=CONNECTIONS, count=COUNT),
            lambda: requests_per_second(port, bare, connections=CONNECTIONS, count=COUNT),
            rounds=ROUNDS,
        )
    yield Row("log a complaint over HTTP / bare one-row view", f"{CONNECTIONS} conn", ours_rate, bare_rate, "rps")
