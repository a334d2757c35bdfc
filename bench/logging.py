"""Logging a complaint over HTTP at 16 connections, against a bare view that inserts one row: same server, same run."""

import itertools
import json
import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.utils import timezone

from bench.load import exchange, requests_per_second
from bench.rows import Row, in_turn
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
    headers = _headers(factories.person(agreement.client, Role.FLOOR))
    room = agreement.venue.rooms.get()
    story = {"venue": agreement.venue.pk, "room": room.pk, "what_happened": "等了四十分钟才上小吃。"}
    bare = (_post("/bare/", headers, story) for _each in itertools.count())
    full = {**story, "subject": "quality", "gravity": "ordinary", "channel": "in_person"}
    ours = (
        _post("/api/v1/complaints/", headers, full | {"client_id": str(uuid.uuid4())}) for _each in itertools.count()
    )
    with _server() as port:
        ours_rate, bare_rate = in_turn(
            lambda: requests_per_second(port, ours, connections=CONNECTIONS, count=COUNT),
            lambda: requests_per_second(port, bare, connections=CONNECTIONS, count=COUNT),
            rounds=ROUNDS,
        )
    yield Row("log a complaint over HTTP / bare one-row view", f"{CONNECTIONS} conn", ours_rate, bare_rate, "rps")


def _headers(user: object) -> str:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)  # type: ignore[arg-type]
    client.get("/", headers={"host": "127.0.0.1"})
    session = client.cookies["sessionid"].value
    token = client.cookies["csrftoken"].value
    return f"Cookie: sessionid={session}; csrftoken={token}\r\nX-CSRFToken: {token}\r\n"


def _post(path: str, headers: str, body: dict[str, object]) -> bytes:
    content = json.dumps(body).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nConnection: close\r\n"
        f"Content-Length: {len(content)}\r\n{headers}\r\n"
    )
    return head.encode() + content


@contextmanager
def _server() -> Iterator[int]:
    """The product's own server with its own settings, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "encore.wsgi:application"],
        env=os.environ | {"PORT": str(port), "BIND": f"127.0.0.1:{port}", "CELERY_QUEUE": "bench"},
    )
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)
        connection.close()


def _wait(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            exchange(port, b"GET /health/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the server did not start")
