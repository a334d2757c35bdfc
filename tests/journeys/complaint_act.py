"""Act three: the floor logs a complaint on a phone, nobody verifies it, and its clock runs out."""

import re
import time
from datetime import datetime, timedelta

from django.utils import timezone
from playwright.sync_api import expect

from complaints.models import Complaint
from contracts.models import Breach
from deadlines.models import Deadline
from parties.domain.roles import Role
from tests.journeys.cast import Cast
from tests.journeys.windows import Window

MOST_TAPS = 4
SECONDS_TO_SWEEP = 40


def log_complaint(phone: Window, cast: Cast) -> Complaint:
    """From home, in at most four taps and one to send."""
    phone.sign_in(cast.email(Role.FLOOR))
    room = cast.venue.rooms.get(name="888")
    to_log, *choices = (
        "main a[href='/floor/']",
        f"label:has([name=room][value='{room.pk}'])",
        "label:has([name=subject][value=attitude])",
        "label:has([name=gravity][value=ordinary])",
    )
    with phone.page.expect_navigation():
        phone.page.tap(to_log)
    phone.look()
    for choice in choices:
        phone.page.tap(choice)
    assert 1 + len(choices) <= MOST_TAPS
    phone.show("log-complaint")
    phone.page.tap("main form [data-size=huge]")
    with phone.page.expect_navigation():
        phone.page.tap("encore-floor-queue [data-state=sent] a")
    phone.look()
    return Complaint.objects.get(pk=phone.number)


def see_who_answers_until_when(phone: Window, complaint: Complaint) -> None:
    """Its clock has a name and a time left; the limit is that of the signed clause."""
    clock = complaint.clocks.select_related("deadline__owner").get()
    deadline = clock.deadline
    assert deadline.due_at - deadline.started_at == timedelta(hours=24)
    phone.show("complaint")
    card = phone.page.locator(".enc-clock")
    expect(card).to_have_count(1)
    assert deadline.owner is not None
    expect(card).to_contain_text(deadline.owner.name)
    countdown = card.locator("encore-countdown")
    assert datetime.fromisoformat(countdown.get_attribute("due") or "") == deadline.due_at
    assert re.search(r"\d", countdown.inner_text())
    assert "24" in card.inner_text().replace(countdown.inner_text(), "")


def let_its_time_pass(complaint: Complaint) -> Breach:
    """A day passes at once: the clock is set back, and the worker's own beat finds it. Gives the proposed breach.

    It ends now, not earlier: the contract is in force since a moment ago only.
    """
    due_at = timezone.now()
    deadlines = Deadline.objects.filter(clock__complaint=complaint)
    started_at = due_at - timedelta(hours=24)
    assert deadlines.update(started_at=started_at, first_due_at=due_at, due_at=due_at, next_at=due_at) == 1
    until = time.monotonic() + SECONDS_TO_SWEEP
    while not deadlines.filter(outcome="missed", outcome_at=due_at).exists():
        assert time.monotonic() < until, "the beat has not swept"
        time.sleep(0.2)
    return Breach.objects.get(obligation__clock__complaint=complaint)
