"""The trace: from an invoice line back to the page of the signed PDF on which it rests, each link checked again.

All links are foreign keys that point down. Whatever the number of lines, the same few queries are made.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from billing.domain import trace_checks as checks
from billing.domain.sealed_copy import SealedCopy
from billing.domain.trace_links import Kind, Link, Trace
from billing.models import CreditNote, Invoice, InvoiceLine
from complaints.models import Clock, ComplaintStep
from contracts.models import (
    Adjustment,
    Breach,
    BreachStatement,
    ContractVersion,
    Damages,
    Measurement,
    Obligation,
    PaperSigning,
    SealedFile,
    Term,
)
from deadlines.models import Deadline, DeadlinePause

DUTY = "damages__breach__obligation"
ONE_TO_ONE = (
    "invoice",
    "adjustment",
    "damages__term__clause",
    "damages__term__version__contract",
    "damages__breach__contract",
    "damages__breach__kind__clause",
    "damages__breach__at_fault",
    "damages__breach__injured",
    "damages__breach__measurement__contract",
    "damages__breach__measurement__party",
    "damages__breach__measurement__replaced_by",
    "damages__breach__measurement__term__clause__version__contract",
    "damages__breach__measurement__term__version__contract",
    f"{DUTY}__deadline__owner",
    f"{DUTY}__term__clause__version__contract",
    f"{DUTY}__term__version__contract",
    f"{DUTY}__remedy__breach__kind__clause__version__contract",
    f"{DUTY}__debtor",
    f"{DUTY}__contract",
    f"{DUTY}__occurrence",
    f"{DUTY}__fulfilment",
    f"{DUTY}__clock__complaint__venue",
)
TO_MANY = (
    Prefetch("damages__adjustments", Adjustment.objects.select_related("party", "paper").order_by("serial")),
    Prefetch("damages__invoice_lines", InvoiceLine.objects.prefetch_related("credit_notes__adjustment").order_by("pk")),
    "damages__breach__losses",
    Prefetch("damages__breach__statements", BreachStatement.objects.select_related("party")),
    Prefetch(f"{DUTY}__deadline__pauses", DeadlinePause.objects.all()),
    f"{DUTY}__deadline__extensions",
    f"{DUTY}__contract__schedules",
    f"{DUTY}__fulfilment__statements",
    Prefetch(f"{DUTY}__clock__complaint__steps", ComplaintStep.objects.select_related("user")),
)


def trace_invoice(invoice: Invoice, *, at: datetime) -> list[Trace]:
    """The traces of all lines of an invoice, in their order, as they stand ``at``."""
    return trace_lines(InvoiceLine.objects.filter(invoice=invoice), at=at)


def trace_lines(lines: QuerySet[InvoiceLine], *, at: datetime) -> list[Trace]:
    """The traces of these lines. The sealed file of each contract version is read once."""
    rows = list(lines.select_related(*ONE_TO_ONE).prefetch_related(*TO_MANY).order_by("invoice", "position"))
    versions = {version.pk for row in rows for version in _versions(row)}
    terms: dict[int, dict[str, Term]] = {pk: {} for pk in versions}
    for term in Term.objects.filter(version__in=versions).select_related("clause"):
        terms[term.version_id][term.name] = term
    copies = {
        sealed.version_id: SealedCopy(sealed)  # the last revision of a version wins
        for sealed in SealedFile.objects.filter(version__in=versions).select_related("file").order_by("revision")
    }
    papers = {
        each.version_id: each for each in PaperSigning.objects.filter(version__in=versions).select_related("scan")
    }
    return [_Walk(row, terms, copies, papers, at).trace() for row in rows]


def _versions(row: InvoiceLine) -> list[ContractVersion]:
    obligation, measurement = row.damages.breach.obligation, row.damages.breach.measurement
    return [
        row.damages.term.version,
        *([obligation.clause.version] if obligation else []),
        *([measurement.term.version] if measurement else []),
    ]


def _notes(line: InvoiceLine) -> list[CreditNote]:
    """The credit notes on this line, as loaded with its damages."""
    loaded = next((each for each in line.damages.invoice_lines.all() if each.pk == line.pk), line)
    return list(loaded.credit_notes.all())


def _set_by(cause: Obligation | Measurement | None) -> Term | None:
    return cause.term if cause else None


class _Walk:
    """One walk down the foreign keys of a line."""

    def __init__(
        self,
        line: InvoiceLine,
        terms: dict[int, dict[str, Term]],
        copies: dict[int, SealedCopy],
        papers: dict[int, PaperSigning],
        at: datetime,
    ) -> None:
        self.line, self.terms, self.copies, self.papers, self.at = line, terms, copies, papers, at
        self.damages: Damages = line.damages
        self.breach: Breach = line.damages.breach
        self.obligation: Obligation | None = line.damages.breach.obligation
        self.measurement: Measurement | None = line.damages.breach.measurement
        # What was broken: the term that set the duty or the target; what no term set rests on the term of its damages.
        self.term: Term = _set_by(self.obligation) or _set_by(self.measurement) or self.damages.term

    def trace(self) -> Trace:
        duty = [self._obligation(self.obligation), self._deadline(self.obligation)] if self.obligation else []
        complaint = self._complaint(self.obligation) if self.obligation else None
        links = [
            self._line(),
            *self._adjustments(),
            self._damages(),
            self._breach(),
            *([self._measurement(self.measurement)] if self.measurement else []),
            *duty,
            *([complaint] if complaint else []),
        ]
        links += [self._term(), self._clause(), self._version(), self._signed()]
        invoice = self.line.invoice
        return Trace(invoice.pk, invoice.number, self.line.position, self.line.gross, tuple(links))

    def _line(self) -> Link:
        line = self.line
        facts = {
            "position": line.position,
            "text_zh": line.text_zh,
            "text_en": line.text_en,
            "net": line.net,
            "tax": line.tax,
            "gross": line.gross,
            "credited": sum((note.amount for note in _notes(line)), Decimal("0.00")),
        }
        return Link(Kind.INVOICE_LINE, line.pk, facts, checks.of_line(line))

    def _adjustments(self) -> list[Link]:
        """What changed the sum after it was computed, the last one first."""
        effective = [each for each in self.damages.adjustments.all() if each.serial is not None]
        return [self._adjustment(each) for each in reversed(effective)]

    def _adjustment(self, adjustment: Adjustment) -> Link:
        facts = {
            "kind": adjustment.kind,
            "amount": adjustment.amount,
            "text": adjustment.text,
            "proposed_by": adjustment.party.name,
            "proposed_at": adjustment.proposed_at,
            "effective_at": adjustment.answered_at,
            "decided_date": adjustment.decided_date,
            "file": adjustment.paper.name if adjustment.paper else None,
            "sha256": adjustment.paper.sha256 if adjustment.paper else None,
        }
        return Link(Kind.ADJUSTMENT, adjustment.pk, facts, checks.of_adjustment(adjustment))

    def _damages(self) -> Link:
        damages = self.damages
        terms = self.terms[damages.term.version_id]
        facts = {
            "amount": damages.amount,
            "workings": damages.workings,
            "term": damages.term.name,
            "clause": damages.term.clause.number,
            "page": damages.term.clause.page,
            "assessed_at": damages.assessed_at,
        }
        problems = checks.of_damages(damages, terms)
        return Link(Kind.DAMAGES, damages.pk, facts, (*problems, *self._in_pdf(damages.term)))

    def _breach(self) -> Link:
        breach = self.breach
        facts = {
            "kind": breach.kind.code,
            "text_zh": breach.kind.text_zh,
            "text_en": breach.kind.text_en,
            "state": breach.state,
            "at_fault": breach.at_fault.name,
            "injured": breach.injured.name,
            "is_measured": breach.measurement is not None,
            "occurred_at": breach.occurred_at,
            "decided_at": breach.decided_at,
            "statements": [
                {"party": said.party.name, "verb": said.verb, "text": said.text, "at": said.at.isoformat()}
                for said in breach.statements.all()
            ],
        }
        return Link(Kind.BREACH, breach.pk, facts, checks.of_breach(breach))

    def _measurement(self, measurement: Measurement) -> Link:
        facts = {
            "target": measurement.target,
            "first_day": measurement.first_day,
            "last_day": measurement.last_day,
            "level": measurement.level,
            "value": measurement.value,
            "low": measurement.low,
            "high": measurement.high,
            "sample": measurement.sample,
            "population": measurement.population,
            "verdict": measurement.verdict,
            "method": measurement.method,
            "measured_by": measurement.party.name,
            "recorded_at": measurement.recorded_at,
        }
        return Link(Kind.MEASUREMENT, measurement.pk, facts, checks.of_measurement(measurement, self.breach))

    def _obligation(self, obligation: Obligation) -> Link:
        facts = {
            "subject": obligation.subject,
            "debtor": obligation.debtor.name,
            "term": obligation.term.name if obligation.term else None,
            "breach_behind": obligation.breach_behind.pk if obligation.breach_behind else None,
            "contract": obligation.clause.version.contract.number,
        }
        return Link(Kind.OBLIGATION, obligation.pk, facts, checks.of_obligation(obligation, self.breach))

    def _deadline(self, obligation: Obligation) -> Link:
        deadline: Deadline = obligation.deadline
        facts = {
            "owner": deadline.owner.name if deadline.owner else None,
            "started_at": deadline.started_at,
            "due_at": deadline.due_at,
            "outcome": deadline.outcome,
            "done_at": deadline.done_at,
            "late_seconds": int(deadline.late_by.total_seconds()) if deadline.done_at else None,
            "pauses": len(deadline.pauses.all()),
        }
        problems = checks.of_deadline(obligation, self.terms[obligation.clause.version_id], at=self.at)
        return Link(Kind.DEADLINE, deadline.pk, facts, problems)

    def _complaint(self, obligation: Obligation) -> Link | None:
        clock: Clock | None = getattr(obligation, "clock", None)
        if clock is None:
            return None
        complaint = clock.complaint
        facts = {
            "number": complaint.number,
            "clock": clock.name,
            "venue": complaint.venue.name,
            "stage": complaint.state,
            "received_at": complaint.received_at,
            "steps": [
                {"verb": step.verb, "state": step.state, "at": step.at.isoformat(), "by": step.actor_name}
                for step in complaint.steps.all()
            ],
        }
        return Link(Kind.COMPLAINT, complaint.pk, facts, checks.of_complaint(complaint, obligation))

    def _term(self) -> Link:
        value = None if self.term.is_blank else self.term.value
        facts = {
            "name": self.term.name,
            "value": self.term.stored["value"] if self.term.stored else None,
            "type": value.type if value else None,
            "shown_zh": value.display("zh-hans") if value else None,
            "shown_en": value.display("en") if value else None,
        }
        problems = ("term_blank",) if value is None else self._in_pdf(self.term)
        return Link(Kind.TERM, self.term.pk, facts, problems)

    def _clause(self) -> Link:
        clause = self.term.clause
        terms: Sequence[Term] = list(self.terms[self.term.version_id].values())
        facts = {
            "number": clause.number,
            "heading_zh": clause.heading_zh,
            "heading_en": clause.heading_en,
            "text_zh": checks.printed(clause, terms, "zh-hans", self.term.version.division),
            "text_en": checks.printed(clause, terms, "en", self.term.version.division),
            "page": clause.page,
        }
        return Link(Kind.CLAUSE, clause.pk, facts, checks.of_clause(clause, self.term))

    def _version(self) -> Link:
        version = self.term.version
        facts = {
            "contract": self.line.invoice.contract_id,
            "number": version.number,
            "frozen_at": version.frozen_at,
            "effective_at": version.effective_at,
            "on_paper": version.pk in self.papers,
        }
        return Link(Kind.VERSION, version.pk, facts, checks.of_version(version, self.breach))

    def _signed(self) -> Link:
        paper = self.papers.get(self.term.version_id)
        return self._signed_pdf() if paper is None else self._signed_paper(paper)

    def _signed_paper(self, paper: PaperSigning) -> Link:
        facts = {"signed_date": paper.signed_date, "sha256": paper.scan.sha256, "file": paper.scan.name}
        return Link(Kind.SIGNED_PAPER, paper.pk, facts, checks.of_paper(paper))

    def _signed_pdf(self) -> Link:
        clause = self.term.clause
        copy = self.copies.get(self.term.version_id)
        if copy is None:
            return Link(Kind.SIGNED_PDF, None, {"page": clause.page}, ("pdf_missing",))
        facts = {
            "page": clause.page,
            "pages": copy.page_count,
            "revision": copy.sealed.revision,
            "sha256": copy.sealed.file.sha256,
            "file": copy.sealed.file.name,
        }
        return Link(Kind.SIGNED_PDF, copy.sealed.pk, facts, checks.of_pdf(copy, self.term.version, clause))

    def _in_pdf(self, term: Term) -> tuple[str, ...]:
        """Whether the signed file says the same value; that the file is missing is told at its own link."""
        copy = self.copies.get(term.version_id)
        return ("term_differs_from_pdf",) if copy and copy.terms.get(term.name) != term.stored else ()
