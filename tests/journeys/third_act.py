"""What the third party brings: a seal that is kept, and a person of its own who sees what it signed, and no more."""

from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import expect

from contracts.models import Contract, PartySeal
from parties.domain.roles import Role
from tests.journeys.cast import Cast
from tests.journeys.windows import Window


def keep_a_seal(desk: Window, cast: Cast, scan: Path) -> None:
    """The client keeps a picture of its own seal, for whoever will sign for it."""
    sheet = Image.new("RGB", (300, 300), "white")
    ImageDraw.Draw(sheet).ellipse((40, 40, 260, 260), outline=(200, 30, 30), width=14)
    sheet.save(scan)
    desk.sign_in(cast.email(Role.CONTRACT_OWNER))
    desk.open("/seals/")
    desk.page.select_option("[name=party]", str(cast.client.pk))
    desk.page.fill("[name=name]", "合同专用章")
    desk.page.set_input_files("[name=picture]", scan)
    desk.submit()
    expect(desk.page.locator("main img.enc-seal")).to_have_count(1)
    desk.show("seals")
    assert PartySeal.objects.filter(party=cast.client).count() == 1


def see_own_engagement(desk: Window, cast: Cast, contract: Contract) -> None:
    """The third party's own person reads what it is engaged for; the contract's other pages are not there for it."""
    assert cast.neutral is not None
    third = contract.latest_version.third_party
    desk.sign_in(cast.neutral.email)
    desk.open(f"/engagements/{third.pk}/")
    desk.show("engagement")
    assert contract.number in desk.page.locator("main").inner_text()
    assert desk.page.request.get(f"/contracts/{contract.pk}/").status == 404
