"""Closing without the customer's word needs attempts that count."""

from datetime import timedelta

import pytest

from complaints.domain.stages.reaching import Attempt, record_attempt
from complaints.models import ContactAttempt, Stage
from parties.domain.roles import Role
from tests.complaints.factories import HOUR, NOW, at_stage, house_without_contract, step, tried_in_vain
from tests.complaints.refused import refused

pytestmark = pytest.mark.django_db
TOLD = NOW + 6 * HOUR
"""When the result was told: 08:00 in Shanghai."""


@pytest.mark.parametrize(
    ("hours", "is_enough"),
    [
        ((), False),
        ((1, 26), False),
        ((1, 4, 8), False),  # all on one day
        ((1, 2, 26), False),  # two of them within two hours
        ((1, 3, 26), True),
        ((1, 1.5, 2, 3, 15.9), False),  # 23:54, the same day still
        ((1, 1.5, 2, 3, 16), True),  # midnight
    ],
)
def test_three_attempts_apart_and_on_two_days_close(hours: tuple[float, ...], is_enough: bool) -> None:
    ktv = house_without_contract()
    complaint = at_stage(ktv, Stage.TOLD)
    tried_in_vain(ktv, complaint, at=TOLD, hours=hours)
    if is_enough:
        assert step(ktv, complaint, "close_unreached", at=NOW + 40 * HOUR).state == Stage.CLOSED
    else:
        with refused("complaints.not_tried_enough"):
            step(ktv, complaint, "close_unreached", at=NOW + 40 * HOUR)


def test_a_contested_result_asks_for_attempts_anew() -> None:
    ktv = house_without_contract()
    complaint = at_stage(ktv, Stage.TOLD)
    tried_in_vain(ktv, complaint, at=TOLD)
    for number, verb in enumerate(("contest", "plan", "start", "complete", "tell")):
        step(ktv, complaint, verb, at=NOW + (40 + number) * HOUR)
    with refused("complaints.not_tried_enough"):
        step(ktv, complaint, "close_unreached", at=NOW + 60 * HOUR)


def test_an_attempt_is_written_down_once_after_the_result_and_by_who_tells_it() -> None:
    ktv = house_without_contract()
    complaint = at_stage(ktv, Stage.TOLD)
    service, at = ktv.scope(Role.CUSTOMER_SERVICE), NOW + 10 * HOUR
    attempt = Attempt("phone", "busy", tried_at=TOLD + HOUR, note="占线")
    record_attempt(complaint.pk, attempt, by=service, at=at)
    for code, wrong, by in (
        ("complaints.attempt_known", attempt, service),
        ("complaints.nothing_to_tell", Attempt("phone", "busy", tried_at=TOLD - HOUR), service),
        ("complaints.in_future", Attempt("phone", "busy", tried_at=at + timedelta(seconds=1)), service),
        ("complaints.not_your_step", Attempt("phone", "busy"), ktv.scope(Role.FLOOR)),
        ("complaints.not_your_step", Attempt("phone", "busy"), house_without_contract().scope(Role.CUSTOMER_SERVICE)),
        ("foundation.required", Attempt("pigeon", "busy"), service),
    ):
        with refused(code):
            record_attempt(complaint.pk, wrong, by=by, at=at)
    assert ContactAttempt.objects.get().note == "占线"
