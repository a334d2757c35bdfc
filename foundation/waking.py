"""Wakes a worker through Celery: best effort, since the beat finds every job a few seconds later anyhow.

A thread of its own speaks to the broker, so that no request ever waits for it, however it fails. Rings that come while
it speaks, or right after, are taken together: a busy process would else spend more on waking than on its requests.
"""

from __future__ import annotations

import atexit
import logging
import os
import threading
import time

from celery import Celery, current_app

logger = logging.getLogger(__name__)

TASK = "foundation.tasks.run_due_jobs"
STALE_AFTER = 60  # seconds: a wake-up that nobody took by then is worth nothing
PAUSE = 0.25  # seconds between two wake-ups of one process; a worker takes all that is due by then
LAST_WAIT = 0.2  # seconds given at exit to a ring that is under way


class Bell:
    """One per process."""

    def __init__(self) -> None:
        self._reset()

    def _reset(self) -> None:
        self._rung = threading.Event()
        self._quiet = threading.Event()
        self._quiet.set()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._app: Celery | None = None

    def ring(self) -> None:
        """Ask for a worker and return at once."""
        # The thread itself would see Celery's unconfigured default app.
        self._app = current_app._get_current_object()
        self._quiet.clear()
        self._rung.set()
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._serve, name="bell", daemon=True)
                self._thread.start()

    def wait_until_quiet(self, seconds: float) -> bool:
        """Wait until every ring has been passed on or given up; False when that takes longer."""
        return self._quiet.wait(seconds)

    def _serve(self) -> None:
        while self._rung.wait():
            self._rung.clear()
            self._pass_on()
            if not self._rung.is_set():
                self._quiet.set()
            time.sleep(PAUSE)

    def _pass_on(self) -> None:
        try:
            if self._app is not None:
                self._app.send_task(TASK, ignore_result=True, retry=False, expires=STALE_AFTER)
        except Exception as error:  # noqa: BLE001 - the beat is the net
            logger.warning("the broker is away", extra={"error": type(error).__name__})


bell = Bell()
# A forked worker has neither the thread nor the state of its locks.
os.register_at_fork(after_in_child=bell._reset)
atexit.register(bell.wait_until_quiet, LAST_WAIT)
