"""A birthday greeting from its rule to the member who wants no more of them, and a return visit done on the phone."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from members.domain.care.planning import plan_care
from members.domain.care.sending import send_message
from members.domain.offers.segments import keep_segment
from members.domain.registry.profile import Birthday
from members.models import CareMessage, CareState, Visit, VisitState
from parties.domain.roles import Role
from parties.models import User
from tests import factories
from tests.journeys.windows import PHONE
from tests.members.care.factories import friend
from tests.members.factories import NOW, at_work

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def _sign_in(page: Page, person: User, address: str) -> None:
    client = Client()
    client.force_login(person)
    cookies = {
        settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value,
        settings.LANGUAGE_COOKIE_NAME: "en",
    }
    page.context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
    page.set_viewport_size(PHONE)


def _fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"], page.url


def test_a_greeting_goes_out_and_a_visit_is_done(page: Page, live_server: Any) -> None:
    venue = factories.venue(factories.party())
    born = (timezone.localtime() + timedelta(days=2)).date()
    member = friend(venue, birthday=Birthday(born.month, born.day, "solar", year=1990), language="en")
    keep_segment("Regulars", [], party_id=venue.party_id, venue_id=venue.pk, by=at_work(venue), at=NOW)
    person = factories.person(venue.party, Role.CUSTOMER_SERVICE)
    _sign_in(page, person, live_server.url)

    page.goto("/care/rules/new/")
    _fits(page)
    page.get_by_label("Name", exact=False).first.fill("Birthday")
    page.locator("[name=days_before]").fill("1")
    page.locator("[name=first]").select_option("email")
    page.locator("[name=zh_hans]").fill("{name}，生日快乐！")
    page.locator("[name=en]").fill("Happy birthday, {name}!")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Birthday")).to_be_visible()
    _fits(page)

    assert plan_care(at=timezone.now()) == 1
    page.goto("/care/messages/")
    expect(page.locator("#rows").get_by_text("Planned")).to_be_visible()
    _fits(page)
    message = CareMessage.objects.get()
    send_message(message.key, at=message.send_at)
    (greeting,) = mail.outbox
    body = str(greeting.body)
    assert body.startswith("Happy birthday, 张三!")
    page.reload()
    expect(page.locator("#rows").get_by_text("Handed over")).to_be_visible()

    link = re.search(r"/care/leave/\S+", body)
    assert link is not None
    page.goto(link[0])
    _fits(page)
    page.get_by_role("button", name="No more messages").click()
    expect(page.get_by_role("heading", name="You get no more messages")).to_be_visible()

    page.goto("/visits/plans/new/")
    _fits(page)
    page.locator("[name=segment]").select_option(label="Regulars")
    page.locator("[name=until_date]").fill(born.isoformat())
    page.get_by_label(person.name).check()
    page.get_by_role("button", name="Write the list").click()
    expect(page.get_by_role("heading", name=venue.name)).to_be_visible()
    _fits(page)
    page.goto("/visits/")
    _fits(page)
    page.get_by_role("link", name=re.compile("张")).click()
    page.get_by_label("Reached, has a wish").check()
    page.get_by_label("In a few words").fill("想要靠窗的包房")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("想要靠窗的包房")).to_be_visible()
    _fits(page)
    assert Visit.objects.get().state == VisitState.DONE
    assert CareMessage.objects.get(member=member).state == CareState.SENT
