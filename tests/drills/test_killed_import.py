"""A worker that is killed between writing new members and noting that their rows were taken over."""

import pytest
from psycopg2 import extensions

from foundation.jobs import run_due
from foundation.models import Job
from members.domain.imports.loading import LOAD, confirm_import
from members.models import Import, ImportRow, Member, MemberKey
from tests import factories
from tests.conftest import kill_with_children
from tests.drills.conftest import Scaled
from tests.drills.nursery import start_worker
from tests.drills.processes import holding, wait_until, wait_until_held, wait_until_rolled_back
from tests.drills.test_killed_worker import let_the_lease_run_out
from tests.members.factories import at_work
from tests.members.imports.factories import NOW, checked_members

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill]

FULL = 20_000


def test_a_killed_import_goes_on_and_takes_each_row_over_once(
    owner_connection: extensions.connection, process_environment: dict[str, str], scaled: Scaled, is_full: bool
) -> None:
    count = scaled(FULL)
    venue = factories.venue(factories.party())
    by = at_work(venue)
    rows = [(f"V{number}", "张三", f"138{number:08d}") for number in range(count)]
    sent = checked_members(venue, rows, by=by)
    while run_due():
        pass
    confirm_import(sent.pk, by=by, at=NOW)
    row = ImportRow.objects.filter(of=sent, outcome="new").earliest("number")
    with holding(owner_connection, f"SELECT FROM members_importrow WHERE id = {row.pk} FOR UPDATE"):
        worker = start_worker(process_environment)
        try:
            wait_until_held(owner_connection, 1)
        finally:
            kill_with_children(worker)
    wait_until_rolled_back(owner_connection)
    assert (Member.objects.count(), MemberKey.objects.count()) == (0, 0)
    let_the_lease_run_out(Job.objects.get(kind=LOAD), really=is_full)
    second = start_worker(process_environment)
    try:
        wait_until(lambda: Import.objects.get().state == "done", "the import is done", 60 + count // 100)
    finally:
        kill_with_children(second)
    assert Member.objects.count() == MemberKey.objects.count() == count
    assert set(ImportRow.objects.filter(number__gt=0).values_list("outcome", "is_loaded")) == {("new", True)}
