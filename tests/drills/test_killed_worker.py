"""A Celery worker that is killed between claiming a job and finishing it."""

import time
from datetime import timedelta
from typing import Final

import pytest
from django.utils import timezone
from psycopg2 import extensions

from billing.domain.invoicing import issue_invoice
from billing.domain.printing import PRINT_INVOICE
from billing.models import Invoice
from foundation.jobs import run_due
from foundation.models import Job, StoredFile
from tests.billing.factories import ISSUED, desk
from tests.conftest import kill_with_children
from tests.drills.conftest import Scaled
from tests.drills.nursery import start_worker
from tests.drills.processes import careless, holding, wait_until, wait_until_held, wait_until_rolled_back

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill]

FULL: Final = 40


def invoices_to_print(count: int) -> Invoice:
    """Issue invoices, whose PDFs workers will make; gives the one that is first in the queue."""
    debts = desk()
    for draft in debts.drafts(count):
        issue_invoice(draft.pk, by=debts.creditor, at=ISSUED)
    first = Job.objects.filter(kind=PRINT_INVOICE).earliest("run_at", "id")
    return Invoice.objects.get(pk=first.payload["invoice"])


def job_of(invoice: Invoice) -> Job:
    return Job.objects.get(kind=PRINT_INVOICE, payload={"invoice": invoice.pk})


def kill_while_printing(invoice: Invoice, session: extensions.connection, environment: dict[str, str]) -> None:
    """Start a worker, let it claim the job and come as far as the invoice's row, and kill it there."""
    with holding(session, f"SELECT FROM billing_invoice WHERE id = {invoice.pk} FOR UPDATE"):
        worker = start_worker(environment)
        try:
            wait_until_held(session, 1)
        finally:
            kill_with_children(worker)
    wait_until_rolled_back(session)


def let_the_lease_run_out(job: Job, *, really: bool) -> None:
    """At full size the minute really passes; else the lease is made to have ended."""
    assert job.leased_until is not None
    assert job.leased_until > timezone.now()
    if really:
        time.sleep((job.leased_until - timezone.now()).total_seconds())
    else:
        Job.objects.filter(pk=job.pk).update(leased_until=timezone.now())


def test_after_the_lease_another_worker_does_the_work_once(
    owner_connection: extensions.connection, process_environment: dict[str, str], scaled: Scaled, is_full: bool
) -> None:
    count = scaled(FULL)
    invoice = invoices_to_print(count)
    kill_while_printing(invoice, owner_connection, process_environment)
    job = job_of(invoice)
    assert (job.state, job.attempts, StoredFile.objects.count()) == ("queued", 1, 0)
    let_the_lease_run_out(job, really=is_full)
    second = start_worker(process_environment)
    try:
        wait_until(lambda: not Job.objects.exclude(state="done").exists(), "all jobs are done", 60 + 5 * count)
    finally:
        kill_with_children(second)
    attempts = sorted(Job.objects.filter(kind=PRINT_INVOICE).values_list("attempts", flat=True))
    assert (job_of(invoice).attempts, attempts) == (2, [1] * (count - 1) + [2])
    assert Invoice.objects.filter(pdf=None).count() == 0
    assert StoredFile.objects.count() == count


def test_control_a_job_that_is_done_when_claimed_is_lost_with_its_worker(
    owner_connection: extensions.connection, process_environment: dict[str, str]
) -> None:
    invoice = invoices_to_print(1)
    kill_while_printing(invoice, owner_connection, careless(process_environment, "job"))
    run_due(at=timezone.now() + timedelta(days=1))
    invoice.refresh_from_db()
    assert (job_of(invoice).state, invoice.pdf) == ("done", None)
