from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from foundation.audit import history_of
from foundation.refusals import Refused
from parties.domain.duty import staff_at
from parties.domain.roles import MAY, Role
from parties.domain.scope import SYSTEM, Scope
from parties.models import Membership, Party, User, Venue
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_role_allows_its_verbs_for_its_own_party_only() -> None:
    ours, theirs = factories.party(), factories.party()
    scope = factories.scope(factories.person(ours, Role.FINANCE))
    assert scope.may("billing.issue")
    assert scope.may_for("billing.issue", ours.pk)
    assert not scope.may_for("billing.issue", theirs.pk)
    with pytest.raises(Refused) as refused:
        scope.require_for("billing.issue", theirs.pk)
    assert refused.value.code == "parties.not_yours"


def test_a_membership_that_ended_gives_nothing() -> None:
    company = factories.party()
    user = factories.person(company, Role.FINANCE)
    Membership.objects.filter(user=user).update(active_until=timezone.localdate() - timedelta(days=1))
    assert not Scope.of(user, source="test").may("billing.see")


def test_self_is_for_whoever_is_signed_in() -> None:
    assert factories.scope(factories.person(factories.party(), Role.FLOOR)).may("self")
    assert not Scope(label="anonymous", source="").may("self")


def test_the_system_may_everything() -> None:
    assert all(SYSTEM.may(verb) for verb in MAY)


def test_nobody_without_a_hat_may_anything() -> None:
    assert not any(Scope(label="nobody", source="", user_id=1).may(verb) for verb in MAY)


def test_an_unknown_verb_is_a_mistake_and_not_a_no() -> None:
    with pytest.raises(KeyError):
        factories.scope(factories.person(factories.party(), Role.FLOOR)).may("complaints.eat")


def test_parties_nobody_deals_with_are_not_there() -> None:
    ours, _stranger = factories.party(), factories.party()
    scope = factories.scope(factories.person(ours, Role.ACCOUNT_MANAGER))
    assert list(Party.objects.within(scope, verb="parties.see")) == [ours]


def test_floor_staff_of_one_venue_do_not_see_the_other() -> None:
    company = factories.party()
    here, _there = factories.venue(company), factories.venue(company)
    scope = factories.scope(factories.person(company, Role.FLOOR, venues=[here]))
    assert list(Venue.objects.within(scope, verb="complaints.log")) == [here]


def test_a_role_without_the_verb_sees_no_venue_for_it() -> None:
    company = factories.party()
    factories.venue(company)
    scope = factories.scope(factories.person(company, Role.FINANCE))
    assert list(Venue.objects.within(scope, verb="complaints.log")) == []


def test_the_person_named_for_the_venue_is_in_charge_before_the_one_for_all() -> None:
    company = factories.party()
    venue = factories.venue(company)
    factories.person(company, Role.MARKETING)
    named = factories.person(company, Role.MARKETING, venues=[venue])
    staff = staff_at(party_id=company.pk, venue_id=venue.pk, roles=[Role.MARKETING])
    assert staff.first([Role.MARKETING]) == named.pk


def test_the_next_role_of_the_chain_is_in_charge_when_the_first_is_not_staffed() -> None:
    company = factories.party()
    venue = factories.venue(company)
    manager = factories.person(company, Role.VENUE_MANAGER)
    chain = [Role.MARKETING, Role.VENUE_MANAGER]
    assert staff_at(party_id=company.pk, venue_id=venue.pk, roles=chain).first(chain) == manager.pk


def test_a_person_named_for_another_venue_is_not_in_charge() -> None:
    company = factories.party()
    venue = factories.venue(company)
    factories.person(company, Role.MARKETING, venues=[factories.venue(company)])
    staff = staff_at(party_id=company.pk, venue_id=venue.pk, roles=[Role.MARKETING])
    assert staff.first([Role.MARKETING]) is None


def test_the_first_operator_comes_from_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a long password")
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('encore.actor', '', false)")
    call_command(
        "createsuperuser", "--noinput", "--email", "Operator@example.com", "--name", "甄运维", stdout=StringIO()
    )
    operator = User.objects.get(email="operator@example.com")
    assert operator.is_staff
    assert history_of(operator).get().actor == "operator"


def test_on_a_device_that_others_use_only_the_named_verbs_are_left_and_only_at_its_venue() -> None:
    company = factories.party()
    here, elsewhere = factories.venue(company), factories.venue(company)
    manager = factories.scope(factories.person(company, Role.VENUE_MANAGER))
    limited = manager.limited(["complaints.log"], venue_id=here.pk)
    assert manager.may("self")
    assert [limited.may(verb) for verb in ("complaints.log", "complaints.see", "self")] == [True, False, False]
    assert limited.may_for("complaints.log", company.pk)
    assert not limited.may_for("complaints.see", company.pk)
    assert limited.parties_for("complaints.see") == frozenset()
    assert set(Venue.objects.within(manager, verb="complaints.log")) == {here, elsewhere}
    assert set(Venue.objects.within(limited, verb="complaints.log")) == {here}
    assert not Venue.objects.within(limited, verb="complaints.see").exists()


def test_limiting_gives_no_venue_that_the_person_does_not_have() -> None:
    company = factories.party()
    here, elsewhere = factories.venue(company), factories.venue(company)
    floor = factories.scope(factories.person(company, Role.FLOOR, venues=[here]))
    assert not floor.limited(["complaints.log"], venue_id=elsewhere.pk).may("complaints.log")
