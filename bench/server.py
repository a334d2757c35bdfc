"""The product's own server for a measurement, and what a browser needs to be signed in there."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test import Client

from bench.load import exchange


def keys_of(user: object) -> tuple[str, str]:
    """The session and the CSRF token of somebody who is signed in."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)  # type: ignore[arg-type]
    client.get("/", headers={"host": "127.0.0.1"})
    return client.cookies["sessionid"].value, client.cookies["csrftoken"].value


def headers_of(user: object) -> str:
    """The same as header lines of a request."""
    session, token = keys_of(user)
    return f"Cookie: sessionid={session}; csrftoken={token}\r\nX-CSRFToken: {token}\r\n"


def post(path: str, headers: str, content: bytes, *, kind: str = "application/json") -> bytes:
    """A whole request, as it goes over the wire."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {kind}\r\nConnection: close\r\n"
        f"Content-Length: {len(content)}\r\n{headers}\r\n"
    )
    return head.encode() + content


@contextmanager
def server(**environment: str) -> Iterator[int]:
    """The product's own server with its own settings, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    own = {"PORT": str(port), "BIND": f"127.0.0.1:{port}", "CELERY_QUEUE": "bench"}
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "encore.wsgi:application"], env=os.environ | own | environment
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
