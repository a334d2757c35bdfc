"""Complaints in an evidence pack: what was said, each step, each clock of the contract, and the files.

Who may not open a complaint learns of it what the contract's own clocks tell: that it exists, its steps and their
times. What happened, who was concerned, notes, names and files are left out, and the record says so.
"""

from collections.abc import Iterable, Iterator

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.domain.stages.transitions import DONE
from complaints.models import Clock, Complaint, ComplaintStep, Evidence
from contracts.domain.evidence.parts import (
    Audited,
    Event,
    Original,
    Part,
    Record,
    Subject,
    Withheld,
    Words,
    fact,
    words,
)

LOADED = ("venue", "room", "concerns", "logged_by", "responsible")
MANY = (
    Prefetch("steps", ComplaintStep.objects.select_related("user")),
    Prefetch("evidence", Evidence.objects.select_related("file", "user")),
    Prefetch(
        "clocks",
        Clock.objects.exclude(obligation=None).select_related("deadline__owner").prefetch_related("deadline__pauses"),
    ),
)
AT_ONCE = 200


def complaints(subject: Subject) -> Iterable[Part]:
    """The complaints behind the obligations concerned; for a period also those received in it."""
    rows = _concerned(subject)
    within = Complaint.objects.within(subject.scope, verb="complaints.see").filter(contract=subject.contract)
    readable = set(within.values_list("pk", flat=True))
    shown: list[Complaint] = []
    for row in rows.select_related(*LOADED).prefetch_related(*MANY).order_by("pk").iterator(AT_ONCE):
        is_open = row.pk in readable
        yield from _record(row, is_open=is_open)
        yield from _steps(row, is_open=is_open)
        yield from _pauses(row, told=subject.obligations, is_open=is_open)
        if is_open:
            yield from _files(row)
            shown.append(row)
        else:
            yield from _withheld(row)
    yield from _audited(shown)


def _concerned(subject: Subject) -> QuerySet[Complaint]:
    about = Q(clocks__obligation__in=subject.obligations)
    if subject.is_period:
        about |= Q(received_at__gte=subject.since, received_at__lt=subject.until)
    found = Complaint.objects.filter(about, contract=subject.contract, received_at__lte=subject.at)
    return Complaint.objects.filter(pk__in=found.values("pk"))


def _record(row: Complaint, *, is_open: bool) -> Iterator[Part]:
    title = words(lambda: _("Complaint %(number)s") % {"number": row.number})
    facts = [
        fact("number", gettext_lazy("Number"), row.number),
        fact("venue", gettext_lazy("Venue"), row.venue.name),
        fact("state", gettext_lazy("Stage"), words(row.get_state_display)),
        fact("received_at", gettext_lazy("Received"), row.received_at),
        fact("closed_at", gettext_lazy("Closed"), row.closed_at),
    ]
    if is_open:
        facts += [
            fact("room", gettext_lazy("Room"), row.room.name if row.room else None),
            fact("channel", gettext_lazy("Channel"), words(row.get_channel_display)),
            fact("subject", gettext_lazy("Subject"), words(row.get_subject_display)),
            fact("gravity", gettext_lazy("Gravity"), words(row.get_gravity_display)),
            fact("level", gettext_lazy("Level"), row.level),
            fact("happened_at", gettext_lazy("Happened"), row.happened_at),
            fact("logged_at", gettext_lazy("Logged"), row.logged_at),
            fact("what_happened", gettext_lazy("What happened"), row.what_happened),
            fact("concerns", gettext_lazy("Concerns"), row.concerns.name if row.concerns else None),
            fact("logged_by", gettext_lazy("Logged by"), row.logged_by_name),
            fact("responsible", gettext_lazy("Responsible"), row.responsible.name),
        ]
    yield Record("complaint", row.pk, title, tuple(facts), is_masked=not is_open)
    for clock in row.all_clocks:
        yield _clock(clock, row, is_open=is_open)


def _clock(clock: Clock, row: Complaint, *, is_open: bool) -> Record:
    deadline = clock.deadline
    facts = (
        fact("complaint", gettext_lazy("Complaint"), row.number),
        fact("obligation", gettext_lazy("Obligation"), clock.obligation_id),
        fact("started_at", gettext_lazy("Begun"), deadline.started_at),
        fact("first_due_at", gettext_lazy("Due, before pauses"), deadline.first_due_at),
        fact("due_at", gettext_lazy("Due"), deadline.due_at),
        fact("outcome", gettext_lazy("Outcome"), deadline.outcome and words(deadline.get_outcome_display)),
        fact("done_at", gettext_lazy("Done"), deadline.done_at),
        fact("owner", gettext_lazy("In whose hands"), deadline.owner.name if is_open and deadline.owner else None),
    )
    return Record("clock", clock.pk, words(lambda: f"{row.number} · {clock.label}"), facts, is_masked=not is_open)


def _steps(row: Complaint, *, is_open: bool) -> Iterator[Part]:
    about = f"complaint {row.pk}"
    yield Event(row.received_at, words(lambda: _("Complaint %(number)s received") % {"number": row.number}), about)
    for step in row.steps.all():
        done = words(DONE[step.verb])
        title = Words(f"{row.number}：{done.zh}", f"{row.number}: {done.en}")
        if step.was_known:
            known = words(lambda: _("was known to be major"))
            title = Words(f"{title.zh}（{known.zh}）", f"{title.en} ({known.en})")
        by, note = (step.actor_name, step.note) if is_open else ("", "")
        yield Event(step.at, title, about, by=by, text=note)


def _pauses(row: Complaint, *, told: frozenset[int], is_open: bool) -> Iterator[Part]:
    """Each stop and restart of its clocks; those of obligations that the pack is about are told there."""
    for clock in row.all_clocks:
        for pause in clock.deadline.pauses.all() if clock.obligation_id not in told else ():
            kind, what = words(pause.get_kind_display), words(lambda clock=clock: clock.label)  # type: ignore[misc]
            title = Words(f"{row.number} · {what.zh}：{kind.zh}", f"{row.number} · {what.en}: {kind.en}")
            by, why = (pause.by_name, pause.reason) if is_open else ("", "")
            yield Event(pause.at, title, f"complaint {row.pk}", by=by, text=why)


def _files(row: Complaint) -> Iterator[Part]:
    title = words(lambda: _("Evidence of complaint %(number)s") % {"number": row.number})
    for each in row.evidence.all():
        yield Original(each.file, title)
        yield Event(each.added_at, title, f"complaint {row.pk}", by=each.giver_name, file=each.file)


def _withheld(row: Complaint) -> Iterator[Part]:
    """The entries of its clocks name who logged it and who had it in hand."""
    clocks = row.all_clocks
    yield Withheld("deadlines_deadline", frozenset(clock.deadline_id for clock in clocks))
    yield Withheld("contracts_obligation", frozenset(clock.obligation_id for clock in clocks if clock.obligation_id))


def _audited(rows: list[Complaint]) -> Iterator[Part]:
    yield Audited("complaints_complaint", frozenset(row.pk for row in rows))
    yield Audited("complaints_complaintstep", frozenset(step.pk for row in rows for step in row.steps.all()))
    paused = (pause.pk for row in rows for clock in row.all_clocks for pause in clock.deadline.pauses.all())
    yield Audited("deadlines_deadlinepause", frozenset(paused))
    yield Audited("complaints_evidence", frozenset(each.pk for row in rows for each in row.evidence.all()))
    yield Audited("complaints_clock", frozenset(clock.pk for row in rows for clock in row.all_clocks))
