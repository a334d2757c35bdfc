"""The kit in a real browser: nothing overflows, the content policy holds, and the small scripts do their work."""

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation
from playwright.sync_api import Browser, ConsoleMessage, FilePayload, Page

from foundation.templatetags.spans import until
from parties.domain.roles import Role
from tests import factories

pytestmark = pytest.mark.browser
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}


@pytest.fixture
def kit(page: Page) -> Page:
    """The style guide, open for an administrator who reads English."""
    person = factories.person(factories.party(), Role.ADMINISTRATOR, language="en")
    page.goto("/login/?next=/styleguide/")
    page.fill("[name=username]", person.email)
    page.fill("[name=password]", "password")
    page.click("main button")
    page.wait_for_url("**/styleguide/")
    return page


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_overflows_and_the_content_policy_is_kept(kit: Page, size: Any) -> None:
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            said.append(message.text)

    kit.on("console", hear)
    kit.set_viewport_size(size)
    kit.reload()
    assert kit.evaluate("document.documentElement.scrollWidth") == size["width"]
    assert said == []


def test_a_chosen_theme_is_drawn_by_the_server_from_then_on(kit: Page) -> None:
    kit.click(".enc-sidebar .enc-person > summary")
    kit.click(".enc-sidebar [data-theme=dark]")
    assert kit.locator("html").get_attribute("data-bs-theme") == "dark"
    assert 'data-bs-theme="dark"' in kit.request.get(kit.url).text()


def test_a_drawn_signature_becomes_a_picture_and_can_be_taken_back(kit: Page) -> None:
    sheet, sent = kit.locator("canvas"), kit.locator("input[name=drawing]")
    sheet.scroll_into_view_if_needed()
    box = sheet.bounding_box()
    assert box is not None
    for start in (20, 60):
        kit.mouse.move(box["x"] + start, box["y"] + 30)
        kit.mouse.down()
        kit.mouse.move(box["x"] + start + 30, box["y"] + 90, steps=8)
        kit.mouse.up()
    both = sent.input_value()
    assert base64.b64decode(both.removeprefix("data:image/png;base64,")).startswith(b"\x89PNG")
    kit.click("[data-undo]")
    assert 0 < len(sent.input_value()) < len(both)
    kit.click("[data-clear]")
    assert sent.input_value() == ""


def test_the_countdown_says_what_the_server_said_and_goes_on(kit: Page) -> None:
    clock = kit.locator("encore-countdown time").first
    assert clock.inner_text() == "2 d 4 h left"
    kit.locator("encore-countdown").first.evaluate(
        "clock => { clock.due = Date.now() - 2 * 3600_000 - 60_000; clock.tell(); }"
    )
    assert clock.inner_text() == "late by 2 h 1 min"


def test_the_countdown_rounds_as_the_server_does(kit: Page) -> None:
    seconds = [1, 60, 61, 3599, 3600, 86340, 86400, 200000, 0, -59, -60, -3600, -86400, -200000]
    in_page = kit.evaluate(
        """async seconds => {
            const { sentence } = await import("/static/encore/js/countdown.js");
            return seconds.map(each => sentence(each * 1000, 0));
        }""",
        seconds,
    )
    now = datetime(2026, 5, 6, tzinfo=UTC)
    with translation.override("en"):
        assert in_page == [until(now + timedelta(seconds=each), at=now) for each in seconds]


def test_a_dialog_opens_and_a_question_can_be_answered_no(kit: Page) -> None:
    kit.click("[data-dialog-open=specimen]")
    kit.click("#specimen [data-confirm]")
    assert kit.locator("#confirm").is_visible()
    kit.click("#confirm button[value=no]")
    assert not kit.locator("#confirm").is_visible()
    assert kit.locator("#specimen").is_visible()


def test_a_menu_closes_with_escape_and_gives_the_focus_back(kit: Page) -> None:
    kit.set_viewport_size(PHONE)  # type: ignore[arg-type]
    kit.click(".enc-topbar .enc-person > summary")
    assert kit.locator(".enc-topbar .enc-menu-sheet").is_visible()
    kit.keyboard.press("Escape")
    assert not kit.locator(".enc-topbar .enc-menu-sheet").is_visible()
    assert kit.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_a_file_target_speaks_our_words_keeps_the_keyboard_and_names_what_was_chosen(kit: Page) -> None:
    target, field = kit.locator("encore-photos").first, kit.locator("encore-photos input[type=file]").first
    assert target.get_by_text("Choose files").is_visible()
    assert field.evaluate("input => getComputedStyle(input).opacity") == "0"
    field.focus()
    kit.keyboard.press("Shift+Tab")
    kit.keyboard.press("Tab")
    assert field.evaluate("input => input === document.activeElement")
    assert target.locator(".enc-drop").evaluate("drop => getComputedStyle(drop).outlineWidth") == "3px"
    field.set_input_files(FilePayload(name="bill.png", mimeType="image/png", buffer=b"x" * 3000))
    assert target.locator(".enc-previews li").inner_text().split() == ["bill.png", "3", "KB"]


def test_without_scripts_the_browsers_own_file_input_stands_there(kit: Page, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, storage_state=kit.context.storage_state())
    plain = context.new_page()
    plain.goto(kit.url)
    assert plain.locator(".enc-drop-choose").first.is_hidden()
    assert plain.locator("encore-photos input[type=file]").first.is_visible()
    context.close()


def test_a_list_narrows_by_itself_and_keeps_its_address(kit: Page) -> None:
    kit.goto("/parties/")
    rows = kit.locator("#rows")
    assert rows.locator("tbody tr").count() == 1
    kit.get_by_role("searchbox").fill("nobody has this name")
    rows.get_by_text("Nothing found").wait_for()
    assert "q=nobody" in kit.url
