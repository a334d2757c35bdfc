"""What the database itself refuses of bills, whoever asks."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from members.models import Bill
from tests import factories
from tests.members.bills.factories import billed
from tests.members.factories import at_work, enrolled

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def refused(statement: str, *values: Any, by: type[Exception] = IntegrityError, match: str) -> None:
    with pytest.raises(by, match=match), transaction.atomic():
        connection.cursor().execute(statement, values)


def test_a_bill_stays_as_it_is_but_for_whose_it_is() -> None:
    venue = factories.venue(factories.party())
    one, other = enrolled(venue, number="V1"), enrolled(venue, number="V2")
    bill = billed(venue, by=at_work(venue), card="V1")
    refused("UPDATE members_bill SET amount_fen = 1", match="stays as it is")
    refused("UPDATE members_bill SET member_id = NULL", match="stays as it is")
    refused("DELETE FROM members_bill", by=ProgrammingError, match="permission denied")
    refused("TRUNCATE members_bill CASCADE", by=ProgrammingError, match="permission denied")
    theirs = enrolled(factories.venue(factories.party()))
    refused("UPDATE members_bill SET member_id = %s", theirs.pk, match="another house")
    Bill.objects.filter(member=one).update(member=other)
    bill.refresh_from_db()
    assert bill.member == other


def test_a_bill_that_makes_no_sense_is_refused() -> None:
    venue = factories.venue(factories.party())
    by = at_work(venue)
    enrolled(venue, number="V1")
    bill, small = billed(venue, by=by, card="V1"), billed(venue, by=by, number="A2", amount_fen=5)
    refund = billed(venue, by=by, number="R1", refund_of="A1", amount_fen=100_000)
    theirs = factories.venue(factories.party())
    columns = [str(field.column) for field in Bill._meta.concrete_fields if not field.primary_key]
    itself = "INSERT INTO members_bill (id, refund_of_id, {0}) SELECT 9, 9, {0} FROM members_bill WHERE id = %s"
    others = ", ".join(column for column in columns if column not in ("refund_of_id", "number"))
    refused(itself.format(f"{others}, number"), bill.pk, match="does not fit its bill")
    cases: list[tuple[Bill, dict[str, Any], str]] = [
        (bill, {}, "bill_number_once_per_venue"),
        (bill, {"number": ""}, "bill_has_number"),
        (bill, {"number": "X", "amount_fen": 0}, "bill_amount_known"),
        (bill, {"number": "X", "amount_fen": 10_000_000_001}, "bill_amount_known"),
        (bill, {"number": "X", "way": "bird"}, "bill_ways"),
        (bill, {"number": "X", "business_date": "1889-01-01"}, "bill_on_a_known_day"),
        (bill, {"number": "X", "venue_id": theirs.pk}, "another house"),
        (bill, {"number": "X", "party_id": theirs.party_id}, "another house"),
        (bill, {"number": "X", "member_id": enrolled(theirs).pk}, "another house"),
        (refund, {"number": "X", "amount_fen": 28_001}, "does not fit its bill"),
        (refund, {"number": "X", "amount_fen": 1, "refund_of_id": refund.pk}, "does not fit its bill"),
        (refund, {"number": "X", "amount_fen": 1, "refund_of_id": small.pk}, "does not fit its bill"),
    ]
    for source, change, constraint in cases:
        chosen = ", ".join("%s" if column in change else column for column in columns)
        copied = f"INSERT INTO members_bill ({', '.join(columns)}) SELECT {chosen} FROM members_bill WHERE id = %s"
        refused(copied, *(change[column] for column in columns if column in change), source.pk, match=constraint)
