"""Lists continued from a row: every row once, in both directions, whatever stands in the address."""

from datetime import UTC, datetime, timedelta

import pytest

from foundation.keyset import Order, Page, page_of
from foundation.models import Job

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 1, tzinfo=UTC)
BY_TIME, LAST_FIRST, BY_KIND = Order("run_at"), Order("run_at", falling=True), Order("kind", is_moment=False)


@pytest.fixture(autouse=True)
def rows() -> None:
    Job.objects.bulk_create(
        Job(kind=f"种类~{number % 3}", key=str(number), payload={}, run_at=START + timedelta(hours=number // 4))
        for number in range(23)
    )


def page(order: Order, *, before: str = "", after: str = "") -> Page[Job]:
    return page_of(Job.objects.all(), order, before=before, after=after, size=5)


@pytest.mark.parametrize("order", [BY_TIME, LAST_FIRST, BY_KIND])
def test_forwards_and_back_each_row_comes_once(order: Order) -> None:
    expected = list(Job.objects.order_by(*order.fields).values_list("pk", flat=True))
    pages = [page(order)]
    while pages[-1].after:
        pages.append(page(order, after=pages[-1].after))
    assert [row.pk for each in pages for row in each.rows] == expected
    back = [pages[-1]]
    while back[-1].before:
        back.append(page(order, before=back[-1].before))
    assert [row.pk for each in reversed(back) for row in each.rows] == expected
    assert pages[0].before == ""


@pytest.mark.parametrize("key", ["", "~", "x~1", "2026-03-01~1", "2026-03-01T00:00:00+00:00~" + "9" * 40, "~~~", "②~②"])
def test_what_is_no_key_gives_the_first_rows(key: str) -> None:
    first = page(BY_TIME)
    assert page(BY_TIME, after=key) == first
    assert page(BY_TIME, before=key) == first


def test_beyond_the_last_row_there_is_nothing() -> None:
    last = Job.objects.order_by("run_at", "pk").last()
    assert last is not None
    assert page(BY_TIME, after=BY_TIME.key_of(last)) == Page([], "", "")
