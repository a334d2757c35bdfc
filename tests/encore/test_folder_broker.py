import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from kombu.connection import Connection
from kombu.transport import TRANSPORT_ALIASES

import encore.celery  # noqa: F401  # registers the transport

MESSAGES = 150


@pytest.fixture
def connect(tmp_path: Path) -> Callable[[], Connection]:
    (tmp_path / "queue").mkdir()
    options = {
        "data_folder_in": str(tmp_path / "queue"),
        "data_folder_out": str(tmp_path / "queue"),
        "control_folder": str(tmp_path / "control"),
        "polling_interval": 0.01,
    }
    return lambda: Connection("folder://localhost/", transport_options=options)  # type: ignore[no-untyped-call]


def test_the_transport_is_registered() -> None:
    assert TRANSPORT_ALIASES["folder"] == "encore.folder_broker:Transport"


def test_each_message_is_taken_once_and_whole_with_many_at_both_ends(connect: Callable[[], Connection]) -> None:
    taken: list[int] = []
    failures: list[Exception] = []
    sending_is_over = threading.Event()

    def send(numbers: range) -> None:
        with connect() as connection, connection.SimpleQueue("work") as queue:
            for number in numbers:
                queue.put({"number": number, "padding": "x" * 2000})

    def take() -> None:
        with connect() as connection, connection.SimpleQueue("work") as queue:
            emptied = False
            while not emptied:
                try:
                    message = queue.get(timeout=0.2)
                    taken.append(message.payload["number"])
                    message.ack()
                except queue.Empty:
                    emptied = sending_is_over.is_set()
                except ValueError as error:
                    failures.append(error)

    # Kombu remembers for all threads of a process that a queue is bound, so that is done before they start.
    with connect() as connection, connection.SimpleQueue("work") as queue:
        queue.clear()
    takers = [threading.Thread(target=take) for _each in range(3)]
    senders = [threading.Thread(target=send, args=(range(start, MESSAGES, 2),)) for start in (0, 1)]
    for thread in (*takers, *senders):
        thread.start()
    for thread in senders:
        thread.join()
    sending_is_over.set()
    for thread in takers:
        thread.join()
    assert failures == []
    assert sorted(taken) == list(range(MESSAGES))


def test_nothing_is_left_in_the_folder(connect: Callable[[], Connection], tmp_path: Path) -> None:
    # A queue of its own name: within a process kombu remembers which queues it has bound.
    with connect() as connection, connection.SimpleQueue("other") as queue:
        queue.put({"number": 1})
        queue.get(timeout=2).ack()
    assert list((tmp_path / "queue").iterdir()) == []
