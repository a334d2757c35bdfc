"""From a line for a fee to the page of the signed PDF, and broken at the very link that somebody altered."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from billing.domain.effects import effects_of
from billing.domain.fees.claiming import Wanted, draft_fee_invoice
from billing.domain.fees.standing import claimable_parts
from billing.domain.invoicing import issue_invoice
from billing.domain.trace import trace_invoice
from billing.domain.trace_links import Kind
from billing.models import FeeClaim, Invoice
from parties.domain.roles import Role
from parties.models import User
from tests import factories
from tests.billing.factories import PRINTS
from tests.billing.fees.claims import FIRST, SECOND, fee_desk
from tests.billing.test_trace import as_owner
from tests.contracts import drafts
from tests.contracts.drafts import AT

pytestmark = pytest.mark.filterwarnings(PRINTS)
__all__ = ["as_owner"]
LATER = AT + timedelta(days=3)

# What somebody with the owner's rights changes, the link at which it shows, and the code that says so.
ALTERED = {
    "UPDATE billing_invoiceline SET net = net + 1, gross = gross + 1": {
        "invoice_line:line_differs_from_fee",
        "invoice_line:line_tax_differs_from_rate",
    },
    "UPDATE billing_invoice SET issuer_id = debtor_id, debtor_id = issuer_id": {
        "invoice_line:fee_line_of_other_parties"
    },
    "UPDATE billing_feeclaim SET amount = amount - 1": {
        "invoice_line:line_differs_from_fee",
        "fee:fee_differs_from_plan",
    },
    'UPDATE contracts_term SET stored = \'{"type": "money", "value": "1.00"}\' WHERE name = \'contract_amount\'': {
        "fee:fee_differs_from_plan",
        "fee:term_differs_from_pdf",
        "term:term_differs_from_pdf",
    },
    "UPDATE contracts_contractversion SET effective_at = effective_at + interval '1 year'": {
        "version:version_not_in_force"
    },
    "UPDATE contracts_clause SET text_en = 'soon'": {"clause:clause_does_not_show_term"},
}


def signed_fee() -> tuple[drafts.Desk, User, Invoice]:
    """The whole fee of a contract that both parties really signed, on an issued invoice."""
    desk = drafts.signed()
    finance = factories.person(desk.provider, Role.FINANCE)
    by = factories.scope(finance)
    wanted = [Wanted(each.key) for each in claimable_parts(desk.contract, at=LATER)]
    draft = draft_fee_invoice(desk.contract.pk, wanted, tax_rate=Decimal("0.06"), by=by, at=LATER)
    return desk, finance, issue_invoice(draft.pk, by=by, at=LATER)


def problems(invoice: Invoice) -> set[str]:
    (trace,) = trace_invoice(Invoice.objects.get(pk=invoice.pk), at=LATER)
    return {f"{link.kind.value}:{code}" for link in trace.links for code in link.problems}


@pytest.mark.django_db
def test_a_fee_leads_to_its_clause_and_the_page_of_the_signed_pdf() -> None:
    desk, finance, invoice = signed_fee()
    (trace,) = trace_invoice(invoice, at=LATER)
    assert trace.is_whole, trace.broken
    kinds = [link.kind.value for link in trace.links]
    assert kinds == ["invoice_line", "fee", "term", "clause", "version", "signed_pdf"]
    facts = {link.kind: link.facts for link in trace.links}
    assert (facts[Kind.FEE]["part"], facts[Kind.FEE]["amount"]) == ("whole", Decimal("600000.00"))
    assert facts[Kind.TERM]["name"] == "contract_amount"
    assert facts[Kind.SIGNED_PDF]["page"] == facts[Kind.CLAUSE]["page"]
    client = Client()
    client.force_login(finance)
    shown = client.get(reverse("billing:trace", args=[invoice.pk]), headers={"accept-language": "en"}).content.decode()
    assert ("Every link holds" in shown, "VAT at 6 %" in shown, "Whole fee" in shown) == (True, True, True)
    found = effects_of(FeeClaim.objects.get().term.clause, scope=factories.scope(desk.owner))
    assert ([line.invoice for line in found.fees], found.fees_billed) == ([invoice], Decimal("600000.00"))


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_each_alteration_breaks_the_trace_of_a_fee_at_its_link(as_owner: Callable[[], None]) -> None:
    _desk, _finance, invoice = signed_fee()
    assert problems(invoice) == set()
    as_owner()
    assert {statement: _problems_when_altered(statement, invoice) for statement in ALTERED} == ALTERED


def _problems_when_altered(statement: str, invoice: Invoice) -> set[str]:
    """Alter, look, and take it back."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {statement.split()[1]} DISABLE TRIGGER USER")
        cursor.execute(statement)
        found = problems(invoice)
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db
def test_two_lines_are_traced_with_as_many_queries_as_one(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    at = fee_desk()
    later = AT + timedelta(days=170)
    invoice = at.draft(FIRST, SECOND, at=later)
    with django_assert_max_num_queries(12):
        first, second = trace_invoice(invoice, at=later)
    assert [link.facts["first_day"] for link in (first.links[1], second.links[1])] == [
        claim.first_day for claim in FeeClaim.objects.order_by("first_day")
    ]
    assert [link.problems for link in (first.links[1], second.links[1])] == [(), ()]
