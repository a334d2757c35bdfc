"""How an answer by mail finds its complaint again: by the address it goes to, the mail it answers, or a number."""

import re
from collections.abc import Iterator, Sequence
from typing import Final
from uuid import UUID

from django.utils.crypto import constant_time_compare

from complaints.gateways.configured import mailbox_of
from complaints.models import Complaint, CustomerMessage, Direction, MessageChannel
from foundation.enciphering import keyed_hash

TOKEN_DIGITS: Final = 24

_TOKEN = re.compile(r"\+ts(\d{1,18})\.([0-9a-f]{24})@")
_NUMBER = re.compile(r"\bTS(\d{7,18})\b", re.ASCII | re.IGNORECASE)


def reply_address(complaint: Complaint) -> str | None:
    """The venue's mailbox with a token of this complaint in it; ``None`` where no mailbox is read for the venue."""
    mailbox = mailbox_of(complaint.venue_id)
    if mailbox is None:
        return None
    name, _at, domain = mailbox.address.partition("@")
    return f"{name}+ts{complaint.pk}.{_token(complaint.pk)}@{domain}"


def message_id_of(key: UUID) -> str:
    """The Message-ID under which a message leaves as a mail. Its key is shown to the staff, so the key alone proves
    nothing: only who got the mail knows the rest."""
    return f"<{key.hex}.{_proof(key.hex)}@encore>"


def proven_complaint(addresses: Sequence[str], answers: Sequence[str]) -> int | None:
    """The complaint whose token the mail carries, or one of whose messages it answers: nobody else knows either."""
    for address in addresses:
        found = _TOKEN.search(address)
        if found and constant_time_compare(_token(int(found[1])), found[2]):
            return int(found[1])
    mailed = CustomerMessage.objects.filter(direction=Direction.OUT, channel=MessageChannel.EMAIL)
    ours = mailed.filter(key__in=list(_proven_keys(answers)))
    return ours.values_list("complaint_id", flat=True).first()


def named_complaint(line: str) -> int | None:
    """The complaint whose number stands in a line; anybody may write one there."""
    found = _NUMBER.search(line)
    return int(found[1]) if found else None


def _proven_keys(answers: Sequence[str]) -> Iterator[UUID]:
    for each in answers:
        key, _dot, proof = each.partition(".")
        if constant_time_compare(_proof(key), proof):
            yield UUID(hex=key)


def _proof(key: str) -> str:
    return keyed_hash(key, purpose="complaints.message_id")[:TOKEN_DIGITS]


def _token(complaint_id: int) -> str:
    return keyed_hash(str(complaint_id), purpose="complaints.reply")[:TOKEN_DIGITS]
