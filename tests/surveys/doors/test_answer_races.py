"""Twenty retries through four doors at once: one answer. And an opening never loses what somebody is putting in."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from foundation.refusals import Refused
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM, writing
from surveys.domain.answers.opening import open_answers
from surveys.domain.answers.sealing import STEP, SealedAnswer, new_key, seal
from surveys.domain.doors.codes import answer_by_code, code_for
from surveys.domain.doors.interviewing import answer_in_interview
from surveys.domain.doors.paper import enter_sheet, print_sheets, settle_sheet
from surveys.domain.waves.running import close_wave
from surveys.models import Answer, Invitation, Opening, PooledAnswer
from tests import factories
from tests.racing import at_once
from tests.surveys.answers.makers import SAID, answer, running
from tests.surveys.doors.conftest import OPEN_AT
from tests.surveys.factories import LATER

pytestmark = pytest.mark.django_db(transaction=True)


def test_twenty_retries_through_four_doors_are_one_answer() -> None:
    wave, [invited] = running(1)
    venue = factories.venue(wave.party)
    by = factories.scope(factories.person(venue.party, Role.CUSTOMER_SERVICE))
    other = factories.scope(factories.person(venue.party, Role.FLOOR))
    version = wave.version_id or 0
    [sheet] = print_sheets(wave.pk, 1, drawn=True, by=by, at=OPEN_AT)
    for who, tell in ((by, 1), (other, 2)):
        enter_sheet(sheet.pk, {**SAID, "tell": tell}, version_id=version, by=who, at=OPEN_AT)
    codes = [code_for(invited.pk, by=by, at=OPEN_AT) for _ in range(5)]
    asked: dict[str, Any] = {"version_id": version, "at": OPEN_AT}
    doors: list[Callable[[int], object]] = [
        lambda _number: answer(invited),
        lambda _number: answer_in_interview(invited.pk, SAID, by=by, **asked),
        lambda number: answer_by_code(codes[number // 4], SAID, wave_id=wave.pk, **asked),
        lambda _number: settle_sheet(sheet.pk, SAID, by=by, **asked).state == "taken",
    ]
    outcomes = at_once(20, lambda number: doors[number % 4](number))
    assert sum(outcome is True for outcome in outcomes) == 1
    others = [outcome for outcome in outcomes if outcome is not True and outcome is not False]
    # A sheet is settled once: whoever comes second is told that it is done.
    assert {getattr(each, "code", each) for each in others} <= {"foundation.not_allowed_now"}
    assert PooledAnswer.objects.count() == 1
    assert Invitation.objects.get(pk=invited.pk).state == "answered"


def test_without_the_invitation_s_lock_many_answers_come_in() -> None:
    """The negative control: who looks first and writes afterwards takes more than one."""
    wave, [invited] = running(1)
    answer_key, all_have_looked = new_key(wave.pk), threading.Barrier(6)

    def careless(_number: int) -> bool:
        with writing(SYSTEM):
            if Invitation.objects.get(pk=invited.pk).state == "answered":
                return False
            all_have_looked.wait()
            row = PooledAnswer(wave=wave)
            row.sealed = seal(SealedAnswer(SAID, 0), row=row.pk, key=answer_key, size=STEP)
            row.save(force_insert=True)
            return True

    assert at_once(6, careless) == [True] * 6


def test_answers_that_come_in_at_the_very_end_are_opened_or_refused_never_lost() -> None:
    wave, invited = running(12)
    for each in invited[:5]:
        answer(each)

    def late(number: int) -> str:
        if number == 0:
            close_wave(wave.pk, by=SYSTEM, at=LATER)
            open_answers(wave.pk, at=LATER)
            return "opened"
        try:
            return "taken" if answer(invited[4 + number]) else "twice"
        except Refused as refused:
            return refused.code

    outcomes = at_once(8, late)
    # Closing lets the invitations lapse: whoever waited for it is told so.
    assert set(outcomes) <= {"opened", "taken", "surveys.wave_not_running", "surveys.invitation_ended"}
    opening = Opening.objects.get()
    assert opening.drawn == Answer.objects.count() == 5 + outcomes.count("taken")
    answered = Invitation.objects.filter(wave=wave, state="answered").count()
    assert (answered, PooledAnswer.objects.count()) == (opening.drawn, 0)
