"""Mails of customers: each is looked at once and stays in its mailbox, marked; what cannot be read is parked (C2)."""

import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.utils import parseaddr
from typing import Final

from django.conf import settings
from django.db import DataError, IntegrityError, connection

from complaints.domain.channels.addressing import named_complaint, proven_complaint
from complaints.domain.channels.incoming import Incoming, take_in
from complaints.domain.channels.parking import park
from complaints.gateways.boxes import Box, BoxAway, Waiting, opened
from complaints.gateways.configured import Mailbox, mailboxes
from complaints.gateways.mails import LARGEST_MAIL, Broken, Mail, read_mail
from complaints.models import Channel, ParkedMail
from foundation.enciphering import keyed_hash
from foundation.refusals import Refused
from parties.domain.scope import Scope

MOST_AT_ONCE: Final = 50
DOOR: Final = Scope(label="mailbox", source="imap")
REASONS: Final[dict[str, str]] = {
    "complaints.too_often": ParkedMail.Reason.TOO_MANY,
    "complaints.nothing_said": ParkedMail.Reason.NO_TEXT,
}
"""Refusal → why the mail is parked; any other: refused."""

logger = logging.getLogger(__name__)


def read_mailboxes(*, at: datetime) -> int:
    """Look into every mailbox; one that is away is tried again at the next beat. Tells how many mails were seen."""
    count = 0
    for mailbox in mailboxes():
        try:
            count += read_mailbox(mailbox, at=at)
        except BoxAway as away:
            logger.warning("mailbox away", extra={"venue_id": mailbox.venue_id, "error": str(away)})
    return count


def read_mailbox(mailbox: Mailbox, *, at: datetime) -> int:
    """Take in the oldest mails that nobody has looked at, unless somebody is doing so now. Raises ``BoxAway``.

    A mail is marked after what came of it is committed: ended in between, the next look finds it again, and its key
    makes that harmless.
    """
    with _alone_at(mailbox) as is_alone:
        if not is_alone:
            return 0
        with opened(mailbox) as box:
            waiting = box.waiting(MOST_AT_ONCE)
            for each in waiting:
                box.mark(each.uid, parked=_look_at(box, each, mailbox, at=at))
    return len(waiting)


def _look_at(box: Box, waiting: Waiting, mailbox: Mailbox, *, at: datetime) -> bool:
    """Take one mail in; whether it is parked instead."""
    if waiting.size > LARGEST_MAIL:
        return _park(box.head(waiting.uid), ParkedMail.Reason.TOO_BIG, mailbox, at=at)
    content = box.content(waiting.uid)
    try:
        mail = read_mail(content)
        if not (mail.is_automatic or mail.sender in _own_addresses()):
            take_in(_incoming(mail, mailbox), by=DOOR, at=at)
    except Broken as broken:
        return _park(content, broken.reason, mailbox, at=at)
    except Refused as refused:
        return _park(content, REASONS.get(refused.code, ParkedMail.Reason.REFUSED), mailbox, at=at)
    except (DataError, IntegrityError, ValueError) as error:
        logger.warning("mail not taken in", extra={"error": type(error).__name__})
        return _park(content, ParkedMail.Reason.UNREADABLE, mailbox, at=at)
    return False


def _incoming(mail: Mail, mailbox: Mailbox) -> Incoming:
    return Incoming(
        key=_key(mail, mailbox),
        channel=Channel.EMAIL.value,
        venue_id=mailbox.venue_id,
        sender=mail.sender,
        sender_name=mail.sender_name,
        headline=mail.subject,
        text=mail.text,
        files=mail.files,
        complaint_id=proven_complaint(mail.to, mail.answers),
        named_id=named_complaint(mail.subject),
    )


def _key(mail: Mail, mailbox: Mailbox) -> uuid.UUID:
    """A mail with the id of another one, but from somebody else, is another mail."""
    return mail_key(f"{mailbox.address} {mail.sender} {mail.message_id}")


def mail_key(text: str) -> uuid.UUID:
    """The same for the same mail, and made by nobody who knows the mail alone: the staff sees these keys."""
    return uuid.UUID(hex=keyed_hash(text, purpose="complaints.mail")[:32])


def _park(content: bytes, reason: str, mailbox: Mailbox, *, at: datetime) -> bool:
    try:
        mail = read_mail(content)
    except Broken:
        key, sender, subject = mail_key(f"{mailbox.address} {content[:4096]!r}"), "", ""
    else:
        key, sender, subject = _key(mail, mailbox), mail.sender, mail.subject
    park(key, reason, mailbox.venue_id, sender=sender, subject=subject, by=DOOR, at=at)
    return True


def _own_addresses() -> set[str]:
    """Ours: a mail from there is one that we sent."""
    return {mailbox.address for mailbox in mailboxes()} | {parseaddr(settings.DEFAULT_FROM_EMAIL)[1].lower()}


@contextmanager
def _alone_at(mailbox: Mailbox) -> Iterator[bool]:
    """Whether nobody else reads the mailbox meanwhile; the database keeps the lock for as long as the session lives."""
    number = mail_key(mailbox.address).int >> 65
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        [is_alone] = cursor.fetchone()
    try:
        yield is_alone
    finally:
        if is_alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [number])
