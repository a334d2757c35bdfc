"""Once the good rows are taken over, nothing but the rejected ones is kept: of whoever is erased, no file tells."""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from foundation.enciphering import Key
from members.domain.imports.sealed import HEADINGS, new_key, opened_rows, sealed_cells
from members.models import Import, ImportRow, RowOutcome

PIECE: Final = 2_000


def keep_rejected_alone(sent: Import) -> Key:
    """Put the headings and the rejected rows under a key of their own, and empty the others; the caller keeps it in
    place of the first one, with which the file goes. In the caller's transaction."""
    key, rows = new_key(), ImportRow.objects.filter(of=sent)
    kept = Q(outcome=RowOutcome.REJECTED) | Q(number=HEADINGS)
    full = rows.filter(kept).exclude(values_enciphered=b"").order_by("number")
    # Locked, so that a row that is emptied meanwhile, as somebody is erased, is not filled again.
    stored = full.select_for_update(no_key=True).values_list("pk", "number", "values_enciphered")
    found = list(opened_rows(sent, stored))
    rows.exclude(kept).update(values_enciphered=b"")
    for start in range(0, len(found), PIECE):
        piece = [
            ImportRow(pk=row.pk, values_enciphered=sealed_cells(sent.pk, row.number, row.cells, key=key))
            for row in found[start : start + PIECE]
        ]
        ImportRow.objects.bulk_update(piece, ["values_enciphered"])
    return key
