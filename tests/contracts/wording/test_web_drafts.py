import pytest
from django.test import Client
from django.urls import reverse

from contracts.domain.life.moving import move_version
from contracts.domain.terms.values import Money
from contracts.domain.wording.blanks import values_of
from contracts.models import Contract
from parties.domain.roles import Role
from parties.domain.scope import writing
from tests import factories
from tests.contracts import drafts
from tests.contracts.drafts import AT, Desk

pytestmark = pytest.mark.django_db
EDITOR_QUERIES = 20


@pytest.fixture
def desk() -> Desk:
    return drafts.draft()


@pytest.fixture
def browser(desk: Desk) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(desk.manager)
    client.cookies["django_language"] = "en"
    return client


def editor(desk: Desk) -> str:
    return reverse("contracts:draft", args=[desk.contract.pk])


def test_a_contract_is_started_in_two_steps_without_javascript(desk: Desk, browser: Client) -> None:
    address = reverse("contracts:draft-new")
    first = browser.get(address)
    assert desk.client.name in first.content.decode()
    second = f"{address}?form=ktv-2&party_a={desk.client.pk}"
    assert desk.owner.name in browser.get(second).content.decode()
    typed = {"title": "新合同", "party_b": desk.provider.pk, "contract_owner": desk.owner.pk, "venues": [desk.venue.pk]}
    answer = browser.post(second, typed)
    contract = Contract.objects.get(title="新合同")
    assert answer.headers["Location"] == reverse("contracts:draft", args=[contract.pk])
    assert list(contract.venues.all()) == [desk.venue]


def test_the_editor_shows_each_blank_with_what_it_drives_beside_the_text(desk: Desk, browser: Client) -> None:
    page = browser.get(editor(desk)).content.decode()
    assert 'name="contract_amount"' in page
    assert "Starts the clock for verifying when a complaint is received" in page
    assert '<mark class="enc-term" data-term="verify_within">24 hours</mark>' in page
    assert 'class="enc-blank-mark" data-term="contract_amount"' in page
    assert "Fill in Contract amount" in page


def test_saving_works_without_javascript(desk: Desk, browser: Client) -> None:
    answer = browser.post(editor(desk), {"edits": "0", "contract_amount": "600000", "verify_within": "12"})
    assert answer.status_code == 302
    assert values_of(desk.version)["contract_amount"] == Money.read("600000")


def test_a_refused_value_is_marked_at_its_field_and_everything_typed_is_kept(desk: Desk, browser: Client) -> None:
    typed = {"edits": "0", "contract_amount": "-5", "arbitration_body": '"><script>alert(1)</script>{% now %}'}
    answer = browser.post(editor(desk), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This value cannot be negative." in page
    assert 'value="-5"' in page
    assert "<script>alert" not in page
    assert "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;{% now %}" in page
    assert values_of(desk.version)["contract_amount"] is None


def test_the_preview_follows_what_is_typed_and_stores_nothing(desk: Desk, browser: Client) -> None:
    address = reverse("contracts:draft-preview", args=[desk.contract.pk])
    browser.cookies["django_language"] = "zh-hans"
    answer = browser.post(address, {"edits": "0", "contract_amount": "600000", "verify_within": "12"})
    fragment = answer.content.decode()
    assert "人民币陆拾万元整" in fragment
    assert '<mark class="enc-term" data-term="verify_within">12小时</mark>' in fragment
    assert "<html" not in fragment
    assert values_of(desk.version)["contract_amount"] is None


def test_the_second_window_keeps_what_was_typed_and_sees_what_was_saved(desk: Desk, browser: Client) -> None:
    desk.fill(contract_amount="100")
    answer = browser.post(editor(desk), {"edits": "0", "contract_amount": "200"})
    page = answer.content.decode()
    assert "Somebody else saved this draft meanwhile" in page
    assert "Saved meanwhile by somebody else: 100.00" in page
    assert 'value="200"' in page
    again = browser.post(editor(desk), {"edits": "1", "contract_amount": "200"})
    assert again.status_code == 302
    assert values_of(desk.version)["contract_amount"] == Money.read("200")


def test_a_term_of_two_types_takes_the_one_that_is_chosen(desk: Desk, browser: Client) -> None:
    typed = {"edits": "0", "damages_per_breach": "5000", "damages_per_breach__kind": "money"}
    assert browser.post(editor(desk), typed).status_code == 302
    assert values_of(desk.version)["damages_per_breach"] == Money.read("5000")


def test_the_other_sides_people_do_not_see_a_draft(desk: Desk) -> None:
    for user, status in (
        (desk.owner, 403),
        (factories.person(factories.party(), Role.ACCOUNT_MANAGER), 404),
    ):
        client = Client()
        client.force_login(user)
        assert client.get(editor(desk)).status_code == status


def test_a_sent_contract_has_no_editor(desk: Desk, browser: Client) -> None:
    with writing(desk.drafter):
        move_version(desk.version, "send", frozen_at=AT)
    assert browser.get(editor(desk)).status_code == 404


def test_the_editor_asks_the_database_a_fixed_number_of_times(
    desk: Desk, browser: Client, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(EDITOR_QUERIES):  # type: ignore[operator]
        browser.get(editor(desk))
