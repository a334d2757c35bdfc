"""A small load generator: so many connections at once, each request on a fresh one, as a sync server closes them."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing


def requests_per_second(port: int, requests: Iterator[bytes], *, connections: int, count: int) -> float:
    """Send ``count`` raw requests over ``connections`` threads. Raises RuntimeError on any answer but 201."""
    lock = threading.Lock()
    failures: list[bytes] = []

    def take() -> bytes | None:
        with lock:
            return next(requests, None)

    def work() -> None:
        while (request := take()) is not None:
            status = exchange(port, request)
            if status != b"201":
                failures.append(status)

    remaining = _first(requests, count)
    requests = remaining
    start = time.perf_counter()
    _run(work, connections)
    elapsed = time.perf_counter() - start
    if failures:
        raise RuntimeError(f"{len(failures)} of {count} requests failed, first with {failures[0]!r}")
    return count / elapsed


def exchange(port: int, request: bytes) -> bytes:
    """One request on its own connection; the status of the answer."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=60)) as connection:
        connection.sendall(request)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    return answer[9:12]


def _first(requests: Iterator[bytes], count: int) -> Iterator[bytes]:
    return iter([next(requests) for _each in range(count)])


def _run(work: Callable[[], None], threads: int) -> None:
    crew = [threading.Thread(target=work) for _each in range(threads)]
    for one in crew:
        one.start()
    for one in crew:
        one.join()
