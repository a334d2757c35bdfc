"""Who signs for whom: named, entitled, and reached at a mailbox of the party's own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from contracts.models import SignatureRequest
from contracts.models.signing import Authority, SigningSide
from foundation.days import known_day
from foundation.refusals import Refused
from foundation.text import clean_line
from parties.domain.roles import Role
from parties.models import Membership, Party

LIMITS: Final = {"name": 80, "title": 80, "email": 254}
LONGEST_SCOPE: Final = 300


@dataclass(frozen=True)
class Signer:
    """Who signs and seals for a party, and where the link is mailed to.

    A letter of authority says what it covers and the last day on which it works.
    """

    name: str
    title: str
    email: str
    language: str = "zh-hans"
    authority: str = Authority.LEGAL_REPRESENTATIVE
    authority_scope: str = ""
    authority_until: date | None = None


def checked_signers(parties: Mapping[str, Party], signers: Mapping[str, Signer], *, at: datetime) -> dict[str, Signer]:
    """The signer of each party, by side. Refused: ``contracts.signer_missing``, ``contracts.signers_alike``,
    ``contracts.signer_mailbox_unknown``, ``contracts.authority_incomplete``, ``contracts.authority_expired``."""
    checked = {
        side: checked_signer(party, signers.get(side), prefix=f"{side.lower()}_", at=at)
        for side, party in parties.items()
    }
    taken: set[str] = set()
    for side, signer in checked.items():
        if signer.email.casefold() in taken:
            raise Refused("contracts.signers_alike", f"{side.lower()}_email")
        taken.add(signer.email.casefold())
    for side, signer in checked.items():
        if side != SigningSide.B:
            require_own_mailbox(parties[side], signer.email, roles=[Role.CONTRACT_OWNER], field=f"{side.lower()}_email")
    return checked


def checked_signer(party: Party, signer: Signer | None, *, prefix: str = "", at: datetime) -> Signer:
    """The signer's lines, cleaned. ``prefix``: of the form's fields. Refused as ``checked_signers``."""
    if signer is None:
        raise Refused("contracts.signer_missing", f"{prefix}name", party=party.name)
    lines = {field: clean_line(getattr(signer, field), limit, prefix + field) for field, limit in LIMITS.items()}
    for field, line in lines.items():
        if not line:
            raise Refused("contracts.signer_missing", prefix + field, party=party.name)
    try:
        validate_email(lines["email"])
    except ValidationError:
        raise Refused("contracts.signer_missing", f"{prefix}email", party=party.name)
    authority, scope, until = Authority(signer.authority), "", None
    if authority == Authority.LETTER_OF_AUTHORITY:
        scope = clean_line(signer.authority_scope, LONGEST_SCOPE, f"{prefix}authority_scope")
        until = signer.authority_until
        _check_letter(scope, until, prefix, at=at)
    return Signer(**lines, language=signer.language, authority=authority, authority_scope=scope, authority_until=until)


def require_own_mailbox(party: Party, email: str, *, roles: Collection[Role] | None, field: str) -> None:
    """Refuse (``contracts.signer_mailbox_unknown``) a mailbox that is not the party's own.

    The provider sends; so that it cannot sign for another, a link goes only to the mailbox of a person who works for
    the party today in one of these roles (``None``: in any), or to the one in the register once the party's own people
    wrote it there.
    """
    people = Membership.objects.running(timezone.localdate()).filter(party=party)
    if roles is not None:
        people = people.filter(role__in=roles)
    own = {mail.casefold() for mail in people.values_list("user__email", flat=True)}
    if party.email_is_own:
        own.add(party.email.casefold())
    if email.casefold() not in own:
        raise Refused("contracts.signer_mailbox_unknown", field, party=party.name)


def require_authority(request: SignatureRequest, *, at: datetime) -> None:
    """Refuse (``contracts.authority_expired``) a signer whose letter of authority no longer works."""
    until = request.authority_until
    if until is not None and until < timezone.localdate(at):
        raise Refused("contracts.authority_expired", until=until.isoformat())


def _check_letter(scope: str, until: date | None, prefix: str, *, at: datetime) -> None:
    if not scope:
        raise Refused("contracts.authority_incomplete", f"{prefix}authority_scope")
    if until is None:
        raise Refused("contracts.authority_incomplete", f"{prefix}authority_until")
    if known_day(until, f"{prefix}authority_until") < timezone.localdate(at):
        raise Refused("contracts.authority_expired", f"{prefix}authority_until", until=until.isoformat())
