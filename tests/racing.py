"""Several transactions at once, each in a thread with a connection of its own."""

import threading
from collections.abc import Callable
from typing import TypeVar

from django.db import connection

Outcome = TypeVar("Outcome")


def at_once(count: int, work: Callable[[int], Outcome]) -> list[Outcome | Exception]:
    """Call ``work`` with 0 … count - 1 at the same moment; the outcomes in that order, exceptions among them."""
    start = threading.Barrier(count)
    outcomes: list[Outcome | Exception] = [RuntimeError("did not run")] * count

    def run(number: int) -> None:
        try:
            start.wait()
            outcomes[number] = work(number)
        except Exception as error:  # noqa: BLE001 - the test looks at it
            outcomes[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
