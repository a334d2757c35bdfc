"""Act four: the client confirms the breach, bills the damages, is paid, and looks where the figure came from."""

from decimal import Decimal
from typing import Final

from playwright.sync_api import expect

from billing.models import Invoice
from contracts.models import Breach, Damages
from parties.domain.roles import Role
from tests.journeys.cast import Cast
from tests.journeys.windows import Window

DAMAGES: Final = Decimal("3000.00")
"""0.5 % of 600,000."""
SHOWN: Final = "¥3,000.00"
LINKS: Final = 10
"""Line, damages, breach, obligation, deadline, complaint, term, clause, version, page of the signed PDF."""


def confirm_breach(desk: Window, cast: Cast, breach: Breach) -> Damages:
    """The contract owner finds it at home and confirms; the damages stand there with their workings."""
    desk.sign_in(cast.email(Role.CONTRACT_OWNER))
    desk.show("home")
    desk.follow(desk.page.locator(f"main a[href='/breaches/{breach.pk}/']").first)
    desk.page.fill("[name=text]", "属实，按合同处理。")
    desk.follow(f"[formaction='/breaches/{breach.pk}/confirm/']")
    breach.refresh_from_db()
    desk.show("breach")
    damages = breach.damages
    assert (breach.state, damages.amount) == ("confirmed", DAMAGES)
    workings = desk.page.locator("main table tr")
    expect(workings).to_have_count(len(damages.workings))
    assert SHOWN in workings.last.inner_text()
    return damages


def bill_and_record_payment(desk: Window, cast: Cast, damages: Damages) -> Invoice:
    """The client's finance drafts the invoice, issues it, and writes down that it was paid."""
    desk.sign_in(cast.email(Role.FINANCE))
    desk.open("/invoices/")
    desk.follow(desk.page.locator("main a[href='/invoices/to-bill/']").first)
    assert desk.page.locator(f"[name=damages][value='{damages.pk}']").is_checked()
    desk.submit()
    invoice = Invoice.objects.get(pk=desk.number)
    desk.follow_after_yes(f"main form[action$='/invoices/{invoice.pk}/issue/'] button")
    desk.page.fill("[name=amount]", "3,000.00")
    desk.page.fill("[name=reference]", "回单 20260001")
    desk.follow(f"main form[action$='/invoices/{invoice.pk}/payments/'] [data-variant=primary]")
    invoice.refresh_from_db()
    desk.show("invoice")
    assert (invoice.is_paid, invoice.gross, invoice.paid) == (True, DAMAGES, DAMAGES)
    return invoice


def walk_back(desk: Window, invoice: Invoice) -> None:
    """From the figure to the page of the signed PDF: every link holds, and the last one opens the file."""
    desk.follow(desk.page.locator(f"main a[href^='/invoices/{invoice.pk}/trace/']").first)
    desk.show("trace")
    chain = desk.page.locator(".enc-chain > .enc-link")
    expect(chain).to_have_count(LINKS)
    assert desk.page.locator(".enc-chain [data-tone=danger]").count() == 0
    assert SHOWN in chain.first.inner_text()
    damages = invoice.lines.get().damages
    obligation = damages.breach.obligation if damages else None
    assert obligation is not None
    page = obligation.clause.page
    last = chain.last.locator("a")
    assert str(page) in last.inner_text()
    address = last.get_attribute("href") or ""
    assert address.endswith(f"#page={page}")
    file = desk.page.request.get(address)
    assert (file.status, file.body()[:5]) == (200, b"%PDF-")
