"""The customer's act: the card in the room is scanned, and what follows is read and answered without an account."""

from typing import Final
from urllib.parse import urlsplit

from django.utils import timezone
from playwright.sync_api import FilePayload, expect

from complaints.domain.customer.room_codes import address_of, make_codes
from complaints.models import Complaint, HandlingRating, RoomCode
from parties.domain.roles import Role
from tests.complaints.factories import House
from tests.journeys.windows import Window

PAGE: Final = "/my-complaint/"
STORY: Final = "话筒没有声音，换了两支还是一样。"
NOT_SETTLED: Final = "换来的话筒只响了十分钟。"


def card_of_the_room(ktv: House) -> str:
    """What a phone reads from the card on the wall."""
    make_codes(ktv.venue.pk, by=ktv.scope(Role.VENUE_MANAGER), at=timezone.now())
    return urlsplit(address_of(RoomCode.objects.get(room=ktv.room))).path


def complain(phone: Window, card: str, photo: FilePayload) -> Complaint:
    """Scan, choose, write, add a photo, send: the page that follows says the number."""
    phone.open(card)
    phone.page.tap("label:has([name=subject][value=facilities])")
    phone.page.fill("[name=what_happened]", STORY)
    phone.page.set_input_files("[name=evidence]", photo)
    phone.show("room-form")
    phone.submit()
    phone.must_be_at(PAGE)
    complaint = Complaint.objects.get()
    expect(phone.page.locator("main")).to_contain_text(complaint.number)
    return complaint


def link_to_keep(phone: Window) -> str:
    """The link that the customer keeps, and opens on another day."""
    return urlsplit(phone.page.locator(".enc-keep a").get_attribute("href") or "").path


def contest(phone: Window, link: str) -> None:
    """Told that all is well, the customer says what is not; without a word on it, the page asks for one."""
    phone.open(link)
    phone.must_be_at(PAGE)
    phone.show("my-complaint")
    phone.follow("main form button[value=contest]")
    expect(phone.page.locator("main .enc-error")).to_be_visible()
    phone.page.fill("main form:has(button[value=contest]) [name=note]", NOT_SETTLED)
    phone.follow("main form button[value=contest]")
    expect(phone.page.locator("main form button[value=contest]")).to_have_count(0)
    expect(phone.page.locator("main .enc-timeline")).to_contain_text(NOT_SETTLED)


def confirm_and_rate(phone: Window, link: str) -> HandlingRating:
    """This time it is settled, and the handling gets four stars, once."""
    phone.open(link)
    phone.follow("main form button[value=confirm]")
    phone.page.tap("label:has([name=stars][value='4'])")
    phone.follow("main form[action$='/rating/'] [data-variant=primary]")
    expect(phone.page.locator("main [name=stars]")).to_have_count(0)
    return HandlingRating.objects.get()


def what_the_staff_reads(desk: Window, ktv: House, complaint: Complaint) -> None:
    """The photo and the customer's own words stand on the complaint; who they are does not."""
    desk.sign_in(ktv.people[Role.CUSTOMER_SERVICE].email)
    desk.open(f"/complaints/{complaint.pk}/")
    expect(desk.page.locator("main .enc-timeline").first).to_contain_text(NOT_SETTLED)
    picture = desk.page.locator("main .enc-evidence img")
    assert picture.evaluate("each => each.decode().then(() => each.naturalWidth)") == 800
