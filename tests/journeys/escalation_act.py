"""The act of the chiefs: a major case that nobody takes up rises level by level until all have given their word."""

from datetime import datetime
from typing import Final

from django.utils import timezone
from playwright.sync_api import expect

from complaints.models import Complaint, EscalationLevel, EscalationWord
from parties.domain.roles import Role
from tests.complaints.factories import HOUR, House, logged
from tests.drills.rising import MINUTE, swept
from tests.journeys.windows import Window

CHAIN: Final = (Role.MARKETING, Role.VENUE_MANAGER, Role.ACCOUNT_MANAGER)
"""Whom a house without rules of its own asks at each level: whoever owes the step first."""
WORD: Final = "马上去现场，一小时内回话。"


def nobody_verifies(ktv: House) -> Complaint:
    """Logged a day ago and fifty minutes more; the beat comes now: the third level is asked, and still in time."""
    at = timezone.now() - 24 * HOUR - 50 * MINUTE
    complaint = logged(ktv, at=at, gravity="major", what_happened="客人滑倒受伤，要求负责人到场。")
    swept(timezone.now())
    due_at = at + 24 * HOUR
    assert levels_of(complaint) == [
        (1, due_at, "missed"),
        (2, due_at + 15 * MINUTE, "missed"),
        (3, due_at + 45 * MINUTE, None),
    ]
    return complaint


def acknowledge(desk: Window, ktv: House, complaint: Complaint, *, level: int) -> None:
    """Who is asked at a level finds it at home, reads the complaint, and says what happens now."""
    desk.sign_in(ktv.people[CHAIN[level - 1]].email)
    desk.follow(desk.page.locator(f"main a[href^='/complaints/{complaint.pk}/']").first)
    row = EscalationLevel.objects.get(clock__complaint=complaint, number=level)
    word = desk.page.locator(f"form[action$='/levels/{row.pk}/acknowledge/']")
    expect(desk.page.locator("main form[action$='/acknowledge/']")).to_have_count(1)
    if level == len(CHAIN):
        desk.show("escalation")
    word.locator("[name=note]").fill(WORD)
    desk.follow(word.locator("button"))
    expect(desk.page.locator("main form[action$='/acknowledge/']")).to_have_count(0)
    assert EscalationWord.objects.get(level=row).user == ktv.people[CHAIN[level - 1]]


def levels_of(complaint: Complaint) -> list[tuple[int, datetime, str | None]]:
    """Each level, when it began, and what came of it."""
    rows = EscalationLevel.objects.filter(clock__complaint=complaint).order_by("number")
    return list(rows.values_list("number", "deadline__started_at", "deadline__outcome"))
