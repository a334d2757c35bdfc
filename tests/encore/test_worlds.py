"""A copied world is the one that was made, row by row, and stands in nobody's way."""

import pytest
from django.db import connection, transaction

from complaints.models import Complaint
from tests.complaints.factories import House, house, logged

pytestmark = pytest.mark.django_db


def rows() -> dict[str, list[str]]:
    """All that stands in the tables of the product, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        tables = [name for (name,) in cursor.fetchall()]
        found = {}
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')
            found[table] = [row for (row,) in cursor.fetchall()]
    return {table: lines for table, lines in found.items() if lines}


def begun() -> tuple[dict[str, list[str]], House, str]:
    """What a test would find that begins in this world and logs a complaint."""
    with transaction.atomic():
        ktv = house(verify_within="23")
        before = rows()
        complaint = logged(ktv)
        due = str(complaint.clocks.get().deadline.due_at)
        transaction.set_rollback(True)
    return before, ktv, due


def test_what_is_copied_is_what_was_made_with_its_audit_trail() -> None:
    _first, (made, ktv, due), (copied, same, due_again) = begun(), begun(), begun()
    assert len(made["foundation_auditentry"]) > 10
    assert copied == made
    assert (same, due_again) == (ktv, due)
    assert Complaint.objects.count() == 0


def test_a_second_world_in_one_test_is_another_one() -> None:
    one, two = house(verify_within="23"), house(verify_within="23")
    assert one.venue != two.venue
    assert one.people.keys() == two.people.keys()
    assert set(one.people.values()).isdisjoint(two.people.values())
