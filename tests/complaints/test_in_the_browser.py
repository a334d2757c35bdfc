"""The pages in a real browser, on a phone: four taps, and steps without a new page."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from complaints.models import Complaint, Stage
from parties.domain.roles import Role
from tests.complaints.factories import House, house, logged

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
PHONE: Any = {"width": 390, "height": 844}


def _sign_in(page: Page, ktv: House, role: Role, address: str) -> None:
    client = Client()
    client.force_login(ktv.people[role])
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [
            {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": address},
            {"name": settings.LANGUAGE_COOKIE_NAME, "value": "en", "url": address},
        ]
    )
    page.set_viewport_size(PHONE)


def test_the_plain_case_takes_four_taps(page: Page, live_server: Any) -> None:
    ktv = house()
    _sign_in(page, ktv, Role.FLOOR, live_server.url)
    page.goto("/floor/")
    for tile in (ktv.room.name, "Drinks", "Ordinary"):
        page.get_by_role("radio", name=tile, exact=True).click()
    page.get_by_role("button", name="Send").dblclick()
    expect(page.get_by_text("Sent as TS")).to_be_visible()
    complaint = Complaint.objects.get()
    expect(page.get_by_text(f"Sent as {complaint.number}")).to_be_visible()
    assert (complaint.room, complaint.subject, complaint.gravity) == (ktv.room, "drinks", "ordinary")


def test_a_step_changes_the_page_in_place_and_a_refused_one_keeps_the_note(page: Page, live_server: Any) -> None:
    ktv = house()
    complaint = logged(ktv)
    _sign_in(page, ktv, Role.MARKETING, live_server.url)
    page.goto(f"/complaints/{complaint.pk}/")
    page.evaluate("document.body.dataset.same = 'page'")
    page.get_by_role("button", name="Dismiss").click()
    expect(page.get_by_text("Write a short note").first).to_be_visible()
    page.get_by_role("textbox", name="Note", exact=True).fill("属实")
    page.get_by_role("button", name="Verified: it is so").click()
    expect(page.get_by_text("Noted.")).to_be_visible()
    expect(page.get_by_role("button", name="Classify")).to_be_visible()
    assert page.evaluate("document.body.dataset.same") == "page"
    complaint.refresh_from_db()
    assert complaint.state == Stage.VERIFIED


@pytest.mark.parametrize("address", ["/floor/", "/complaints/", "/complaints/{pk}/"])
def test_nothing_is_wider_than_a_phone(page: Page, live_server: Any, address: str) -> None:
    ktv = house()
    complaint = logged(ktv, what_happened="很长的一句没有空格的话" * 20 + "x" * 300)
    _sign_in(page, ktv, Role.MARKETING, live_server.url)
    page.goto(address.format(pk=complaint.pk))
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
