"""`make run` as a whole: it starts, answers, stops, and leaves nothing behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from encore.data_folder import PROJECT
from encore.embedded_postgres import Cluster

SECONDS = 180
Start = Callable[[], "subprocess.Popen[str]"]


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """One for all: who starts first finds it empty, and setting a database up takes the longest."""
    path = Path(tempfile.mkdtemp(prefix="encore-test-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free: int = probe.getsockname()[1]
        return free


def environment(folder: Path, port: int) -> dict[str, str]:
    """What a person has who never heard of our settings, but for those that `make run` documents."""
    ours = ("DATABASE_URL", "DATABASE_OWNER_URL", "CELERY_BROKER_URL", "CELERY_QUEUE", "STATIC_STORAGE")
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return {**kept, "ENCORE_DATA": str(folder), "PORT": str(port), "DEMO": "0", "PYTHONUNBUFFERED": "1"}


@pytest.fixture
def start(folder: Path, port: int) -> Iterator[Start]:
    """Starts the supervisor; what still runs at the end of the test is killed."""
    started: list[subprocess.Popen[str]] = []

    def start_one() -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-m", "encore.supervisor"],
            cwd=PROJECT,
            env=environment(folder, port),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start_one
    for process in started:
        process.kill()
        process.communicate()
    for pid in processes_of(folder):
        os.kill(pid, signal.SIGKILL)
    Cluster(folder / "postgres").stop()


def read_until(process: "subprocess.Popen[str]", text: str) -> str:
    """All output up to the line with `text`."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if text in line:
            return said
    raise AssertionError(f"ended without {text!r}:\n{said}")


def processes_of(folder: Path) -> set[int]:
    """Every living process that was started with this data folder, or that is its database."""
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            traces = (process / "environ").read_bytes() + (process / "cmdline").read_bytes()
        except OSError:
            continue
        if str(folder).encode() in traces and int(process.name) != os.getpid():
            found.add(int(process.name))
    return found


def wait_until_nothing_runs(folder: Path) -> set[int]:
    until = time.monotonic() + 20
    while (left := processes_of(folder)) and time.monotonic() < until:
        time.sleep(0.1)
    return left


def status_of_login_page(port: int) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/login/", timeout=30) as answer:
        status: int = answer.status
        return status


def test_it_starts_answers_and_stops_without_leaving_a_process_and_keeps_its_key(
    folder: Path, port: int, start: Start
) -> None:
    keys = set()
    for ending in (signal.SIGTERM, signal.SIGINT):
        process = start()
        said = read_until(process, "Ctrl-C stops everything.")
        assert f"Encore runs at http://127.0.0.1:{port}/" in said
        assert status_of_login_page(port) == 200
        assert len(processes_of(folder)) > 4
        keys.add((folder / "secret-key").read_text())
        process.send_signal(ending)
        rest, _ = process.communicate(timeout=SECONDS)
        assert rest.splitlines()[-1] == "Stopped."
        assert process.returncode == 0
        assert wait_until_nothing_runs(folder) == set()
    assert len(keys) == 1


def test_killed_it_takes_web_and_worker_along_and_the_next_start_adopts_the_database(
    folder: Path, port: int, start: Start
) -> None:
    first = start()
    read_until(first, "Ctrl-C stops everything.")
    first.kill()
    first.communicate(timeout=SECONDS)
    until = time.monotonic() + 30
    while time.monotonic() < until and any("postgres" not in name for name in names_of(processes_of(folder))):
        time.sleep(0.1)
    assert Cluster(folder / "postgres").is_running()
    second = start()
    read_until(second, "Ctrl-C stops everything.")
    assert status_of_login_page(port) == 200
    second.terminate()
    second.communicate(timeout=SECONDS)
    assert wait_until_nothing_runs(folder) == set()


def test_a_worker_that_ends_is_started_anew(folder: Path, port: int, start: Start) -> None:
    process = start()
    read_until(process, "Ctrl-C stops everything.")
    (worker,) = children_of(process.pid, "celery")
    os.kill(worker, signal.SIGKILL)
    until = time.monotonic() + SECONDS
    while not (anew := children_of(process.pid, "celery") - {worker}) and time.monotonic() < until:
        time.sleep(0.1)
    assert len(anew) == 1
    process.terminate()
    process.communicate(timeout=SECONDS)
    assert wait_until_nothing_runs(folder) == set()


def children_of(parent: int, name: str) -> set[int]:
    """The living children of a process whose command line holds `name`."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return {int(pid) for pid in children if name in "".join(names_of({int(pid)}))}


def names_of(pids: set[int]) -> list[str]:
    names = []
    for pid in pids:
        try:
            names.append(Path(f"/proc/{pid}/cmdline").read_text())
        except OSError:
            continue
    return names


def test_a_port_in_use_is_said_plainly_and_nothing_is_started(folder: Path, port: int, start: Start) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        process = start()
        said, _ = process.communicate(timeout=SECONDS)
    assert said == f"Port {port} is in use. Choose another one: PORT=8001 make run\n"
    assert process.returncode == 1
    assert processes_of(folder) == set()


@pytest.mark.parametrize("wrong", ["http", "0", "70000", "-1"])
def test_a_port_that_is_none_is_said_plainly(folder: Path, wrong: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "encore.supervisor"],
        cwd=PROJECT,
        env=environment(folder, 0) | {"PORT": wrong},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (1, f"PORT must be a number from 1 to 65535, not '{wrong}'.\n")
