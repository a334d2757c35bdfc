"""Reading members' data: masked for lists, without a trace; in the clear for what the product itself does with them.

A person sees them in the clear by :func:`members.domain.privacy.showing.reveal` alone.
"""

from collections.abc import Iterable, Mapping

from foundation.enciphering import Key, Unreadable
from members.domain.privacy.masks import masked
from members.domain.privacy.personal import Personal, deciphered, keys_of
from members.models import Member


def personal_of(member: Member) -> Personal:
    """In the clear, for what sends to the member or compares them; nothing for who was erased."""
    return personal_of_all([member])[member.pk]


def personal_of_all(members: Iterable[Member]) -> Mapping[int, Personal]:
    """The same for many, by one question for their keys. Raises ``foundation.enciphering.Unreadable``."""
    rows = list(members)
    keys = keys_of([member.pk for member in rows])
    return {member.pk: deciphered(member, key=keys[member.pk]) if member.pk in keys else Personal() for member in rows}


def masked_of_all(members: Iterable[Member]) -> Mapping[int, Personal]:
    """What everybody who may see these members sees; stars where the key does not fit."""
    rows = list(members)
    keys = keys_of([member.pk for member in rows])
    return {member.pk: _masked(member, keys) for member in rows}


def masked_of(member: Member) -> Personal:
    """The same for one."""
    return masked_of_all([member])[member.pk]


def _masked(member: Member, keys: Mapping[int, Key]) -> Personal:
    key = keys.get(member.pk)
    if key is None:
        return Personal()
    try:
        return masked(deciphered(member, key=key))
    except Unreadable:
        return Personal(name="*")
