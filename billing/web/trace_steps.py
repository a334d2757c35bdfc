"""A trace in words: each link as a step that somebody reads who has never seen the software."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from billing.domain.fees.plan import Part
from billing.domain.trace_links import Kind, Link, Trace
from billing.models import Invoice, Purpose
from billing.web.fee_words import PARTS
from billing.web.trace_words import PROBLEMS
from complaints.domain.clocks.rules import CLOCK
from complaints.models import Stage
from contracts.domain.liability.damages import explain
from contracts.domain.terms.catalogue import spec
from contracts.domain.terms.numbers import plain_decimal
from contracts.models import BreachStatement
from contracts.models.adjustments import AdjustmentKind
from contracts.models.targets import Verdict
from foundation.languages import pick
from foundation.templatetags.spans import until
from foundation.templatetags.ui import money
from parties.domain.scope import Scope


@dataclass(frozen=True)
class Step:
    """One card of the chain. ``why`` leads over to the next card."""

    kind: str
    icon: str
    title: str
    value: str = ""
    at: datetime | None = None
    why: str = ""
    href: str = ""
    text: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)
    problems: list[str | Promise] = field(default_factory=list)


def steps_of(trace: Trace, *, invoice: Invoice, scope: Scope) -> list[Step]:
    """The steps of a trace, each with its page where the reader may open it."""
    return [_step(link, trace, invoice, scope) for link in trace.links]


def _step(link: Link, trace: Trace, invoice: Invoice, scope: Scope) -> Step:
    step = WORDS[link.kind](dict(link.facts))
    verb, href = _page_of(link, trace, invoice)
    problems = [PROBLEMS[code] for code in link.problems]
    return replace(step, href=href if scope.may(verb) else "", problems=problems)


def _page_of(link: Link, trace: Trace, invoice: Invoice) -> tuple[str, str]:
    """The verb that opens the link's own page, and its address."""
    match link.kind:
        case Kind.INVOICE_LINE:
            return "billing.see", reverse("billing:detail", args=[invoice.pk])
        case Kind.FEE:
            return "contracts.see", reverse("billing:fee_plan", args=[invoice.contract_id])
        case Kind.OBLIGATION:
            return "obligations.see", reverse("contracts:obligations")
        case Kind.COMPLAINT:
            return "complaints.see", reverse("complaints:detail", args=[link.id])
        case Kind.CLAUSE:
            return "trace.see", reverse("billing:effects", args=[link.id])
        case Kind.DAMAGES | Kind.BREACH | Kind.MEASUREMENT | Kind.DEADLINE:
            return "breaches.see", reverse("contracts:breach", args=[_of(trace, Kind.BREACH).id])
        case Kind.SIGNED_PDF:
            page = link.facts.get("page") or 1
            number = _of(trace, Kind.VERSION).facts["number"]
            file = reverse("contracts:version-pdf", args=[invoice.contract_id, number])
            return "contracts.see", f"{file}#page={page}"
        case Kind.SIGNED_PAPER:
            number = _of(trace, Kind.VERSION).facts["number"]
            return "contracts.see", reverse("contracts:scan", args=[invoice.contract_id, number])
        case _:
            contract = reverse("contracts:detail", args=[invoice.contract_id])
            return "contracts.see", f"{contract}#clause-{_of(trace, Kind.CLAUSE).facts['number']}"


def _of(trace: Trace, kind: Kind) -> Link:
    """A link that every trace has."""
    (link,) = (each for each in trace.links if each.kind == kind)
    return link


Facts = dict[str, Any]


def _both(facts: Facts, name: str) -> str:
    """A text that is kept in Chinese and English, in the reader's language."""
    return pick(get_language() or "zh-hans", facts[f"{name}_zh"] or "", facts[f"{name}_en"] or "")


def _moment(moment: datetime | str | None) -> str:
    if moment is None:
        return "—"
    read = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return f"{timezone.localtime(read):%Y-%m-%d %H:%M}"


def _term_label(name: str) -> str:
    return spec(name).label(get_language() or "zh-hans")


def _invoice_line(facts: Facts) -> Step:
    credited = [(_("Taken back by credit notes"), money(facts["credited"]))] if Decimal(facts["credited"]) else []
    return Step(
        kind=_("Invoice line"),
        icon="receipt",
        title=_("Line %(position)s") % facts,
        value=money(facts["gross"]),
        text=_both(facts, "text"),
        facts=[*_tax(facts), *credited],
        why=_("It claims one payment of the agreed fee.")
        if facts["purpose"] == Purpose.FEE
        else _("It claims the damages that were assessed for one breach."),
    )


def _tax(facts: Facts) -> list[tuple[str, str]]:
    """The tax in a line that has some."""
    if not Decimal(facts["tax"]):
        return []
    rate = plain_decimal(Decimal(facts["tax_rate"]) * 100)
    return [(_("Net"), money(facts["net"])), (_("VAT at %(rate)s %%") % {"rate": rate}, money(facts["tax"]))]


def _fee(facts: Facts) -> Step:
    rows = [(_("Period"), f"{facts['first_day']} – {facts['last_day']}")] if facts["last_day"] else []
    if facts["is_most"]:
        rows.append((_("At most"), money(facts["limit"])))
    if facts["billable_date"]:
        rows.append((_("May be invoiced from"), str(facts["billable_date"])))
    rows.append((_("Fixed fee in all"), money(facts["whole_fee"])))
    rows.append((_("Counted from"), ", ".join(_term_label(name) for name in facts["terms"])))
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
        % {"clause": facts["clause"], "term": _term_label(facts["term"])},
        value=money(facts["amount"]),
        at=facts["assessed_at"],
        facts=[(sentence, money(amount)) for sentence, amount in explain(facts["workings"])],
        why=_("They are owed because the injured party confirmed a breach."),
    )


def _breach(facts: Facts) -> Step:
    said = [(f"{each['party']} · {_moment(each['at'])}", _said(each)) for each in facts["statements"]]
    return Step(
        kind=_("Breach"),
        icon="alert-triangle",
        title=_both(facts, "text"),
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
        title=_term_label(facts["target"]),
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
    rows = [(_("Started"), _moment(facts["started_at"])), (_("Due"), _moment(facts["due_at"]))]
    rows.append((_("Done"), _moment(facts["done_at"]) if facts["done_at"] else _("not done yet")))
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
    steps = [(_moment(each["at"]), f"{_stage(each['state'])} · {each['by']}") for each in facts["steps"]]
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


def _term(facts: Facts) -> Step:
    return Step(
        kind=_("Term"),
        icon="ruler-measure",
        title=_term_label(facts["name"]),
        value=_both(facts, "shown"),
        why=_("The value stands in a clause, and nowhere else."),
    )


def _clause(facts: Facts) -> Step:
    return Step(
        kind=_("Clause"),
        icon="file-text",
        title=f"{facts['number']} {_both(facts, 'heading')}",
        text=_both(facts, "text"),
        why=_("Both parties signed this wording."),
    )


def _version(facts: Facts) -> Step:
    return Step(
        kind=_("Contract version"),
        icon="file-certificate",
        title=_("Version %(number)s") % facts,
        at=facts["effective_at"],
        facts=[(_("Frozen"), _moment(facts["frozen_at"])), (_("In force since"), _moment(facts["effective_at"]))],
        why=_("It was signed on paper.") if facts["on_paper"] else _("It is printed, signed and sealed in this file."),
    )


def _signed_pdf(facts: Facts) -> Step:
    page = facts.get("page")
    rows = [(_("Fingerprint (SHA-256)"), facts["sha256"])] if "sha256" in facts else []
    return Step(
        kind=_("Signed PDF"),
        icon="file-certificate",
        title=_("Page %(page)s of the signed contract") % {"page": page} if page else _("The signed contract"),
        facts=rows,
    )


def _signed_paper(facts: Facts) -> Step:
    return Step(
        kind=_("Signed on paper"),
        icon="file-text",
        title=_("Signed on paper on %(day)s, scan kept") % {"day": facts["signed_date"]},
        facts=[(_("Fingerprint (SHA-256)"), facts["sha256"])],
        text=_("There is no electronic signature: only the paper itself shows who signed."),
    )


WORDS: dict[Kind, Callable[[Facts], Step]] = {
    Kind.INVOICE_LINE: _invoice_line,
    Kind.ADJUSTMENT: _adjustment,
    Kind.FEE: _fee,
    Kind.DAMAGES: _damages,
    Kind.BREACH: _breach,
    Kind.MEASUREMENT: _measurement,
    Kind.OBLIGATION: _obligation,
    Kind.DEADLINE: _deadline,
    Kind.COMPLAINT: _complaint,
    Kind.TERM: _term,
    Kind.CLAUSE: _clause,
    Kind.VERSION: _version,
    Kind.SIGNED_PDF: _signed_pdf,
    Kind.SIGNED_PAPER: _signed_paper,
}
