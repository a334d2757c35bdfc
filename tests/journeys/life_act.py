"""The last acts: one side gives notice, the other has it, the period passes, all is settled, the file is closed."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Browser, expect

from contracts.domain.life.ending import pass_moments
from contracts.models import Contract
from contracts.models.settlement import Line
from foundation.models import Job
from parties.domain.roles import Role
from tests.journeys.cast import Cast
from tests.journeys.windows import PHONE, Window, window

WORD = "违约金"
ARCHIVE = "main form[action$='/archive/']"
REASON = "乙方连续两月未按约定提交整改报告，依约解除。"


def end_and_archive(browser: Browser, site: str, cast: Cast, contract: Contract) -> None:
    """Notice, its arrival, its period, settlement, archive; what is to be done by itself is done."""
    with window(browser, site) as client, window(browser, site, size=PHONE) as provider:
        client.sign_in(cast.email(Role.CONTRACT_OWNER))
        provider.sign_in(cast.email(Role.ACCOUNT_MANAGER))
        notice = give_notice(client, contract)
        say_that_it_arrived(provider, contract, notice)
        let_its_period_pass(contract)
        tick_every_line(client, contract)
        client.show("settlement")
        expect(client.page.locator(ARCHIVE)).to_have_count(0)
        tick_every_line(provider, contract)
        archive(provider, contract)
        find_it_again(client, contract)
    assert not Job.objects.filter(state="parked").exists()


def give_notice(desk: Window, contract: Contract) -> str:
    """The client ends the contract for a serious breach. Gives the address of the notice."""
    desk.open(f"/contracts/{contract.pk}/")
    desk.follow("main a[href$='/notices/new/termination/']")
    desk.page.select_option("[name=ground]", "serious_breach")
    desk.page.fill("[name=text]", REASON)
    desk.page.select_option("[name=channel]", "courier")
    desk.show("notice")
    desk.submit()
    return desk.path


def say_that_it_arrived(desk: Window, contract: Contract, notice: str) -> None:
    """The provider acknowledges it: from now on the period of the signed clause runs."""
    desk.open(notice)
    assert REASON in desk.page.locator("main").inner_text()
    desk.follow_after_yes("main form[action$='/acknowledge/'] button")
    contract.refresh_from_db()
    assert contract.ends_at is not None
    assert contract.ends_at > timezone.now() + timedelta(days=27)


def let_its_period_pass(contract: Contract) -> None:
    """What the beat does on the day after the last one."""
    assert contract.ends_at is not None
    pass_moments(contract.pk, at=contract.ends_at)
    contract.refresh_from_db()
    assert contract.state == "terminated"


def tick_every_line(desk: Window, contract: Contract) -> None:
    """One side says of each line that it is done, with a word how; it can do so for itself alone."""
    desk.open(f"/contracts/{contract.pk}/")
    for line in Line:
        form = desk.page.locator(f"form.enc-settle:has([name=line][value={line}])")
        form.locator("[name=note]").fill("双方已核对并移交")
        desk.follow(form.locator("button"))
    expect(desk.page.locator("form.enc-settle")).to_have_count(0)


def archive(desk: Window, contract: Contract) -> None:
    """Once both sides have settled, the file is closed, and everything stays readable."""
    desk.follow_after_yes(f"{ARCHIVE} button")
    contract.refresh_from_db()
    assert contract.state == "archived"
    assert desk.page.locator("main a[href$='contract.pdf']").count() == 1


def find_it_again(desk: Window, contract: Contract) -> None:
    """The archive finds it by a word of its clauses, and leads to where the word stands."""
    desk.open(f"/contracts/search/?q={WORD}")
    found = desk.page.locator(".enc-search-row").filter(has_text=contract.number)
    expect(found).to_have_count(1)
    assert found.locator("mark").first.inner_text() == WORD
    desk.show("search")
