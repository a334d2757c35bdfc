"""A complaint that a customer sends without an account."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from complaints.domain.intake.logging import log_complaint, log_from_customer
from complaints.models import Channel, Clock, Complaint
from foundation.models import AuditEntry
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM, Scope
from parties.models import Membership
from tests.complaints.factories import HOUR, NOW, House, house, house_without_contract, told
from tests.complaints.refused import refused

CUSTOMER = Scope(label="customer: room code 1", source="web 192.0.2.1")


def sent(of: House, *, by: Scope = CUSTOMER, **changes: Any) -> Complaint:
    said = told(of, **{"channel": Channel.ROOM_CODE.value, **changes})
    return log_from_customer(said, by=by, at=NOW)


@pytest.mark.django_db
def test_a_customers_complaint_has_the_same_clocks_and_a_responsible_person() -> None:
    ktv = house()
    complaint = sent(ktv)
    assert complaint.logged_by is None
    with translation.override("en"):
        assert complaint.logged_by_name == "The customer"
    assert complaint.responsible == ktv.people[Role.CUSTOMER_SERVICE]
    clocks = [(clock.name, clock.deadline.due_at - NOW) for clock in Clock.objects.filter(complaint=complaint)]
    assert clocks == [("verify", 24 * HOUR)]
    assert AuditEntry.objects.get(table_name="complaints_complaint").actor == "customer: room code 1"


@pytest.mark.django_db
def test_sent_again_it_is_logged_once() -> None:
    ktv = house()
    said = told(ktv, channel=Channel.ROOM_CODE.value)
    first, second = (log_from_customer(said, by=CUSTOMER, at=NOW + number * HOUR) for number in range(2))
    assert (first.pk, Complaint.objects.count(), Clock.objects.count()) == (second.pk, 1, 1)


@pytest.mark.django_db
def test_a_client_id_seen_elsewhere_opens_no_complaint_of_the_staff() -> None:
    ktv = house()
    staffs = told(ktv)
    log_complaint(staffs, by=ktv.scope(Role.FLOOR), at=NOW)
    with refused("complaints.id_taken"):
        sent(ktv, client_id=staffs.client_id)


@pytest.mark.django_db
def test_without_a_contract_the_venues_manager_answers_and_then_anybody_who_works_there() -> None:
    ktv = house_without_contract()
    jobs = Membership.objects.filter(party=ktv.client)
    jobs.exclude(role__in=[Role.VENUE_MANAGER, Role.FLOOR]).update(active_until="2020-12-31")
    assert sent(ktv).responsible == ktv.people[Role.VENUE_MANAGER]
    jobs.filter(role=Role.VENUE_MANAGER).update(active_until="2020-12-31")
    assert sent(ktv).responsible == ktv.people[Role.FLOOR]
    jobs.update(active_until="2020-12-31")
    with refused("complaints.nobody_there"):
        sent(ktv)


@pytest.mark.django_db
@pytest.mark.parametrize("channel", [Channel.IN_PERSON, Channel.PHONE, Channel.PROMOTER, Channel.FRONT_DESK])
def test_what_the_staff_writes_down_is_not_sent_by_customers(channel: Channel) -> None:
    with refused("parties.not_yours"):
        sent(house(), channel=channel.value)


@pytest.mark.django_db
def test_neither_the_system_nor_a_person_comes_in_by_the_customers_door() -> None:
    ktv = house()
    for by in (SYSTEM, ktv.scope(Role.FLOOR)):
        with refused("parties.not_yours"):
            sent(ktv, by=by)


@pytest.mark.django_db
def test_the_room_must_be_one_of_the_venues() -> None:
    with refused("complaints.venue_unknown"):
        sent(house(), room_id=house().room.pk)


@pytest.mark.django_db
@pytest.mark.database
def test_the_database_wants_to_know_who_wrote_down_what_the_staff_writes_down() -> None:
    sent(house())
    with pytest.raises(IntegrityError, match="complaint_logged_by_somebody"), transaction.atomic():
        connection.cursor().execute("UPDATE complaints_complaint SET channel = 'in_person'")
