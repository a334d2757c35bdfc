"""Drafting an invoice 账单 for payments of a contract's fee (F2): each once, for the amount that its terms set."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import IntegrityError, transaction

from billing.domain.fees.plan import FeePart
from billing.domain.fees.standing import Payment, Standing, known_by, standing_of
from billing.domain.wording import fee_text
from billing.models import FeeClaim, Invoice, InvoiceLine, Purpose
from contracts.domain.locking import locked_contract
from contracts.domain.terms.values import Money
from contracts.models import Contract
from foundation.money import round_fen, shown, split_gross
from foundation.refusals import Refused
from parties.domain.scope import Scope, writing

TAX_RATES: Final = tuple(Decimal(rate) for rate in ("0", "0.01", "0.03", "0.06"))
"""The rates of value added tax on a service: exempt, small-scale (reduced, usual), general taxpayer."""
USUAL_RATE: Final = Decimal("0.06")


@dataclass(frozen=True)
class Wanted:
    """A payment by its key; ``amount`` in yuan where the plan only names a limit, otherwise left out."""

    key: str
    amount: Decimal | None = None


def draft_fee_invoice(
    contract_id: int, wanted: Sequence[Wanted], *, tax_rate: Decimal, by: Scope, at: datetime
) -> Invoice:
    """Put payments of a contract's fee on a new draft, one line each. Party B's finance drafts; amounts include tax.

    Raises Refused: ``billing.nothing_chosen``, ``billing.tax_rate_unknown``, ``billing.not_fee_creditor``,
    ``billing.no_fee_yet``, ``billing.fee_not_due``, ``billing.fee_claimed``, ``billing.fee_amount``,
    ``billing.fee_beyond_amount``; Contract.DoesNotExist for an unknown id.
    """
    if not wanted:
        raise Refused("billing.nothing_chosen")
    if tax_rate not in TAX_RATES:
        raise Refused("billing.tax_rate_unknown", "tax_rate")
    with writing(by):
        contract = locked_contract(contract_id)
        if not by.may_for("billing.issue", contract.party_b_id):
            raise Refused("billing.not_fee_creditor", party=contract.party_b.name)
        standing = standing_of(contract, at=at)
        if standing is None:
            raise Refused("billing.no_fee_yet")
        chosen = _chosen(standing, {each.key: each for each in wanted})
        _refuse_beyond_amount(standing, chosen)
        return _draft(contract, standing, chosen, tax_rate, at=at)


def _chosen(standing: Standing, wanted: dict[str, Wanted]) -> list[tuple[FeePart, Decimal]]:
    """The payments in the order of the plan, each with what is claimed of it."""
    found = [each for each in standing.payments if each.key in wanted]
    if len(found) != len(wanted):
        raise Refused("billing.fee_not_due")
    return [(each.part, _amount(each, wanted[each.key])) for each in found]


def _amount(payment: Payment, wanted: Wanted) -> Decimal:
    if payment.claim is not None:
        raise Refused("billing.fee_claimed")
    if not payment.is_open or payment.part.amount is None:
        raise Refused("billing.fee_not_due")
    if not payment.part.is_most:
        return payment.part.amount
    limit, asked = payment.part.amount, wanted.amount
    if asked is None or not asked.is_finite() or not 0 < asked <= limit or asked != round_fen(asked):
        raise Refused("billing.fee_amount", limit=shown(limit))
    return asked


def _refuse_beyond_amount(standing: Standing, chosen: Sequence[tuple[FeePart, Decimal]]) -> None:
    """All that is claimed of a fee stays within the contract amount (retention S2.1); amendments are counted in."""
    term = standing.version.terms.filter(name="contract_amount").first()
    whole = term.value if term else None
    if not isinstance(whole, Money):
        return
    left = whole.value - sum(claim.amount for claim in standing.claims)
    if sum(amount for _part, amount in chosen) > left:
        raise Refused("billing.fee_beyond_amount", left=shown(max(left, Decimal(0))))


def _draft(
    contract: Contract,
    standing: Standing,
    chosen: Sequence[tuple[FeePart, Decimal]],
    tax_rate: Decimal,
    *,
    at: datetime,
) -> Invoice:
    sums = [split_gross(amount, tax_rate) for _part, amount in chosen]
    net, tax = (sum(column, Decimal("0.00")) for column in zip(*sums, strict=True))
    invoice = Invoice.objects.create(
        contract=contract,
        purpose=Purpose.FEE,
        issuer_id=contract.party_b_id,
        debtor_id=contract.party_a_id,
        drafted_at=at,
        net=net,
        tax=tax,
        gross=net + tax,
    )
    try:
        with transaction.atomic():
            _add_lines(invoice, standing, chosen, tax_rate)
    except IntegrityError:
        # A payment is claimed once, and no day is paid for twice: the keys of the claims decide.
        raise Refused("billing.fee_claimed")
    return invoice


def _add_lines(
    invoice: Invoice, standing: Standing, chosen: Sequence[tuple[FeePart, Decimal]], tax_rate: Decimal
) -> None:
    terms = {term.name: term for term in standing.version.terms.select_related("clause")}
    for position, (part, amount) in enumerate(chosen, start=1):
        term, (net, tax), day = terms[part.terms[0]], split_gross(amount, tax_rate), known_by(part)
        assert day is not None  # noqa: S101  # without a day nothing is open
        claim = FeeClaim.objects.create(
            contract_id=invoice.contract_id,
            term=term,
            part=part.part.value,
            first_day=day,
            last_day=part.last_day,
            amount=amount,
            counted_until=standing.fees.ends_at,
        )
        InvoiceLine.objects.create(
            invoice=invoice,
            position=position,
            fee=claim,
            text_zh=fee_text(part, term.clause, "zh-hans"),
            text_en=fee_text(part, term.clause, "en"),
            tax_rate=tax_rate,
            net=net,
            tax=tax,
            gross=amount,
        )
