"""The act of the chiefs: a major case that nobody takes up rises level by level until all have given their word."""

from typing import Final

from django.db.models import F, QuerySet
from django.utils import timezone
from playwright.sync_api import expect

from complaints.models import Complaint, EscalationLevel, EscalationWord
from deadlines.domain.sweep import sweep_all
from deadlines.models import Deadline
from parties.domain.roles import Role
from tests.complaints.factories import HOUR, House
from tests.journeys.windows import Window

CHAIN: Final = (Role.MARKETING, Role.VENUE_MANAGER, Role.ACCOUNT_MANAGER)
"""Whom a house without rules of its own asks at each level: whoever owes the step first."""
WORD: Final = "马上去现场，一小时内回话。"


def nobody_verifies(complaint: Complaint) -> None:
    """A day passes at once, then the time of each level below the last: the third one is asked, in time."""
    verifying = Deadline.objects.filter(clock__complaint=complaint, kind="complaints.verify")
    verifying.update(started_at=F("started_at") - 24 * HOUR)
    _pass(verifying)
    for below in (1, 2):
        _pass(Deadline.objects.filter(escalation_level__clock__complaint=complaint, escalation_level__number=below))


def _pass(deadlines: QuerySet[Deadline]) -> None:
    """It is due now: the hours until then are taken away, and the beat finds it."""
    now = timezone.now()
    assert deadlines.update(first_due_at=now, due_at=now, next_at=now) == 1
    while sweep_all(timezone.now()).claimed:
        pass
    assert deadlines.filter(outcome="missed", outcome_at=now).exists()


def acknowledge(desk: Window, ktv: House, complaint: Complaint, *, level: int) -> None:
    """Who is asked at a level finds it at home, reads the complaint, and says what happens now."""
    desk.sign_in(ktv.people[CHAIN[level - 1]].email)
    desk.follow(desk.page.locator(f"main a[href^='/complaints/{complaint.pk}/']").first)
    row = EscalationLevel.objects.get(clock__complaint=complaint, number=level)
    word = desk.page.locator(f"form[action$='/levels/{row.pk}/acknowledge/']")
    expect(desk.page.locator("main form[action$='/acknowledge/']")).to_have_count(1)
    desk.show(f"escalation-{level}")
    word.locator("[name=note]").fill(WORD)
    desk.follow(word.locator("button"))
    expect(desk.page.locator("main form[action$='/acknowledge/']")).to_have_count(0)
    assert EscalationWord.objects.get(level=row).user == ktv.people[CHAIN[level - 1]]


def levels_of(complaint: Complaint) -> list[tuple[int, str | None]]:
    """Each level, and what came of it."""
    rows = EscalationLevel.objects.filter(clock__complaint=complaint).order_by("number")
    return list(rows.values_list("number", "deadline__outcome"))
