"""The product's main job, walked as its users walk it: from an empty contract to the page behind an invoice line, and
on to the archive."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from billing.domain.trace import trace_invoice
from complaints.models import Complaint
from contracts.models import Breach, Contract, SealedFile
from foundation.models import AuditEntry, Job
from ledger.models import Journal
from parties.models import Message
from tests.billing.factories import PRINTS
from tests.journeys import cast, complaint_act, drafting_act, life_act, money_act, signing_act
from tests.journeys.windows import PHONE, window

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings(PRINTS)]


def test_from_the_clause_to_the_paid_invoice_and_back(
    browser: Browser, live_server: Any, worker: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    people = cast.gather()
    with window(browser, live_server.url) as desk:
        contract = drafting_act.draft_and_send(desk, people)
    copy = tmp_path / "contract.pdf"
    for signer in people.signers.values():
        with window(browser, live_server.url, size=PHONE) as room:
            signing_act.sign_and_seal(room, signer)
            signing_act.download(room, copy)
    contract.refresh_from_db()
    assert contract.is_effective
    with window(browser, live_server.url) as anybody:
        signing_act.verify_as_anybody(anybody, copy, contract)
    with window(browser, live_server.url, size=PHONE) as phone:
        complaint = complaint_act.log_complaint(phone, people)
        complaint_act.see_who_answers_until_when(phone, complaint)
    breach = complaint_act.let_its_time_pass(complaint)
    with window(browser, live_server.url) as desk:
        damages = money_act.confirm_breach(desk, people, breach)
    with window(browser, live_server.url) as desk:
        invoice = money_act.bill_and_record_payment(desk, people, damages)
        money_act.walk_back(desk, invoice)
    what_is_in_the_books(contract)
    (trace,) = trace_invoice(invoice, at=timezone.now())
    assert trace.is_whole
    life_act.end_and_archive(browser, live_server.url, people, contract)
    assert worker.poll() is None


def what_is_in_the_books(contract: Contract) -> None:
    """One of each, nothing doubled, and nothing parked."""
    assert SealedFile.objects.filter(version__contract=contract).count() == 3
    assert Complaint.objects.filter(contract=contract).count() == 1
    assert Breach.objects.filter(contract=contract).count() == 1
    assert Journal.objects.count() == 4  # claim and payment, in the books of both parties
    for kind in ("complaints.missed", "contracts.breaches_proposed", "billing.invoice_issued"):
        told = list(Message.objects.filter(kind=kind).values_list("user", flat=True))
        assert told, kind
        assert len(told) == len(set(told)), kind
    assert not Job.objects.filter(state="parked").exists()
    assert not AuditEntry.objects.filter(actor="").exists()
