"""Breaches in a pack, with what both sides said, the damages and their workings; and what was measured of targets."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.domain.duties.obligation_history import name_in
from contracts.domain.evidence.parts import (
    Audited,
    Event,
    Original,
    Part,
    Record,
    RestsOn,
    Subject,
    Words,
    fact,
    words,
)
from contracts.domain.liability.damages import explain
from contracts.models import Breach, Damages, Measurement

LOADED = ("kind__clause", "kind__damages_term__clause", "at_fault", "injured", "damages__term__clause")


def breaches(subject: Subject) -> Iterable[Part]:
    """The breaches concerned: what failed, who said what, what it costs by the clause."""
    rows = Breach.objects.within(subject.scope, verb="breaches.see").filter(pk__in=subject.breaches)
    found = list(rows.select_related(*LOADED).prefetch_related("statements__party").order_by("pk"))
    for row in found:
        yield from _breach(row)
    yield Audited("contracts_breach", frozenset(row.pk for row in found))
    said = frozenset(each.pk for row in found for each in row.statements.all())
    yield Audited("contracts_breachstatement", said)
    costs = frozenset(row.damages.pk for row in found if getattr(row, "damages", None))
    yield Audited("contracts_damages", costs)


def _breach(row: Breach) -> Iterator[Part]:
    about, title = f"breach {row.pk}", words(lambda: row.kind.text)
    yield RestsOn(row.kind.clause)
    facts = (
        fact("state", gettext_lazy("State"), words(row.get_state_display)),
        fact("at_fault", gettext_lazy("Party at fault"), row.at_fault.name),
        fact("injured", gettext_lazy("Injured party"), row.injured.name),
        fact("clause", gettext_lazy("Clause"), row.kind.clause.number),
        fact("obligation", gettext_lazy("Obligation"), row.obligation_id),
        fact("measurement", gettext_lazy("Measurement"), row.measurement_id),
        fact("occurred_at", gettext_lazy("Happened"), row.occurred_at),
        fact("decided_at", gettext_lazy("Decided"), row.decided_at),
    )
    yield Record("breach", row.pk, title, facts)
    yield Event(row.occurred_at, words(lambda: _("Breach: %(what)s") % {"what": row.kind.text}), about)
    yield Event(row.proposed_at, words(gettext_lazy("Breach proposed")), about)
    for said in row.statements.all():
        by = f"{said.party} · {name_in(said.by)}"
        yield Event(said.at, words(said.VERBS[said.verb]), about, by=by, text=said.text)
    damages: Damages | None = getattr(row, "damages", None)
    if damages:
        yield from _damages(row, damages)


def _damages(row: Breach, damages: Damages) -> Iterator[Part]:
    title = words(gettext_lazy("Damages and how they were computed"))
    yield RestsOn(damages.term.clause)
    facts = (
        fact("breach", gettext_lazy("Breach"), row.pk),
        fact("amount", gettext_lazy("Damages, yuan"), damages.amount),
        fact("term", gettext_lazy("Term"), words(lambda: f"{damages.term.label}: {damages.term.display}")),
        fact("clause", gettext_lazy("Clause"), damages.term.clause.number),
        fact("assessed_at", gettext_lazy("Assessed"), damages.assessed_at),
    )
    yield Record("damages", damages.pk, title, facts, _lines(damages))
    said = words(gettext_lazy("Damages assessed"))
    yield Event(damages.assessed_at, said, f"breach {row.pk}", text=str(damages.amount))


def _lines(damages: Damages) -> tuple[tuple[Words, Decimal], ...]:
    """The workings, each step in both languages."""
    both = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            both.append(explain(damages.workings))
    return tuple((Words(zh, en), amount) for (zh, amount), (en, _same) in zip(*both, strict=True))


def measurements(subject: Subject) -> Iterable[Part]:
    """What was measured of the targets concerned, how, and the paper behind it; corrected values too."""
    rows = Measurement.objects.filter(pk__in=subject.measurements, contract=subject.contract)
    found = list(rows.select_related("term__clause", "file").order_by("pk"))
    for row in found:
        yield from _measurement(row)
    yield Audited("contracts_measurement", frozenset(row.pk for row in found))


def _measurement(row: Measurement) -> Iterator[Part]:
    title = words(lambda: f"{row.term.label} {row.first_day} – {row.last_day}")
    yield RestsOn(row.term.clause)
    facts = (
        fact("level", gettext_lazy("Level agreed"), row.level),
        fact("value", gettext_lazy("Value"), row.value),
        fact("low", gettext_lazy("Lower bound"), row.low),
        fact("high", gettext_lazy("Upper bound"), row.high),
        fact("sample", gettext_lazy("Valid answers"), row.sample),
        fact("population", gettext_lazy("People asked"), row.population),
        fact("verdict", gettext_lazy("Verdict"), words(row.get_verdict_display)),
        fact("method", gettext_lazy("How it was measured"), row.method),
        fact("replaces", gettext_lazy("Corrects measurement"), row.replaces_id),
        fact("recorded_at", gettext_lazy("Recorded"), row.recorded_at),
    )
    yield Record("measurement", row.pk, title, facts)
    said = words(lambda: _("Measured: %(what)s") % {"what": row.term.label})
    yield Event(row.recorded_at, said, f"measurement {row.pk}", by=name_in(row.by), file=row.file)
    if row.file:
        yield Original(row.file, title)
