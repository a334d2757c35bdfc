from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contracts.domain.terms.values import Hours
from contracts.models import Contract, ContractVersion
from parties.domain.roles import Role
from parties.models import Message
from tests import factories
from tests.contracts import drafts
from tests.contracts.amendments import drafted
from tests.factories import Agreement

pytestmark = pytest.mark.django_db


def browser_of(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    client.cookies["django_language"] = "en"
    return client


def text_of(client: Client, name: str, *args: object, status: int = 200) -> str:
    answer = client.get(reverse(f"contracts:{name}", args=args))
    assert answer.status_code == status, (name, answer.status_code)
    return answer.content.decode()


@pytest.fixture
def agreement() -> Agreement:
    return factories.effective_contract(at=factories.BEGUN - timedelta(days=30), verify_within="24")


def test_a_draft_is_shared_for_reading_and_recalled() -> None:
    desk = drafts.ready_draft()
    manager, owner = browser_of(desk.manager), browser_of(desk.owner)
    text_of(owner, "detail", desk.contract.pk, status=404)
    assert "Share the draft" in text_of(manager, "detail", desk.contract.pk)
    assert owner.post(reverse("contracts:share", args=[desk.contract.pk])).status_code == 403
    manager.post(reverse("contracts:share", args=[desk.contract.pk]))
    page = text_of(owner, "detail", desk.contract.pk)
    assert "A draft to read and talk over" in page
    assert "600,000.00" in page
    for forbidden in ("Fill in the blanks", "Recall", "Send for signing"):
        assert forbidden not in page
    assert {m.user for m in Message.objects.filter(kind="contracts.shared")} == {desk.manager, desk.owner}
    desk.fill(contract_amount="700000")
    assert "700,000.00" in text_of(owner, "detail", desk.contract.pk)
    manager.post(reverse("contracts:recall", args=[desk.contract.pk]))
    text_of(owner, "detail", desk.contract.pk, status=404)
    assert "Share the draft" in text_of(manager, "detail", desk.contract.pk)


def test_an_amendment_is_started_changed_and_dropped_in_the_browser(agreement: Agreement) -> None:
    manager, owner, pk = browser_of(agreement.account_manager), browser_of(agreement.owner), agreement.contract.pk
    assert "Start a supplementary agreement" in text_of(manager, "detail", pk)
    assert "Start a supplementary agreement" not in text_of(owner, "detail", pk)
    answer = manager.post(reverse("contracts:amend", args=[pk]))
    assert answer.headers["Location"] == reverse("contracts:draft", args=[pk])
    assert "Supplementary Agreement No. 1" in text_of(manager, "draft", pk)
    page = text_of(manager, "amendment", pk, 2)
    assert "So far it changes nothing" in page
    assert "It changes nothing yet" in page
    version = ContractVersion.objects.get(contract=pk, number=2)
    blanks = {term.name: term.value.plain if term.value else "" for term in version.terms.all()}
    kinds = {f"{term.name}__kind": term.value.type for term in version.terms.all() if term.value}
    typed = {**blanks, **kinds, "verify_within": "6", "edits": str(version.edits)}
    saved = manager.post(reverse("contracts:draft", args=[pk]), typed)
    assert saved.status_code == 302
    page = text_of(manager, "amendment", pk, 2)
    assert "24 hours" in page
    assert "6 hours" in page
    detail = text_of(manager, "detail", pk)
    assert "What stands below is in force" in detail
    assert "24 hours" in detail
    assert "See what it changes" not in text_of(owner, "detail", pk)
    text_of(owner, "amendment", pk, 2, status=404)
    manager.post(reverse("contracts:share", args=[pk]))
    assert "6 hours" in text_of(owner, "amendment", pk, 2)
    manager.post(reverse("contracts:amendment-drop", args=[pk]))
    assert Contract.objects.get(pk=pk).is_effective
    text_of(owner, "amendment", pk, 2, status=404)
    text_of(manager, "draft", pk, status=404)


def test_a_copy_is_made_of_what_is_in_force_not_of_what_is_on_its_way(agreement: Agreement) -> None:
    drafted(agreement, at=timezone.now(), verify_within="6")
    address = f"{reverse('contracts:copy', args=[agreement.contract.pk])}?party_a={agreement.client.pk}"
    typed = {
        "title": "复制的合同",
        "party_b": agreement.provider.pk,
        "contract_owner": agreement.owner.pk,
        "venues": [agreement.venue.pk],
    }
    assert browser_of(agreement.account_manager).post(address, typed).status_code == 302
    copy = Contract.objects.get(title="复制的合同")
    assert copy.latest_version.terms.get(name="verify_within").value == Hours(24)


def test_strangers_reach_no_amendment(agreement: Agreement) -> None:
    drafted(agreement, at=timezone.now(), verify_within="6")
    stranger = browser_of(factories.person(factories.party(), Role.ACCOUNT_MANAGER))
    pk = agreement.contract.pk
    text_of(stranger, "amendment", pk, 2, status=404)
    for verb in ("share", "recall", "amend", "amendment-drop"):
        assert stranger.post(reverse(f"contracts:{verb}", args=[pk])).status_code == 404
    assert ContractVersion.objects.get(contract=pk, number=2).state == "draft"


def test_the_first_agreement_has_no_page_of_changes(agreement: Agreement) -> None:
    address = reverse("contracts:amendment", args=[agreement.contract.pk, 1])
    assert browser_of(agreement.account_manager).get(address).status_code == 404
