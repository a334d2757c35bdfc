"""What happened to one obligation, in order: opened, handed over, paused, missed, done, shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from contracts.domain.duties.windows import day_of
from contracts.models import FulfilmentStatement, Obligation, ObligationEvidence
from deadlines.models import Deadline, DeadlinePause
from foundation.audit import history_of
from foundation.models import StoredFile
from parties.models import User


@dataclass(frozen=True)
class Event:
    """One thing that happened; ``file`` is what was shown with it."""

    at: datetime
    title: str
    icon: str
    by: str = ""
    text: str = ""
    tone: str = ""
    evidence_id: int = 0
    file: StoredFile | None = None


def history(obligation: Obligation) -> list[Event]:
    """Everything known about the obligation (its deadline loaded), the oldest first."""
    deadline = obligation.deadline
    sources = (
        _begun_and_ended(obligation, deadline),
        _handed_over(deadline),
        _paused(deadline),
        _put_off(deadline),
        _shown(obligation),
        _said(obligation),
    )
    return sorted((event for source in sources for event in source), key=lambda event: event.at)


def _begun_and_ended(obligation: Obligation, deadline: Deadline) -> Iterator[Event]:
    yield Event(deadline.started_at, _("The period begins"), "player-play")
    done = getattr(obligation, "fulfilment", None)
    if deadline.is_missed:
        yield Event(deadline.due_at, _("Missed: it was due by now"), "alert-triangle", tone="danger")
    if deadline.is_cancelled and deadline.outcome_at:
        yield Event(deadline.outcome_at, _("Cancelled: it need not be done any more"), "circle-off", tone="muted")
    if done:
        day = done.done_on.isoformat()
        said = _("Done on %(day)s") % {"day": day}
        yield Event(done.recorded_at, _("Recorded as done"), "circle-check", by=name_in(done.by), text=said, tone="ok")
    elif deadline.done_at:
        yield Event(deadline.done_at, _("Done"), "circle-check", tone="ok")


def _handed_over(deadline: Deadline) -> Iterator[Event]:
    """From the audit trail: who answered for it, and since when."""
    entries = [entry for entry in history_of(deadline) if "owner_id" in (entry.after or {})]
    people = User.objects.in_bulk({(entry.after or {})["owner_id"] for entry in entries})
    for entry in entries:
        name = str(people.get((entry.after or {})["owner_id"], "–"))
        title = _("%(name)s answers for it") % {"name": name}
        is_first = entry.verb == "I"
        yield Event(
            deadline.started_at if is_first else entry.at, title, "user", by="" if is_first else name_in(entry.actor)
        )


def _paused(deadline: Deadline) -> Iterator[Event]:
    for pause in deadline.pauses.all():
        icon = "player-pause" if pause.kind == DeadlinePause.Kind.PAUSED else "player-play"
        yield Event(pause.at, pause.get_kind_display(), icon, by=pause.by, text=pause.reason)


def _put_off(deadline: Deadline) -> Iterator[Event]:
    for entry in deadline.extensions.all():
        title = _("Put off from %(before)s to %(after)s") % {
            "before": day_of(entry.was_due_at).isoformat(),
            "after": day_of(entry.due_at).isoformat(),
        }
        yield Event(entry.at, title, "calendar-up", by=name_in(entry.by), text=entry.reason)


def _shown(obligation: Obligation) -> Iterator[Event]:
    rows = ObligationEvidence.objects.filter(obligation=obligation).select_related("file", "party")
    for row in rows:
        by = f"{row.party} · {name_in(row.by)}"
        yield Event(row.added_at, _("Evidence"), "paperclip", by=by, text=row.text, evidence_id=row.pk, file=row.file)


def _said(obligation: Obligation) -> Iterator[Event]:
    looks = {"contest": ("message-exclamation", "danger"), "answer": ("message", ""), "accept": ("circle-check", "ok")}
    for row in FulfilmentStatement.objects.filter(fulfilment__obligation=obligation).select_related("party"):
        icon, tone = looks[row.verb]
        yield Event(row.at, row.verb_label, icon, by=f"{row.party} · {row.by_name}", text=row.text, tone=tone)


def name_in(label: str) -> str:
    """The name in an actor's label (``user:7 Name``), which also says who it was after the account is gone."""
    return label.partition(" ")[2] if label.startswith("user:") else label
