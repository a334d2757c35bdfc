"""What an invoice prints: frozen at the moment of issue, so that the document never follows a later change."""

from typing import Any

from django.utils import timezone

from billing.domain.wording import broken_clause, written_moment
from billing.models import Invoice, InvoiceLine
from contracts.domain.texts.clause_labels import reference_text
from contracts.models import Clause, Damages
from foundation.money import capitals
from parties.models import Party

SCHEMA = "encore/invoice/1"


def invoice_snapshot(invoice: Invoice, lines: list[InvoiceLine]) -> dict[str, Any]:
    """All that stands on the invoice, as JSON; the invoice has its number and dates already, the lines their causes."""
    assert invoice.issued_at is not None and invoice.due_date is not None  # noqa: S101, PT018  # the caller set both
    return {
        "schema": SCHEMA,
        "purpose": invoice.purpose,
        "number": invoice.number,
        "issued_date": timezone.localdate(invoice.issued_at).isoformat(),
        "due_date": invoice.due_date.isoformat(),
        "contract": {
            "number": invoice.contract.number,
            "title": invoice.contract.title,
            "version": lines[-1].term.version.number,
        },
        "issuer": _party(invoice.issuer),
        "debtor": _party(invoice.debtor),
        "lines": [_line(line) for line in lines],
        "net": str(invoice.net),
        "tax": str(invoice.tax),
        "gross": str(invoice.gross),
        "capitals": capitals(invoice.gross),
    }


def _party(party: Party) -> dict[str, str]:
    return {
        "name": party.name,
        "uscc": party.uscc,
        "address": party.address,
        "phone": party.phone,
        "bank_name": party.bank_name,
        "bank_account": party.bank_account,
    }


def _line(line: InvoiceLine) -> dict[str, Any]:
    cause = _of_fee(line.term.clause) if line.damages is None else _of_damages(line.damages)
    return {
        "position": line.position,
        "text_zh": line.text_zh,
        "text_en": line.text_en,
        **cause,
        "tax_rate": str(line.tax_rate),
        "net": str(line.net),
        "tax": str(line.tax),
        "gross": str(line.gross),
    }


def _of_damages(damages: Damages) -> dict[str, Any]:
    """The breach, the clause that was broken, and the one that says what it costs."""
    breach, clause = damages.breach, broken_clause(damages).number
    return {
        "breach": breach.pk,
        "occurred_zh": written_moment(breach.occurred_at, "zh-hans"),
        "occurred_en": written_moment(breach.occurred_at, "en"),
        "clause": clause,
        "clause_zh": reference_text(clause, "zh-hans"),
        "damages_clause": damages.term.clause.number,
        "damages_clause_zh": reference_text(damages.term.clause.number, "zh-hans"),
    }


def _of_fee(clause: Clause) -> dict[str, Any]:
    """The clause that sets the payment."""
    return {"clause": clause.number, "clause_zh": reference_text(clause.number, "zh-hans")}
