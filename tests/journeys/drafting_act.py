"""Act one: the account manager drafts the contract and sends it."""

from collections.abc import Sequence
from typing import Final

from playwright.sync_api import expect

from contracts.models import Contract
from parties.domain.roles import Role
from parties.models import Party
from tests import factories
from tests.journeys.cast import Cast
from tests.journeys.windows import LANGUAGE, Window

WRONG_AMOUNT: Final = "-5"
FEE: Final = "20000"
"""What the third party gets, in yuan; both sides bear half of it."""


UNIT: Final = "__kind"
"""Ends the name of the field that says in what a value is meant, where there is a choice."""
PER_BREACH: Final = {f"damages_per_breach{UNIT}": "percent"}


def draft_and_send(desk: Window, cast: Cast) -> Contract:
    """From the empty list of contracts to one that is out for signature."""
    contract = start(desk, cast, "ktv-2", "滨江店投诉处理服务合同")
    _see_what_is_missing(desk)
    _type_something_wrong(desk, contract)
    _see_the_text_follow(desk)
    fill(desk, factories.BLANKS)
    send(desk, cast, contract)
    return contract


def start(desk: Window, cast: Cast, form: str, title: str, *, supplements: Sequence[str] = ()) -> Contract:
    """From the empty list of contracts to a draft of this form, with the supplements that the parties chose."""
    desk.sign_in(cast.email(Role.ACCOUNT_MANAGER))
    desk.open("/contracts/")
    desk.follow(desk.page.locator("main a[href='/contracts/new/']").first)
    desk.page.check(f"[name=form][value='{form}']")
    desk.show("choose-form")
    desk.page.select_option("[name=party_a]", str(cast.client.pk))
    desk.submit()
    desk.page.fill("[name=title]", title)
    desk.page.select_option("[name=party_b]", str(cast.provider.pk))
    desk.page.select_option("[name=contract_owner]", str(cast.people[Role.CONTRACT_OWNER].pk))
    desk.page.set_checked(f"[name=venues][value='{cast.venue.pk}']", checked=True)
    for code in supplements:
        desk.page.check(f"[name=supplements][value='{code}']")
    desk.submit()
    assert desk.path.endswith("/draft/")
    return Contract.objects.get(pk=desk.number)


def engage(desk: Window, third: Party, contract: Contract) -> None:
    """The intermediary that the supplement asks for signs as the third one; what it does and gets is printed."""
    desk.follow("main a.btn[href$='/draft/third-party/']")
    desk.page.select_option("[name=party]", str(third.pk))
    desk.page.select_option("[name=role]", "intermediary")
    desk.page.fill("[name=engaged_for]", "居间协调，协助双方核对履行情况")
    desk.page.fill("[name=fee]", FEE)
    desk.page.fill("[name=share_a]", "50")
    desk.submit()
    desk.show("third-party")
    desk.open(f"/contracts/{contract.pk}/draft/")


def fill(desk: Window, blanks: dict[str, str]) -> None:
    """Type into the blanks; what keeps the draft from being sent grows shorter until nothing is left."""
    for name, typed in (PER_BREACH | blanks).items():
        blank = desk.page.locator(f"[name={name}]")
        if name.endswith(UNIT):
            blank.select_option(typed)
        else:
            blank.fill(typed)
    expect(desk.page.locator("#preview .enc-gaps a")).to_have_count(0)
    desk.show("fill-blanks")
    desk.submit()
    assert desk.page.locator("[data-missing]").count() == 0


def send(desk: Window, cast: Cast, contract: Contract, *, order: Sequence[str] = ()) -> None:
    """Name who signs, in which order if in one: the mailboxes are those in the register and stand there already."""
    desk.open(f"/contracts/{contract.pk}/send/")
    for side, signer in cast.signers.items():
        desk.page.fill(f"[name={side}_name]", signer.name)
        assert desk.page.locator(f"[name={side}_email]").input_value() == signer.email
        desk.page.select_option(f"[name={side}_language]", LANGUAGE)
    turns = desk.page.locator("[name=order]")
    turns.select_option(",".join(_side(side) for side in order))
    turns.scroll_into_view_if_needed()
    desk.show("send")
    desk.submit()
    desk.must_be_at(f"/contracts/{contract.pk}/")
    contract.refresh_from_db()
    assert contract.state == "out_for_signature"


def _side(letter: str) -> str:
    """As the order of signing names it."""
    return letter if letter == "third" else letter.upper()


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


def _see_the_text_follow(desk: Window) -> None:
    """The text follows what is typed."""
    desk.page.fill("[name=contract_amount]", factories.BLANKS["contract_amount"])
    expect(desk.page.locator("#capitals-contract_amount")).to_have_text("人民币陆拾万元整")
    expect(desk.page.locator("#preview a[href='#id_contract_amount']")).to_have_count(0)
