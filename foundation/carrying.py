"""Handing a text to whoever carries it out of the house: a provider, or the mail server. Also how that can fail."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.core.mail import EmailMessage

PERMANENT = 500  # SMTP: this and above will not change


class NotCarried(Exception):
    """It was not taken; ``code`` is a short word for why, without anything personal."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Away(NotCarried):
    """It does not answer, or not now: the same text may be handed over again."""


class Turned(NotCarried):
    """It will not carry this text, now or ever."""


@dataclass(frozen=True)
class Parcel:
    """One text to one person. ``key`` is the same each time it is handed over, so that it is carried once."""

    key: str
    to: str = field(repr=False)
    text: str = field(repr=False)


def mail_out(mail: EmailMessage) -> None:
    """Give one mail to the mail server. Raises ``Away``, ``Turned``."""
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        code = max((code for code, _words in error.recipients.values()), default=PERMANENT)
        raise (Turned if code >= PERMANENT else Away)(f"smtp_{code}") from None
    except smtplib.SMTPResponseException as error:
        raise Away(f"smtp_{error.smtp_code}") from None
    except OSError as error:  # also every other exception of smtplib
        raise Away(type(error).__name__.lower()[:40]) from None
