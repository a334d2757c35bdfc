"""A folder as the broker of the embedded run, safe for several processes at once.

Kombu's own folder transport writes a message under the name by which it is taken, so a worker may read half of it and
end; and it lets taken messages pass through the machine's shared temporary folder. Here a message gets its name when it
is whole, and is taken by renaming it: both are single steps of the file system.
"""

import fcntl
import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty
from time import time_ns
from typing import Any

from kombu.transport import filesystem
from kombu.transport.filesystem import exchange_queue_t

SCHEME = "folder"


class Channel(filesystem.Channel):
    """Messages are files; the queues of an exchange are a file that is replaced as a whole."""

    def _put(self, queue: str, payload: Any, **_options: Any) -> None:  # type: ignore[override]
        folder = Path(self.data_folder_out)
        _write_whole(folder / f"{time_ns():020d}_{uuid.uuid4()}.{queue}.msg", json.dumps(payload))

    def _get(self, queue: str, timeout: Any = None) -> Any:
        folder = Path(self.data_folder_in)
        for name in sorted(entry.name for entry in folder.iterdir()):
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            taken = folder / f".taken-{name}"
            with suppress(FileNotFoundError):  # somebody else was faster
                (folder / name).rename(taken)
                content = taken.read_text()
                taken.unlink()
                return json.loads(content)
        raise Empty

    def get_table(self, exchange: str) -> list[Any]:
        """The queues bound to an exchange."""
        try:
            return [exchange_queue_t(*queue) for queue in json.loads(self._table(exchange).read_text())]
        except FileNotFoundError:
            return []

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        bound = exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with self._table_locked(exchange) as (file, table):
            if bound not in table:
                _write_whole(file, json.dumps([bound, *table]))

    def _delete(self, queue: str, exchange: str, routing_key: str, pattern: str, *_args: Any, **_options: Any) -> None:
        self._purge(queue)  # type: ignore[no-untyped-call]
        bound = exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with self._table_locked(exchange) as (file, table):
            if bound in table:
                _write_whole(file, json.dumps([each for each in table if each != bound]))

    def _table(self, exchange: str) -> Path:
        return Path(self._exchange_file(exchange))  # type: ignore[no-untyped-call]

    @contextmanager
    def _table_locked(self, exchange: str) -> Iterator[tuple[Path, list[Any]]]:
        file = self._table(exchange)
        self.control_folder.mkdir(parents=True, exist_ok=True)
        with open(self.control_folder / ".lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield file, self.get_table(exchange)


class Transport(filesystem.Transport):
    """Registered under ``folder://`` by :mod:`encore.celery`."""

    Channel = Channel
    driver_type = SCHEME
    driver_name = SCHEME


def _write_whole(file: Path, content: str) -> None:
    """The file appears with all of its content, or not at all."""
    draft = file.with_name(f".draft-{uuid.uuid4()}")
    draft.write_text(content)
    draft.replace(file)
