"""A real IMAP server for tests: Debian's Dovecot on a free port of this machine, its mail in a folder of the test."""

import contextlib
import grp
import imaplib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PASSWORD = "open-sesame"  # of a server that lives for one test
PROGRAM = "/usr/sbin/dovecot"
CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
ssl = no
disable_plaintext_auth = no
default_login_user = {user}
default_internal_user = {user}
default_internal_group = {group}
first_valid_uid = 1
mail_location = maildir:{folder}/mail/%u
mail_fsync = never
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass(frozen=True)
class ImapServer:
    """Where it listens; whoever knows the password has a mailbox there."""

    port: int
    folder: Path

    def url(self, user: str) -> str:
        """The mailbox as the settings name it."""
        return f"imap://{user}:{PASSWORD}@127.0.0.1:{self.port}/INBOX"

    def put(self, user: str, content: bytes) -> None:
        """A mail arrives."""
        with self.connection(user) as box:
            status, _ = box.append("INBOX", "", "", content)
            assert status == "OK"

    def flags(self, user: str) -> list[set[str]]:
        """The flags of each mail, in order."""
        with self.connection(user) as box:
            box.select("INBOX", readonly=True)
            _, rows = box.fetch("1:*", "(FLAGS)")
        found = [imaplib.ParseFlags(row) for row in rows if isinstance(row, bytes)]
        return [{flag.decode() for flag in flags} - {"\\Recent"} for flags in found]

    @contextlib.contextmanager
    def connection(self, user: str) -> Iterator[imaplib.IMAP4]:
        """A session of the test's own."""
        with imaplib.IMAP4("127.0.0.1", self.port, timeout=20) as box:
            box.login(user, PASSWORD)
            yield box


@contextlib.contextmanager
def running() -> Iterator[ImapServer]:
    """Start it, and stop it afterwards. As root it serves mail for nobody, since Dovecot serves none for root."""
    # Not in the folder of the test: that one is closed to others, and too long a path for a socket.
    with tempfile.TemporaryDirectory(prefix="imap-") as folder:
        yield from _running(Path(folder))


def _running(folder: Path) -> Iterator[ImapServer]:
    account = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    for name in ("run", "state", "mail"):
        (folder / name).mkdir(parents=True)
        shutil.chown(folder / name, account.pw_uid, account.pw_gid)
    folder.chmod(0o755)
    server = ImapServer(_free_port(), folder)
    group = grp.getgrgid(account.pw_gid).gr_name
    config = folder / "dovecot.conf"
    config.write_text(
        CONFIG.format(folder=folder, user=account.pw_name, group=group, password=PASSWORD, port=server.port)
    )
    process = subprocess.Popen([PROGRAM, "-F", "-c", str(config)], start_new_session=True)
    try:
        _wait_until_it_listens(server, process)
        yield server
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_it_listens(server: ImapServer, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 30
    while True:
        log = server.folder / "log"
        said = log.read_text() if log.exists() else ""
        assert process.poll() is None, f"Dovecot ended while starting: {said}"
        assert time.monotonic() < until, f"Dovecot does not answer: {said}"
        try:
            with server.connection("probe"):
                return
        except OSError:
            time.sleep(0.02)
