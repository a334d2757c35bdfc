"""What stands on the page of an import, by where it stands."""

from collections.abc import Mapping
from typing import Any, Final

from foundation.refusals import Refused
from foundation.typed_ids import typed_id
from members.domain.imports.own_columns import columns_for
from members.domain.imports.results import counts_of, labels_of, may_read, shown
from members.domain.imports.sending import head_of
from members.models import Import, ImportState, RowOutcome
from members.web.imports.forms import ColumnsForm
from parties.domain.scope import Scope

ROWS: Final = 50
CHOOSING: Final = (ImportState.UPLOADED, ImportState.STOPPED)
WITH_ROWS: Final = (ImportState.CHECKED, ImportState.LOADING, ImportState.DONE)
TABS: Final = (
    (RowOutcome.REJECTED, "alert-triangle"),
    (RowOutcome.NEW, "user-plus"),
    (RowOutcome.CHANGED, "pencil"),
    (RowOutcome.SAME, "equal"),
)


def page_context(sent: Import, outcome: str, after: str, *, by: Scope) -> dict[str, Any]:
    """The columns while they are to be chosen; the rows once they were looked at."""
    counts = counts_of(sent)
    good = counts[RowOutcome.NEW] + counts[RowOutcome.CHANGED]
    context: dict[str, Any] = {"may_read": may_read(sent, by=by), "sent": sent, "counts": counts, "good": good}
    if sent.state in CHOOSING or (outcome == "columns" and sent.state == ImportState.CHECKED):
        context |= _columns(sent, by=by)
    elif sent.state in WITH_ROWS:
        context |= _rows(sent, outcome, after, counts, by=by)
    if sent.state == ImportState.DROPPED:
        context["taken"] = sent.all_rows.filter(is_loaded=True).exists()
    if sent.reason:
        context["reason"] = _reason(sent.reason)
    return context


def columns_of(sent: Import, *, by: Scope) -> list[str]:
    """The headings; only their places for whoever may not read the file: without headings it has a person there."""
    headings = head_of(sent).headings
    return headings if may_read(sent, by=by) else [""] * len(headings)


def _columns(sent: Import, *, by: Scope) -> dict[str, Any]:
    head = head_of(sent)
    headings = columns_of(sent, by=by)
    first = {f"column_{place}": code for place, code in sent.mapping.items()}
    samples = {
        f"column_{place}": [row[place] for row in head.samples if place < len(row) and row[place]]
        for place in range(len(headings) if may_read(sent, by=by) else 0)
    }
    columns = columns_for(sent.kind, sent.party_id)
    return {"form": ColumnsForm(columns=columns, headings=headings, initial=first), "samples": samples}


def _rows(sent: Import, outcome: str, after: str, counts: Mapping[str, int], *, by: Scope) -> dict[str, Any]:
    rows = sent.all_rows.select_related("member")
    chosen = outcome if outcome in RowOutcome.values else ""
    if chosen:
        rows = rows.filter(outcome=chosen)
    found = list(rows.filter(number__gt=typed_id(after) or 0).order_by("number")[: ROWS + 1])
    labels = labels_of(sent)
    return {
        "labels": labels,
        "rows": [(each, list(zip(labels, each.cells, strict=False))) for each in shown(sent, found[:ROWS], by=by)],
        "after": found[ROWS - 1].number if len(found) > ROWS else "",
        "show": chosen,
        "tabs": [(code, RowOutcome(code).label, icon, counts[code]) for code, icon in TABS],
    }


def _reason(code: str) -> str:
    """Why it stopped. Where the sentence needs a number that was not kept, the plain one stands for it."""
    return Refused(code, None, row="…", limit="…").message
