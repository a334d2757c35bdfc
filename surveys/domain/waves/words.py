"""What an invitation and a reminder say, in the member's language, and how they are handed over."""

from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from foundation.carrying import Parcel, mail_out
from members.domain.care import carriers
from members.domain.privacy.reading import personal_of
from members.models import CareChannel, Member
from surveys.domain.waves.arranging import window_of
from surveys.domain.waves.links import address_of
from surveys.models import Invitation

INVITATION: Final = _(
    "%(house)s would like to hear what you think: a few questions, until %(day)s. Nobody learns who said what. You can"
    " also decline there: %(address)s"
)
REMINDER: Final = _(
    "%(house)s: we would still like to hear what you think. A few questions, until %(day)s, and nobody learns who"
    " said what. You can also decline there: %(address)s"
)


def carried(invitation: Invitation, channel: str, *, number: int, key: UUID) -> None:
    """Hand the message over; ``number``: 0 invites, 1 and more remind. Raises ``Away``, ``Turned``."""
    member = invitation.member
    assert member is not None  # noqa: S101  # the caller has looked
    text, address = text_of(invitation, member, number=number), carriers.address_of(channel, personal_of(member))
    if channel != CareChannel.EMAIL:
        carriers.carry(channel, Parcel(str(key), address, text))
        return
    headers = {"Message-ID": f"<{key.hex}.survey@encore>"}
    sender = settings.DEFAULT_FROM_EMAIL
    mail_out(EmailMessage(house_of(member), f"{text}\n", sender, [address], headers=headers))


def text_of(invitation: Invitation, member: Member, *, number: int) -> str:
    """One short text: who asks, until when, that nobody learns who said what, and the link."""
    with translation.override(member.language):
        words = {
            "house": house_of(member),
            "day": window_of(invitation.wave).last.isoformat(),
            "address": address_of(invitation),
        }
        return str(REMINDER if number else INVITATION) % words


def house_of(member: Member) -> str:
    """In whose name the member is written to: their venue's, else their party's."""
    return str((member.venue or member.party).name)
