"""Drafting an invoice 账单 from damages that were confirmed and not billed yet."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from billing.domain.wording import damages_text
from billing.models import Invoice, InvoiceLine
from contracts.models import Damages
from foundation.refusals import Refused
from parties.domain.circles import party_condition
from parties.domain.scope import Scope, writing

DAMAGES_TAX_RATE = Decimal(0)
"""Damages paid without a supply of goods or services are no turnover: they lie outside value added tax."""

CAUSES = (
    "term__version",
    "breach__contract",
    "breach__at_fault",
    "breach__injured",
    "breach__kind__clause",
    "breach__obligation__term__clause",
)


def unbilled_damages(scope: Scope) -> QuerySet[Damages]:
    """The damages owed to the parties whose invoices the person issues, on no invoice yet, oldest breach first."""
    owed = party_condition(scope, verb="billing.issue", party_paths=["breach__injured"])
    waiting = Damages.objects.filter(owed, invoice_line=None, amount__gt=0, breach__state="confirmed")
    return waiting.select_related(*CAUSES).order_by("breach__occurred_at", "pk")


def draft_invoice(damages_ids: Sequence[int], *, by: Scope, at: datetime) -> Invoice:
    """Put damages on a new draft: one line each. The injured party is the creditor, and its finance drafts.

    Raises Refused: ``billing.nothing_chosen``, ``billing.not_creditor``, ``billing.not_confirmed``,
    ``billing.no_amount``, ``billing.mixed``, ``billing.already_billed``; Damages.DoesNotExist for an unknown id.
    """
    wanted = sorted(set(damages_ids))
    if not wanted:
        raise Refused("billing.nothing_chosen")
    chosen = list(Damages.objects.select_related(*CAUSES).filter(pk__in=wanted).order_by("breach__occurred_at", "pk"))
    if len(chosen) != len(wanted):
        raise Damages.DoesNotExist
    _refuse_unfit(chosen, by=by)
    breach = chosen[0].breach
    gross = sum((damages.amount for damages in chosen), Decimal("0.00"))
    with writing(by):
        invoice = Invoice.objects.create(
            contract_id=breach.contract_id,
            issuer_id=breach.injured_id,
            debtor_id=breach.at_fault_id,
            drafted_at=at,
            net=gross,
            gross=gross,
        )
        _add_lines(invoice, chosen)
    return invoice


def discard_draft(invoice_id: int, *, by: Scope) -> None:
    """Throw a draft away; its damages can be billed anew. Raises Refused: ``billing.not_issuer``, ``.not_draft``."""
    with writing(by):
        invoice = Invoice.objects.select_for_update(of=("self",)).select_related("issuer").get(pk=invoice_id)
        require_issuer(invoice, "billing.issue", by=by)
        if not invoice.is_draft:
            raise Refused("billing.not_draft")
        invoice.lines.all().delete()
        invoice.delete()


def require_issuer(invoice: Invoice, verb: str, *, by: Scope) -> None:
    """Refuse (``billing.not_issuer``) unless the person may do ``verb`` for the party that issues the invoice."""
    if not by.may_for(verb, invoice.issuer_id):
        raise Refused("billing.not_issuer", party=invoice.issuer.name)


def _refuse_unfit(chosen: Sequence[Damages], *, by: Scope) -> None:
    for damages in chosen:
        if not by.may_for("billing.issue", damages.breach.injured_id):
            raise Refused("billing.not_creditor", party=damages.breach.injured.name)
        if not damages.breach.is_confirmed:
            raise Refused("billing.not_confirmed")
        if not damages.amount:
            raise Refused("billing.no_amount")
    sides = {(d.breach.contract_id, d.breach.injured_id, d.breach.at_fault_id) for d in chosen}
    if len(sides) > 1:
        raise Refused("billing.mixed")


def _add_lines(invoice: Invoice, chosen: Sequence[Damages]) -> None:
    lines = [
        InvoiceLine(
            invoice=invoice,
            position=position,
            damages=damages,
            text_zh=damages_text(damages, "zh-hans"),
            text_en=damages_text(damages, "en"),
            tax_rate=DAMAGES_TAX_RATE,
            net=damages.amount,
            tax=Decimal("0.00"),
            gross=damages.amount,
        )
        for position, damages in enumerate(chosen, start=1)
    ]
    try:
        with transaction.atomic():
            InvoiceLine.objects.bulk_create(lines)
    except IntegrityError:
        # Damages stand on one line at most: the unique key decides, also between two people who bill at once.
        raise Refused("billing.already_billed")
