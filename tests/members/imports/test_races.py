"""Two merges at once, a bill that comes in meanwhile, two refunds of one bill, two workers on one file."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from foundation.refusals import Refused
from members.domain.bills import recording
from members.domain.bills.recording import record_bill
from members.domain.imports.merging import merge_members
from members.models import Bill, Member, MemberMerge
from tests import factories
from tests.members.bills.factories import LATER, billed, new_bill
from tests.members.factories import NOW, at_work, enrolled

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def at_once(*work: Callable[[], object]) -> list[object]:
    """What these get that begin at the same moment; an exception counts as an answer."""
    start = threading.Barrier(len(work))

    def one(act: Callable[[], object]) -> object:
        try:
            start.wait(20)
            return act()
        except Exception as error:  # noqa: BLE001  # the answer is what is looked at
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(one, work))


def test_of_merges_into_each_other_at_once_one_happens() -> None:
    venue = factories.venue(factories.party())
    by = at_work(venue)
    one, other = enrolled(venue).pk, enrolled(venue).pk
    answers = at_once(
        *(
            lambda kept=kept, gone=gone: merge_members(kept, gone, by=by, at=NOW)
            for kept, gone in ((one, other), (other, one)) * 3
        )
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["MemberMerge", *["Refused"] * 5]
    assert (MemberMerge.objects.count(), Member.objects.active().count()) == (1, 1)


def bills_while_merging(venue: Any) -> set[Member | None]:
    """Whose bills they are that came in by the old card while its member was merged."""
    by = at_work(venue)
    kept, gone = enrolled(venue, number="K"), enrolled(venue, number="G")
    bills = [
        lambda number=number: record_bill(new_bill(venue, number=f"B{number}", card="G"), by=by, at=LATER)
        for number in range(5)
    ]
    answers = at_once(*bills, lambda: merge_members(kept.pk, gone.pk, by=by, at=NOW))
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    return {bill.member for bill in Bill.objects.select_related("member")}


def test_a_bill_that_comes_in_while_its_member_is_merged_goes_with_them() -> None:
    assert {member.number for member in bills_while_merging(factories.venue(factories.party())) if member} == {"K"}


def test_control_without_the_lock_a_bill_stays_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    merged = threading.Event()

    def look_only(member_id: int) -> Member:
        member = Member.objects.get(pk=member_id)
        merged.wait(2)
        return member

    venue = factories.venue(factories.party())
    by = at_work(venue)
    kept, gone = enrolled(venue, number="K"), enrolled(venue, number="G")
    monkeypatch.setattr(recording, "lock_member", look_only)

    def merge() -> object:
        try:
            return merge_members(kept.pk, gone.pk, by=by, at=NOW)
        finally:
            merged.set()

    at_once(lambda: record_bill(new_bill(venue, card="G"), by=by, at=LATER), merge)
    assert Bill.objects.get().member == gone


def test_of_two_refunds_at_once_the_second_counts_the_first() -> None:
    venue = factories.venue(factories.party())
    by = at_work(venue)
    billed(venue, by=by)
    answers = at_once(
        *(
            lambda number=number: record_bill(
                new_bill(venue, number=f"R{number}", refund_of="A1", amount_fen=100_000), by=by, at=LATER
            )
            for number in range(4)
        )
    )
    assert sum(isinstance(answer, Refused) for answer in answers) == 3
    assert Bill.objects.filter(refund_of__isnull=False).count() == 1


def test_the_same_bill_from_six_tills_at_once_is_one_bill() -> None:
    venue = factories.venue(factories.party())
    by = at_work(venue)
    answers = at_once(*[lambda: record_bill(new_bill(venue), by=by, at=LATER)] * 6)
    assert sorted(answer.is_new for answer in answers if isinstance(answer, recording.Recorded)) == [False] * 5 + [True]
    assert Bill.objects.count() == 1
