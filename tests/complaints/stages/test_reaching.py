"""Closing without the customer's word needs attempts that count."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError

from complaints.domain.stages.reaching import Attempt, Needed, needed_at, record_attempt, set_needed
from complaints.models import ContactAttempt, ReachingRule, Stage
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM, writing
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


def test_the_house_says_how_often_the_customer_is_tried() -> None:
    ktv = house_without_contract()
    manager, complaint = ktv.scope(Role.VENUE_MANAGER), at_stage(ktv, Stage.TOLD)
    tried_in_vain(ktv, complaint, at=TOLD, hours=(1, 4))
    with refused("complaints.not_tried_enough"):
        step(ktv, complaint, "close_unreached", at=NOW + 40 * HOUR)
    for wanted in (Needed(0, 0), Needed(1, 2), Needed(11, 2)):
        with refused("complaints.attempts_wrong"):
            set_needed(ktv.venue.pk, wanted, by=manager, at=NOW)
    with refused("parties.not_your_venue"):
        set_needed(ktv.venue.pk, Needed(2, 1), by=ktv.scope(Role.MARKETING), at=NOW)
    made = [set_needed(ktv.venue.pk, Needed(2, 1), by=manager, at=NOW) for _ in range(2)]
    assert ([each.number if each else None for each in made], needed_at(ktv.venue.pk)) == ([1, None], Needed(2, 1))
    assert step(ktv, complaint, "close_unreached", at=NOW + 40 * HOUR).state == Stage.CLOSED


@pytest.mark.database
@pytest.mark.parametrize(("attempts", "days"), [(0, 0), (11, 2), (2, 3), (2, 0)])
def test_the_database_refuses_attempts_that_make_no_sense(attempts: int, days: int) -> None:
    ktv = house_without_contract()
    rule = ReachingRule(
        venue=ktv.venue, number=1, attempts=attempts, days=days, set_by=ktv.people[Role.VENUE_MANAGER], set_at=NOW
    )
    with pytest.raises(IntegrityError, match="reaching_rule_range"), writing(SYSTEM):
        rule.save()


@pytest.mark.database
def test_a_rule_of_reaching_stays() -> None:
    ktv = house_without_contract()
    rule = set_needed(ktv.venue.pk, Needed(2, 1), by=ktv.scope(Role.VENUE_MANAGER), at=NOW)
    assert rule is not None
    rule.pk = None
    with pytest.raises(IntegrityError, match="reaching_rule_once"), writing(SYSTEM):
        rule.save(force_insert=True)
    with pytest.raises(ProgrammingError, match="permission denied"), writing(SYSTEM):
        ReachingRule.objects.update(attempts=1)
