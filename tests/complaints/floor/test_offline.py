"""A phone in a cellar: what is logged there waits in it, and arrives once and whole."""

import hashlib
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image
from PIL.ExifTags import GPS, IFD
from playwright.sync_api import Page, expect

from complaints.models import Complaint, Evidence, IncomingFile
from parties.domain.roles import Role
from tests.complaints.factories import House, house
from tests.complaints.floor.phone import PNG

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
PHONE: Any = {"width": 390, "height": 844}
GIF = b"GIF89a" + bytes(600_000)  # three pieces


def _taken_by_a_phone() -> bytes:
    """A photo of 2,400 pixels and its place: larger than what needs to travel."""
    place = Image.Exif()
    place.get_ifd(IFD.GPSInfo)[GPS.GPSLatitudeRef] = "N"
    content = BytesIO()
    Image.effect_noise((2400, 1800), 40).save(content, "JPEG", quality=80, exif=place)
    return content.getvalue()


def _open(page: Page, ktv: House, address: str) -> None:
    client = Client()
    client.force_login(ktv.people[Role.FLOOR])
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [
            {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": address},
            {"name": settings.LANGUAGE_COOKIE_NAME, "value": "en", "url": address},
        ]
    )
    page.set_viewport_size(PHONE)
    page.set_default_navigation_timeout(90_000)  # the very first page of a run compiles every template
    page.goto("/floor/")
    page.wait_for_selector("html[data-worker=ready]", state="attached", timeout=90_000)
    page.wait_for_selector("html[data-floor=ready]", state="attached")


def _log(page: Page, ktv: House, subject: str, name: str, content: bytes) -> None:
    for tile in (ktv.room.name, subject, "Ordinary"):
        page.get_by_role("radio", name=tile, exact=True).click()
    kind = {"png": "image/png", "gif": "image/gif", "jpg": "image/jpeg"}[name.rpartition(".")[2]]
    page.locator("[name=evidence]").set_input_files({"name": name, "mimeType": kind, "buffer": content})
    page.get_by_role("button", name="Send").dblclick()
    expect(page.locator(".enc-waiting li strong", has_text=subject)).to_be_visible()


def test_two_cases_logged_without_a_network_arrive_once_with_their_photos(page: Page, live_server: Any) -> None:
    ktv = house()
    _open(page, ktv, live_server.url)
    page.context.set_offline(True)
    taken = _taken_by_a_phone()
    _log(page, ktv, "Drinks", "glass.jpg", taken)
    page.reload()  # the app was killed; it opens without the server, and what was logged is still there
    expect(page.locator(".enc-waiting li")).to_have_count(1)
    page.wait_for_selector("html[data-floor=ready]", state="attached")
    _log(page, ktv, "Facilities", "lamp.gif", GIF)
    expect(page.get_by_text("Waits on this phone")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert Complaint.objects.count() == 0

    second = page.context.new_page()
    second.goto("/floor/")
    page.context.set_offline(False)
    expect(page.locator(".enc-waiting li[data-state=sent]")).to_have_count(2, timeout=30_000)
    numbers = {complaint.number: complaint.subject for complaint in Complaint.objects.all()}
    assert sorted(numbers.values()) == ["drinks", "facilities"]
    for number in numbers:
        expect(page.get_by_text(f"Sent as {number}")).to_be_visible()
    files = {each.complaint.subject: each.file for each in Evidence.objects.select_related("complaint", "file")}
    assert files["facilities"].sha256 == hashlib.sha256(GIF).hexdigest()
    assert set(IncomingFile.objects.values_list("sha256", flat=True)) == {each.sha256 for each in files.values()}
    # A photo was made smaller on the phone, and does not say where it was taken.
    picture = Image.open(BytesIO(files["drinks"].read()))
    assert (picture.size, dict(picture.getexif()), files["drinks"].size < len(taken)) == ((1920, 1440), {}, True)


def test_what_waits_can_be_changed_or_deleted_and_is_nobody_elses(page: Page, live_server: Any) -> None:
    ktv = house()
    _open(page, ktv, live_server.url)
    page.context.set_offline(True)
    _log(page, ktv, "Drinks", "glass.png", PNG)
    _log(page, ktv, "Price", "bill.png", PNG)
    page.locator(".enc-waiting li", has_text="Drinks").get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Yes, go on").click()
    expect(page.locator(".enc-waiting li")).to_have_count(1)
    page.locator(".enc-waiting li").get_by_role("button", name="Change").click()
    expect(page.get_by_role("radio", name="Price", exact=True)).to_be_checked()
    page.get_by_label("What happened?").fill("账单多算一瓶")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".enc-waiting li", has_text="账单多算一瓶")).to_be_visible()

    page.context.clear_cookies()
    client = Client()
    client.force_login(ktv.people[Role.VENUE_MANAGER])
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
    page.context.set_offline(False)
    page.goto("/floor/")
    page.wait_for_selector("html[data-floor=ready]", state="attached")
    expect(page.locator("[data-line]")).to_contain_text("1")
    expect(page.locator(".enc-waiting li")).to_have_count(0)
    assert Complaint.objects.count() == 0
    _open(page, ktv, live_server.url)
    expect(page.locator(".enc-waiting li[data-state=sent]")).to_have_count(1, timeout=30_000)
    complaint = Complaint.objects.get()
    assert (complaint.subject, complaint.what_happened, complaint.evidence.count()) == ("price", "账单多算一瓶", 1)
    assert complaint.logged_by == ktv.people[Role.FLOOR]
