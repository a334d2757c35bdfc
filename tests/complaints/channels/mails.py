"""Mails as customers send them."""

from email.message import EmailMessage
from typing import Any

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64
SENDER = "甄客 <Guest@Example.com>"


def mail(
    text: str = "账单多收了两百元。",
    *,
    subject: str = "投诉",
    sender: str = SENDER,
    message_id: str = "<1@example.com>",
    to: str = "ts@ktv.example",
    html: str = "",
    files: dict[str, bytes] | None = None,
    **headers: str,
) -> bytes:
    """The bytes of one mail."""
    message = EmailMessage()
    named: dict[str, Any] = {"From": sender, "To": to, "Subject": subject, "Message-ID": message_id}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in named.items():
        if value:
            message[name] = value
    if text or not html:
        message.set_content(text)
        if html:
            message.add_alternative(html, subtype="html")
    else:
        message.set_content(html, subtype="html")
    for name, content in (files or {}).items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()
