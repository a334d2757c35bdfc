"""A mail as it came in, read into what a complaint needs. Nothing in it is trusted."""

import email.policy
import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import getaddresses
from typing import Any, Final, cast

from complaints.gateways.html_text import LONGEST_SOURCE, text_of_html
from foundation.held_files import HeldFile
from foundation.text import BLANKS, HIDDEN

LARGEST_MAIL: Final = 40 * 1024 * 1024
MOST_PARTS: Final = 200
LONGEST_TEXT: Final = 20_000
LONGEST_SUBJECT: Final = 200
LONGEST_HEADS: Final = 64_000
"""Characters of all heads, those of the parts included."""

_PROGRAMS: Final = frozenset({"mailer-daemon", "postmaster"})

_LONGEST_HEADER: Final = 4000
_LONGEST_ABOUT_PART: Final = 1000
_PART = re.compile(rb"(?:\A|[\r\n])content-type:", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[A-Za-z0-9.-]{1,189}")
_OURS = re.compile(r"<([0-9a-f]{32}\.[0-9a-f]{24})@encore>")
_QUOTE_BEGINS = re.compile(
    r"^(?:-{3,} ?(?:original message|forwarded message|\u539f\u59cb\u90ae\u4ef6|\u539f\u59cb\u90f5\u4ef6).*"
    r"|on .{5,200} wrote:|.{3,200}(?:\u5199\u9053|\u5beb\u9053)[:\uff1a]"
    r"|(?:\u53d1\u4ef6\u4eba|\u5bc4\u4ef6\u8005|from)[:\uff1a] ?.{3,})$",
    re.IGNORECASE,
)
"""How mail programs, also Chinese ones (original mail, wrote, sender), begin what is only quoted."""


class _Short(email.policy.EmailPolicy):
    """Reads the beginning of a header alone: the time that the standard library takes grows with its square."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        longest = _LONGEST_ABOUT_PART if name.lower().startswith("content-") else _LONGEST_HEADER
        return super().header_fetch_parse(name, value[:longest])


class Broken(Exception):
    """A mail that cannot be read; ``reason`` is a code of ``complaints.models.ParkedMail.Reason``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Mail:
    """One mail. ``sender`` is the address, in small letters; ``answers`` what it says to be the ids of our own mails.

    ``is_automatic``: written by a program (an absence, a bounce, a list), so that answering it could go on for ever.
    """

    message_id: str
    sender: str = field(repr=False)
    sender_name: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)
    to: tuple[str, ...] = field(default=(), repr=False)
    answers: tuple[str, ...] = ()
    files: tuple[HeldFile, ...] = ()
    is_automatic: bool = False


def read_mail(content: bytes) -> Mail:
    """Read one mail. Raises ``Broken`` for one without a sender, or that no reader can take apart."""
    try:
        if sum(1 for _part in _PART.finditer(content)) > MOST_PARTS:  # before it is taken apart
            raise Broken("too_many_parts")
        message = cast("EmailMessage", BytesParser(policy=_Short()).parsebytes(content))
        parts = _parts(message)
        text = _text(parts)
        files = tuple(_files(parts))
        sender, name = _sender(message)
        return Mail(
            message_id=_line(message, "Message-ID", 500) or f"sha256:{hashlib.sha256(content).hexdigest()}",
            sender=sender,
            sender_name=name,
            subject=_line(message, "Subject", LONGEST_SUBJECT),
            text=without_quotes(visible(text))[:LONGEST_TEXT],
            to=tuple(_addresses(message, "Delivered-To", "X-Original-To", "To", "Cc")),
            answers=tuple(_OURS.findall(f"{_line(message, 'In-Reply-To')} {_line(message, 'References', 4000)}")),
            files=files,
            is_automatic=_is_automatic(message) or sender.partition("@")[0] in _PROGRAMS,
        )
    except Broken:
        raise
    except Exception as error:  # the parser of the standard library fails in many ways on what nobody ever meant
        raise Broken("unreadable") from error


def visible(text: str) -> str:
    """The text without signs that show nothing: mails are full of them, and their sender cannot type it again."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (each for each in lines if each in "\n\t" or _is_seen(each))
    return re.sub(r"\n{3,}", "\n\n", unicodedata.normalize("NFC", "".join(kept))).strip()


def without_quotes(text: str) -> str:
    """What the sender wrote themselves, without the mail that they answer; all of it where nothing else is left."""
    lines: list[str] = []
    for line in text.split("\n"):
        if _QUOTE_BEGINS.match(line.strip()):
            break
        lines.append(line)
    while lines and (not lines[-1].strip() or lines[-1].lstrip().startswith(">")):
        lines.pop()
    own = "\n".join(line for line in lines if not line.lstrip().startswith(">")).strip()
    return own or text


def _is_seen(sign: str) -> bool:
    return sign not in BLANKS and unicodedata.category(sign) not in HIDDEN


def _parts(message: EmailMessage) -> list[EmailMessage]:
    """The parts that hold something; those of a mail within this mail are its business."""
    parts: list[EmailMessage] = []
    left = LONGEST_HEADS
    for part in message.walk():
        parts.append(part)
        left -= sum(len(name) + len(value) for name, value in part.raw_items())
        if left < 0:
            raise Broken("unreadable")
        if len(parts) > MOST_PARTS:
            raise Broken("too_many_parts")
    return [part for part in parts if not part.is_multipart()]


def _text(parts: list[EmailMessage]) -> str:
    """Plain text where there is some, else what the HTML says."""
    bodies = [part for part in parts if not _is_file(part)]
    plain = [_decoded(part) for part in bodies if part.get_content_type() == "text/plain"]
    if any(each.strip() for each in plain):
        return "\n".join(plain)[:LONGEST_SOURCE]
    left, texts = LONGEST_SOURCE, []
    for part in bodies:
        if left > 0 and part.get_content_type() == "text/html":
            source = _decoded(part)[:left]
            texts.append(text_of_html(source))
            left -= len(source)
    return "\n".join(texts)


def _decoded(part: EmailMessage) -> str:
    """The text in whatever encoding it claims; what does not fit it is shown as such."""
    content: Any = part.get_payload(decode=True)
    raw = content if isinstance(content, bytes) else b""
    for charset in (part.get_content_charset() or "utf-8", "utf-8", "gb18030"):
        try:
            return raw.decode(charset)
        except (LookupError, UnicodeDecodeError):
            continue
    return raw.decode("utf-8", "replace")


def _is_file(part: EmailMessage) -> bool:
    return part.get_content_disposition() == "attachment" or part.get_filename() is not None


def _files(parts: list[EmailMessage]) -> Iterator[HeldFile]:
    for part in parts:
        if _is_file(part) or part.get_content_maintype() in {"image", "audio", "video"}:
            content: Any = part.get_payload(decode=True)
            yield HeldFile(visible(part.get_filename() or ""), content if isinstance(content, bytes) else b"")


def _sender(message: EmailMessage) -> tuple[str, str]:
    for name, address in getaddresses([_line(message, "From", 1000)]):
        if _ADDRESS.fullmatch(address):
            return address.lower(), visible(name)[:80]
    raise Broken("no_sender")


def _addresses(message: EmailMessage, *headers: str) -> Iterator[str]:
    values = [str(value) for header in headers for value in message.get_all(header, [])]
    yield from (address.lower() for _name, address in getaddresses(values) if _ADDRESS.fullmatch(address))


def _line(message: EmailMessage, header: str, longest: int = 1000) -> str:
    return " ".join(visible(str(message.get(header, ""))).split())[:longest]


def _is_automatic(message: EmailMessage) -> bool:
    """RFC 3834 and what older programs say instead."""
    marks = {name: _line(message, name).lower() for name in ("Auto-Submitted", "Precedence", "Return-Path")}
    return (
        marks["Auto-Submitted"] not in ("", "no")
        or marks["Precedence"] in {"bulk", "junk", "list", "auto_reply"}
        or marks["Return-Path"] == "<>"
        or any(name in message for name in ("List-Id", "X-Autoreply", "X-Autorespond"))
        or message.get_content_type() == "multipart/report"
    )
