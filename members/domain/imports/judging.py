"""What each row would do, found out in the background batch by batch, before anything is written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from foundation.jobs import enqueue
from foundation.models import Job
from foundation.refusals import Refused
from members.domain.imports import bill_rows, member_rows
from members.domain.imports.emptying import empty_rows, reject_erased
from members.domain.imports.lifecycle import IMPORT
from members.domain.imports.plans import Plan
from members.domain.imports.referrers import reject_lost
from members.domain.imports.sealed import Row, opened_rows
from members.models import Import, ImportKind, ImportRow, ImportState, RowOutcome
from parties.domain.scope import Scope
from parties.models import User

JUDGE: Final = "members.import_judge"
BATCH: Final = 4_000

# One statement for a batch, however many rows it has. A row that was emptied meanwhile stays as it is.
NOTE: Final = """
UPDATE members_importrow r
SET outcome = n.outcome, problems = n.problems, fields = n.fields, keys = n.keys, member_id = n.member_id,
    is_loaded = %s
FROM jsonb_to_recordset(%s::jsonb)
    AS n(id bigint, outcome text, problems jsonb, fields jsonb, keys text[], member_id bigint)
WHERE r.id = n.id AND r.values_enciphered <> ''
"""


def judge_from_the_start(sent: Import) -> None:
    """Forget what was said of the rows before; the columns may hold something else now."""
    said = ImportRow.objects.filter(of=sent).exclude(outcome=RowOutcome.WAITING).exclude(values_enciphered=b"")
    said.update(outcome=RowOutcome.WAITING, problems=[], fields=[], keys=[], member=None)


def judge_batch(job: Job) -> None:
    """Job: look at the next rows; after the last ones, the import waits for a person."""
    sent = Import.objects.select_for_update(no_key=True).get(pk=job.payload["import"])
    if sent.state != ImportState.CHECKING:
        return
    rows = rows_after(sent, int(job.payload["after"]), ImportRow.objects.filter(of=sent), size=BATCH)
    if not rows:
        reject_lost(sent)
        IMPORT.move(Import, sent.pk, "present", rows_done=sent.rows or 0)
        return
    plans = plans_for(sent, rows, at=timezone.now())
    _reject_repeated(sent, plans)
    note(plans)
    sent.rows_done += len(rows)
    sent.save(update_fields=["rows_done"])
    last = rows[-1].number
    enqueue(JUDGE, f"{job.key.rpartition(':')[0]}:{last}", {"import": sent.pk, "after": last})


def rows_after(sent: Import, after: int, rows: QuerySet[ImportRow], *, size: int) -> list[Row]:
    """The next rows in the clear; what was emptied because somebody was erased is none."""
    stored = rows.filter(number__gt=after).exclude(values_enciphered=b"").order_by("number")
    return list(opened_rows(sent, stored.values_list("pk", "number", "values_enciphered")[:size]))


def plans_for(sent: Import, rows: Sequence[Row], *, at: datetime) -> list[Plan]:
    """What these rows are going to do."""
    if sent.kind == ImportKind.BILLS:
        plans = bill_rows.plans_of(sent, rows, at=at)
    else:
        plans = member_rows.plans_of(sent, rows, by=scope_of(sent), at=at)
    reject_erased(sent, plans)
    return plans


def scope_of(sent: Import) -> Scope:
    """In whose name it is done: of who confirmed it, before that of who sent it, with the hats they wear today."""
    return Scope.of(User.objects.get(pk=sent.confirmed_by_id or sent.sent_by_id), source="import")


def _reject_repeated(sent: Import, plans: Iterable[Plan]) -> None:
    """Of several rows about one member, or bill, the first one counts."""
    keys = {key for plan in plans for key in plan.keys}
    before = ImportRow.objects.filter(of=sent, keys__overlap=sorted(keys)).exclude(outcome=RowOutcome.REJECTED)
    seen = {key: number for number, known in before.values_list("number", "keys") for key in known} if keys else {}
    for plan in plans:
        first = next((seen[key] for key in plan.keys if key in seen), None)
        if plan.is_rejected:
            continue
        if first is not None:
            plan.reject(Refused("members.row_repeated", "", row=first))
        else:
            seen.update(dict.fromkeys(plan.keys, plan.row.number))


def note(plans: Sequence[Plan], *, is_loaded: bool = False) -> None:
    """Write down what was found out about these rows."""
    said = [
        {
            "id": plan.row.pk,
            "outcome": plan.outcome,
            "problems": plan.problems,
            "fields": plan.fields,
            "keys": sorted({*plan.about, *([] if plan.is_rejected else plan.keys)}),
            "member_id": plan.member_id,
        }
        for plan in plans
    ]
    with connection.cursor() as cursor:
        cursor.execute(NOTE, [is_loaded, json.dumps(said)])
    erased = [plan.row.pk for plan in plans if plan.is_of_erased]
    if erased:
        empty_rows(ImportRow.objects.filter(pk__in=erased))
