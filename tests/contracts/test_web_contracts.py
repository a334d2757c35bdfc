import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from parties.domain.roles import Role
from tests import factories
from tests.contracts import drafts
from tests.contracts.drafts import SIGNERS, Desk

pytestmark = pytest.mark.django_db


def browser_of(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    client.cookies["django_language"] = "en"
    return client


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def signers_typed() -> dict[str, str]:
    """The form of signers, filled in."""
    return {
        f"{side.lower()}_{name}": str(getattr(signer, name) or "")
        for side, signer in SIGNERS.items()
        for name in ("name", "title", "email", "language", "authority", "authority_scope", "authority_until")
    }


def test_the_list_asks_the_database_the_same_number_of_times_for_one_and_for_many() -> None:
    first = drafts.draft()
    client, address = browser_of(first.manager), reverse("contracts:list")
    once = queries(client, address)
    for _each in range(3):
        other = drafts.draft()
        other.contract.party_b = first.provider
        other.contract.save(update_fields=["party_b"])
    assert queries(client, address) == once
    assert client.get(address).content.decode().count("HT-2026-") == 4


def test_the_list_is_narrowed_by_state_and_by_words() -> None:
    desk = drafts.draft()
    client, address = browser_of(desk.manager), reverse("contracts:list")
    for query, found in (
        ("", True),
        ("?state=draft", True),
        ("?state=effective", False),
        (f"?q={desk.contract.number[-6:]}", True),
        (f"?q={desk.client.name}", True),
        ("?q=nothing+of+the+kind", False),
        ("?state=nonsense", True),
    ):
        assert (desk.contract.number in client.get(address + query).content.decode()) is found, query


def test_a_stranger_finds_nothing() -> None:
    desk = drafts.draft()
    stranger = browser_of(factories.person(factories.party(), Role.ACCOUNT_MANAGER))
    assert desk.contract.number not in stranger.get(reverse("contracts:list")).content.decode()
    for name in ("detail", "pdf", "send", "draft"):
        assert stranger.get(reverse(f"contracts:{name}", args=[desk.contract.pk])).status_code == 404


def test_the_page_of_a_contract_reads_the_same_number_of_times_however_much_it_shows() -> None:
    desk = drafts.draft()
    client, address = browser_of(desk.manager), reverse("contracts:detail", args=[desk.contract.pk])
    once = queries(client, address)
    desk.fill(**factories.BLANKS)
    assert queries(client, address) == once


def send_by_form(desk: Desk, client: Client) -> None:
    answer = client.post(reverse("contracts:send", args=[desk.contract.pk]), signers_typed())
    assert answer.headers["Location"] == reverse("contracts:detail", args=[desk.contract.pk])


def test_a_contract_is_sent_reminded_and_withdrawn_from_its_page() -> None:
    desk = drafts.ready_draft()
    manager, owner = browser_of(desk.manager), browser_of(desk.owner)
    detail = reverse("contracts:detail", args=[desk.contract.pk])
    assert owner.get(detail).status_code == 404
    send_by_form(desk, manager)
    page = owner.get(detail).content.decode()
    for words in ("Out for signature", "甄客户", "Starts the clock for verifying", 'id="clause-1"', "600,000.00"):
        assert words in page
    assert "Withdraw" not in page
    pdf = owner.get(reverse("contracts:pdf", args=[desk.contract.pk]))
    assert (pdf.headers["Content-Type"], pdf.headers["Cache-Control"]) == ("application/pdf", "private, no-store")
    assert b"".join(pdf.streaming_content).startswith(b"%PDF-")  # type: ignore[attr-defined]
    assert owner.post(reverse("contracts:withdraw", args=[desk.contract.pk])).status_code == 403
    manager.post(reverse("contracts:remind", args=[desk.contract.pk]))
    assert "was mailed within the last day" in manager.get(detail).content.decode()
    manager.post(reverse("contracts:withdraw", args=[desk.contract.pk]))
    assert desk.version.number == 2
    assert owner.get(detail).status_code == 404


def test_an_unready_draft_offers_no_button_to_send_and_says_why() -> None:
    desk = drafts.draft()
    client, address = browser_of(desk.manager), reverse("contracts:send", args=[desk.contract.pk])
    page = client.get(address).content.decode()
    assert "Freeze and send" not in page
    assert "Fill in Contract amount" in page
    answer = client.post(address, signers_typed() | {"a_title": ""})
    assert answer.status_code == 422
    assert 'value="a.signer@example.com"' in answer.content.decode()
