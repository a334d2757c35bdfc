"""What imports and bills do when a member is erased, when the installation's secret changes, and for the silent."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from foundation.enciphering import house_key
from members.domain.imports.emptying import ENDED, forget_in_imports
from members.domain.imports.loading import dropped
from members.domain.imports.sealed import is_under, key_of, wrapped
from members.domain.registry.erasing import Gone
from members.models import Bill, Import
from parties.domain.scope import SYSTEM, writing

OPEN_FOR: Final = timedelta(days=7)
"""For so long a file waits for whoever sent it."""


def forget_rows_of(gone: Gone, _at: datetime) -> None:
    """No file tells of a member who goes, and none brings them back."""
    forget_in_imports(gone)


def drop_stale(*, at: datetime) -> None:
    """Give up what nobody brought to an end for a week: such a file is needed by nobody, and must not stay."""
    before = at - OPEN_FOR
    left = Import.objects.exclude(state__in=ENDED).filter(sent_at__lt=before)
    left = left.filter(Q(confirmed_at=None) | Q(confirmed_at__lt=before))
    with writing(SYSTEM):
        for sent in left.select_for_update(no_key=True, of=("self",), skip_locked=True):
            dropped(sent.pk, at=at)


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
