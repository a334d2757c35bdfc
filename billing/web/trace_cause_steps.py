"""The steps of a trace between the line and the term: what was claimed, and what had happened before."""

from collections.abc import Callable, Mapping
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from billing.domain.fees.plan import Part
from billing.domain.trace_links import Kind
from billing.web.fee_words import PARTS
from billing.web.trace_step import Facts, Step, both, moment, term_label
from complaints.domain.clocks.rules import CLOCK
from complaints.models import Stage
from contracts.domain.liability.damages import explain
from contracts.domain.terms.numbers import plain_decimal
from contracts.models import BreachStatement
from contracts.models.adjustments import AdjustmentKind
from contracts.models.targets import Verdict
from foundation.templatetags.spans import until
from foundation.templatetags.ui import money


def _fee(facts: Facts) -> Step:
    rows = [(_("Period"), f"{facts['first_day']} – {facts['last_day']}")] if facts["last_day"] else []
    if facts["is_most"]:
        rows.append((_("At most"), money(facts["limit"])))
    if facts["billable_date"]:
        rows.append((_("May be invoiced from"), str(facts["billable_date"])))
    rows.append((_("Fixed fee in all"), money(facts["whole_fee"])))
    rows.append((_("Counted from"), ", ".join(term_label(name) for name in facts["terms"])))
    return Step(
        kind=_("Payment of the fee"),
        icon="coin-yuan",
        title=str(PARTS[Part(facts["part"])]),
        value=money(facts["amount"]),
        facts=rows,
        why=_("Its amount follows from an agreed value."),
    )


def _adjustment(facts: Facts) -> Step:
    decided = [(_("Decided on"), facts["decided_date"])] if facts["decided_date"] else []
    paper = [(_("Paper"), facts["file"])] if facts["file"] else []
    return Step(
        kind=_("Adjustment"),
        icon="adjustments",
        title=str(AdjustmentKind(facts["kind"]).label),
        value=money(facts["amount"]),
        text=facts["text"],
        at=facts["effective_at"],
        facts=[(_("Recorded by"), facts["proposed_by"]), *decided, *paper],
        why=_("From then on this sum is owed instead of the one computed."),
    )


def _damages(facts: Facts) -> Step:
    return Step(
        kind=_("Damages"),
        icon="calculator",
        title=_("Computed by clause %(clause)s: %(term)s")
        % {"clause": facts["clause"], "term": term_label(facts["term"])},
        value=money(facts["amount"]),
        at=facts["assessed_at"],
        facts=[(sentence, money(amount)) for sentence, amount in explain(facts["workings"])],
        why=_("They are owed because the injured party confirmed a breach."),
    )


def _breach(facts: Facts) -> Step:
    said = [(f"{each['party']} · {moment(each['at'])}", _said(each)) for each in facts["statements"]]
    return Step(
        kind=_("Breach"),
        icon="alert-triangle",
        title=both(facts, "text"),
        at=facts["occurred_at"],
        facts=[(_("Party at fault"), facts["at_fault"]), (_("Injured party"), facts["injured"]), *said],
        why=_("It happened because a target was not reached.")
        if facts["is_measured"]
        else _("It happened because something owed was not done in time."),
    )


def _measurement(facts: Facts) -> Step:
    low, high = plain_decimal(facts["low"]), plain_decimal(facts["high"])
    rows = [
        (_("Period"), f"{facts['first_day']} – {facts['last_day']}"),
        (_("Target"), f"{plain_decimal(facts['level'])} %"),
        (_("Measured"), f"{plain_decimal(facts['value'])} % ({low} – {high})"),
        (_("Measured by"), facts["measured_by"]),
    ]
    if facts["sample"]:
        rows.append((_("Answers"), str(facts["sample"])))
    return Step(
        kind=_("Measurement"),
        icon="chart-line",
        title=term_label(facts["target"]),
        value=str(Verdict(facts["verdict"]).label),
        at=facts["recorded_at"],
        text=facts["method"],
        facts=rows,
        why=_("What was to be reached is an agreed value."),
    )


def _said(statement: dict[str, str]) -> str:
    """What a side did, and its words."""
    label = str(BreachStatement.VERBS[statement["verb"]])
    return f"{label}: {statement['text']}" if statement["text"] else label


def _obligation(facts: Facts) -> Step:
    return Step(
        kind=_("Obligation"),
        icon="clipboard-check",
        title=facts["subject"],
        facts=[(_("Owed by"), facts["debtor"]), (_("Contract"), facts["contract"]), *_behind(facts)],
        why=_("Its clock ran from the start to the due time."),
    )


def _behind(facts: Facts) -> list[tuple[str, str]]:
    """The breach that the duty makes good, where no term asks for it."""
    number = facts["breach_behind"]
    return [(_("Reason"), _("Remedy for breach #%(number)s") % {"number": number})] if number else []


def _deadline(facts: Facts) -> Step:
    rows = [(_("Started"), moment(facts["started_at"])), (_("Due"), moment(facts["due_at"]))]
    rows.append((_("Done"), moment(facts["done_at"]) if facts["done_at"] else _("not done yet")))
    if facts["pauses"]:
        rows.append((_("Entries of pauses"), str(facts["pauses"])))
    if facts["owner"]:
        rows.append((_("In charge"), facts["owner"]))
    late = until(facts["due_at"], at=max(facts["done_at"] or timezone.now(), facts["due_at"]))
    return Step(
        kind=_("Deadline"),
        icon="clock-exclamation",
        title=_("Missed"),
        value=late,
        at=facts["due_at"],
        facts=rows,
        why=_("This is what was waiting meanwhile."),
    )


def _complaint(facts: Facts) -> Step:
    steps = [(moment(each["at"]), f"{_stage(each['state'])} · {each['by']}") for each in facts["steps"]]
    return Step(
        kind=_("Complaint"),
        icon="message-report",
        title=_("%(number)s · %(venue)s · %(step)s")
        % {"number": facts["number"], "venue": facts["venue"], "step": CLOCK[facts["clock"]].label},
        at=facts["received_at"],
        facts=steps,
        why=_("How long this may take is an agreed value."),
    )


def _stage(state: str) -> str:
    return str(Stage(state).label)


CAUSES: Final[Mapping[Kind, Callable[[Facts], Step]]] = {
    Kind.FEE: _fee,
    Kind.ADJUSTMENT: _adjustment,
    Kind.DAMAGES: _damages,
    Kind.BREACH: _breach,
    Kind.MEASUREMENT: _measurement,
    Kind.OBLIGATION: _obligation,
    Kind.DEADLINE: _deadline,
    Kind.COMPLAINT: _complaint,
}
