"""Damages adjusted before and after they were invoiced: other lines, further lines, credit notes."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from billing.domain.drafting import discard_draft, draft_invoice, unbilled_damages
from billing.domain.invoicing import issue_invoice
from billing.domain.trace import trace_invoice
from billing.domain.trace_links import Kind
from billing.models import CreditNote, Invoice
from contracts.domain.liability.adjusting import (
    NewSum,
    accept_adjustment,
    decline_adjustment,
    propose_adjustment,
    withdraw_adjustment,
)
from contracts.domain.liability.remedies import still_owed
from contracts.models import Adjustment, Breach, Damages
from ledger.domain.verification import verify
from tests import factories
from tests.billing.factories import FEE, PAID, Desk, damages_on, desk, pay
from tests.contracts.liabilities import paper, refused

pytestmark = pytest.mark.django_db
LATER = PAID + timedelta(days=1)


def adjust(at: Desk, damages: Damages, amount: str) -> Adjustment:
    """Both sides agree on another sum."""
    injured, other = factories.scope(at.agreement.owner), factories.scope(at.agreement.account_manager)
    new = NewSum("agreement", Decimal(amount), "双方协商")
    made = propose_adjustment(damages.breach_id, new, by=injured, at=LATER)
    return accept_adjustment(made.pk, by=other, at=LATER)


def award(at: Desk, damages: Damages, amount: str, *, by_injured: bool) -> Adjustment:
    by = factories.scope(at.agreement.owner if by_injured else at.agreement.account_manager)
    new = NewSum("award", Decimal(amount), "裁决", date(2026, 3, 20), [paper("裁决书.pdf")])
    return propose_adjustment(damages.breach_id, new, by=by, at=LATER)


def sound() -> list[str]:
    """What the ledger's checks find: nothing, when all books fit."""
    return [problem for finding in verify() for problem in finding.problems]


def test_nothing_changes_before_the_other_side_accepts() -> None:
    at = desk()
    (damages,) = at.damages()
    injured, other = factories.scope(at.agreement.owner), factories.scope(at.agreement.account_manager)
    new = NewSum("agreement", Decimal("400.00"), "双方协商")
    made = propose_adjustment(damages.breach_id, new, by=injured, at=LATER)
    assert Damages.objects.get(pk=damages.pk).owed == FEE
    with refused("contracts.not_for_you_to_answer"):
        accept_adjustment(made.pk, by=injured, at=LATER)
    with refused("contracts.adjustment_waits"):
        propose_adjustment(damages.breach_id, NewSum("agreement", Decimal("1.00"), "又"), by=other, at=LATER)
    with refused("contracts.not_for_you_to_answer"):
        withdraw_adjustment(made.pk, by=other, at=LATER)
    decline_adjustment(made.pk, by=other, at=LATER, text="不同意")
    assert Damages.objects.get(pk=damages.pk).owed == FEE


def test_before_invoicing_the_adjusted_sum_is_billed_and_traced() -> None:
    at = desk()
    (damages,) = at.damages()
    adjust(at, damages, "400.00")
    [waiting] = unbilled_damages(at.creditor)
    assert waiting.unbilled == Decimal("400.00")
    invoice = issue_invoice(draft_invoice([damages.pk], by=at.creditor, at=LATER).pk, by=at.creditor, at=LATER)
    assert invoice.gross == Decimal("400.00")
    assert Damages.objects.get(pk=damages.pk).amount == FEE
    [trace] = trace_invoice(invoice, at=LATER)
    link = trace.link(Kind.ADJUSTMENT)
    assert link is not None
    assert (link.facts["amount"], link.problems) == (Decimal("400.00"), ())
    assert not [each for each in trace.broken if each.kind in (Kind.INVOICE_LINE, Kind.DAMAGES)]


def test_damages_that_a_cap_cut_by_what_was_agreed_are_traced_also_after_that_changed_again() -> None:
    at = desk()
    first, second = at.damages(2)
    adjust(at, first, "500000.00")
    (third,) = at.damages()
    assert third.amount == Decimal("0.00")
    adjust(at, first, "100.00")
    adjust(at, third, "50.00")
    drafted = draft_invoice([second.pk, third.pk], by=at.creditor, at=LATER)
    traces = trace_invoice(issue_invoice(drafted.pk, by=at.creditor, at=LATER), at=LATER)
    assert [link.problems for trace in traces for link in trace.links if link.kind == Kind.DAMAGES] == [(), ()]


def test_a_draft_that_claims_another_sum_than_is_owed_cannot_be_issued() -> None:
    at = desk()
    invoice = at.draft()
    adjust(at, damages_on(invoice), "400.00")
    with refused("billing.adjusted_meanwhile"):
        issue_invoice(invoice.pk, by=at.creditor, at=LATER)
    assert not CreditNote.objects.exists()


def test_a_decrease_after_invoicing_is_credited_at_once() -> None:
    at = desk()
    invoice = at.invoice()
    adjust(at, damages_on(invoice), "400.00")
    note = CreditNote.objects.get()
    assert (note.amount, note.allocated, note.advance) == (Decimal("200.00"), Decimal("200.00"), Decimal("0.00"))
    assert note.number == f"DJ{invoice.issuer_id:03d}-2026-00001"
    fresh = Invoice.objects.get(pk=invoice.pk)
    assert (fresh.state, fresh.credited, fresh.balance) == ("issued", Decimal("200.00"), Decimal("400.00"))
    pay(invoice, "400.00", by=at.creditor)
    assert Invoice.objects.get(pk=invoice.pk).state == "paid"
    assert sound() == []


def test_what_was_paid_before_the_credit_stays_to_the_debtors_credit() -> None:
    at = desk()
    invoice = at.invoice()
    pay(invoice, "600.00", by=at.creditor)
    adjust(at, damages_on(invoice), "0.00")
    note = CreditNote.objects.get()
    assert (note.allocated, note.advance) == (Decimal("0.00"), FEE)
    assert Invoice.objects.get(pk=invoice.pk).state == "credited"
    assert sound() == []


def test_an_increase_after_invoicing_is_a_further_line() -> None:
    at = desk()
    first = at.invoice()
    damages = damages_on(first)
    made = adjust(at, damages, "900.00")
    [waiting] = unbilled_damages(at.creditor)
    assert waiting.unbilled == Decimal("300.00")
    second = issue_invoice(draft_invoice([damages.pk], by=at.creditor, at=LATER).pk, by=at.creditor, at=LATER)
    line = second.lines.get()
    assert (line.net, line.adjustment) == (Decimal("300.00"), made)
    assert line.text_zh.startswith("违约金调整增加额：")
    assert not list(unbilled_damages(at.creditor))
    adjust(at, damages, "250.00")
    assert [note.amount for note in CreditNote.objects.order_by("pk")] == [Decimal("300.00"), Decimal("350.00")]
    assert Invoice.objects.get(pk=second.pk).state == "credited"
    assert sound() == []


def test_credit_notes_never_exceed_the_invoice() -> None:
    at = desk()
    invoice = at.invoice()
    adjust(at, damages_on(invoice), "0.00")
    note = CreditNote.objects.get()
    assert note.amount == invoice.gross
    columns = "invoice_id, line_id, adjustment_id, issuer_id, debtor_id, year, issued_at"
    again = (
        f"INSERT INTO billing_creditnote ({columns}, sequence, number, amount, allocated, advance)"
        f" SELECT {columns}, 2, replace(number, '00001', '00002'), 0.01, 0, 0.01 FROM billing_creditnote"
    )
    with pytest.raises(DatabaseError, match="does not belong on invoice"), transaction.atomic():
        connection.cursor().execute(again)


def test_an_award_counts_at_once_against_its_recorder_and_else_waits_for_the_other_side() -> None:
    at = desk()
    first, second = at.damages(2)
    assert award(at, first, "100.00", by_injured=True).state == "effective"
    made = award(at, second, "100.00", by_injured=False)
    assert (made.state, Damages.objects.get(pk=second.pk).owed) == ("proposed", FEE)
    accept_adjustment(made.pk, by=factories.scope(at.agreement.owner), at=LATER)
    assert Damages.objects.get(pk=second.pk).owed == Decimal("100.00")


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (NewSum("agreement", FEE, "同"), "contracts.nothing_adjusted"),
        (NewSum("agreement", Decimal("1.001"), "分"), "contracts.sum_wrong"),
        (NewSum("agreement", Decimal("1.00"), " "), "contracts.reason_missing"),
        (NewSum("award", Decimal("1.00"), "裁", date(2026, 3, 20)), "contracts.paper_missing"),
        (NewSum("judgment", Decimal("1.00"), "判", date(2027, 1, 1)), "contracts.decision_date_wrong"),
    ],
)
def test_what_does_not_fit_is_refused(new: NewSum, code: str) -> None:
    at = desk()
    (damages,) = at.damages()
    with refused(code):
        propose_adjustment(damages.breach_id, new, by=factories.scope(at.agreement.owner), at=LATER)
    assert not Adjustment.objects.exists()


def test_an_adjustment_once_answered_stays() -> None:
    at = desk()
    (damages,) = at.damages()
    made = adjust(at, damages, "400.00")
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        connection.cursor().execute("UPDATE contracts_adjustment SET amount = 1 WHERE id = %s", [made.pk])


def test_a_paid_invoice_leaves_the_duty_to_be_done() -> None:
    at = desk()
    invoice = at.invoice()
    pay(invoice, str(FEE), by=at.creditor, key=uuid.uuid4())
    breach = Breach.objects.select_related("obligation__deadline").get(pk=damages_on(invoice).breach_id)
    assert still_owed(breach) == breach.obligation


def test_what_a_discarded_draft_held_can_be_billed_though_a_further_line_was_issued() -> None:
    at = desk()
    (damages,) = at.damages()
    first = draft_invoice([damages.pk], by=at.creditor, at=LATER)
    adjust(at, damages, "900.00")
    second = draft_invoice([damages.pk], by=at.creditor, at=LATER)
    issue_invoice(second.pk, by=at.creditor, at=LATER)
    discard_draft(first.pk, by=at.creditor)
    [waiting] = unbilled_damages(at.creditor)
    assert waiting.unbilled == Decimal("600.00")
    again = draft_invoice([damages.pk], by=at.creditor, at=LATER)
    assert (again.gross, unbilled_damages(at.creditor).count()) == (Decimal("600.00"), 0)
