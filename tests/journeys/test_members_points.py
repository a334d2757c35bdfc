"""A night that is paid earns points and a tier; some are spent, a slip is taken back; a refund takes back the rest."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, expect

from members.domain.points.benefits import add_benefit
from members.domain.points.schemes import NewScheme, make_scheme
from members.domain.points.tier_rules import NewTier, make_table
from members.models import BenefitUse, Member, Tier
from parties.domain.roles import Role
from parties.models import Venue
from tests import factories
from tests.journeys import cast
from tests.journeys.windows import PHONE, Window, window
from tests.members.factories import at_work, enrolled

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def rules_of(venue: Venue, *, at: datetime) -> None:
    """Ten points for each ¥100, at once; silver from ¥1,000 on, with one plate of fruit a month."""
    owner, since = at_work(venue, Role.CONTRACT_OWNER), at - timedelta(days=60)
    told: dict[str, Any] = {"starts_date": timezone.localdate(since), "by": owner, "at": since}
    scheme = NewScheme(per_hundred_yuan=10, per_referral=0, settle_days=0, valid_months=12, free_adjustment=100)
    make_scheme(venue.party_id, scheme, **told)
    make_table(venue.party_id, [NewTier("银卡", spend_fen=100_000)], window_months=12, **told)
    tier = Tier.objects.get(party=venue.party_id)
    add_benefit(tier.pk, "免费果盘", granted=1, period="month", by=owner, at=at)


def test_a_purchase_earns_and_a_refund_takes_back(browser: Browser, live_server: Any) -> None:
    now, party = timezone.now(), factories.party("星光娱乐有限公司")
    venue = factories.venue(party, "滨江店")
    manager, waiter = cast.hire(party, Role.VENUE_MANAGER), cast.hire(party, Role.FLOOR)
    rules_of(venue, at=now)
    member = enrolled(venue, name="岑小满", number="V1008", joined_date=timezone.localdate(now), at=now)
    with window(browser, live_server.url) as desk:
        desk.sign_in(manager.email)
        bill = write_a_bill_down(desk, member, "SY1001", "1200")
        desk.open(f"/members/{member.pk}/points/")
        assert movements(desk) == [("+120", "120")]
        with window(browser, live_server.url, size=PHONE) as phone:
            phone.sign_in(waiter.email)
            spend_points(phone, member, "100")
            use_a_benefit_by_mistake(phone, member)
        desk.open(bill)
        give_back(desk, "SY1001-R", "1200")
        desk.open(f"/members/{member.pk}/points/")
        # Twenty were left; what was spent already is owed, and the next points pay for it.
        assert movements(desk) == [("-120", "0 100"), ("-100", "20"), ("+120", "120")]
        desk.show("member-points")
        desk.open(f"/members/{member.pk}/")
        happened = desk.page.locator(".enc-timeline").first
        for said in ("银卡", "¥1,200.00", "SY1001-R", "免费果盘"):
            expect(happened).to_contain_text(said)
        desk.show("member")
    assert BenefitUse.objects.get().is_undone


def write_a_bill_down(desk: Window, member: Member, number: str, yuan: str) -> str:
    """By hand, with the card; gives the address of the bill."""
    desk.open("/members/bills/new/")
    for name, value in (("number", number), ("amount", yuan), ("card", member.number)):
        desk.page.fill(f"[name={name}]", value)
    desk.submit()
    expect(desk.page.locator("main")).to_contain_text(member.number)
    return desk.path


def give_back(desk: Window, number: str, yuan: str) -> None:
    """On the page of the bill."""
    desk.page.fill("[name=number]", number)
    desk.page.fill("[name=amount]", yuan)
    desk.follow("main form[action$='/refund/'] button")
    expect(desk.page.locator("main")).to_contain_text(number)


def spend_points(phone: Window, member: Member, points: str) -> None:
    """At the counter."""
    phone.open(f"/members/{member.pk}/points/")
    phone.page.fill("[name=points]", points)
    phone.page.fill("[name=what_for]", "啤酒一打")
    phone.follow("main form[action$='/spend/'] button")
    assert movements(phone)[0] == ("-100", "20")
    phone.show("spend-points")


def use_a_benefit_by_mistake(phone: Window, member: Member) -> None:
    """The tier grants a plate of fruit; it is counted, and taken back with a reason."""
    phone.open(f"/members/{member.pk}/tier/")
    expect(phone.page.locator("h1").locator("xpath=ancestor::header")).to_contain_text("银卡")
    phone.follow("main form[action$='/use/'] button")
    assert phone.page.locator("main form[action$='/use/']").count() == 0
    phone.page.locator("main details summary").click()
    phone.page.fill("main details [name=reason]", "点错了会员")
    phone.follow("main details button")
    expect(phone.page.locator("main form[action$='/use/']")).to_have_count(1)
    expect(phone.page.locator("main")).to_contain_text("点错了会员")
    phone.show("member-tier")


def movements(of: Window) -> list[tuple[str, str]]:
    """What moved, the newest first: points, and what was left after it (with what is owed)."""
    rows = of.page.locator("main table tbody tr")
    return [(_figure(row.locator("td").nth(1)), _figure(row.locator("td").nth(2))) for row in rows.all()]


def _figure(cell: Locator) -> str:
    """The numbers of a cell, without words and marks of thousands."""
    return " ".join(re.findall(r"[+-]?\d+", cell.inner_text().replace(",", "")))
