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

from tests.drills.careless import WAYS

CONTEXT: Final = get_context("forkserver")


class Forked:
    """A process that runs a program with these arguments."""

    def __init__(self, program: str, *arguments: str, environment: Mapping[str, str]) -> None:
        _serve(environment)
        self._process = CONTEXT.Process(target=_run, args=(program, arguments, environment.get("CARELESS")))
        self._process.start()

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


def _serve(environment: Mapping[str, str]) -> None:
    """The server of this run; it lives as long as the process of the tests, whose database stays the same."""
    CONTEXT.set_forkserver_preload(["tests.drills.loaded"])
    with patch.dict(os.environ, {**environment, "DJANGO_SETTINGS_MODULE": "encore.settings"}):
        os.environ.pop("CARELESS", None)
        forkserver.ensure_running()


def _run(program: str, arguments: tuple[str, ...], way: str | None) -> None:
    sys.argv = ["-c", *arguments]
    if way:
        WAYS[way]()
    exec(program, {"__name__": "__main__"})
