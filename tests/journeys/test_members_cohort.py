"""A joining month read down to its members, one of them erased, and the figures still what they were."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from foundation.periods import month_at, months_on
from members.domain.retention.tallying import tally
from members.models import Member
from tests.journeys.windows import PHONE, window
from tests.members.retention.histories import History, history

pytestmark = pytest.mark.browser


def two_who_came_again(now: datetime) -> History:
    """Three who joined two months ago; two of them came in the last month."""
    of = history()
    month = month_at(now).previous.first
    joined = months_on(month, -1)
    for number in range(3):
        member = of.join(joined + timedelta(days=number))
        of.visit(member, joined + timedelta(days=number), at=now)
        if number:
            of.visit(member, month + timedelta(days=number), at=now)
    tally(of.party_id, at=now)
    return of


@pytest.mark.django_db(transaction=True)
def test_a_cohort_is_read_down_to_a_member_who_is_then_erased(browser: Browser, live_server: Any) -> None:
    now = timezone.now()
    of = two_who_came_again(now)
    with window(browser, live_server.url) as desk:
        desk.sign_in(of.manager.email)
        desk.open("/members/retention/")
        desk.follow("a[href*='/retention/cohorts/']")
        cell = f"a[href*='month={month_at(now).previous.code}'][href*='joined=']"
        assert desk.page.locator(cell).first.inner_text() == "66.7 %"
        desk.show("cohorts")
        desk.follow(desk.page.locator(cell).first)
        names = desk.page.locator("td.lead a")
        assert names.count() == 2
        back = desk.path
        desk.follow(names.first)
        erased = desk.number
        card = Member.objects.get(pk=erased).number
        desk.open(f"/members/{erased}/erase/")
        desk.page.fill("[name=reason]", "会员本人要求")
        desk.page.fill("[name=number]", card)
        desk.show("erase")
        desk.follow("main form [data-variant=danger]")
        assert desk.number == erased
        assert card not in desk.page.locator("main").inner_text()
        desk.open("/members/")
        desk.page.fill("[name=q]", "张三")
        expect(desk.page.locator("#rows td.lead")).to_have_count(2)
        expect(desk.page.locator("#rows")).not_to_contain_text(card)
        desk.open(back)
        assert desk.page.locator("td.lead").count() == 2
        assert desk.page.locator("td.lead .enc-muted").count() == 1
        assert not desk.complaints
    assert Member.objects.get(pk=erased).is_erased
    with window(browser, live_server.url, size=PHONE) as phone:
        phone.sign_in(of.manager.email)
        for page in ("cohorts", "map", "months"):
            phone.open(f"/members/retention/{page}/")
        assert not phone.complaints
