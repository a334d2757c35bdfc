"""What tells who a member is, in the clear and enciphered under the member's own key."""

import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

from foundation.enciphering import KEY_BYTES, Key, decipher, encipher, house_key
from members.models import ENCIPHERED, Member, MemberKey

OWN: Final = "own"
"""The name of every member's own key: which one it is, the row says."""


@dataclass(frozen=True)
class Personal:
    """In the clear, for the moment in which it is needed; what is not known is empty."""

    name: str = ""
    phone: str = ""
    """As :func:`members.domain.privacy.phones.normal_phone` writes it."""
    email: str = ""
    identity: str = ""
    birth_year: str = ""

    def __repr__(self) -> str:  # it must not come into a log by a chance
        return f"Personal({', '.join(field.name for field in fields(self) if getattr(self, field.name))})"


def new_key() -> Key:
    """A key that no other member has."""
    return Key(OWN, secrets.token_bytes(KEY_BYTES))


def wrapped_key(member_id: int, key: Key, *, house: Key | None = None) -> MemberKey:
    """The member's key as it is kept: under the key of the house, which never is in the database. Not saved."""
    house = house or house_key()
    wrapped = encipher(b64encode(key.secret).decode(), about=_about(member_id, "key"), key=house)
    return MemberKey(member_id=member_id, wrapped=wrapped, house_key=house.name)


def opened_key(kept: MemberKey) -> Key:
    """The member's own key. Raises ``foundation.enciphering.Unreadable``."""
    return Key(OWN, b64decode(decipher(bytes(kept.wrapped), about=_about(kept.member_id, "key"))))


def enciphered(member_id: int, personal: Personal, *, key: Key) -> dict[str, bytes | None]:
    """The columns of the member that hold these data, each empty where nothing is known."""
    return {
        f"{field}_enciphered": encipher(text, about=_about(member_id, field), key=key) if text else None
        for field, text in ((field, getattr(personal, field)) for field in ENCIPHERED)
    }


def deciphered(member: Member, *, key: Key) -> Personal:
    """What the row of the member holds. Raises ``foundation.enciphering.Unreadable``."""
    return Personal(
        **{field: _read(member.pk, field, getattr(member, f"{field}_enciphered"), key) for field in ENCIPHERED}
    )


def enciphered_text(member_id: int, text: str, *, key: Key) -> bytes:
    """A note about the member, as it is kept."""
    return encipher(text, about=_about(member_id, "note"), key=key)


def deciphered_text(member_id: int, text: bytes, *, key: Key) -> str:
    """A note in the clear. Raises ``foundation.enciphering.Unreadable``."""
    return _read(member_id, "note", text, key)


def keys_of(member_ids: list[int]) -> Mapping[int, Key]:
    """The keys of these members, read by one question; none for who was erased."""
    return {kept.member_id: opened_key(kept) for kept in MemberKey.objects.filter(member__in=member_ids)}


def _read(member_id: int, field: str, content: bytes | None, key: Key) -> str:
    return decipher(bytes(content), about=_about(member_id, field), find_key=lambda _name: key) if content else ""


def _about(member_id: int, what: str) -> str:
    return f"members.member:{member_id}:{what}"
