"""How customers can be reached: enciphered at rest, masked on screen, shown for a reason."""

import json
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from complaints.domain.customer.addresses import address_hash, masked_address, normal_address
from complaints.domain.customer.contacts import Reach, keep_contact, masked, reach_of, show_contact
from complaints.models import ContactLook, CustomerContact
from foundation.enciphering import Unreadable
from foundation.models import AuditEntry
from foundation.refusals import Refused
from parties.domain.roles import Role
from tests.complaints.factories import HOUR, NOW, House, house, logged
from tests.complaints.refused import refused

NUMBER = "13800730000"
NAME = "甄顾客"


def kept(of: House, **changes: Any) -> CustomerContact:
    reach = Reach(
        **{"kind": "phone", "address": f"+86 {NUMBER[:3]} {NUMBER[3:7]} {NUMBER[7:]}", "name": NAME, **changes}
    )
    return keep_contact(logged(of).pk, reach, by=of.scope(Role.CUSTOMER_SERVICE), at=NOW)


@pytest.mark.parametrize(
    ("kind", "typed", "normal", "shown"),
    [
        ("phone", "+86 138-0073 0000", NUMBER, "138****0000"),
        ("sms", "0086 13800730000", NUMBER, "138****0000"),
        ("phone", "86１３８００７３００００", NUMBER, "138****0000"),
        ("phone", "(010) 8888-0000", "01088880000", "010****0000"),
        ("phone", "+852 2345 6789", "+85223456789", "+85****6789"),
        ("phone", "10086", "10086", "1****86"),
        ("email", "Zhen@Example.com", "zhen@example.com", "z****@example.com"),
        ("wechat", "zhen_shi-01", "zhen_shi-01", "zhe****i-01"),
    ],
)
def test_an_address_has_one_form_and_is_masked(kind: str, typed: str, normal: str, shown: str) -> None:
    assert normal_address(kind, typed) == normal
    assert masked_address(kind, normal) == shown


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("phone", ""),
        ("phone", "call me"),
        ("email", "zhen@"),
        ("email", "a@b.c, d@e.f"),
        ("wechat", "甄"),
        ("fax", "1"),
    ],
)
def test_what_is_no_address_is_refused(kind: str, typed: str) -> None:
    with pytest.raises(Refused) as refused:
        normal_address(kind, typed)
    assert (refused.value.code, refused.value.field) == ("complaints.contact_wrong", "address")


@pytest.mark.django_db
def test_a_contact_is_shown_masked_and_read_whole_by_what_sends() -> None:
    contact = kept(house())
    assert (masked(contact).name, masked(contact).address) == ("甄**", "138****0000")
    assert reach_of(contact) == Reach("phone", NUMBER, NAME)
    assert NUMBER not in repr(reach_of(contact))


@pytest.mark.django_db
def test_the_number_is_nowhere_in_the_clear() -> None:
    ktv = house()
    contact = kept(ktv)
    keep_contact(contact.complaint_id, Reach("sms", NUMBER, NAME), by=ktv.scope(Role.MARKETING), at=NOW + HOUR)
    show_contact(contact.complaint_id, "回电", by=ktv.scope(Role.MARKETING), at=NOW + HOUR)
    tables = connection.introspection.table_names()
    assert "complaints_customercontact" in tables
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(
                f"SELECT count(*) FROM \"{table}\" t WHERE t::text LIKE '%{NUMBER}%' OR t::text LIKE '%{NAME}%'"
            )
            assert cursor.fetchone() == (0,), table
    trail = AuditEntry.objects.filter(table_name="complaints_customercontact").values_list("before", "after")
    said = json.dumps(list(trail))
    assert '"kind": "sms"' in said
    assert not any(column in said for column in ("enciphered", "address_hash"))


@pytest.mark.django_db
def test_a_contact_moved_to_another_complaint_cannot_be_read() -> None:
    ktv = house()
    contact, other = kept(ktv), logged(ktv)
    CustomerContact.objects.filter(pk=contact.pk).update(complaint=other)
    with pytest.raises(Unreadable):
        reach_of(CustomerContact.objects.get())


@pytest.mark.django_db
def test_showing_asks_for_a_reason_and_leaves_a_trace() -> None:
    ktv = house()
    contact = kept(ktv)
    by = ktv.scope(Role.CUSTOMER_SERVICE)
    with refused("complaints.reason_missing"):
        show_contact(contact.complaint_id, "  ", by=by, at=NOW)
    assert show_contact(contact.complaint_id, "电话回访", by=by, at=NOW).address == NUMBER
    look = ContactLook.objects.get()
    assert (look.user_id, look.reason, look.at) == (by.user_id, "电话回访", NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.FLOOR, Role.PROMOTER, Role.PROMOTIONS, Role.ACCOUNT_MANAGER])
def test_a_role_that_does_not_call_customers_sees_the_mask_alone(role: Role) -> None:
    ktv = house()
    contact = kept(ktv)
    with refused("complaints.not_your_step"):
        show_contact(contact.complaint_id, "好奇", by=ktv.scope(role), at=NOW)
    assert not ContactLook.objects.exists()


@pytest.mark.django_db
def test_a_known_contact_is_replaced_by_who_may_see_it_and_the_customers_own_for_a_reason() -> None:
    ktv = house()
    contact, other = kept(ktv), Reach("phone", "13900000000")
    with refused("complaints.not_your_step"):
        keep_contact(contact.complaint_id, other, by=ktv.scope(Role.FLOOR), at=NOW)
    CustomerContact.objects.update(kept_by=None)
    by = ktv.scope(Role.CUSTOMER_SERVICE)
    with refused("complaints.reason_missing"):
        keep_contact(contact.complaint_id, other, by=by, at=NOW)
    assert reach_of(CustomerContact.objects.get()).address == NUMBER
    keep_contact(contact.complaint_id, other, by=by, at=NOW, reason="客人换号")
    assert reach_of(CustomerContact.objects.get()).address == other.address
    assert ContactLook.objects.get().reason == "客人换号"


@pytest.mark.django_db
def test_another_house_can_neither_see_nor_change_it() -> None:
    contact, stranger = kept(house()), house().scope(Role.CUSTOMER_SERVICE)
    for attempt in (
        lambda: show_contact(contact.complaint_id, "?", by=stranger, at=NOW),
        lambda: keep_contact(contact.complaint_id, Reach("phone", "13900000000"), by=stranger, at=NOW),
    ):
        with refused("complaints.not_your_step"):
            attempt()


def test_a_number_is_recognised_over_calls_and_messages_but_not_over_kinds() -> None:
    assert address_hash("phone", NUMBER) == address_hash("sms", NUMBER)
    assert address_hash("phone", NUMBER) != address_hash("wechat", NUMBER)


@pytest.mark.django_db
@pytest.mark.database
@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE complaints_customercontact SET kind = 'fax'", "contact_kinds"),
        ("UPDATE complaints_customercontact SET address_hash = '138'", "contact_hash_is_hex"),
        ("UPDATE complaints_customercontact SET address_enciphered = ''", "contact_has_address"),
        (
            """INSERT INTO complaints_contactlook (contact_id, user_id, reason, at)
            SELECT id, kept_by_id, '', now() FROM complaints_customercontact""",
            "contact_look_has_reason",
        ),
        (
            """INSERT INTO complaints_customercontact
            (complaint_id, kind, address_enciphered, address_hash, language, kept_at)
            SELECT complaint_id, kind, address_enciphered, address_hash, language, kept_at
            FROM complaints_customercontact""",
            "complaint_id",
        ),
    ],
)
def test_the_database_refuses_a_contact_that_makes_no_sense(statement: str, constraint: str) -> None:
    kept(house())
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.django_db
@pytest.mark.database
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
@pytest.mark.parametrize("noun", ["contactlook", "contactattempt", "writtenanswer", "handlingrating"])
def test_what_was_looked_at_tried_answered_and_rated_stays(noun: str, verb: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(verb.format(f"complaints_{noun}"))
