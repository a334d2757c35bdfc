"""The fee of a contract as its terms set it: each payment with its day, its clause and its invoice (F1, F2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages as toasts
from django.forms import BoundField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from billing.domain.fees.claiming import draft_fee_invoice
from billing.domain.fees.of_contract import ContractFees, fees_of
from billing.domain.fees.plan import Awaits, FeePart
from billing.domain.fees.standing import Payment, standing_of
from billing.models import Invoice
from billing.web.fee_words import PARTS
from billing.web.forms import FeeChoice, amount_name
from contracts.models import Clause, Contract, ContractVersion
from contracts.web.contract_page import contract_in_reach, shown_version
from foundation.refusals import Refused
from foundation.web.refusals import INVALID, add_refusal
from parties.web.access import ScopedRequest, route


@dataclass(frozen=True)
class ShownPart:
    """A payment with its name, its clause, and in words what its time to pay waits for.

    ``invoice``: the one it stands on, where the reader may see it; ``typed``: the field for an amount that was ordered.
    """

    payment: Payment
    label: str
    clause: Clause | None
    due: str
    invoice: Invoice | None
    typed: BoundField | None

    @property
    def part(self) -> FeePart:
        return self.payment.part


@dataclass(frozen=True)
class Plan:
    """What a page shows of the fee: by which wording, counted how, and each payment as it stands."""

    version: ContractVersion
    fees: ContractFees
    payments: tuple[Payment, ...]

    @property
    def has_open_ones(self) -> bool:
        """Whether anything may be invoiced now."""
        return any(each.is_open for each in self.payments)


@route(GET="contracts.see", POST="billing.issue")
def fee_plan(request: ScopedRequest, contract_id: int) -> HttpResponse:
    """Before the contract acts: what its terms would bring about if it took effect today. Once it acts, Party B's
    finance picks the payments for a draft here."""
    verb = "billing.issue" if request.method == "POST" else "contracts.see"
    contract, at = contract_in_reach(request, contract_id, verb=verb), timezone.now()
    plan = _plan(contract, at=at)
    sent = request.POST if request.method == "POST" else None
    form = FeeChoice(sent, payments=plan.payments)
    if form.is_valid():
        try:
            invoice = draft_fee_invoice(
                contract.pk, form.wanted(), tax_rate=form.cleaned_data["tax_rate"], by=request.scope, at=at
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("The draft is ready. Check it, then issue it."))
            return redirect("billing:detail", invoice.pk)
    context = {
        "contract": contract,
        "fees": plan.fees,
        "shown": _shown_parts(request, plan, form),
        "form": form,
        "may_draft": plan.has_open_ones and request.scope.may_for("billing.issue", contract.party_b_id),
        # Whether a payment stands on a draft is its issuer's own: the other side is not told that one is left.
        "sees_open": request.scope.may_for("billing.see", contract.party_b_id),
        "picked": sent.getlist("parts") if sent is not None else [],
    }
    return render(request, "billing/fee_plan.html", context, status=INVALID if form.errors else 200)


def _plan(contract: Contract, *, at: datetime) -> Plan:
    standing = standing_of(contract, at=at)
    if standing is not None:
        return Plan(standing.version, standing.fees, standing.payments)
    version = shown_version(contract, at=at)
    fees = fees_of(version, at=at)
    return Plan(version, fees, tuple(Payment(part) for part in fees.plan.parts))


def _shown_parts(request: ScopedRequest, plan: Plan, form: FeeChoice) -> list[ShownPart]:
    clauses = {term.name: term.clause for term in plan.version.terms.select_related("clause")}
    seen = Invoice.objects.within(request.scope, verb="billing.see").filter(contract=plan.version.contract_id)
    invoices = {invoice.pk: invoice for invoice in seen}
    return [_shown(payment, clauses, invoices, form) for payment in plan.payments]


def _shown(
    payment: Payment, clauses: Mapping[str, Clause], invoices: Mapping[int, Invoice], form: FeeChoice
) -> ShownPart:
    part, name = payment.part, amount_name(payment)
    return ShownPart(
        payment,
        str(PARTS[part.part]),
        clauses.get(part.terms[0]),
        _due(part),
        invoices.get(payment.claim.line.invoice_id) if payment.claim else None,
        form[name] if name in form.fields else None,
    )


def _due(part: FeePart) -> str:
    """What must happen first, where no day can be told yet."""
    if part.due_date is not None or part.within is None:
        return ""
    within = part.within.display(get_language() or "zh-hans")
    if part.awaits is Awaits.ACCEPTANCE:
        return _("within %(time)s of acceptance") % {"time": within}
    return _("within %(time)s of receiving the invoice") % {"time": within}
