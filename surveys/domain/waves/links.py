"""The link of an invitation: made when it is sent, found by its hash, and nowhere written down (ADR 3)."""

from django.conf import settings
from django.urls import reverse

from foundation.derived_secrets import derived_token
from foundation.refusals import Refused
from foundation.tokens import hash_token
from surveys.models import Invitation


def token_of(invitation: Invitation) -> str:
    """256 random bits, made again each time of the invitation's random half; it rests nowhere."""
    return derived_token(f"surveys.invitation:{invitation.pk}:{invitation.nonce}")


def address_of(invitation: Invitation) -> str:
    """The whole address, for a message to who was drawn; never for the staff."""
    return f"{settings.SITE_URL}{reverse('surveys:answer-link', args=[token_of(invitation)])}"


def invitation_behind(token: str) -> Invitation:
    """The invitation with this link. Refused: ``surveys.link_unknown``."""
    found = Invitation.objects.filter(token_hash=hash_token(token)).select_related("wave__version", "stratum").first()
    if found is None:
        raise Refused("surveys.link_unknown")
    return found
