"""Being left in peace: the link at the end of each message, which works without logging in (PIPL 15)."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.urls import reverse

from foundation.derived_secrets import derived_token
from foundation.refusals import Refused
from foundation.tokens import hash_token
from members.domain.registry.consents import Word, keep_words
from members.models import CareMessage, ConsentPurpose, ConsentWay, Member
from parties.domain.scope import Scope, writing

SOURCE: Final = "unsubscribe link"


def token_of(message: CareMessage) -> str:
    """256 random bits, made each time anew of the message's random half; it rests nowhere (ADR 3)."""
    return derived_token(f"members.unsubscribe:{message.key}:{message.nonce}")


def address_of(message: CareMessage) -> str:
    """The whole address, for the message alone; never for the staff."""
    return f"{settings.SITE_URL}{reverse('members:unsubscribe', args=[token_of(message)])}"


def message_behind(token: str) -> CareMessage:
    """The message with this link. Refused: ``members.link_unknown``."""
    found = CareMessage.objects.filter(token_hash=hash_token(token), sent_at__isnull=False)
    message = found.select_related("member__party", "member__merged_into").first()
    if message is None:
        raise Refused("members.link_unknown")
    return message


def unsubscribe(token: str, *, at: datetime) -> CareMessage:
    """The member is not written to by this channel any more, for whatever purpose; said again, nothing changes.

    Who was merged says it for whom they are now. Refused: ``members.link_unknown``.
    """
    found = message_behind(token)
    member_id = found.member.merged_into_id or found.member_id
    with writing(Scope(label=f"member {member_id}", source=SOURCE)):
        member = Member.objects.select_for_update(no_key=True).get(pk=member_id)
        message = CareMessage.objects.select_for_update(no_key=True).get(pk=found.pk)
        if message.unsubscribed_at is None:
            message.unsubscribed_at = at
            message.save(update_fields=["unsubscribed_at"])
            if member.is_active:
                no = [Word(message.channel, purpose, given=False) for purpose in ConsentPurpose.values]
                keep_words(member, no, way=ConsentWay.LINK, user_id=None, at=at)
        return message
