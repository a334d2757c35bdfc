"""A trace in words: each link as a step that somebody reads who has never seen the software."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from billing.domain.trace_links import Kind, Link, Trace
from billing.models import Invoice, Purpose
from billing.web.trace_cause_steps import CAUSES
from billing.web.trace_step import Facts, Step, both, moment, term_label
from billing.web.trace_words import PROBLEMS
from contracts.domain.terms.numbers import plain_decimal
from contracts.domain.terms.values import Money
from foundation.templatetags.ui import money
from parties.domain.scope import Scope


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


def _invoice_line(facts: Facts) -> Step:
    credited = [(_("Taken back by credit notes"), money(facts["credited"]))] if Decimal(facts["credited"]) else []
    return Step(
        kind=_("Invoice line"),
        icon="receipt",
        title=_("Line %(position)s") % facts,
        value=money(facts["gross"]),
        text=both(facts, "text"),
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


def _term(facts: Facts) -> Step:
    return Step(
        kind=_("Term"),
        icon="ruler-measure",
        title=term_label(facts["name"]),
        # A sum is shown as figures alone: with its capitals it would not fit beside the title on a phone.
        value=money(Decimal(facts["value"])) if facts["type"] == Money.type else both(facts, "shown"),
        why=_("The value stands in a clause, and nowhere else."),
    )


def _clause(facts: Facts) -> Step:
    return Step(
        kind=_("Clause"),
        icon="file-text",
        title=f"{facts['number']} {both(facts, 'heading')}",
        text=both(facts, "text"),
        why=_("Both parties signed this wording."),
    )


def _version(facts: Facts) -> Step:
    return Step(
        kind=_("Contract version"),
        icon="file-certificate",
        title=_("Version %(number)s") % facts,
        at=facts["effective_at"],
        facts=[(_("Frozen"), moment(facts["frozen_at"])), (_("In force since"), moment(facts["effective_at"]))],
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
    **CAUSES,
    Kind.INVOICE_LINE: _invoice_line,
    Kind.TERM: _term,
    Kind.CLAUSE: _clause,
    Kind.VERSION: _version,
    Kind.SIGNED_PDF: _signed_pdf,
    Kind.SIGNED_PAPER: _signed_paper,
}
