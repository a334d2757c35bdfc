"""Reading a mailbox over IMAP. What was taken in stays there and is marked, so that nothing is ever lost."""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import SplitResult, unquote, urlsplit

from complaints.gateways.configured import Mailbox

TIMEOUT: Final = 20  # seconds
TAKEN: Final = "EncoreTaken"
"""The keyword on what has been looked at; whoever reads the mailbox beside us changes nothing by opening a mail."""
PARKED: Final = r"\Flagged"


class BoxAway(Exception):
    """The mailbox cannot be read now."""


@dataclass(frozen=True)
class Waiting:
    """A mail that nobody has looked at; ``size`` in bytes."""

    uid: int
    size: int


class Box:
    """An open mailbox. Every method raises ``BoxAway`` when the server does not do what it is asked."""

    def __init__(self, session: imaplib.IMAP4) -> None:
        self._session = session

    def waiting(self, most: int) -> list[Waiting]:
        """The oldest mails that are not marked, ``most`` at once."""
        found = _answer(self._session.uid("SEARCH", f"UNKEYWORD {TAKEN} UNDELETED"))
        uids = sorted(int(uid) for uid in b" ".join(each for each in found if each).split())[:most]
        if not uids:
            return []
        rows = _answer(self._session.uid("FETCH", ",".join(map(str, uids)), "(UID RFC822.SIZE)"))
        sizes = dict(_sizes(rows))
        return [Waiting(uid, sizes[uid]) for uid in uids if uid in sizes]

    def content(self, uid: int) -> bytes:
        """The whole mail, which stays unread for others."""
        return self._part(uid, "BODY.PEEK[]")

    def head(self, uid: int) -> bytes:
        """The lines above the text, for a mail that is too big to be fetched."""
        return self._part(uid, "BODY.PEEK[HEADER.FIELDS (FROM SUBJECT MESSAGE-ID)]")

    def _part(self, uid: int, what: str) -> bytes:
        rows = _answer(self._session.uid("FETCH", str(uid), f"({what})"))
        content = next((row[1] for row in rows if isinstance(row, tuple)), None)
        if content is None:
            raise BoxAway("no content")
        return bytes(content)

    def mark(self, uid: int, *, parked: bool = False) -> None:
        """Note that the mail has been looked at; a parked one is flagged for people."""
        flags = f"({TAKEN} {PARKED})" if parked else f"({TAKEN})"
        _answer(self._session.uid("STORE", str(uid), "+FLAGS.SILENT", flags))


@contextmanager
def opened(mailbox: Mailbox, *, timeout: float = TIMEOUT) -> Iterator[Box]:
    """The mailbox, opened for reading and marking. Raises ``BoxAway``, also from within."""
    parts = urlsplit(mailbox.url)
    try:
        session = _connected(parts, timeout)
        try:
            _log_in(session, parts)
            yield Box(session)
        finally:
            _leave(session)
    except (imaplib.IMAP4.error, OSError) as error:
        raise BoxAway(type(error).__name__) from None  # its text may quote the password or a mail


def _connected(parts: SplitResult, timeout: float) -> imaplib.IMAP4:
    host = parts.hostname or ""
    if parts.scheme == "imaps":
        context = ssl.create_default_context()
        return imaplib.IMAP4_SSL(host, parts.port or 993, ssl_context=context, timeout=timeout)
    return imaplib.IMAP4(host, parts.port or 143, timeout=timeout)


def _log_in(session: imaplib.IMAP4, parts: SplitResult) -> None:
    if parts.scheme != "imaps" and "STARTTLS" in session.capabilities:
        session.starttls(ssl.create_default_context())
    session.login(unquote(parts.username or ""), unquote(parts.password or ""))
    folder = unquote(parts.path.strip("/")) or "INBOX"
    _answer(session.select('"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'))


def _leave(session: imaplib.IMAP4) -> None:
    try:
        session.logout()
    except (imaplib.IMAP4.error, OSError):
        with suppress(OSError):
            session.shutdown()


def _answer(said: tuple[str, list[Any]]) -> list[Any]:
    status, rows = said
    if status != "OK":
        raise BoxAway(status)
    return rows


def _sizes(rows: list[Any]) -> Iterator[tuple[int, int]]:
    for row in rows:
        text = (row[0] if isinstance(row, tuple) else row) or b""
        uid, size = re.search(rb"UID (\d+)", text), re.search(rb"RFC822\.SIZE (\d+)", text)
        if uid and size:
            yield int(uid[1]), int(size[1])
