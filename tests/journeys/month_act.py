"""The act of the money that a complaint cost: claimed with its receipt, approved, locked with its month."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from django.utils import timezone, translation
from playwright.sync_api import FilePayload, expect

from complaints.models import CostMonth, ExpenseClaim, SettledCost
from foundation.refusals import Refused
from ledger.domain.periods import month_of
from parties.domain.roles import Role
from tests.complaints.factories import House
from tests.journeys.windows import LANGUAGE, Window

SPENT: Final = "168.00"
RIGHT: Final = "158.00"


def last_month() -> date:
    """The first day of the month that is over."""
    return month_of(month_of(timezone.localdate()) - timedelta(days=1))


def claim(desk: Window, ktv: House, receipt: FilePayload) -> ExpenseClaim:
    """Whoever paid writes it down with the paper, and hands it in. The page stays open."""
    desk.sign_in(ktv.people[Role.FLOOR].email)
    desk.open("/costs/claims/new/")
    desk.page.select_option("[name=venue]", str(ktv.venue.pk))
    desk.page.select_option("[name=kind]", "equipment")
    for name, value in (("purpose", "更换 666 包厢话筒"), ("text", "话筒一支"), ("amount", SPENT)):
        desk.page.fill(f"[name={name}]", value)
    desk.page.fill("[name=spent_date]", f"{last_month().replace(day=20):%Y-%m-%d}")
    desk.page.set_input_files("[name=receipts]", receipt)
    desk.submit()
    desk.follow("main button[name=verb][value=submit]")
    return ExpenseClaim.objects.get(pk=desk.number)


def approve(desk: Window, ktv: House, asked: ExpenseClaim) -> None:
    """Somebody else finds it among what waits for a decision."""
    desk.sign_in(ktv.people[Role.CONTRACT_OWNER].email)
    desk.open("/costs/?show=decide")
    desk.follow(f"main a[href='/costs/claims/{asked.pk}/']")
    desk.follow("main button[name=verb][value=approve]")
    asked.refresh_from_db()
    assert (asked.state, str(asked.month)) == ("approved", f"{last_month():%Y-%m}")


def lock(desk: Window, ktv: House) -> CostMonth:
    """Finance reads what the month holds, and locks it for good."""
    desk.sign_in(ktv.people[Role.FINANCE].email)
    desk.open("/costs/months/")
    desk.follow(desk.page.locator("main a[href*='/lock/']").first)
    desk.page.check("[name=understood]")
    desk.show("lock-month")
    desk.follow("main form [data-variant=danger]")
    month = CostMonth.objects.get()
    assert (month.is_locked, month.total) == (True, Decimal(SPENT))
    assert month.journal is not None
    return month


def change_too_late(desk: Window, asked: ExpenseClaim) -> None:
    """The page was opened before: what it offers is refused, in words that say who puts it right and where."""
    desk.follow("main button[name=verb][value=take_back]")
    with translation.override(LANGUAGE):
        words = Refused("complaints.claim_settled", month=f"{last_month():%Y-%m}").message
    expect(desk.page.locator("main [role=alert]").first).to_contain_text(words)
    asked.refresh_from_db()
    assert (asked.state, asked.amount) == ("settled", Decimal(SPENT))


def adjust(desk: Window) -> None:
    """Finance does as the words say: the difference counts in the month that is open."""
    desk.follow(f"main a[href='/costs/settled/{SettledCost.objects.get().pk}/adjust/']")
    desk.page.fill("[name=amount]", RIGHT)
    desk.page.fill("[name=reason]", "收据上是 158 元。")
    desk.submit()
    made = SettledCost.objects.get().adjustments.get()
    assert (made.amount, made.month.month) == (Decimal(RIGHT) - Decimal(SPENT), month_of(timezone.localdate()))
