"""A PostgreSQL of our own for trying and testing: the server binaries come from a Python package, nothing is installed.

The folder of a cluster holds `data` (the database), `run` (the socket) and `users.lock`. Every process that uses the
cluster holds a shared lock on `users.lock`; the last one to leave stops the server. A killed process drops its lock, so
the next one to come simply adopts the server that was left running.

Whoever reaches the socket is trusted. Therefore there is no network port, and the socket lies in a folder that only
the server's user (and root) may enter.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg2

from encore import database_roles
from encore.data_folder import data_folder
from encore.postgres_programs import DatabaseDidNotStart, Programs, all_may_enter

APP_ROLE = "encore_app"
OWNER_ROLE = "encore_owner"
SUPERUSER = "postgres"
DATABASE = "encore"
# The kernel allows 107 characters for the path of a socket; the file name takes 16 of them.
LONGEST_SOCKET_FOLDER = 84
START_SECONDS = 30
# Higher than any process id that Linux gives.
NO_PROCESS = 2**22 + 1


@dataclass(frozen=True)
class Cluster:
    """One embedded server with its data. `durable=False` trades safety at power loss for speed: for tests only."""

    home: Path
    durable: bool = True

    @property
    def data(self) -> Path:
        """The folder of the database itself."""
        return self.home.resolve() / "data"

    @property
    def socket_folder(self) -> Path:
        """Where the socket lies; a link leads elsewhere when the path would be too long for a socket."""
        return (self.home.resolve() / "run").resolve()

    @property
    def _programs(self) -> Programs:
        return Programs(self.home.resolve())

    def url(self, role: str, database: str = DATABASE) -> str:
        """The address for `role`, in the form of DATABASE_URL."""
        return f"postgresql://{role}@{quote(str(self.socket_folder), safe='')}/{database}"

    def is_running(self) -> bool:
        """Whether a server of this very folder lives."""
        return self._server_pid() is not None

    def start(self) -> None:
        """Make the cluster if it is not there, and start its server if none lives.

        Raises DatabaseDidNotStart.
        """
        if not (self.data / "PG_VERSION").exists():
            self._create()
        self._run_until_it_answers()
        database_roles.prepare(self.url(SUPERUSER, "postgres"), self.url(OWNER_ROLE), self.url(APP_ROLE))

    def stop(self) -> None:
        """Stop the server if one lives: open transactions are rolled back, nothing committed is lost."""
        pid = self._server_pid()
        if pid is None:
            return
        os.kill(pid, signal.SIGINT)
        until = time.monotonic() + START_SECONDS
        while self._server_pid() is not None and time.monotonic() < until:
            time.sleep(0.01)

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Keep the server running inside the block; whoever leaves last stops it.

        Raises DatabaseDidNotStart.
        """
        self._choose_home()
        users = os.open(self.home / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            with self._alone():
                fcntl.flock(users, fcntl.LOCK_SH)
                self.start()
            yield
        finally:
            with self._alone(), suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self.stop()
            os.close(users)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Only one process at a time starts or stops the server."""
        with open(self.home / "start.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    # --- making ---

    def _choose_home(self) -> None:
        """Use the folder itself, or link it to one that the server's unprivileged user can reach."""
        self.home.parent.mkdir(parents=True, exist_ok=True)
        # Of several processes that start at once, one makes the folder, and the others wait until it is there.
        with open(self.home.with_name(f".{self.home.name}.lock"), "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self.home.exists():
                self._make_home()

    def _make_home(self) -> None:
        if os.geteuid() != 0 or all_may_enter(self.home.parent):
            self.home.mkdir(mode=0o755)
            return
        shared = Path("/var/lib/encore")
        shared.mkdir(mode=0o755, exist_ok=True)
        elsewhere = Path(tempfile.mkdtemp(prefix="cluster-", dir=shared))
        elsewhere.chmod(0o755)
        self.home.symlink_to(elsewhere)

    def _create(self) -> None:
        # Made aside and renamed when complete: a set-up that was killed half way leaves nothing that looks usable.
        draft = self.data.with_name("data.new")
        shutil.rmtree(draft, ignore_errors=True)
        self._programs.make_private(draft)
        # In the locale C, lower() and \w do not know Chinese; C.UTF-8 knows it and needs nothing installed.
        options = [
            "--locale=C.UTF-8",
            "--encoding=UTF8",
            "--auth=trust",
            "--no-instructions",
            f"--username={SUPERUSER}",
        ]
        if not self.durable:
            options.append("--no-sync")
        made = subprocess.run(
            [str(self._programs.path("initdb")), "-D", str(draft), *options],
            capture_output=True,
            text=True,
            **self._programs.run_as(),
        )
        if made.returncode != 0:
            raise DatabaseDidNotStart(made.stderr.strip() or made.stdout.strip())
        draft.rename(self.data)

    # --- running ---

    def _run_server(self) -> None:
        self._forget_dead_server()
        self._make_socket_folder()
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket_folder),
            "unix_socket_permissions": "0700",
            "max_connections": "150",
            "log_min_messages": "fatal",
            "TimeZone": "UTC",
        }
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "wal_level": "minimal"}
            settings |= {"max_wal_senders": "0", "autovacuum": "off"}
        arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with open(self.home.resolve() / "server.log", "ab") as log:
            subprocess.run(
                # The server is nobody's child and in a session of its own: it outlives whoever happened to start it,
                # and Ctrl-C in a terminal cannot reach it before its users are done.
                ["setsid", "--fork", str(self._programs.path("postgres")), "-D", str(self.data), *arguments],
                check=True,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                **self._programs.run_as(),
            )

    def _forget_dead_server(self) -> None:
        """After a kill, let the server see that its pid file is stale, even if the number now belongs to another one.

        The rest of the file stays: by it the server finds out whether a process of the dead one still touches the data.
        """
        pid_file = self.data / "postmaster.pid"
        with suppress(FileNotFoundError):
            rest = pid_file.read_text().partition("\n")[2]
            pid_file.write_text(f"{NO_PROCESS}\n{rest}")
        (self.socket_folder / ".s.PGSQL.5432.lock").unlink(missing_ok=True)

    def _make_socket_folder(self) -> None:
        run = self.home.resolve() / "run"
        if run.is_symlink():
            run.unlink()
        if len(str(run)) <= LONGEST_SOCKET_FOLDER:
            self._programs.make_private(run)
            return
        if run.is_dir():
            run.rmdir()
        short = Path(tempfile.mkdtemp(prefix="encore-", dir="/tmp"))
        self._programs.make_private(short)
        run.symlink_to(short)

    def _server_pid(self) -> int | None:
        """The process id of the living server of this folder, as its own pid file and the kernel tell it."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
            # After a crash the number may belong to another program by now.
            command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError, ValueError):
            return None
        return pid if str(self.data).encode() in command and state != "Z" else None

    def _run_until_it_answers(self) -> None:
        """Start the server if none lives; again if it ended, for after a kill the old one may still be in the way."""
        until = time.monotonic() + START_SECONDS
        next_try_at = 0.0
        while True:
            if time.monotonic() > next_try_at and not self.is_running():
                self._run_server()
                next_try_at = time.monotonic() + 2
            try:
                psycopg2.connect(self.url(SUPERUSER, "postgres"), connect_timeout=5).close()
                return
            except psycopg2.OperationalError as error:
                if time.monotonic() > until:
                    log = (self.home / "server.log").read_text(errors="replace")[-2000:]
                    raise DatabaseDidNotStart(f"{error}\n{log}") from error
                time.sleep(0.02)


@contextmanager
def running_unless_configured() -> Iterator[None]:
    """Inside the block DATABASE_URL is set: as it was, or to the embedded server, which then runs.

    Raises DatabaseDidNotStart.
    """
    if os.environ.get("DATABASE_URL"):
        yield
        return
    cluster = embedded_cluster()
    with cluster.in_use():
        os.environ["DATABASE_URL"] = cluster.url(APP_ROLE)
        os.environ["DATABASE_OWNER_URL"] = cluster.url(OWNER_ROLE)
        yield


def embedded_cluster() -> Cluster:
    """The cluster in the data folder of this installation."""
    return Cluster(data_folder() / "postgres")
