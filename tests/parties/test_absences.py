"""Who is away: entered by whom, for which days, with whom standing in."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from foundation.refusals import Refused
from parties.domain.absences import at_work, call_off, enter_absence
from parties.domain.duty import staff_at, staff_of
from parties.domain.roles import Role
from parties.models import Absence, Party, User, Venue
from tests import factories

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def party() -> Party:
    return factories.party()


@pytest.fixture
def marketing(party: Party) -> User:
    return factories.person(party, Role.MARKETING)


def today() -> date:
    return timezone.localdate()


def leave(
    user: User, *, by: User | None = None, first: int = 0, last: int = 2, substitute: User | None = None
) -> Absence:
    return enter_absence(
        user_id=user.pk,
        from_date=today() + first * DAY,
        until_date=today() + last * DAY,
        substitute_id=substitute.pk if substitute else None,
        by=factories.scope(by or user),
        at=timezone.now(),
    )


def _code(user: User, **changes: object) -> str:
    with pytest.raises(Refused) as refused:
        leave(user, **changes)  # type: ignore[arg-type]
    return refused.value.code


def test_whoever_is_away_answers_for_nothing_new(party: Party, marketing: User) -> None:
    venue = factories.venue(party)
    other = factories.person(party, Role.MARKETING)
    assert _first(party, venue) == marketing.pk
    leave(marketing)
    assert _first(party, venue) == other.pk
    assert staff_of(party_id=party.pk, venue_ids=[], roles=[Role.MARKETING]).first([Role.MARKETING]) == other.pk
    assert at_work([marketing.pk, other.pk], day=today()) == {other.pk}


def test_a_substitute_answers_where_nobody_else_has_the_job(party: Party, marketing: User) -> None:
    venue, stand_in = factories.venue(party), factories.person(party, Role.HR)
    absence = leave(marketing, substitute=stand_in)
    assert _first(party, venue) == stand_in.pk
    call_off(absence.pk, by=factories.scope(marketing), at=timezone.now())
    assert _first(party, venue) == marketing.pk


def test_a_substitute_who_falls_ill_answers_for_nothing_either(party: Party, marketing: User) -> None:
    venue, stand_in = factories.venue(party), factories.person(party, Role.HR)
    leave(marketing, substitute=stand_in)
    leave(stand_in)
    assert _first(party, venue) is None


def _first(party: Party, venue: Venue) -> int | None:
    return staff_at(party_id=party.pk, venue_id=venue.pk, roles=[Role.MARKETING]).first([Role.MARKETING])


@pytest.mark.parametrize("role", list(Role))
def test_those_who_answer_for_people_enter_their_leave(party: Party, marketing: User, role: Role) -> None:
    chief = factories.person(party, role)
    answers = {Role.VENUE_MANAGER, Role.HR, Role.ACCOUNT_MANAGER, Role.CONTRACT_OWNER, Role.ADMINISTRATOR}
    if role in answers:
        assert leave(marketing, by=chief).entered_by == chief
    else:
        assert _code(marketing, by=chief) == "parties.not_yours"


def test_nobody_enters_leave_for_the_people_of_another_party_or_venue(party: Party, marketing: User) -> None:
    assert _code(marketing, by=factories.person(factories.party(), Role.HR)) == "parties.not_yours"
    here, there = factories.venue(party), factories.venue(party)
    floor = factories.person(party, Role.FLOOR, venues=[here])
    assert _code(floor, by=factories.person(party, Role.VENUE_MANAGER, venues=[there])) == "parties.not_yours"
    assert leave(floor, by=factories.person(party, Role.VENUE_MANAGER, venues=[here])).user == floor


def test_days_and_substitutes_that_make_no_sense_are_refused(party: Party, marketing: User) -> None:
    other, stranger = factories.person(party, Role.HR), factories.person(factories.party(), Role.HR)
    assert _code(marketing, first=2, last=1) == "parties.leave_days_wrong"
    assert _code(marketing, first=-3, last=-1) == "parties.leave_over"
    assert _code(marketing, substitute=stranger) == "parties.substitute_unknown"
    assert _code(marketing, substitute=marketing) == "parties.substitute_unknown"
    leave(other, first=1, last=1)
    assert _code(marketing, substitute=other) == "parties.substitute_away"
    leave(marketing, first=0, last=2)
    assert _code(marketing, first=2, last=4) == "parties.leave_overlaps"


def test_an_absence_is_called_off_once_and_its_days_are_free_again(marketing: User) -> None:
    absence, by = leave(marketing), factories.scope(marketing)
    call_off(absence.pk, by=by, at=timezone.now())
    with pytest.raises(Refused) as refused:
        call_off(absence.pk, by=by, at=timezone.now())
    assert refused.value.code == "parties.leave_called_off"
    assert leave(marketing).pk != absence.pk


@pytest.mark.database
@pytest.mark.parametrize(
    ("first", "last", "constraint"),
    [("2026-12-05", "2026-12-04", "absence_days_in_order"), ("2026-12-03", "2026-12-05", "absence_once_a_day")],
)
def test_the_database_refuses_days_out_of_order_and_days_taken_twice(
    marketing: User, first: str, last: str, constraint: str
) -> None:
    row = {"user": marketing, "entered_by": marketing, "entered_at": datetime(2026, 11, 20, tzinfo=UTC)}
    Absence.objects.create(from_date="2026-12-01", until_date="2026-12-03", **row)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Absence.objects.create(from_date=first, until_date=last, **row)
    with pytest.raises(IntegrityError, match="absence_substitute_is_another"), transaction.atomic():
        Absence.objects.create(from_date="2027-01-01", until_date="2027-01-01", substitute=marketing, **row)
