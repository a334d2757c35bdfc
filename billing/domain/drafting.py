"""Drafting an invoice 账单 from damages that were confirmed and not billed yet."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from billing.domain.unbilled import last_adjustment, with_unbilled
from billing.domain.wording import damages_text
from billing.models import FeeClaim, Invoice, InvoiceLine
from contracts.domain.locking import lock_contracts
from contracts.models import Contract, Damages
from contracts.models.contracts import covering
from contracts.models.obligations import CAUSE_PATHS
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
    *(f"breach__obligation__{path}" for path in CAUSE_PATHS),
)


def unbilled_damages(scope: Scope) -> "QuerySet[Damages, Any]":
    """The damages owed to the parties whose invoices the person issues, as far as on no invoice yet (``unbilled``).

    Oldest breach first. What an adjustment added after the invoice waits here again, alone.
    """
    at_venues = partial(covering, path="breach__contract")
    owed = party_condition(scope, verb="billing.issue", party_paths=["breach__injured"], at_venues=at_venues)
    confirmed: QuerySet[Any, Any] = with_unbilled(Damages.objects.filter(owed, breach__state="confirmed"))
    return confirmed.filter(unbilled__gt=0).select_related(*CAUSES).order_by("breach__occurred_at", "pk")


def draft_invoice(damages_ids: Sequence[int], *, by: Scope, at: datetime) -> Invoice:
    """Put damages on a new draft: one line each. The injured party is the creditor, and its finance drafts.

    Raises Refused: ``billing.nothing_chosen``, ``billing.not_creditor``, ``billing.not_confirmed``,
    ``billing.no_amount``, ``billing.mixed``, ``billing.already_billed``; Damages.DoesNotExist for an unknown id.
    """
    wanted = sorted(set(damages_ids))
    if not wanted:
        raise Refused("billing.nothing_chosen")
    with writing(by):
        # An adjustment takes effect behind the same locks, so that what is drafted is what is owed.
        lock_contracts(Contract.objects.filter(breaches__damages__in=wanted).values_list("pk", flat=True))
        chosen = list(_with_causes(wanted))
        if len(chosen) != len(wanted):
            raise Damages.DoesNotExist
        _refuse_unfit(chosen, by=by)
        breach = chosen[0].breach
        gross = sum((damages.unbilled for damages in chosen), Decimal("0.00"))
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
    """Throw a draft away; what it claims can be billed anew. Raises Refused: ``billing.not_issuer``, ``.not_draft``."""
    with writing(by):
        invoice = Invoice.objects.select_for_update(of=("self",)).select_related("issuer").get(pk=invoice_id)
        require_issuer(invoice, "billing.issue", by=by)
        if not invoice.is_draft:
            raise Refused("billing.not_draft")
        claims = list(FeeClaim.objects.filter(line__invoice=invoice))
        invoice.lines.all().delete()
        FeeClaim.objects.filter(pk__in=[claim.pk for claim in claims]).delete()
        invoice.delete()


def require_issuer(invoice: Invoice, verb: str, *, by: Scope) -> None:
    """Refuse (``billing.not_issuer``) unless the person may do ``verb`` for the party that issues the invoice."""
    if not by.may_for(verb, invoice.issuer_id):
        raise Refused("billing.not_issuer", party=invoice.issuer.name)


def _refuse_unfit(chosen: Sequence[Any], *, by: Scope) -> None:
    for damages in chosen:
        if not by.may_for("billing.issue", damages.breach.injured_id):
            raise Refused("billing.not_creditor", party=damages.breach.injured.name)
        if not damages.breach.is_confirmed:
            raise Refused("billing.not_confirmed")
        if not damages.owed_now:
            raise Refused("billing.no_amount")
        if damages.unbilled <= 0:
            raise Refused("billing.already_billed")
    sides = {(d.breach.contract_id, d.breach.injured_id, d.breach.at_fault_id) for d in chosen}
    if len(sides) > 1:
        raise Refused("billing.mixed")


def _with_causes(damages_ids: Sequence[int]) -> "QuerySet[Damages, Any]":
    rows = Damages.objects.filter(pk__in=damages_ids).select_related(*CAUSES).prefetch_related("adjustments")
    return with_unbilled(rows).order_by("breach__occurred_at", "pk")


def _has_first_line(damages: Damages) -> bool:
    """Whether a line stands for the damages themselves; a draft that held it may have been discarded since."""
    return damages.invoice_lines.filter(adjustment=None).exists()


def _add_lines(invoice: Invoice, chosen: Sequence[Any]) -> None:
    lines = [
        InvoiceLine(
            invoice=invoice,
            position=position,
            damages=damages,
            adjustment=last_adjustment(damages) if _has_first_line(damages) else None,
            text_zh=damages_text(damages, "zh-hans", is_further=bool(damages.lines_before)),
            text_en=damages_text(damages, "en", is_further=bool(damages.lines_before)),
            tax_rate=DAMAGES_TAX_RATE,
            net=damages.unbilled,
            tax=Decimal("0.00"),
            gross=damages.unbilled,
        )
        for position, damages in enumerate(chosen, start=1)
    ]
    try:
        with transaction.atomic():
            InvoiceLine.objects.bulk_create(lines)
    except IntegrityError:
        # Damages stand on one line at most, and each adjustment on one: the unique keys decide.
        raise Refused("billing.already_billed")
