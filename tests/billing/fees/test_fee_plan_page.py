"""The fee plan of a contract on its page: a preview before it acts, the real days after, and only for its parties."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contracts.domain.terms.values import SHANGHAI
from parties.domain.roles import Role
from parties.models import User
from tests import factories

pytestmark = pytest.mark.django_db

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
