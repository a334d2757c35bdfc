"""Reading mail as its receiver does. Mails of a run without a mail server are files in its data folder."""

import re
import time
from email import message_from_string, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Final

from django.conf import settings

LINK: Final = re.compile(r"http://[^/\s]+(/sign/\S+)")
CODE: Final = re.compile(r"^ +(\d{6})$", re.MULTILINE)
BETWEEN_MAILS = "-" * 79 + "\n"
SECONDS = 40


def wait_for(what: re.Pattern[str], *, to: str) -> str:
    """What the newest mail to an address holds of a link or a code; the mail may still be on its way."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        for mail in reversed(mails_to(to)):
            if found := what.search(str(mail.get_content())):
                return found.group(1)
        time.sleep(0.1)
    raise AssertionError(f"no mail to {to} with {what.pattern!r}")


def mails_to(address: str) -> list[EmailMessage]:
    """Everything that was mailed to an address, the oldest first."""
    files = sorted(Path(settings.EMAIL_FILE_PATH).glob("*.log"), key=lambda file: file.stat().st_mtime)
    texts = [text for file in files for text in file.read_text().split(BETWEEN_MAILS) if text.strip()]
    mails = [message_from_string(text, EmailMessage, policy=policy.default) for text in texts]
    return [mail for mail in mails if mail["To"] == address]
