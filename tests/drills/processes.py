"""Real processes of the product under one's thumb: started, held at a lock in the middle of their work, killed."""

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from psycopg2 import extensions

from encore.data_folder import PROJECT
from tests.conftest import kill_with_children

PATIENCE: Final = 60
# Not pg_stat_activity: within a transaction, as here, that view stays as it was at the first look, and it hides what
# another login does.
WAITING_FOR_A_LOCK: Final = """
    SELECT count(DISTINCT waiting.pid) FROM pg_locks waiting
    JOIN pg_locks own USING (pid) JOIN pg_database ON pg_database.oid = own.database
    WHERE NOT waiting.granted AND datname = current_database()
"""
WRITING: Final = """
    SELECT count(DISTINCT pid) FROM pg_locks JOIN pg_database ON pg_database.oid = database
    WHERE granted AND mode = 'RowExclusiveLock' AND datname = current_database() AND pid <> pg_backend_pid()
"""


def careless(environment: dict[str, str], way: str) -> dict[str, str]:
    """The same environment for a program that forgets one precaution (see careless.py)."""
    return {**environment, "DJANGO_SETTINGS_MODULE": "tests.drills.careless_settings", "CARELESS": way}


def wait_until(is_so: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
    """Wait for something to become so. Raises AssertionError with ``what`` was waited for."""
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, f"waited in vain: {what}"
        time.sleep(0.05)


@contextmanager
def holding(session: extensions.connection, statement: str) -> Iterator[None]:
    """Hold the lock that this statement takes; whoever needs it stands still meanwhile."""
    with session.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute(statement)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def wait_until_held(session: extensions.connection, count: int) -> None:
    """Wait until this many processes stand still at a lock."""
    wait_until(lambda: _number(session, WAITING_FOR_A_LOCK) == count, f"{count} at a lock")


def wait_until_rolled_back(session: extensions.connection) -> None:
    """Wait until the server has noticed that those who were killed are gone, and undone what they left open."""
    wait_until(lambda: writing_now(session) == 0, "nobody is in the middle of writing")


def writing_now(session: extensions.connection) -> int:
    """How many others have written something, or are about to, and have not committed it yet."""
    return _number(session, WRITING)


def _number(session: extensions.connection, query: str) -> int:
    with session.cursor() as cursor:
        cursor.execute(query)
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Answer:
    """What a request got, and how long it took."""

    status: int
    body: Any
    seconds: float


@dataclass(frozen=True)
class Web:
    """A web process of its own; ``key`` is the API token that requests carry."""

    address: str
    process: subprocess.Popen[bytes]

    def post(self, path: str, sent: dict[str, Any], *, key: str) -> Answer:
        """POST as JSON. Raises OSError when the process dies meanwhile."""
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {key}"}
        request = urllib.request.Request(self.address + path, json.dumps(sent).encode(), headers)
        start = time.monotonic()
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return Answer(answer.status, json.loads(answer.read()), time.monotonic() - start)
        except urllib.error.HTTPError as answer:
            return Answer(answer.code, None, time.monotonic() - start)

    def kill(self) -> None:
        """SIGKILL, the workers too."""
        kill_with_children(self.process)


@contextmanager
def web_server(environment: dict[str, str], *, workers: int = 1) -> Iterator[Web]:
    """The web server as `make run` starts it, on a port of its own; killed afterwards."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn"],
        cwd=PROJECT,
        env={**environment, "PORT": str(port), "WEB_WORKERS": str(workers)},
        start_new_session=True,
    )
    web = Web(f"http://127.0.0.1:{port}", process)
    try:
        wait_until(lambda: _answers(web), "the web server answers")
        yield web
    finally:
        web.kill()


def _answers(web: Web) -> bool:
    assert web.process.poll() is None, "the web server ended while starting"
    try:
        with urllib.request.urlopen(f"{web.address}/health/", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
