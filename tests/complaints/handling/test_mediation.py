"""Statements, mediation and apologies."""

import pytest

from complaints.domain.handling.apologies import note_apology, plan_apology
from complaints.domain.handling.mediation import (
    end_mediation,
    mediators_for,
    open_mediation,
    statements_of,
    write_statement,
)
from complaints.models import Complaint, Stage
from parties.domain.roles import Role
from tests.complaints.factories import HOUR, NOW, House, at_stage, house, logged
from tests.complaints.refused import refusal_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ktv() -> House:
    return house()


def _say(ktv: House, complaint: Complaint, role: Role, speaker: Role | None = None) -> object:
    speaker_id = ktv.people[speaker].pk if speaker else None
    return write_statement(complaint.pk, "当时的情况", speaker_id=speaker_id, by=ktv.scope(role), at=NOW)


def test_the_customers_words_are_for_both_sides_and_the_staffs_for_their_own(ktv: House) -> None:
    complaint = logged(ktv)
    customers = _say(ktv, complaint, Role.CUSTOMER_SERVICE)
    promoters = _say(ktv, complaint, Role.PROMOTER, Role.PROMOTER)
    assert list(statements_of(complaint, ktv.scope(Role.MARKETING))) == [customers, promoters]
    assert list(statements_of(complaint, ktv.scope(Role.VENUE_MANAGER))) == [customers]


def test_nobody_puts_words_into_the_mouth_of_the_other_side(ktv: House) -> None:
    complaint = logged(ktv)
    assert refusal_of(lambda: _say(ktv, complaint, Role.MARKETING, Role.FLOOR)) == "complaints.speaker_of_another"
    assert _say(ktv, complaint, Role.VENUE_MANAGER, Role.FLOOR)


def test_a_mediation_is_settled_once_both_were_heard(ktv: House) -> None:
    complaint = logged(ktv)
    by = ktv.scope(Role.CUSTOMER_SERVICE)
    mediation = open_mediation(complaint.pk, by.user_id or 0, by=by, at=NOW)

    def settle() -> object:
        return end_mediation(mediation.pk, "settle", "客人接受道歉", by=by, at=NOW + HOUR)

    _say(ktv, complaint, Role.CUSTOMER_SERVICE)
    assert refusal_of(settle) == "complaints.not_both_heard"
    _say(ktv, complaint, Role.PROMOTER, Role.PROMOTER)
    settle()
    mediation.refresh_from_db()
    assert (mediation.state, mediation.outcome, mediation.ended_by) == (
        "settled",
        "客人接受道歉",
        ktv.people[Role.CUSTOMER_SERVICE],
    )
    assert refusal_of(settle) == "foundation.not_allowed_now"


def test_who_is_concerned_or_spoke_does_not_mediate(ktv: House) -> None:
    complaint = logged(ktv, concerns_id=ktv.people[Role.PROMOTER].pk)
    _say(ktv, complaint, Role.FLOOR, Role.FLOOR)
    by = ktv.scope(Role.CUSTOMER_SERVICE)
    for role in (Role.PROMOTER, Role.FLOOR):
        person = ktv.people[role]
        assert person not in mediators_for(complaint)
        assert (
            refusal_of(lambda: open_mediation(complaint.pk, person.pk, by=by, at=NOW))  # noqa: B023  # called at once
            == "complaints.mediator_concerned"
        )


def test_one_mediation_at_a_time_and_only_its_mediator_ends_it(ktv: House) -> None:
    complaint, by = logged(ktv), ktv.scope(Role.CUSTOMER_SERVICE)
    mediation = open_mediation(complaint.pk, ktv.people[Role.MARKETING].pk, by=by, at=NOW)
    assert (
        refusal_of(lambda: open_mediation(complaint.pk, by.user_id or 0, by=by, at=NOW)) == "complaints.mediation_open"
    )
    assert refusal_of(lambda: end_mediation(mediation.pk, "fail", "x", by=by, at=NOW)) == "complaints.not_the_mediator"


def test_an_apology_is_planned_then_made_once(ktv: House) -> None:
    complaint = at_stage(ktv, Stage.CLASSIFIED)
    by, at = ktv.scope(Role.PROMOTIONS), NOW + 3 * HOUR
    person = ktv.people[Role.VENUE_MANAGER]
    apology = plan_apology(complaint.pk, way="spoken", person_id=person.pk, words="态度不好", by=by, at=at)
    service = ktv.scope(Role.CUSTOMER_SERVICE)
    assert refusal_of(lambda: note_apology(apology.pk, given_at=at - HOUR, by=service, at=at)) == (
        "complaints.apology_before_plan"
    )
    assert refusal_of(lambda: note_apology(apology.pk, given_at=at + HOUR, by=service, at=at)) == "complaints.in_future"
    assert refusal_of(lambda: note_apology(apology.pk, given_at=at, by=ktv.scope(Role.FLOOR), at=at)) == (
        "complaints.not_your_step"
    )
    made = note_apology(apology.pk, given_at=at, by=ktv.scope(Role.VENUE_MANAGER), at=at + HOUR)
    assert (made.given_at, made.noted_by) == (at, person)
    assert refusal_of(lambda: note_apology(apology.pk, given_at=at, by=service, at=at + HOUR)) == (
        "complaints.apology_given"
    )
