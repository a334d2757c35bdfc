"""The links that signers get by mail: known by their hash, dead after their time and after withdrawal."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from contracts.domain.signature.signing_place import require_alive, require_turn
from contracts.models import SignatureRequest, SigningLink
from foundation import jobs
from foundation.derived_secrets import derived_token
from foundation.refusals import Refused
from foundation.tokens import hash_token
from parties.domain.scope import Scope

LINK_JOB = "contracts.signing_link"
COPY_JOB = "contracts.signed_copy"
REMINDER_JOB = "contracts.signing_reminder"
EXPIRY_JOB = "contracts.signing_expired"
REMINDED_BEFORE = timedelta(days=3)
"""How long before a link to sign expires its signer is reminded by itself."""
LIFETIMES = {LINK_JOB: timedelta(days=14), COPY_JOB: timedelta(days=90)}


def signer_scope(request: SignatureRequest, *, source: str) -> Scope:
    """Who acts when a signer does: a person without an account, named in the audit by request and name."""
    return Scope(label=f"signer:{request.pk} {request.signer_name}", source=source)


def mail_links(requests: Iterable[SignatureRequest], *, at: datetime, kind: str = LINK_JOB) -> None:
    """Make a fresh link for each signer, and the jobs that mail it, remind of it and say that it has expired, in the
    caller's transaction."""
    links = SigningLink.objects.bulk_create(_new_link(r, at, at + LIFETIMES[kind]) for r in requests)
    _enqueue(kind, links)
    if kind == LINK_JOB:
        _enqueue(REMINDER_JOB, links, run_at=at + LIFETIMES[kind] - REMINDED_BEFORE)
        _enqueue(EXPIRY_JOB, links, run_at=at + LIFETIMES[kind])


def waits_for(link: SigningLink) -> bool:
    """Whether this link is the signer's newest, and its contract still waits for it."""
    request = link.request
    is_newest = not request.links.filter(pk__gt=link.pk).exists()
    return is_newest and request.is_open and request.version.is_out_for_signature


def token_of(link: SigningLink) -> str:
    """The token that was, or will be, mailed for this link."""
    return derived_token(f"{link.request_id}:{link.nonce}")


def request_behind(token: str, *, at: datetime) -> SignatureRequest:
    """The signature that a link was mailed for.

    Refused: ``contracts.link_unknown``, ``contracts.link_expired``, ``contracts.link_passed_on``,
    ``contracts.link_withdrawn``, ``contracts.not_your_turn``.
    """
    link = (
        SigningLink.objects.filter(token_hash=hash_token(token))
        .select_related("request__party", "request__version__contract__party_a", "request__version__contract__party_b")
        .first()
    )
    if link is None:
        raise Refused("contracts.link_unknown")
    if link.expires_at <= at:
        raise Refused("contracts.link_expired")
    require_alive(link.request)
    require_turn(link.request)
    return link.request


def mailed_since(request: SignatureRequest, moment: datetime) -> bool:
    """Whether a link to sign was made for the signer after ``moment``."""
    return request.links.filter(created_at__gt=moment).exists()


def _enqueue(kind: str, links: Iterable[SigningLink], run_at: datetime | None = None) -> None:
    jobs.enqueue_many(kind, [(f"{kind}:{link.pk}", {"link": link.pk}) for link in links], run_at)


def _new_link(request: SignatureRequest, at: datetime, expires_at: datetime) -> SigningLink:
    link = SigningLink(request=request, created_at=at, expires_at=expires_at)
    link.token_hash = hash_token(token_of(link))
    return link
