"""A birthday greeting from its rule to the member who wants no more of them, and a return visit done on the phone."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Browser, expect

from members.domain.care.planning import plan_care
from members.domain.care.sending import send_message
from members.domain.offers.segments import keep_segment
from members.domain.registry.profile import Birthday
from members.models import CareMessage, CareState, Member, Visit, VisitState
from parties.domain.roles import Role
from parties.models import User, Venue
from tests import factories
from tests.journeys import cast
from tests.journeys.windows import PHONE, Window, window
from tests.members.care.factories import friend
from tests.members.factories import NOW, at_work

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def test_a_greeting_goes_out_and_a_visit_is_done(browser: Browser, live_server: Any) -> None:
    venue = factories.venue(factories.party("星光娱乐有限公司"), "滨江店")
    born = (timezone.localtime() + timedelta(days=2)).date()
    member = friend(venue, birthday=Birthday(born.month, born.day, "solar", year=1990), language="en")
    keep_segment("老会员", [], party_id=venue.party_id, venue_id=venue.pk, by=at_work(venue), at=NOW)
    person, colleague = cast.hire(venue.party, Role.CUSTOMER_SERVICE), factories.person(venue.party, Role.MARKETING)
    with window(browser, live_server.url, size=PHONE) as phone:
        phone.sign_in(person.email)
        make_a_rule(phone)
        greet(phone)
        plan_visits(phone, venue, person, until=born)
        phone.open("/visits/")
        phone.follow(phone.page.locator("td.lead a").first)
        visit = phone.path
        phone.page.check("[name=outcome][value=wish]")
        phone.page.fill("[name=words]", "想要靠窗的包房")
        phone.show("visit")
        phone.submit()
        expect(phone.page.locator(".enc-timeline")).to_contain_text("想要靠窗的包房")
        assert phone.path == visit
        hand_the_rest_over(phone, venue, to=colleague)
    assert list(Visit.objects.order_by("pk").values_list("state", "assigned_to")) == [
        (VisitState.DONE, person.pk),
        (VisitState.OPEN, colleague.pk),
    ]
    assert CareMessage.objects.get(member=member).state == CareState.SENT


def make_a_rule(phone: Window) -> None:
    """A greeting by mail, the day before."""
    phone.open("/care/rules/new/")
    for name, value in (("name", "生日问候"), ("days_before", "1"), ("zh_hans", "{name}，生日快乐！")):
        phone.page.fill(f"[name={name}]", value)
    phone.page.fill("[name=en]", "Happy birthday, {name}!")
    phone.page.select_option("[name=first]", "email")
    phone.submit()
    expect(phone.page.locator("main")).to_contain_text("生日问候")
    phone.show("care-rules")


def greet(phone: Window) -> None:
    """It is planned, goes out, and says by which link one gets no more of them."""
    assert plan_care(at=timezone.now()) == 1
    phone.open("/care/messages/")
    planned = phone.page.locator("#rows tbody").inner_text()
    phone.show("care-messages")
    message = CareMessage.objects.get()
    send_message(message.key, at=message.send_at)
    (greeting,) = mail.outbox
    assert str(greeting.body).startswith("Happy birthday, 张三!")
    phone.open("/care/messages/")
    assert phone.page.locator("#rows tbody").inner_text() != planned
    link = re.search(r"/care/leave/\S+", str(greeting.body))
    assert link is not None
    phone.open(link[0])
    phone.submit()
    expect(phone.page.locator("main form")).to_have_count(0)
    message.refresh_from_db()
    assert message.unsubscribed_at is not None


def plan_visits(phone: Window, venue: Venue, person: User, *, until: date) -> None:
    """A list of two for one person: the member of the greeting still agrees to be called."""
    friend(venue, number="V2000", email="", birthday=None)
    phone.open("/visits/plans/new/")
    phone.page.select_option("[name=segment]", label="老会员")
    phone.page.fill("[name=until_date]", until.isoformat())
    phone.page.check(f"[name=people][value='{person.pk}']")
    phone.submit()
    assert Member.objects.filter(visits__plan=phone.number).count() == 2
    phone.show("visit-plan")


def hand_the_rest_over(phone: Window, venue: Venue, *, to: User) -> None:
    """What is still to be done goes to a colleague."""
    phone.open(f"/visits/plans/{venue.visit_plans.get().pk}/")
    phone.follow("main a[href$='/hand-over/']")
    phone.page.select_option("[name=to]", str(to.pk))
    phone.follow("main form [name=which][value=all]")
    expect(phone.page.locator("main table")).to_contain_text(to.name)
