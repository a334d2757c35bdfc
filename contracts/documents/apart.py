"""Judging a PDF in a process of its own, so that a hostile file cannot take the one that serves people down."""

from __future__ import annotations

import base64
import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, datetime

from django.conf import settings

import contracts.documents.refusals  # noqa: F401  # declares what may be refused here
from contracts.documents.trust import TrustRoots
from contracts.documents.verdict import Reason, Verdict
from contracts.documents.verify import MAX_BYTES, verify
from foundation.refusals import Refused

_AT_ONCE = 2
_LONGEST_QUEUE = 20.0  # seconds
_judges = threading.BoundedSemaphore(_AT_ONCE)
# Out of processor time, or killed by a system that ran out of memory.
_USED_UP = {-signal.SIGXCPU, -signal.SIGKILL}


@dataclass(frozen=True)
class Limits:
    """What one file may cost: `memory` in bytes, `seconds` of processor time, `patience` in seconds of waiting."""

    memory: int = 1536 * 2**20
    seconds: int = 20
    patience: int = 90


LIMITS = Limits()


def verify_apart(pdf: bytes, trust: TrustRoots, *, at: datetime | None = None, limits: Limits | None = None) -> Verdict:
    """What `verify` says, said by a process that may use so much time and memory and has no secrets.

    A file that asks for more is invalid for `too_heavy`: no contract needs it. Refused `contracts.judges_busy` when
    the machine has no room for judging at present, which says nothing about the file.
    """
    moment = at or datetime.now(UTC)
    if len(pdf) > MAX_BYTES:
        return verify(pdf, trust, at=moment)  # told by its size alone
    with _turn():
        return _judged(pdf, trust, moment, limits or LIMITS)


@contextmanager
def _turn() -> Iterator[None]:
    """A few at a time: many hostile files together must not use up the machine either."""
    if not _judges.acquire(timeout=_LONGEST_QUEUE):
        raise Refused("contracts.judges_busy")
    try:
        yield
    finally:
        _judges.release()


def _judged(pdf: bytes, trust: TrustRoots, at: datetime, limits: Limits) -> Verdict:
    task = {"at": at.isoformat(), "memory": limits.memory, "seconds": limits.seconds, "trust": _roots(trust)}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "contracts.documents.judge"],
            input=json.dumps(task).encode() + b"\n" + pdf,
            capture_output=True,
            timeout=limits.patience,
            cwd=settings.BASE_DIR,
            env={"PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Refused("contracts.judges_busy") from error
    try:
        return Verdict.from_dump(json.loads(done.stdout))
    except (ValueError, TypeError, KeyError):
        used_up = done.returncode in _USED_UP or b"MemoryError" in done.stderr
        return Verdict("invalid", reasons=(Reason("too_heavy" if used_up else "unreadable"),))


def _roots(trust: TrustRoots) -> dict[str, list[str]]:
    return {
        kind.name: [base64.b64encode(root.dump()).decode() for root in getattr(trust, kind.name)]
        for kind in fields(trust)
    }
