"""Browser windows that are watched: each page is looked at as it opens, and what the browser complains of is kept."""

import itertools
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, ViewportSize, expect

PHONE: Final = ViewportSize(width=390, height=844)
DESK: Final = ViewportSize(width=1280, height=900)
PASSWORD: Final = "password"
LANGUAGE: Final = os.environ.get("JOURNEY_LANGUAGE", "zh-hans")
"""In which the walk is walked; the guide has pictures in two."""
LOCALES: Final = {"zh-hans": "zh-CN", "en": "en-US"}
PICTURE_COLOURS: Final = 128
PATIENCE: Final = 180_000
"""Milliseconds for a page to answer: judging or signing some thirty pages takes long on a busy machine."""
# The browser notes every answer that is not a success; a form that is refused is answered so on purpose.
REFUSED_FORM: Final = re.compile(r"the server responded with a status of 422")

expect.set_options(timeout=PATIENCE)
_numbers = itertools.count(1)


class Window:
    """One person's window. Each step leads to a page, and each page must hold on a phone's width."""

    def __init__(self, page: Page, size: ViewportSize) -> None:
        self.page = page
        self.size = size
        self.complaints: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not REFUSED_FORM.search(message.text):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def open(self, path: str) -> None:
        """Go to an address of the site."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        self.look()

    def follow(self, what: Locator | str) -> None:
        """Click what leads to another page, and arrive there."""
        target = self.page.locator(what) if isinstance(what, str) else what
        with self.page.expect_navigation():
            target.click()
        self.look()

    def follow_after_yes(self, what: Locator | str) -> None:
        """Click what asks "are you sure?" first, and say yes."""
        self.page.locator(what).click() if isinstance(what, str) else what.click()
        self.follow("#confirm button[value=yes]")

    def submit(self) -> None:
        """Send the form of the page by its main button."""
        self.follow("main form [data-variant=primary]:not(a)")

    def look(self) -> None:
        """One heading, nothing sticks out on a phone; a picture of it when pictures are wanted."""
        assert self.page.locator("h1").count() == 1, self.page.url
        self._keep_picture()
        if self.size != PHONE:
            self.page.set_viewport_size(PHONE)
        assert self.width_on_phone() == PHONE["width"], f"{self.page.url} sticks out"
        if self.size != PHONE:
            self.page.set_viewport_size(self.size)

    def width_on_phone(self) -> int:
        """How wide the page is, in CSS pixels, in the window as it stands."""
        width: int = self.page.evaluate("document.documentElement.scrollWidth")
        return width

    def _keep_picture(self) -> None:
        if folder := os.environ.get("ENCORE_SHOTS"):
            place = re.sub(r"\W+", "-", self.page.url.partition("//")[2].partition("/")[2].partition("?")[0])
            name = f"{next(_numbers):03}-{self.size['width']}-{place.strip('-')[:40] or 'home'}.png"
            self.page.screenshot(path=Path(folder) / name, full_page=True)

    def show(self, name: str) -> None:
        """Here is something that the guide shows. Its pictures are taken from the walk itself: ``make guide``."""
        if folder := os.environ.get("GUIDE_PICTURES"):
            shot = self.page.screenshot(full_page=False)
            picture = (
                Image.open(BytesIO(shot)).convert("RGB").quantize(PICTURE_COLOURS, method=Image.Quantize.MEDIANCUT)
            )
            picture.save(Path(folder) / f"{name}.png", optimize=True)

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        """From the sign-in page to the person's home."""
        self.open("/login/")
        self.page.fill("[name=username]", email)
        self.page.fill("[name=password]", password)
        self.submit()
        self.must_be_at("/")

    def must_be_at(self, path: str) -> None:
        """Be on this page; otherwise tell where one is, and what the page finds wrong."""
        said = self.page.locator(".enc-error, [role=alert]").all_inner_texts()
        assert self.path == path, f"{self.path} says {said}"

    @property
    def path(self) -> str:
        """The address of the page without its site."""
        return "/" + self.page.url.partition("//")[2].partition("/")[2]

    @property
    def number(self) -> int:
        """The last number in the address: which contract, complaint or invoice it is."""
        return int(re.findall(r"\d+", self.path)[-1])


@contextmanager
def window(
    browser: Browser, address: str, *, size: ViewportSize = DESK, language: str = LOCALES[LANGUAGE]
) -> Iterator[Window]:
    """A window of somebody's own at this site; what the browser complained of meanwhile fails the test."""
    context = browser.new_context(
        base_url=address,
        locale=language,
        timezone_id="Asia/Shanghai",
        viewport=size,
        has_touch=size == PHONE,
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    watched = Window(context.new_page(), size)
    try:
        yield watched
    finally:
        context.close()
    assert watched.complaints == []
