"""Obligations in a pack: what was owed until when, done or not, paused, and what was shown of it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.domain.duties.obligation_history import name_in
from contracts.domain.evidence.parts import Audited, Event, Original, Part, Record, RestsOn, Subject, fact, words
from contracts.models import Obligation
from contracts.models.obligations import CAUSE_PATHS

LOADED = ("deadline__owner", *CAUSE_PATHS, "debtor", "creditor", "occurrence", "fulfilment")
MANY = (
    *("deadline__pauses", "deadline__extensions", "evidence__file", "evidence__party"),
    "fulfilment__statements__party",
)
AT_ONCE = 500


def duties(subject: Subject) -> Iterable[Part]:
    """Everything known about the obligations concerned."""
    rows = Obligation.objects.within(subject.scope, verb="obligations.see").filter(pk__in=subject.obligations)
    seen: list[Obligation] = []
    for row in _loaded(rows):
        yield from _one(row, subject)
        seen.append(row)
    yield from _audited(seen)


def _loaded(rows: QuerySet[Obligation]) -> Iterator[Obligation]:
    yield from rows.select_related(*LOADED).prefetch_related(*MANY).order_by("pk").iterator(AT_ONCE)


def _one(row: Obligation, subject: Subject) -> Iterator[Part]:
    about, title = f"obligation {row.pk}", words(lambda: row.title)
    yield RestsOn(row.clause)
    yield _record(row)
    event = partial(Event, about=about)
    deadline, done = row.deadline, getattr(row, "fulfilment", None)
    yield event(deadline.started_at, words(lambda: _("%(what)s: the time begins") % {"what": row.title}))
    yield event(deadline.due_at, words(lambda: _("%(what)s: the time ends") % {"what": row.title}))
    for pause in deadline.pauses.all():
        yield event(pause.at, words(pause.get_kind_display), by=name_in(pause.by), text=pause.reason)
    for later in deadline.extensions.all():
        until = f"{_moment(later.was_due_at)} → {_moment(later.due_at)} · {later.reason}"
        yield event(later.at, words(gettext_lazy("More time granted")), by=name_in(later.by), text=until)
    if deadline.done_at:
        by = name_in(done.by) if done else ""
        yield event(deadline.done_at, words(lambda: _("%(what)s: done") % {"what": row.title}), by=by)
    for said in done.statements.all() if done else ():
        if said.at <= subject.at:
            by = f"{said.party} · {name_in(said.by)}"
            yield event(said.at, words(_fulfilment_word(said.verb)), by=by, text=said.text)
    for shown in row.evidence.all():
        if shown.added_at <= subject.at:
            by = f"{shown.party} · {name_in(shown.by)}"
            heading = words(gettext_lazy("Evidence"))
            yield event(shown.added_at, heading, by=by, text=shown.text, file=shown.file)
            if shown.file:
                yield Original(shown.file, title)


def _moment(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


def _fulfilment_word(verb: str) -> str | Promise:
    return {
        "contest": gettext_lazy("Fulfilment contested"),
        "answer": gettext_lazy("Answered with more evidence"),
        "accept": gettext_lazy("Fulfilment accepted"),
    }[verb]


def _record(row: Obligation) -> Record:
    deadline, done = row.deadline, getattr(row, "fulfilment", None)
    facts = (
        fact("debtor", gettext_lazy("Owed by"), row.debtor.name),
        fact("creditor", gettext_lazy("Owed to"), row.creditor.name),
        fact("term", gettext_lazy("Term"), words(lambda: row.cause_text) if row.term else None),
        fact("cause", gettext_lazy("Reason"), None if row.term else words(lambda: row.cause_text)),
        fact("clause", gettext_lazy("Clause"), row.clause.number),
        fact("started_at", gettext_lazy("Begun"), deadline.started_at),
        fact("first_due_at", gettext_lazy("Due, before pauses"), deadline.first_due_at),
        fact("due_at", gettext_lazy("Due"), deadline.due_at),
        fact("outcome", gettext_lazy("Outcome"), deadline.outcome and words(deadline.get_outcome_display)),
        fact("done_at", gettext_lazy("Recorded as done"), deadline.done_at),
        fact("done_on", gettext_lazy("Done on"), done.done_on if done else None),
        fact("fulfilment", gettext_lazy("Other side's word"), words(done.get_state_display) if done else None),
    )
    return Record("obligation", row.pk, words(lambda: row.title), facts)


def _audited(rows: list[Obligation]) -> Iterator[Audited]:
    shown = [each for row in rows for each in row.evidence.all()]
    done = [row.fulfilment for row in rows if getattr(row, "fulfilment", None)]
    said = frozenset(each.pk for fulfilment in done for each in fulfilment.statements.all())
    later = frozenset(each.pk for row in rows for each in row.deadline.extensions.all())
    yield Audited("contracts_obligation", frozenset(row.pk for row in rows))
    yield Audited("deadlines_deadline", frozenset(row.deadline_id for row in rows))
    yield Audited("deadlines_deadlinepause", frozenset(p.pk for row in rows for p in row.deadline.pauses.all()))
    yield Audited("deadlines_deadlineextension", later)
    yield Audited("contracts_fulfilment", frozenset(each.pk for each in done))
    yield Audited("contracts_fulfilmentstatement", said)
    yield Audited("contracts_obligationevidence", frozenset(each.pk for each in shown))
