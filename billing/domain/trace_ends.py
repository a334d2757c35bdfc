"""What all traces share: the line they begin with, and the way from a term to the page of the signed PDF."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from billing.domain import trace_checks as checks
from billing.domain.sealed_copy import SealedCopy
from billing.domain.trace_links import Kind, Link
from billing.models import CreditNote, InvoiceLine
from contracts.models import PaperSigning, SealedFile, Term


@dataclass(frozen=True)
class Sources:
    """The wordings that the walks of several lines rest on, read once: terms by version and name, files, scans."""

    terms: dict[int, dict[str, Term]]
    copies: dict[int, SealedCopy]
    papers: dict[int, PaperSigning]

    @classmethod
    def of(cls, version_ids: Iterable[int]) -> Sources:
        """Read those of these contract versions, in three queries."""
        versions = set(version_ids)
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
        return cls(terms, copies, papers)

    def in_pdf(self, term: Term) -> tuple[str, ...]:
        """Whether the signed file says the same value; that the file is missing is told at its own link."""
        copy = self.copies.get(term.version_id)
        return ("term_differs_from_pdf",) if copy and copy.terms.get(term.name) != term.stored else ()


def line_link(line: InvoiceLine, notes: Sequence[CreditNote], problems: checks.Problems) -> Link:
    """The first link; ``notes``: what was taken back of the line."""
    facts = {
        "position": line.position,
        "purpose": line.invoice.purpose,
        "text_zh": line.text_zh,
        "text_en": line.text_en,
        "tax_rate": line.tax_rate,
        "net": line.net,
        "tax": line.tax,
        "gross": line.gross,
        "credited": sum((note.amount for note in notes), Decimal("0.00")),
    }
    return Link(Kind.INVOICE_LINE, line.pk, facts, problems)


def last_links(term: Term, sources: Sources, *, at: datetime) -> list[Link]:
    """From a term over its clause and version to the signed file; ``at``: the moment at which it was to be in force."""
    return [_term(term, sources), _clause(term, sources), _version(term, sources, at), _signed(term, sources)]


def _term(term: Term, sources: Sources) -> Link:
    value = None if term.is_blank else term.value
    facts = {
        "name": term.name,
        "value": term.stored["value"] if term.stored else None,
        "type": value.type if value else None,
        "shown_zh": value.display("zh-hans") if value else None,
        "shown_en": value.display("en") if value else None,
    }
    problems = ("term_blank",) if value is None else sources.in_pdf(term)
    return Link(Kind.TERM, term.pk, facts, problems)


def _clause(term: Term, sources: Sources) -> Link:
    clause = term.clause
    terms: Sequence[Term] = list(sources.terms[term.version_id].values())
    facts = {
        "number": clause.number,
        "heading_zh": clause.heading_zh,
        "heading_en": clause.heading_en,
        "text_zh": checks.printed(clause, terms, "zh-hans", term.version.division),
        "text_en": checks.printed(clause, terms, "en", term.version.division),
        "page": clause.page,
    }
    return Link(Kind.CLAUSE, clause.pk, facts, checks.of_clause(clause, term))


def _version(term: Term, sources: Sources, at: datetime) -> Link:
    version = term.version
    facts = {
        "contract": version.contract_id,
        "number": version.number,
        "frozen_at": version.frozen_at,
        "effective_at": version.effective_at,
        "on_paper": version.pk in sources.papers,
    }
    return Link(Kind.VERSION, version.pk, facts, checks.of_version(version, at=at))


def _signed(term: Term, sources: Sources) -> Link:
    paper = sources.papers.get(term.version_id)
    return _signed_pdf(term, sources) if paper is None else _signed_paper(paper)


def _signed_paper(paper: PaperSigning) -> Link:
    facts = {"signed_date": paper.signed_date, "sha256": paper.scan.sha256, "file": paper.scan.name}
    return Link(Kind.SIGNED_PAPER, paper.pk, facts, checks.of_paper(paper))


def _signed_pdf(term: Term, sources: Sources) -> Link:
    clause = term.clause
    copy = sources.copies.get(term.version_id)
    if copy is None:
        return Link(Kind.SIGNED_PDF, None, {"page": clause.page}, ("pdf_missing",))
    facts = {
        "page": clause.page,
        "pages": copy.page_count,
        "revision": copy.sealed.revision,
        "sha256": copy.sealed.file.sha256,
        "file": copy.sealed.file.name,
    }
    return Link(Kind.SIGNED_PDF, copy.sealed.pk, facts, checks.of_pdf(copy, term.version, clause))
