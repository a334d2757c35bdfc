"""Invoices and payments in an evidence pack: those that claim damages for the breaches concerned."""

import io
import json
from datetime import timedelta
from typing import Any
from zipfile import ZipFile

import pytest

from contracts.domain.evidence.asking import Wanted
from parties.models import User
from tests import factories
from tests.billing.factories import PAID, Desk, damages_on, desk, pay
from tests.contracts import packs

pytestmark = pytest.mark.django_db
ASKED = PAID + timedelta(days=1)


def records(at: Desk, breaches: list[int], user: User) -> list[dict[str, Any]]:
    wanted = Wanted(breaches)
    pack = packs.made(at.agreement.contract.pk, wanted, by=factories.scope(user), at=ASKED)
    assert pack.file is not None
    with ZipFile(io.BytesIO(pack.file.read())) as zipped:
        found: list[dict[str, Any]] = json.loads(zipped.read("data/records.json"))
        rows = [json.loads(json.loads(line)["text"]) for line in zipped.read("audit/rows.jsonl").splitlines()]
    # What the invoice said while it was a draft is its issuer's own.
    assert "I" not in {row["verb"] for row in rows if row["table_name"] == "billing_invoice"}
    return found


def test_both_sides_get_the_issued_invoice_and_its_payments_and_no_draft() -> None:
    at = desk()
    issued = at.invoice()
    pay(issued, "100", by=at.creditor, reference="回单七号")
    [draft] = at.drafts(1)
    claimed = [damages_on(invoice).breach_id for invoice in (issued, draft)]
    for user in (at.agreement.owner, at.agreement.account_manager):
        found = records(at, claimed, user)
        [invoice] = [each for each in found if each["kind"] == "invoice"]
        [payment] = [each for each in found if each["kind"] == "payment"]
        assert (invoice["id"], invoice["facts"]["paid"]) == (issued.pk, "100.00")
        assert payment["facts"]["reference"] == "回单七号"


def test_an_invoice_for_another_breach_is_left_out() -> None:
    at = desk()
    at.invoice()
    [other] = at.damages()
    found = records(at, [other.breach_id], at.agreement.owner)
    assert not [each for each in found if each["kind"] in ("invoice", "payment")]
