"""A message to a customer as a mail of the house."""

from django.conf import settings
from django.core.mail import EmailMessage

from complaints.domain.channels.addressing import message_id_of, reply_address
from complaints.models import CustomerMessage
from foundation.carrying import mail_out


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
    mail_out(mail)
