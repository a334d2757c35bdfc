"""A message to a customer as a mail of the house."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage

from complaints.domain.channels.addressing import message_id_of, reply_address
from complaints.gateways.sending import Away, Turned
from complaints.models import CustomerMessage

PERMANENT = 500  # SMTP: this and above will not change


def mail_to_customer(message: CustomerMessage, text: str, *, to: str) -> None:
    """Mail it; its Message-ID is made of the message's key, by which an answer is recognised. Raises Away, Turned."""
    complaint = message.complaint
    answer_to = reply_address(complaint)
    mail = EmailMessage(
        subject=f"{complaint.venue.name} · {complaint.number}",
        body=f"{text}\n",
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
        reply_to=[answer_to] if answer_to else None,
        headers={"Message-ID": message_id_of(message.key)},
    )
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        code = max((code for code, _words in error.recipients.values()), default=PERMANENT)
        raise (Turned if code >= PERMANENT else Away)(f"smtp_{code}") from None
    except smtplib.SMTPResponseException as error:
        raise Away(f"smtp_{error.smtp_code}") from None
    except OSError as error:  # also every other exception of smtplib
        raise Away(type(error).__name__.lower()[:40]) from None
