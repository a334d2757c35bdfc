"""What imports and bills do when a member is erased, when the installation's secret changes, and for the silent."""

from datetime import datetime

from django.db.models import QuerySet

from foundation.enciphering import house_key
from members.domain.imports.sealed import is_under, key_of, wrapped
from members.domain.registry.erasing import Gone
from members.models import Bill, Import, ImportRow
from parties.domain.scope import SYSTEM, writing


def forget_rows_of(gone: Gone, _at: datetime) -> None:
    """Rejected rows that named a member who goes say nothing any more."""
    ImportRow.objects.filter(member=gone.member_id).update(values_enciphered=b"")


def rotate_imports(batch: int) -> int:
    """The keys of imports. Raises ``foundation.enciphering.Unreadable`` without the old secret."""
    name = house_key().name
    with writing(SYSTEM):
        alive = Import.objects.exclude(key_enciphered=None).select_for_update(no_key=True, of=("self",))
        stale = [sent for sent in alive.order_by("pk") if not is_under(sent, name)][:batch]
        for sent in stale:
            sent.key_enciphered = wrapped(key_of(sent))
            sent.save(update_fields=["key_enciphered"])
    return len(stale)


def bills_since(since: datetime) -> QuerySet[Bill]:
    """Who spends something lives."""
    return Bill.objects.filter(happened_at__gte=since, member__isnull=False)
