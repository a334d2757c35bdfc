"""Mails that nobody but a person can judge: listed with the reason until somebody has opened them in the mailbox."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from complaints.domain.customer.addresses import masked_address
from complaints.domain.people import may_at
from complaints.models import Channel, ParkedMail
from foundation.enciphering import decipher, encipher
from foundation.refusals import Refused
from parties.domain.scope import Scope, writing

SETTLE = "complaints.tell"


@dataclass(frozen=True)
class Parked:
    """A parked mail as it is listed: enough to find it in the mailbox."""

    mail: ParkedMail
    about: str


def park(key: UUID, reason: str, venue_id: int, *, sender: str, subject: str, by: Scope, at: datetime) -> ParkedMail:
    """List a mail once, however often it is looked at."""
    about = " · ".join(each for each in (masked_address(Channel.EMAIL, sender) if sender else "", subject) if each)
    with writing(by):
        mail, _is_new = ParkedMail.objects.get_or_create(
            key=key,
            defaults={
                "venue_id": venue_id,
                "reason": reason,
                "about_enciphered": encipher(about, about=_about(key)) if about else None,
                "parked_at": at,
            },
        )
    return mail


def settle_parked(mail_id: int, *, by: Scope, at: datetime) -> ParkedMail:
    """A person has looked at the mail. Refused: ``complaints.not_your_step``, ``complaints.settled``."""
    with writing(by):
        mail = ParkedMail.objects.select_for_update().get(pk=mail_id)
        if by.user_id is None or not may_at(by, SETTLE, mail.venue_id):
            raise Refused("complaints.not_your_step")
        if mail.settled_at is not None:
            raise Refused("complaints.settled")
        mail.settled_at, mail.settled_by_id = at, by.user_id
        mail.save(update_fields=["settled_at", "settled_by"])
    return mail


def as_listed(mail: ParkedMail) -> Parked:
    """With who sent it, masked, and about what. Raises ``foundation.enciphering.Unreadable``."""
    about = mail.about_enciphered
    return Parked(mail, decipher(bytes(about), about=_about(mail.key)) if about else "")


def _about(key: UUID) -> str:
    return f"complaints.parked_mail:{key}"
