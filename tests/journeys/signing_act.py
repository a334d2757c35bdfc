"""Act two: each signer comes by a mailed link, without an account; afterwards anybody may verify the file."""

from pathlib import Path

from playwright.sync_api import expect

from contracts.models import Contract, ContractVersion
from tests.journeys import mailbox
from tests.journeys.cast import Signer
from tests.journeys.windows import Window


def sign_and_seal(room: Window, signer: Signer) -> None:
    """From the link in the mail to "signed and sealed"."""
    link = mailbox.wait_for(mailbox.LINK, to=signer.email)
    room.open(link)
    room.submit()
    room.must_be_at(f"{link}code/")
    room.page.fill("[name=code]", mailbox.wait_for(mailbox.CODE, to=signer.email))
    room.submit()
    room.must_be_at("/sign/")
    _read(room)
    _act(room, signer.name)


def _read(room: Window) -> None:
    """The text with its terms, then each heavy clause by itself; none can be skipped."""
    expect(room.page.locator("mark[data-term]").first).to_be_visible()
    room.follow("main a[href='/sign/clauses/']")
    confirmed = 0
    while room.path == "/sign/clauses/":
        room.page.check("[name=read]")
        room.show("heavy-clause")
        room.submit()
        confirmed += 1
    assert confirmed >= 3
    room.must_be_at("/sign/act/")


def _act(room: Window, name: str) -> None:
    """Type the name, draw it, take a seal (one that the party keeps, else the one that is drawn), and sign."""
    room.page.fill("[name=typed_name]", name)
    _draw(room)
    kept = room.page.locator("[name=seal][value^=registered]")
    (kept.first if kept.count() else room.page.locator("[name=seal][value=drawn]")).check()
    room.page.check("[name=agreed]")
    expect(room.page.locator("img.enc-seal").last).to_be_visible()
    room.show("sign")
    room.submit()
    room.must_be_at("/sign/")


def _draw(room: Window) -> None:
    sheet = room.page.locator("encore-signature canvas")
    sheet.scroll_into_view_if_needed()
    box = sheet.bounding_box()
    assert box is not None
    room.page.mouse.move(box["x"] + 30, box["y"] + 40)
    room.page.mouse.down()
    room.page.mouse.move(box["x"] + 160, box["y"] + 90, steps=10)
    room.page.mouse.up()
    assert room.page.locator("encore-signature [name=drawing]").input_value().startswith("data:image/png;base64,")


def download(room: Window, copy: Path) -> None:
    """Take the file along as it stands; after the last signer it is finished."""
    with room.page.expect_download() as coming:
        room.page.locator("main a[href$='contract.pdf']").click()
    coming.value.save_as(copy)


def verify_as_anybody(room: Window, copy: Path, contract: Contract, *, signatures: int = 2) -> None:
    """The public page says valid, by whom it is signed, and reads the contract's number and terms from the file."""
    room.open("/verify/")
    room.page.set_input_files("input[type=file]", copy)
    room.submit()
    expect(room.page.locator(".enc-verdict-word")).to_be_visible()
    room.show("verify")
    assert room.page.locator("main .card[data-tone=ok]").count() == 1
    assert contract.number in room.page.locator("main").inner_text()
    assert room.page.locator("main .card[data-tone=ok] dt").count() == 1 + signatures
    version: ContractVersion = contract.latest_version
    assert room.page.locator("main tbody tr").count() == version.terms.count()
