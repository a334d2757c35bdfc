"""The fee plan of a contract on its page: a preview before it acts, the real days after, and only for its parties."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from billing.documents.invoice_pdf import invoice_html, render_invoice
from billing.domain.invoicing import issue_invoice
from billing.models import Invoice
from contracts.domain.terms.values import SHANGHAI
from parties.domain.roles import Role
from parties.models import User
from tests import factories
from tests.billing.factories import PRINTS, pay
from tests.billing.fees.claims import FIRST, SECOND, fee_desk

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings(PRINTS)]

AT = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)


def page(user: User, contract_id: int) -> str:
    client = Client()
    client.force_login(user)
    response = client.get(reverse("billing:fee_plan", args=[contract_id]), headers={"accept-language": "en"})
    assert response.status_code == 200, response
    return response.content.decode()


def test_a_running_contract_shows_its_periods_with_their_clause() -> None:
    agreement = factories.effective_contract(
        at=AT,
        form_id="service",
        contract_amount="100000",
        fee_interval="6个月",
        service_term="1年",
        payment_within="15",
    )
    shown = page(factories.person(agreement.client, Role.FINANCE), agreement.contract.pk)
    assert shown.count("¥50,000.00") == 2
    assert "¥100,000.00" in shown
    assert "2026-03-02 – 2026-09-02" in shown
    assert "within 15 working days of receiving the invoice" in shown
    assert "#clause-4.1" in shown
    assert "A preview" not in shown


def test_a_draft_shows_what_its_instalments_would_be_if_it_acted_today() -> None:
    agreement = factories.drafted(
        at=AT,
        form_id="consulting",
        contract_amount="80000",
        first_instalment="40",
        first_instalment_within="5",
        final_instalment="60",
        final_instalment_within="10",
    )
    shown = page(agreement.account_manager, agreement.contract.pk)
    assert f"if it did on {timezone.localdate():%Y-%m-%d}" in shown
    assert ("¥32,000.00" in shown, "¥48,000.00" in shown) == (True, True)
    assert "within 10 working days of acceptance" in shown


def test_blanks_that_are_empty_are_said_to_be_missing() -> None:
    agreement = factories.drafted(at=AT, form_id="ktv-2", contract_amount="")
    assert "No fee yet" in page(agreement.account_manager, agreement.contract.pk)


def test_a_stranger_finds_no_plan() -> None:
    agreement = factories.effective_contract(at=AT)
    client = Client()
    client.force_login(factories.person(factories.party(), Role.FINANCE))
    assert client.get(reverse("billing:fee_plan", args=[agreement.contract.pk])).status_code == 404


def test_finance_of_the_creditor_picks_payments_and_walks_to_the_paid_invoice() -> None:
    at = fee_desk()
    address = reverse("billing:fee_plan", args=[at.agreement.contract.pk])
    client = Client(headers={"accept-language": "en"})
    client.force_login(at.finance)
    before = client.get(address).content.decode()
    # The test runs after 13 August 2026, so that both periods may be invoiced.
    assert (before.count('name="parts"'), before.count("may be invoiced now")) == (2, 2)
    refused = client.post(address, {"tax_rate": "0.06"})
    assert (refused.status_code, "Choose at least one" in refused.content.decode()) == (422, True)
    drafted = client.post(address, {"parts": [FIRST], "tax_rate": "0.01"})
    invoice = Invoice.objects.get()
    assert drafted["Location"] == reverse("billing:detail", args=[invoice.pk])
    assert (str(invoice.net), str(invoice.tax)) == ("49504.95", "495.05")
    detail = client.get(drafted["Location"]).content.decode()
    assert ("The amounts include VAT" in detail, "#clause-4.1" in detail) == (True, True)
    issue_invoice(invoice.pk, by=at.creditor, at=timezone.now())
    invoice.refresh_from_db()
    pay(invoice, "50000", by=at.creditor, at=timezone.now(), received_date=timezone.localdate())
    after = client.get(address).content.decode()
    assert (str(invoice.number) in after, after.count('name="parts"'), SECOND in after) == (True, 1, True)
    assert 'data-state="paid"' in after
    listed = [client.get(reverse("billing:list"), {"purpose": each}).content.decode() for each in ("fee", "damages")]
    assert [str(invoice.number) in each for each in listed] == [True, False]


def plan_on(client: Client, address: str) -> str:
    """The plan alone; what stands around it has a token of its own in each answer."""
    return client.get(address).content.decode().partition("<table")[2].partition("</table")[0]


def test_the_debtor_drafts_nothing_and_is_not_told_of_a_draft() -> None:
    at = fee_desk()
    address = reverse("billing:fee_plan", args=[at.agreement.contract.pk])
    client = Client(headers={"accept-language": "en"})
    client.force_login(at.their_finance)
    before = plan_on(client, address)
    assert ('name="parts"' in before, "may be invoiced now" in before) == (False, False)
    refused = client.post(address, {"parts": [FIRST], "tax_rate": "0.06"})
    assert (refused.status_code, Invoice.objects.count()) == (422, 0)
    draft = at.draft(FIRST)
    assert plan_on(client, address) == before
    issue_invoice(draft.pk, by=at.creditor, at=timezone.now())
    assert str(Invoice.objects.get().number) in client.get(address).content.decode()
    manager = Client(headers={"accept-language": "en"})
    manager.force_login(at.agreement.account_manager)
    assert manager.post(address, {"parts": [SECOND], "tax_rate": "0.06"}).status_code == 403


def test_the_document_says_its_tax_instead_of_why_damages_have_none() -> None:
    snapshot = fee_desk().invoice(FIRST).snapshot
    assert snapshot is not None
    printed = invoice_html(snapshot)
    assert ("增值税税率（征收率）为 6%" in printed, "违约金" in printed, "¥2,830.19" in printed) == (True, False, True)
    render_invoice(snapshot)
