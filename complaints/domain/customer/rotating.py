"""Customers' contacts under the present secret, after it was changed; see ``members.domain.privacy.rotating``."""

from typing import Final

from django.db.models import BinaryField, F, Func, QuerySet, Value

from complaints.domain.customer.contacts import enciphered_again
from complaints.models import CustomerContact
from foundation.enciphering import house_key
from parties.domain.scope import SYSTEM, writing

OF_HOUSE: Final = b"house:"


def rotate_contacts(batch: int) -> int:
    """At most so many of them, and how many. Raises ``foundation.enciphering.Unreadable`` without the old secret."""
    with writing(SYSTEM):
        stale = list(_stale().select_for_update(of=("self",)).order_by("pk")[:batch])
        for contact in stale:
            enciphered_again(contact).save(update_fields=["name_enciphered", "address_enciphered", "address_hash"])
    return len(stale)


def _stale() -> QuerySet[CustomerContact]:
    """Those under a former key of the house: its name stands at the beginning, after a byte with its length."""
    name = house_key().name.encode()
    named = CustomerContact.objects.annotate(key_name=_bytes(2, len(name)), family=_bytes(2, len(OF_HOUSE)))
    return named.filter(family=OF_HOUSE).exclude(key_name=name)


def _bytes(first: int, count: int) -> Func:
    return Func(F("address_enciphered"), Value(first), Value(count), function="substr", output_field=BinaryField())
