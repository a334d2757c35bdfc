"""What imports and bills do when a member is erased, when the installation's secret changes, and for the silent."""

from datetime import datetime

from django.db.models import Q, QuerySet

from foundation.enciphering import house_key
from foundation.refusals import Refused
from members.domain.imports.plans import problem
from members.domain.imports.sealed import is_under, key_of, wrapped
from members.domain.registry.erasing import Gone
from members.models import Bill, Import, ImportRow, RowOutcome
from parties.domain.scope import SYSTEM, writing


def forget_rows_of(gone: Gone, _at: datetime) -> None:
    """Rows that named a member who goes say nothing any more; what was not taken over yet never is."""
    empty_rows(ImportRow.objects.filter(member=gone.member_id))


def empty_rows(rows: QuerySet[ImportRow]) -> None:
    """Nothing of what stood in them can be read or found any more; of those to come, why they are not taken over."""
    rows.filter(Q(is_loaded=False) | Q(outcome=RowOutcome.REJECTED)).update(
        outcome=RowOutcome.REJECTED, problems=[problem(Refused("members.row_of_erased"))], fields=[]
    )
    rows.update(values_enciphered=b"", keys=[])


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
