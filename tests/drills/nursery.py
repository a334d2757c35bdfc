"""Processes that begin with the product loaded: each is forked from a server that has loaded it once.

They have memory, connections and a death of their own, which is what a drill needs of them; to load the product took
most of the time of those that loaded it themselves. The server has no connection and no thread that a fork could share.
"""

import os
import sys
from collections.abc import Mapping
from multiprocessing import forkserver, get_context
from typing import Final
from unittest.mock import patch

from tests.conftest import WORKER, ready_file, wait_for_worker
from tests.drills.careless import WAYS

CONTEXT: Final = get_context("forkserver")
CELERY: Final = "import os; os.setsid(); from celery.__main__ import main; main()"


class Forked:
    """A process that runs a program with these arguments; ``more`` is added to its environment."""

    def __init__(self, program: str, *arguments: str, environment: Mapping[str, str], **more: str) -> None:
        _serve(environment)
        told = (program, arguments, environment.get("CARELESS"), more)
        self._process = CONTEXT.Process(target=_run, args=told)
        self._process.start()

    @property
    def pid(self) -> int:
        """Its number."""
        assert self._process.pid is not None
        return self._process.pid

    def poll(self) -> int | None:
        """Its exit code, once it has ended."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end. Raises TimeoutError after so many seconds."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise TimeoutError(f"process {self._process.pid} goes on")
        return self._process.exitcode

    def kill(self) -> None:
        """SIGKILL."""
        self._process.kill()


def start_worker(environment: dict[str, str]) -> Forked:
    """Start a Celery worker with its beat in a session of its own, and wait until it takes tasks."""
    ready = ready_file(environment)
    process = Forked(CELERY, *WORKER, environment=environment, CELERY_READY_FILE=str(ready))
    wait_for_worker(process, ready)
    return process


def _serve(environment: Mapping[str, str]) -> None:
    """The server of this run; it lives as long as the process of the tests, whose database stays the same."""
    CONTEXT.set_forkserver_preload(["tests.drills.loaded"])
    with patch.dict(os.environ, {**environment, "DJANGO_SETTINGS_MODULE": "encore.settings"}):
        os.environ.pop("CARELESS", None)
        forkserver.ensure_running()


def _run(program: str, arguments: tuple[str, ...], way: str | None, more: dict[str, str]) -> None:
    sys.argv = ["-c", *arguments]
    os.environ.update(more)
    if way:
        WAYS[way]()
    exec(program, {"__name__": "__main__"})
