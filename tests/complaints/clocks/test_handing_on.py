"""No open clock stays with somebody who is away, has left or may not sign in any more."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError
from django.db.models import F
from django.test import Client
from django.utils import timezone

from complaints.domain.clocks.assignment import candidates, reassign_clock
from complaints.models import Clock, EscalationLevel
from contracts.models import Obligation
from deadlines.domain.handing_back import take_back, to_take_back
from deadlines.domain.handing_on import STRANDED, hand_on, hand_on_all
from deadlines.models import Deadline, HandingOn
from foundation.refusals import Refused
from parties.domain.absences import call_off, enter_absence
from parties.domain.messages import render
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM, writing
from parties.models import Absence, Membership, Message, User
from tests import factories
from tests.complaints.clocks.test_escalating import DUE, swept
from tests.complaints.factories import HOUR, NOW, SECOND, House, house, logged, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def ktv() -> House:
    return house()


def away(user: User, substitute: User | None = None) -> Absence:
    day = timezone.localdate()
    return enter_absence(
        user_id=user.pk,
        from_date=day,
        until_date=day,
        substitute_id=substitute.pk if substitute else None,
        by=factories.scope(user),
        at=timezone.now(),
    )


def left(user: User) -> None:
    Membership.objects.filter(user=user).update(active_until=timezone.localdate() - timedelta(days=1))


def deactivated(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def _stranded() -> int:
    params = {"day": timezone.localdate(), "limit": 1000}
    return len(list(Deadline.objects.raw(STRANDED, params)))


@pytest.mark.parametrize("goes", [away, left, deactivated])
def test_every_open_clock_is_handed_on_at_once_and_told_once(ktv: House, goes: Callable[[User], object]) -> None:
    other = factories.person(ktv.provider, Role.MARKETING)
    for _each in range(3):
        logged(ktv)
    marketing = ktv.people[Role.MARKETING]
    goes(marketing)
    assert _stranded() == 3
    assert (hand_on_all(timezone.now(), limit=2), hand_on(timezone.now()), _stranded()) == (3, 0, 0)
    assert set(Deadline.objects.values_list("owner", flat=True)) == {other.pk}
    told = Message.objects.get(kind="deadlines.handed_on")
    assert (told.user, told.params) == (other, {"count": 3, "from": marketing.pk})
    assert render(told, language="en").subject == f"3 steps of {marketing.name} are yours now"


def test_the_substitute_goes_before_the_chain(ktv: House) -> None:
    factories.person(ktv.provider, Role.MARKETING)
    stand_in = factories.person(ktv.provider, Role.HR)
    logged(ktv)
    away(ktv.people[Role.MARKETING], stand_in)
    hand_on(timezone.now())
    assert Deadline.objects.get().owner == stand_in


def test_where_the_whole_department_is_away_it_rises_to_whoever_answers_for_the_contract(ktv: House) -> None:
    logged(ktv)
    away(ktv.people[Role.MARKETING])
    hand_on(timezone.now())
    assert Deadline.objects.get().owner == ktv.people[Role.ACCOUNT_MANAGER]


def test_a_new_complaint_is_not_given_to_somebody_who_is_away(ktv: House) -> None:
    other = factories.person(ktv.provider, Role.MARKETING)
    away(ktv.people[Role.MARKETING])
    logged(ktv)
    assert Deadline.objects.get().owner == other
    assert _stranded() == 0


def test_a_clock_is_not_handed_by_hand_to_somebody_who_is_away(ktv: House) -> None:
    other = factories.person(ktv.provider, Role.MARKETING)
    away(other)
    clock = logged(ktv).clocks.get()
    assert other not in candidates([clock], venue_id=ktv.venue.pk)[clock.pk]
    with pytest.raises(Refused) as refused:
        reassign_clock(clock.pk, other.pk, by=ktv.scope(Role.MARKETING), at=timezone.now())
    assert refused.value.code == "complaints.person_away"


def test_a_level_of_escalation_is_handed_on_too(ktv: House) -> None:
    logged(ktv)
    swept(DUE + HOUR)
    second = factories.person(ktv.client, Role.VENUE_MANAGER)
    away(ktv.people[Role.VENUE_MANAGER])
    hand_on(timezone.now())
    level = EscalationLevel.objects.select_related("deadline").get(number=2)
    assert level.deadline.owner == second


def test_duties_of_a_contract_are_handed_on_to_the_same_job(ktv: House) -> None:
    assert ktv.contract is not None
    agreed = factories.Agreement(
        ktv.contract,
        ktv.client,
        ktv.provider,
        ktv.venue,
        ktv.people[Role.ACCOUNT_MANAGER],
        ktv.people[Role.CONTRACT_OWNER],
    )
    agreed.owe(2, started_at=NOW)
    second = factories.person(ktv.provider, Role.ACCOUNT_MANAGER)
    away(ktv.people[Role.ACCOUNT_MANAGER])
    hand_on(timezone.now())
    assert {row.deadline.owner for row in Obligation.objects.select_related("deadline__owner")} == {second}


def test_who_left_one_party_keeps_the_clocks_of_another(ktv: House) -> None:
    marketing = ktv.people[Role.MARKETING]
    Membership.objects.create(user=marketing, party=ktv.client, role=Role.MARKETING)
    Membership.objects.filter(user=marketing, party=ktv.provider).update(
        active_until=timezone.localdate() - timedelta(days=1)
    )
    ours = logged(ktv).clocks.get().deadline
    Deadline.objects.filter(pk=ours.pk).update(owner=marketing, party=ktv.client)
    assert _stranded() == 0
    Deadline.objects.filter(pk=ours.pk).update(party=ktv.provider)
    assert _stranded() == 1


def test_a_clock_is_not_handed_to_somebody_who_left_its_party_and_works_for_the_other(ktv: House) -> None:
    """Handed to and fro between two of these, it would never come to rest."""
    logged(ktv)
    for role in (Role.MARKETING, Role.CUSTOMER_SERVICE):
        user = ktv.people[role]
        Membership.objects.create(user=user, party=ktv.client, role=Role.MARKETING)
        Membership.objects.filter(user=user, party=ktv.provider).update(
            active_until=timezone.localdate() - timedelta(days=1)
        )
    assert hand_on_all(timezone.now()) == 1
    assert Deadline.objects.get().owner == ktv.people[Role.ACCOUNT_MANAGER]


def test_where_nobody_is_there_it_stays_and_is_handed_on_when_somebody_is(ktv: House) -> None:
    logged(ktv)
    for user in User.objects.all():
        deactivated(user)
    assert hand_on(timezone.now()) == 0
    assert Clock.objects.get().deadline.owner == ktv.people[Role.MARKETING]
    back = factories.person(ktv.provider, Role.MARKETING)
    hand_on(timezone.now() + SECOND)
    assert Clock.objects.get().deadline.owner == back


def test_who_comes_back_takes_back_what_is_still_open_and_still_there(ktv: House) -> None:
    marketing, other = ktv.people[Role.MARKETING], factories.person(ktv.provider, Role.MARKETING)
    kept, done, moved = logged(ktv), logged(ktv), logged(ktv)
    absence = away(marketing)
    hand_on(timezone.now())
    today = timezone.localdate()
    assert to_take_back(marketing.pk, day=today).count() == 0  # away still
    call_off(absence.pk, by=factories.scope(marketing), at=timezone.now())
    step(ktv, done, "verify", at=timezone.now())
    third = factories.person(ktv.provider, Role.MARKETING)
    clock = moved.clocks.get()
    reassign_clock(clock.pk, third.pk, by=factories.scope(other), at=timezone.now())
    client = Client(headers={"accept-language": "en"})
    client.force_login(marketing)
    assert "1 step of yours went to a colleague" in client.get("/").content.decode()
    assert client.post("/handed-on/take-back/").status_code == 302
    owners = [each.clocks.get().deadline.owner for each in (kept, moved)]
    assert (owners, to_take_back(marketing.pk, day=today).count()) == ([marketing, third], 0)
    told = Message.objects.get(kind="deadlines.taken_back")
    assert (told.user, told.params) == (other, {"count": 1, "by": marketing.pk})
    assert render(told, language="en").subject == f"{marketing.name} took 1 step back"
    assert take_back(by=factories.scope(other), at=timezone.now()) == 0


@pytest.mark.database
def test_what_was_handed_on_stays_written(ktv: House) -> None:
    factories.person(ktv.provider, Role.MARKETING)
    logged(ktv)
    deactivated(ktv.people[Role.MARKETING])
    hand_on(timezone.now())
    with pytest.raises(ProgrammingError, match="permission denied"), writing(SYSTEM):
        HandingOn.objects.update(to_user=F("from_user"))
    row = HandingOn.objects.get()
    row.pk, row.to_user = None, row.from_user
    with pytest.raises(IntegrityError, match="handing_on_to_another"), writing(SYSTEM):
        row.save(force_insert=True)
