"""The process in which a stranger's PDF is read: `python -m contracts.documents.judge`, started by `apart`.

It gets one line of JSON and the file, answers with one verdict as JSON, and is gone. Whatever the file does to its
reader, it does here, where time and memory are limited and nothing else is kept.
"""

from __future__ import annotations

import base64
import json
import resource
import sys
from collections.abc import Iterable
from datetime import datetime

from asn1crypto.x509 import Certificate

from contracts.documents.trust import TrustRoots
from contracts.documents.verify import verify


def main() -> None:
    """Reads from standard input, writes to standard output."""
    task = json.loads(sys.stdin.buffer.readline())
    _limit(memory=task["memory"], seconds=task["seconds"])
    trust = TrustRoots(**{kind: tuple(_certificates(ders)) for kind, ders in task["trust"].items()})
    verdict = verify(sys.stdin.buffer.read(), trust, at=datetime.fromisoformat(task["at"]))
    sys.stdout.write(json.dumps(verdict.dump()))


def _limit(*, memory: int, seconds: int) -> None:
    """`memory` in bytes, over all; `seconds` of processor time from now on. Nothing can be written to any file."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    ended_at = round(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (ended_at, ended_at + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _certificates(ders: Iterable[str]) -> Iterable[Certificate]:
    return (Certificate.load(base64.b64decode(der)) for der in ders)


if __name__ == "__main__":
    main()
