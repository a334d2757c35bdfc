"""Passing a signature on to another person of the same party, with a letter of authority.

The place stays where it is in the order; the person who passed it on keeps nothing but a row that says so. Sources:
capability A5, ADR 7 and 10.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from contracts.domain.life.lifecycles import SIGNATURE_LIFE
from contracts.domain.locking import locked_place
from contracts.domain.news import tell_manager
from contracts.domain.signature.signers import Signer, checked_signer, require_own_mailbox
from contracts.domain.signature.signing_links import mail_links
from contracts.domain.signature.signing_place import require_open
from contracts.models import SignatureRequest
from contracts.models.signing import Authority, SigningSide
from foundation.accepted_files import SCANS
from foundation.files import store
from foundation.refusals import Refused
from parties.domain.scope import Scope, writing

LARGEST: Final = 10 * 1024 * 1024


def delegate(
    request_id: int, to: Signer, *, letter: bytes, letter_name: str, by: Scope, at: datetime
) -> SignatureRequest:
    """The signer passes the signature on; the new one is mailed a link of its own, and every older link dies.

    ``letter``: the letter of authority as a file (PDF, JPEG or PNG, 10 MB). Refused: what ``require_open`` refuses,
    ``contracts.delegate_is_signer``, ``contracts.signers_alike``, ``contracts.signer_mailbox_unknown``,
    ``contracts.signer_missing``, ``contracts.authority_incomplete``, ``contracts.authority_expired``, and what a file
    is refused for.
    """
    with writing(by):
        request = locked_place(request_id)
        require_open(request)
        new = checked_signer(request.party, replace(to, authority=Authority.LETTER_OF_AUTHORITY), at=at)
        _check_mailbox(request, new)
        kept = store(letter, letter_name, kinds=SCANS, max_bytes=LARGEST, field="letter")
        # First the place is left: the database knows one open signature for each.
        SIGNATURE_LIFE.move(SignatureRequest, request.pk, "delegate")
        placed = SignatureRequest.objects.create(
            version=request.version,
            party=request.party,
            side=request.side,
            turn=request.turn,
            party_name=request.party_name,
            party_uscc=request.party_uscc,
            signer_name=new.name,
            signer_title=new.title,
            signer_email=new.email,
            signer_language=new.language,
            authority=new.authority,
            authority_scope=new.authority_scope,
            authority_until=new.authority_until,
            letter=kept,
            delegated_from=request,
            invited_at=at,
        )
        mail_links([placed], at=at)
        contract, amendment = request.version.contract, request.version.amendment or 0
        tell_manager(
            contract, "contracts.passed_on", str(placed.pk), at=at, party=request.party_id, amendment=amendment
        )
    return placed


def _check_mailbox(request: SignatureRequest, to: Signer) -> None:
    """Another mailbox than any signer's of this version, and for all but the sender one of the party's own (ADR 7)."""
    if to.email.casefold() == request.signer_email.casefold():
        raise Refused("contracts.delegate_is_signer", "email")
    others = request.version.signature_requests.current().exclude(pk=request.pk)
    if to.email.casefold() in {each.signer_email.casefold() for each in others}:
        raise Refused("contracts.signers_alike", "email")
    if request.side != SigningSide.B:
        require_own_mailbox(request.party, to.email, roles=None, field="email")
