"""What everybody who may see a member sees of their data: enough to recognise them, too little to use."""

from dataclasses import replace

from members.domain.privacy.personal import Personal
from members.domain.privacy.phones import shown_phone


def masked(personal: Personal) -> Personal:
    """The same with each datum masked; the year of birth is hidden whole."""
    return replace(
        personal,
        name=masked_name(personal.name),
        phone=masked_phone(personal.phone),
        email=masked_email(personal.email),
        identity=masked_identity(personal.identity),
        birth_year="****" if personal.birth_year else "",
    )


def masked_name(name: str) -> str:
    """``张*``: the first sign alone, of which a Chinese name's is the family name."""
    return f"{name[:1]}*" if name else ""


def masked_phone(phone: str) -> str:
    """``138****5678``; of a shorter number the last two digits."""
    shown = shown_phone(phone)
    front, back = (3, 4) if len(shown) >= 11 else (0, 2)
    return f"{shown[:front]}****{shown[-back:]}" if shown else ""


def masked_email(email: str) -> str:
    """``z****@example.com``."""
    name, _at, domain = email.partition("@")
    return f"{name[:1]}****@{domain}" if email else ""


def masked_identity(identity: str) -> str:
    """The last four signs."""
    return f"**************{identity[-4:]}" if identity else ""
