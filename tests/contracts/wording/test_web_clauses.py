"""The pages on which the wording of a draft is changed, compared and copied."""

import pytest
from django.test import Client
from django.urls import reverse

from contracts.models import Contract
from parties.domain.roles import Role
from tests import factories
from tests.contracts import drafts
from tests.contracts.drafts import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return drafts.draft()


@pytest.fixture
def browser(desk: Desk) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(desk.manager)
    client.cookies["django_language"] = "en"
    return client


def address(desk: Desk, number: str, name: str = "clause") -> str:
    return reverse(f"contracts:{name}", args=[desk.contract.pk, desk.version.clauses.get(number=number).pk])


def test_a_clause_is_changed_and_put_back(desk: Desk, browser: Client) -> None:
    typed = {"edits": 0, "text_zh": "双方应当友好协商。", "text_en": "In good faith."}
    answer = browser.post(address(desk, "1.3"), typed)
    assert answer.headers["Location"] == reverse("contracts:draft", args=[desk.contract.pk]) + "#clause-1.3"
    page = browser.get(address(desk, "1.3")).content.decode()
    assert "Changed against the form" in page
    assert "<ins>" in page
    assert "faith" in browser.get(reverse("contracts:deviations", args=[desk.contract.pk])).content.decode()
    browser.post(address(desk, "1.3", "clause-undo"))
    assert not desk.version.clauses.get(number="1.3").deviates


def test_a_number_is_asked_about_and_what_was_typed_stays(desk: Desk, browser: Client) -> None:
    typed = {"edits": 0, "text_zh": "应当在48小时内答复。", "text_en": ""}
    answer = browser.post(address(desk, "1.3"), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Confirm that these do not act, or use a term: 48小时" in page
    assert "应当在48小时内答复。" in page
    assert browser.post(address(desk, "1.3"), typed | {"does_not_act": ["48小时"]}).status_code == 302


def test_a_clause_is_added_and_removed(desk: Desk, browser: Client) -> None:
    new = reverse("contracts:clause-new", args=[desk.contract.pk, "2"])
    assert browser.get(new).status_code == 200
    browser.post(new, {"edits": 0, "heading_zh": "附加约定", "text_zh": "<b>双方</b>应当友好协商。"})
    assert (
        "&lt;b&gt;双方&lt;/b&gt;" in browser.get(reverse("contracts:draft", args=[desk.contract.pk])).content.decode()
    )
    browser.post(address(desk, "2.5", "clause-undo"))
    assert not desk.version.clauses.filter(number="2.5").exists()


def test_a_strange_article_and_a_foreign_draft_are_not_there(desk: Desk, browser: Client) -> None:
    other = drafts.draft()
    assert browser.get(reverse("contracts:clause-new", args=[desk.contract.pk, "99"])).status_code == 404
    assert browser.get(address(other, "1.3")).status_code == 404
    assert browser.post(address(other, "1.3"), {"edits": 0, "text_zh": "x"}).status_code == 404
    assert browser.get(reverse("contracts:copy", args=[other.contract.pk])).status_code == 404


def test_one_contracts_clause_is_not_reached_through_another(desk: Desk, browser: Client) -> None:
    foreign = drafts.draft().version.clauses.get(number="1.3")
    assert browser.get(reverse("contracts:clause", args=[desk.contract.pk, foreign.pk])).status_code == 404


def test_two_versions_are_compared_on_a_page() -> None:
    desk = drafts.sent()
    client = Client(headers={"accept-language": "en"})
    client.force_login(desk.manager)
    compare = reverse("contracts:compare", args=[desk.contract.pk])
    assert client.get(compare).status_code == 404
    client.post(reverse("contracts:withdraw", args=[desk.contract.pk]))
    desk.fill(verify_within="12")
    page = client.get(compare).content.decode()
    assert "12" in page
    assert client.get(compare + "?old=9&new=x").status_code == 200


def test_a_contract_is_copied_in_two_steps(desk: Desk, browser: Client) -> None:
    copy = reverse("contracts:copy", args=[desk.contract.pk])
    assert desk.client.name in browser.get(copy).content.decode()
    typed = {"title": "复制件", "party_b": desk.provider.pk, "contract_owner": desk.owner.pk, "venues": [desk.venue.pk]}
    browser.post(f"{copy}?party_a={desk.client.pk}", typed)
    assert Contract.objects.get(title="复制件").latest_version.terms.count() == desk.version.terms.count()


def test_the_picker_shows_what_each_form_makes_the_system_do(browser: Client) -> None:
    page = browser.get(reverse("contracts:draft-new")).content.decode()
    assert "What it makes the system do" in page
    assert "Starts the clock for verifying when a complaint is received" in page


def test_only_drafters_change_wording(desk: Desk) -> None:
    client = Client()
    client.force_login(factories.person(desk.provider, Role.FINANCE))
    assert client.get(address(desk, "1.3")).status_code == 403
