"""Act one: the account manager drafts the contract and sends it."""

from typing import Final

from playwright.sync_api import expect

from contracts.models import Contract
from parties.domain.roles import Role
from tests import factories
from tests.journeys.cast import Cast
from tests.journeys.windows import Window

WRONG_AMOUNT: Final = "-5"


def draft_and_send(desk: Window, cast: Cast) -> Contract:
    """From the empty list of contracts to one that is out for signature."""
    desk.sign_in(cast.email(Role.ACCOUNT_MANAGER))
    desk.open("/contracts/")
    desk.follow(desk.page.locator("main a[href='/contracts/new/']").first)
    _choose_form_and_parties(desk, cast)
    contract = Contract.objects.get(pk=desk.number)
    _see_what_is_missing(desk)
    _type_something_wrong(desk, contract)
    _fill_the_blanks(desk)
    _name_the_signers(desk, cast, contract)
    contract.refresh_from_db()
    assert contract.state == "out_for_signature"
    return contract


def _choose_form_and_parties(desk: Window, cast: Cast) -> None:
    desk.page.check("[name=form][value='ktv-2']")
    desk.page.select_option("[name=party_a]", str(cast.client.pk))
    desk.submit()
    desk.page.fill("[name=title]", "滨江店投诉处理服务合同")
    desk.page.select_option("[name=party_b]", str(cast.provider.pk))
    desk.page.select_option("[name=contract_owner]", str(cast.people[Role.CONTRACT_OWNER].pk))
    desk.page.set_checked(f"[name=venues][value='{cast.venue.pk}']", checked=True)
    desk.submit()
    assert desk.path.endswith("/draft/")


def _see_what_is_missing(desk: Window) -> None:
    """Beside the text stands which blanks keep it from being sent, and the page that sends says the same."""
    missing = desk.page.locator("#preview .enc-gaps a").evaluate_all("links => links.map(link => link.hash)")
    assert "#id_contract_amount" in missing
    assert desk.page.locator("[data-term=contract_amount][data-missing]").count() == 1
    editor = desk.path
    desk.follow("main a[href$='/send/']")
    assert desk.page.locator("main .enc-gaps a").count() == len(missing)
    assert desk.page.locator("main form [data-variant=primary]:not(a)").count() == 0
    desk.open(editor)


def _type_something_wrong(desk: Window, contract: Contract) -> None:
    """A value that cannot be is marked at its field; the rest of what was typed stays, and nothing is saved."""
    amount, body = desk.page.locator("[name=contract_amount]"), desk.page.locator("[name=arbitration_body]")
    amount.fill(WRONG_AMOUNT)
    body.fill("示例仲裁委员会 <b>{{ now }}</b>")
    desk.submit()
    assert amount.input_value() == WRONG_AMOUNT
    assert body.input_value() == "示例仲裁委员会 <b>{{ now }}</b>"
    assert amount.get_attribute("aria-invalid") == "true"
    assert contract.latest_version.terms.get(name="contract_amount").value is None


def _fill_the_blanks(desk: Window) -> None:
    """The text follows what is typed, and the list of what is missing grows shorter."""
    desk.page.fill("[name=contract_amount]", factories.BLANKS["contract_amount"])
    expect(desk.page.locator("#capitals-contract_amount")).to_have_text("人民币陆拾万元整")
    expect(desk.page.locator("#preview a[href='#id_contract_amount']")).to_have_count(0)
    for name, typed in factories.BLANKS.items():
        desk.page.fill(f"[name={name}]", typed)
    desk.page.select_option("[name=damages_per_breach__kind]", "percent")
    expect(desk.page.locator("#preview .enc-gaps a")).to_have_count(0)
    desk.submit()
    assert desk.page.locator("[data-missing]").count() == 0


def _name_the_signers(desk: Window, cast: Cast, contract: Contract) -> None:
    """The mailboxes are those in the register: they stand there already."""
    desk.open(f"/contracts/{contract.pk}/send/")
    for side, signer in cast.signers.items():
        desk.page.fill(f"[name={side}_name]", signer.name)
        assert desk.page.locator(f"[name={side}_email]").input_value() == signer.email
        desk.page.select_option(f"[name={side}_language]", "zh-hans")
    desk.submit()
    desk.must_be_at(f"/contracts/{contract.pk}/")
