"""What the record form of a complaint 投诉登记表 prints: its facts, limits, steps and files, as plain values.

What was said to and by the customer is not part of it, nor how they can be reached.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.domain.stages.transitions import DONE, PATH
from complaints.models import Clock, Complaint, ComplaintStep
from contracts.domain.evidence.parts import words

SCHEMA = "encore/complaint-record/1"
Both = dict[str, str]


def record_snapshot(row: Complaint, *, at: datetime) -> dict[str, Any]:
    """The record of a complaint as it stands at ``at``: JSON, each word in Chinese and in English."""
    steps = list(row.steps.select_related("user"))
    clocks = row.clocks.select_related("deadline__owner", "obligation__term__clause", "house_rule")
    return {
        "schema": SCHEMA,
        "number": row.number,
        "printed": moment(at),
        "venue": row.venue.name,
        "room": row.room.name if row.room else "",
        "contract": row.contract.number if row.contract else "",
        "stage": both(row.get_state_display),
        "subject": both(row.get_subject_display),
        "gravity": both(row.get_gravity_display),
        "channel": both(row.get_channel_display),
        "level": row.level,
        "happened": moment(row.happened_at),
        "logged": moment(row.logged_at),
        "received": moment(row.received_at),
        "closed": moment(row.closed_at),
        "logged_by": row.logged_by_name,
        "responsible": row.responsible.name,
        "concerns": row.concerns.name if row.concerns else "",
        "what_happened": row.what_happened,
        "clocks": [_clock(clock) for clock in clocks],
        "steps": [_step(step) for step in steps],
        "files": [
            {"name": each.file.name, "sha256": each.file.sha256, "by": each.giver_name, "at": moment(each.added_at)}
            for each in row.evidence.select_related("file", "user")
        ],
        "flow": _flow(row, steps, at=at),
    }


def both(said: Callable[[], object]) -> Both:
    """A word in both languages."""
    found = words(lambda: str(said()))
    return {"zh": found.zh, "en": found.en}


def moment(at: datetime | None) -> str:
    """A moment as it is printed: local time to the minute; empty for none."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


def _clock(clock: Clock) -> dict[str, Any]:
    deadline, rule = clock.deadline, clock.house_rule
    term = clock.obligation.term if clock.obligation else None
    if term is not None:
        ground = both(lambda: f"{term.clause.label} {term.display}")
    else:
        ground = both(lambda: _("House rule of the venue: %(hours)s h") % {"hours": rule.hours if rule else "–"})
    return {
        "label": both(lambda: clock.label),
        "ground": ground,
        "owner": deadline.owner.name if deadline.owner else "",
        "started": moment(deadline.started_at),
        "due": moment(deadline.due_at),
        "done": moment(deadline.done_at),
        "outcome": deadline.outcome or "open",
        "verdict": both(lambda: deadline.get_outcome_display() if deadline.outcome else _("Still open")),
    }


def _step(step: ComplaintStep) -> dict[str, Any]:
    return {"at": moment(step.at), "label": both(lambda: DONE[step.verb]), "by": step.actor_name, "note": step.note}


def _flow(row: Complaint, steps: list[ComplaintStep], *, at: datetime) -> dict[str, Any]:
    """The stages it went through, with the time spent in each, and those of the plain path still ahead."""
    first = "recorded" if row.is_from_promoter else "received"
    stays: list[tuple[str, datetime]] = [(first, row.received_at)]
    for step in steps:
        if step.state != stays[-1][0]:
            stays.append((step.state, step.at))
    ends = [began for _stage, began in stays[1:]] + [row.closed_at or at]
    plain = [stage.value for stage in PATH]
    is_on_it = row.state in plain
    ahead = plain[plain.index(row.state) + 1 :] if is_on_it else [] if row.is_closed else plain
    return {
        "passed": [
            {"stage": _stage(stage), "at": moment(began), "took": took(ended - began)}
            for (stage, began), ended in zip(stays, ends, strict=True)
        ],
        "ahead": [_stage(stage) for stage in ahead],
        "is_over": row.is_closed,
    }


def took(span: timedelta) -> Both:
    """How long something took, to the minute."""
    minutes = int(span.total_seconds()) // 60
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    zh = [f"{count} {unit}" for count, unit in ((days, "天"), (hours, "小时"), (minutes, "分钟")) if count]
    en = [f"{count} {unit}" for count, unit in ((days, "d"), (hours, "h"), (minutes, "min")) if count]
    return {"zh": " ".join(zh) or "不到 1 分钟", "en": " ".join(en) or "under 1 min"}


def _stage(stage: str) -> Both:
    return both(Complaint(state=stage).get_state_display)
