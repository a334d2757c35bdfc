"""Days beyond which nothing can be counted are refused where they are typed, and narrow no list."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import DateField

from contracts.domain.life import termination
from contracts.domain.life.notices import Delivery, Letter
from contracts.domain.signature.taking_effect import require_end_ahead
from contracts.domain.terms.values import SHANGHAI
from contracts.domain.wording.blanks import TermsRefused
from contracts.models import Notice, Termination
from foundation.days import FIRST_DAY, LAST_DAY, known_day
from foundation.refusals import Refused
from parties.domain.scope import SYSTEM, writing
from tests import factories
from tests.contracts import drafts, lives
from tests.contracts.calendars import INTERVALS, running
from tests.contracts.liability.test_web_breaches import browser
from tests.contracts.signature.test_paper import confirm, enter
from tests.contracts.signature.test_signing import png

pytestmark = pytest.mark.django_db
BEGAN = datetime(2026, 3, 2, 10, tzinfo=SHANGHAI)
LATER = datetime(2026, 6, 1, 10, tzinfo=SHANGHAI)
DAY = timedelta(days=1)
OUT_OF_RANGE = "foundation.day_out_of_range"


def refusal_of(act: Callable[[], object]) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value.code, refusal.value.field


@pytest.mark.parametrize("day", [FIRST_DAY, LAST_DAY])
def test_the_first_and_the_last_day_are_known(day: date) -> None:
    assert known_day(day) == day


@pytest.mark.parametrize("day", [date.min, date(1989, 12, 31), date(2200, 1, 1), date.max])
def test_what_lies_beyond_them_is_refused_with_both(day: date) -> None:
    with pytest.raises(Refused) as refusal:
        known_day(day, "when")
    assert (refusal.value.code, refusal.value.field) == (OUT_OF_RANGE, "when")
    assert all(shown in refusal.value.message for shown in ("1990-01-01", "2199-12-31"))


DAYS = [
    (model._meta.db_table, field.column)
    for model in apps.get_app_config("contracts").get_models()
    for field in model._meta.local_fields
    if type(field) is DateField
]


def holds(cursor: CursorWrapper, rule: str, column: str, day: date) -> bool | None:
    """What the database says of a row with this day alone."""
    columns = {column, *COLUMN.findall(rule)}
    row = ", ".join(f"%s::date AS {name}" for name in columns)
    cursor.execute(f"SELECT {rule} FROM (SELECT {row}) AS made", [day if name == column else None for name in columns])
    return bool(cursor.fetchone()[0])


COLUMN = re.compile(r"[a-z_]+(?= IS NULL)")


@pytest.mark.parametrize(("table", "column"), DAYS)
def test_the_database_keeps_no_day_that_nobody_can_count(table: str, column: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint WHERE contype = 'c' AND conrelid = %s::regclass"
            " AND conname LIKE '%%\\_known'",
            [table],
        )
        [rule] = [rule for (rule,) in cursor.fetchall() if f"({column} IS NULL)" in rule]
        assert [holds(cursor, rule, column, day) for day in (FIRST_DAY, LAST_DAY)] == [True, True]
        for day in (date.min, FIRST_DAY - DAY, LAST_DAY + DAY, date.max):
            assert holds(cursor, rule, column, day) is False, day


def test_a_notice_is_not_sent_on_such_a_day_past_the_rules_either() -> None:
    desk = lives.running(at=BEGAN)
    letter = Letter("多次逾期未执行整改", "courier", LATER.date())
    by = factories.scope(desk.owner)
    given = termination.give_termination(desk.contract.pk, "serious_breach", letter, by=by, at=LATER)
    again = Notice.objects.get(pk=given.notice_id)
    again.pk, again.kind, again.sent_date = None, "warning", date(1989, 12, 30)
    with pytest.raises(IntegrityError, match="notice_day_known"), writing(SYSTEM), transaction.atomic():
        again.save(force_insert=True)


def test_a_contract_cannot_end_beyond_what_can_be_counted() -> None:
    desk = drafts.draft(form_id="loyalty")
    with pytest.raises(TermsRefused) as refusal:
        desk.fill(end_date="9999-12-31")
    assert [each.code for each in refusal.value.each] == [OUT_OF_RANGE]
    desk.fill(end_date=LAST_DAY.isoformat())
    require_end_ahead(desk.version, at=drafts.AT)


def test_a_paper_was_signed_on_a_day_that_can_be_counted() -> None:
    desk = drafts.ready_draft()
    assert refusal_of(lambda: enter(desk, signed_date=date.min)) == (OUT_OF_RANGE, "signed_date")
    enter(desk)
    confirm(desk)
    assert desk.version.is_effective


def test_notices_are_sent_arrive_and_end_contracts_on_days_that_can_be_counted() -> None:
    desk = lives.running(at=BEGAN)
    by = factories.scope(desk.owner)

    def give(ground: str, sent_date: date, last_day: date | None = None) -> Termination:
        letter = Letter("多次逾期未执行整改", "courier", sent_date)
        return termination.give_termination(desk.contract.pk, ground, letter, last_day=last_day, by=by, at=LATER)

    assert refusal_of(lambda: give("serious_breach", date.min)) == (OUT_OF_RANGE, "sent_date")
    assert refusal_of(lambda: give("agreement", LATER.date(), date.max)) == (OUT_OF_RANGE, "last_day")
    given = give("serious_breach", LATER.date())
    arrived = Delivery(datetime.min.replace(tzinfo=SHANGHAI), png(), "签收单.png")
    assert refusal_of(lambda: termination.prove_arrival(given.notice_id, arrived, by=by, at=LATER)) == (
        OUT_OF_RANGE,
        "delivered_at",
    )


@pytest.mark.parametrize("asked", ["until=9999-12-31", "since=9999-12-31", "until=0001-01-01", "since=0001-01-01"])
def test_a_list_is_not_narrowed_by_a_day_that_nobody_can_count(asked: str) -> None:
    agreement = running(**INTERVALS)
    client = browser(agreement.account_manager)
    for page in ("/obligations/", "/obligations/export.csv", "/obligations/calendar/"):
        answer, whole = client.get(f"{page}?{asked}"), client.get(page)
        assert (answer.status_code, whole.status_code) == (200, 200), page
        rows = [b"".join(each).count(b"/obligations/") for each in (answer, whole)]
        assert rows[0] >= rows[1]
