"""Closing months."""

from datetime import UTC, date, datetime, timedelta

import pytest

from foundation.models import AuditEntry
from foundation.refusals import Refused
from ledger.domain.periods import close_period, month_of, next_month, posting_date
from parties.domain.roles import Role
from parties.models import Party
from tests.factories import party, person, scope
from tests.ledger.books import AFTER, DAY, post_claim

pytestmark = pytest.mark.django_db


def refusal_of_closing(party_id: int, month: date, *, at: datetime = AFTER, role: Role = Role.FINANCE) -> str:
    closer = person(Party.objects.get(pk=party_id), role)
    with pytest.raises(Refused) as refused:
        close_period(party_id, month, by=scope(closer), at=at)
    return refused.value.code


def test_closed_month_takes_no_entry_and_the_next_one_does() -> None:
    us = party()
    post_claim(us.pk)
    closed = close_period(us.pk, DAY, by=scope(person(us, Role.FINANCE)), at=AFTER)
    assert (closed.month, closed.closed_at) == (date(2026, 11, 1), AFTER)
    with pytest.raises(Refused) as refused:
        post_claim(us.pk, "test:2")
    assert (refused.value.code, refused.value.params) == ("ledger.period_closed", {"month": "2026-11"})
    assert post_claim(us.pk, "test:2", day=date(2026, 12, 1)).period.month == date(2026, 12, 1)


def test_month_without_entries_is_closed_by_a_later_one() -> None:
    us = party()
    post_claim(us.pk)
    close_period(us.pk, DAY, by=scope(person(us, Role.FINANCE)), at=AFTER)
    with pytest.raises(Refused) as refused:
        post_claim(us.pk, "test:2", day=date(2026, 10, 31))
    assert refused.value.code == "ledger.period_closed"


def test_month_is_closed_in_the_first_moment_of_the_next_and_not_before() -> None:
    us = party()
    post_claim(us.pk)
    midnight = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)  # in Shanghai the first of December begins
    assert refusal_of_closing(us.pk, DAY, at=midnight - timedelta(seconds=1)) == "ledger.month_not_over"
    assert close_period(us.pk, DAY, by=scope(person(us, Role.FINANCE)), at=midnight).is_closed


def test_month_is_closed_once() -> None:
    us = party()
    post_claim(us.pk)
    close_period(us.pk, DAY, by=scope(person(us, Role.FINANCE)), at=AFTER)
    assert refusal_of_closing(us.pk, DAY) == "ledger.closed_already"


def test_months_are_closed_in_their_order() -> None:
    us = party()
    post_claim(us.pk)
    post_claim(us.pk, "test:2", day=date(2026, 10, 5))
    assert refusal_of_closing(us.pk, DAY) == "ledger.earlier_month_open"


def test_empty_month_is_not_closed() -> None:
    us = party()
    post_claim(us.pk)
    assert refusal_of_closing(us.pk, date(2026, 9, 1)) == "ledger.nothing_to_close"


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.FINANCE}))
def test_only_finance_closes(role: Role) -> None:
    us = party()
    post_claim(us.pk)
    assert refusal_of_closing(us.pk, DAY, role=role) == "parties.not_yours"


def test_finance_of_another_party_does_not_close() -> None:
    us, them = party(), party()
    post_claim(us.pk)
    with pytest.raises(Refused) as refused:
        close_period(us.pk, DAY, by=scope(person(them, Role.FINANCE)), at=AFTER)
    assert refused.value.code == "parties.not_yours"


def test_closing_is_audited_with_its_actor() -> None:
    us = party()
    post_claim(us.pk)
    closer = person(us, Role.FINANCE)
    period = close_period(us.pk, DAY, by=scope(closer), at=AFTER)
    entry = AuditEntry.objects.get(table_name="ledger_period", row_id=str(period.pk), verb="U")
    assert entry.actor == closer.audit_label


def test_money_of_a_closed_month_is_posted_when_it_became_known() -> None:
    us = party()
    post_claim(us.pk)
    assert posting_date(us.pk, DAY, at=AFTER) == DAY
    close_period(us.pk, DAY, by=scope(person(us, Role.FINANCE)), at=AFTER)
    assert posting_date(us.pk, DAY, at=AFTER) == date(2026, 12, 3)
    assert posting_date(us.pk, date(2026, 12, 1), at=AFTER) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("day", "month", "after"),
    [
        (date(2026, 12, 31), date(2026, 12, 1), date(2027, 1, 1)),
        (date(2028, 2, 29), date(2028, 2, 1), date(2028, 3, 1)),
        (date(2026, 1, 1), date(2026, 1, 1), date(2026, 2, 1)),
    ],
)
def test_months_follow_each_other(day: date, month: date, after: date) -> None:
    assert (month_of(day), next_month(month_of(day))) == (month, after)
