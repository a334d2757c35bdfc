"""`make run`: database, migrations, demo, then web and worker as one unit that starts together and stops together."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType

import psycopg2

from encore import embedded_postgres
from encore.checks import missing_library
from encore.data_folder import PROJECT, data_folder
from encore.postgres_programs import DatabaseDidNotStart

SECONDS_TO_ANSWER = 60
SECONDS_TO_STOP = 15
MOST_RESTARTS = 20

# Mails hold signing links, and what is cached and queued is nobody else's business either.
PRIVATE_FOLDERS = ("mail", "broker", "cache")


class Cannot(Exception):
    """Why Encore does not start, in words for the person at the terminal."""


class Stopped(Exception):
    """Somebody asked us to stop."""


class Supervisor:
    """Starts processes and makes sure that none of them outlives it."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = dict(environment)
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.commands: dict[str, Sequence[str]] = {}

    def start(self, name: str, command: Sequence[str]) -> subprocess.Popen[bytes]:
        """Start `command` in a session of its own, so that Ctrl-C reaches only us and we stop things in order."""
        # The kernel ends the process should we be killed without a chance to do it.
        tied = ["setpriv", "--pdeathsig", "TERM", "--"] if shutil.which("setpriv") else []
        process = subprocess.Popen(
            [*tied, *command],
            cwd=PROJECT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.processes[name] = process
        self.commands[name] = command
        return process

    def run(self, name: str, command: Sequence[str]) -> None:
        """Run `command` to its end. Raises Cannot when it fails."""
        self.start(name, command)
        self.finish(name)

    def finish(self, name: str) -> None:
        """Wait for the end of a process, if it was started. Raises Cannot when it failed."""
        if name in self.processes:
            if code := self.processes[name].wait():
                raise Cannot(f"{name} failed (exit code {code}).")
            del self.processes[name]

    def keep_running(self) -> None:
        """Start anew what ends by itself. Raises Cannot when something ends again and again."""
        starts = dict.fromkeys(self.processes, 0)
        while True:
            time.sleep(0.5)
            for name, process in list(self.processes.items()):
                if process.poll() is None:
                    continue
                starts[name] += 1
                if starts[name] > MOST_RESTARTS:
                    raise Cannot(f"{name} keeps ending (exit code {process.returncode}); stopping the rest.")
                _kill_group(process)
                self.start(name, self.commands[name])

    def stop(self) -> None:
        """Ask all processes to end, wait, and kill what is left with all its children."""
        for process in self.processes.values():
            process.terminate()
        until = time.monotonic() + SECONDS_TO_STOP
        for process in self.processes.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, until - time.monotonic()))
            _kill_group(process)
        self.processes.clear()


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """Also after a clean end: a child that outlived its parent still belongs to the group."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def main() -> int:
    """Run Encore until somebody stops it; the exit code of the process."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        _check_before_start()
        # Never into a database that somebody set up for real work.
        demo = not os.environ.get("DATABASE_URL") and os.environ.get("DEMO") != "0"
        with embedded_postgres.running_unless_configured():
            run_until_stopped(Supervisor(os.environ), demo=demo)
    except Stopped:
        _say("Stopped.")
        return 0
    except (Cannot, DatabaseDidNotStart) as reason:
        _say(str(reason))
    return 1


def run_until_stopped(supervisor: Supervisor, *, demo: bool) -> None:
    """Prepare, start, tell the address, wait. Raises Stopped or Cannot; either way nothing is left running."""
    try:
        _say("Preparing the database …")
        for name in PRIVATE_FOLDERS:
            (data_folder() / name).mkdir(mode=0o700, parents=True, exist_ok=True)
        if _static_files_changed():
            supervisor.start("collectstatic", _manage("collectstatic", "--noinput", "--clear", "--verbosity", "0"))
        supervisor.run("migrate", _manage("migrate", "--noinput", "--verbosity", "0"))
        if demo and _is_empty():
            _say("Loading the demo …")
            supervisor.run("demo", _manage("demo", "--if-empty"))
        supervisor.finish("collectstatic")
        supervisor.start("web", [_program("gunicorn")])
        supervisor.start(
            "worker", [_program("celery"), "--quiet", "-A", "encore", "worker", "-B", "--concurrency", "2"]
        )
        _wait_until_web_answers(supervisor)
        _greet(supervisor, demo=demo)
        supervisor.keep_running()
    finally:
        # A second Ctrl-C must not leave anything running.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        supervisor.stop()


def _check_before_start() -> None:
    if problem := missing_library():
        raise Cannot(problem)
    folder = data_folder()
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["ENCORE_DATA"] = str(folder)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", _port()))
        except OSError as error:
            raise Cannot(f"Port {_port()} is in use. Choose another one: PORT=8001 make run") from error


def _wait_until_web_answers(supervisor: Supervisor) -> None:
    until = time.monotonic() + SECONDS_TO_ANSWER
    while time.monotonic() < until:
        if ended := [name for name, process in supervisor.processes.items() if process.poll() is not None]:
            raise Cannot(f"{ended[0]} ended while starting; its last words are above.")
        try:
            urllib.request.urlopen(_address(), timeout=5).close()  # noqa: S310 - our own address
            return
        except urllib.error.HTTPError:
            return  # an answer, whatever it says
        except OSError:
            time.sleep(0.1)
    raise Cannot(f"No answer from {_address()} within {SECONDS_TO_ANSWER} seconds.")


def _greet(supervisor: Supervisor, *, demo: bool) -> None:
    _say(f"\nEncore runs at {_address()}\n")
    if demo:
        supervisor.run("logins", _manage("logins"))
    _say(f"\nData: {data_folder()}; mails are files in its folder mail. Ctrl-C stops everything.")


def _is_empty() -> bool:
    """Whether nobody takes part yet. Asked directly: a management command would cost a second start two seconds."""
    session = psycopg2.connect(os.environ["DATABASE_URL"])
    try:
        with session.cursor() as cursor:
            cursor.execute("SELECT NOT EXISTS (SELECT 1 FROM parties_party)")
            return bool(cursor.fetchone() == (True,))
    finally:
        session.close()


def _static_files_changed() -> bool:
    """Whether a static file, or the packages that bring some, are newer than what was collected last."""
    collected = data_folder() / "static" / "staticfiles.json"
    if not collected.exists():
        return True
    sources = [PROJECT / "requirements.lock", *(PROJECT / "static").rglob("*")]
    return any(path.stat().st_mtime > collected.stat().st_mtime for path in sources)


def _manage(*arguments: str) -> list[str]:
    return [sys.executable, str(PROJECT / "manage.py"), *arguments]


def _program(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def _port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Cannot(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def _address() -> str:
    return f"http://127.0.0.1:{_port()}/"


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Stopped


if __name__ == "__main__":
    sys.exit(main())
