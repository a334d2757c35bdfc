"""The customer's own link to the page of their complaint: made, found by its token, dead some weeks after the close."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models.functions import Greatest
from django.urls import reverse

from complaints.models import CustomerContact, CustomerLink
from foundation.derived_secrets import derived_token
from foundation.refusals import Refused
from foundation.tokens import hash_token
from parties.domain.scope import Scope

AFTER_CLOSE: Final = timedelta(weeks=6)
"""How long the customer can still read what came of it, and rate it."""


def customer_scope(complaint_id: int, *, source: str) -> Scope:
    """Who acts when the customer of a complaint does: nobody with an account, and named after the complaint alone."""
    return Scope(label=f"customer of complaint {complaint_id}", source=source)


def link_for(complaint_id: int, *, at: datetime) -> CustomerLink:
    """The link in use, made now if there is none yet; in the caller's transaction, the complaint's row locked."""
    link = CustomerLink.objects.filter(complaint=complaint_id, revoked_at=None).first()
    if link is None:
        kept_at = CustomerContact.objects.filter(complaint=complaint_id).values_list("kept_at", flat=True).first()
        link = CustomerLink(complaint_id=complaint_id, made_at=max(at, kept_at or at))
        link.token_hash = hash_token(token_of(link))
        link.save()
    return link


def replace_link(complaint_id: int, *, at: datetime) -> CustomerLink:
    """Another link in place of the one in use, which is dead from now on; in the caller's transaction, row locked."""
    CustomerLink.objects.filter(complaint=complaint_id, revoked_at=None).update(revoked_at=Greatest("made_at", at))
    return link_for(complaint_id, at=at)


def token_of(link: CustomerLink) -> str:
    """The token in its address; made again each time, it rests nowhere (ADR 3)."""
    return derived_token(f"complaints.customer_link:{link.complaint_id}:{link.nonce}")


def address_of(link: CustomerLink) -> str:
    """The whole address, for a mail or a short message to the customer; never for the staff."""
    return f"{settings.SITE_URL}{reverse('complaints:customer-link', args=[token_of(link)])}"


def link_behind(token: str, *, at: datetime) -> CustomerLink:
    """The link with this token. Refused: ``complaints.link_unknown``, ``complaints.link_expired``."""
    link = CustomerLink.objects.filter(token_hash=hash_token(token)).select_related("complaint").first()
    if link is None:
        raise Refused("complaints.link_unknown")
    check_alive(link, at=at)
    return link


def check_alive(link: CustomerLink, *, at: datetime) -> None:
    """Refused: ``complaints.link_expired``, also for one that was replaced."""
    closed_at = link.complaint.closed_at
    if link.revoked_at is not None or (closed_at is not None and closed_at + AFTER_CLOSE <= at):
        raise Refused("complaints.link_expired")
