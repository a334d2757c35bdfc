from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.domain.terms.choices import CHOICES
from contracts.domain.terms.values import (
    SHANGHAI,
    TYPES,
    CalendarPeriod,
    Choice,
    Count,
    DailyRate,
    DateValue,
    Days,
    Hours,
    Money,
    Months,
    MonthSpan,
    Percent,
    Period,
    TermValue,
    Text,
    Weeks,
    WorkingDays,
    Years,
    due_at,
    is_provisional,
    load,
    parse,
)
from foundation.days import FIRST_DAY, LAST_DAY
from foundation.refusals import Refused

PERIODS = (Hours, Days, WorkingDays, Weeks, Months, Years)
LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp", "Cs", "Cn", "Co", "Cf"))


def texts() -> st.SearchStrategy[Text]:
    lines = st.text(LETTERS, min_size=1, max_size=500).map(str.strip).filter(bool)
    return lines.map(Text)


def any_value() -> st.SearchStrategy[TermValue]:
    periods: list[st.SearchStrategy[TermValue]] = [st.integers(0, kind.largest).map(kind) for kind in PERIODS]
    return st.one_of(
        *periods,
        st.decimals(0, 1000, places=4).map(Percent),
        st.decimals(0, 100, places=4).map(DailyRate),
        st.lists(st.integers(1, MonthSpan.largest), min_size=2, max_size=2).map(lambda ends: MonthSpan(*sorted(ends))),
        st.decimals(0, Money.largest, places=2).map(Money),
        st.integers(0, Count.largest).map(Count),
        st.sampled_from(sorted(CHOICES)).map(Choice),
        st.dates(FIRST_DAY, LAST_DAY).map(DateValue),
        texts(),
    )


@given(any_value())
def test_a_value_comes_back_from_its_dump(value: TermValue) -> None:
    assert load(value.dump()) == value


@given(any_value())
def test_a_value_can_be_typed_as_its_plain_form(value: TermValue) -> None:
    assert parse(value.type, str(value.plain)) == value


@given(st.integers(0, 520), st.sampled_from(PERIODS))
def test_a_period_can_be_typed_as_it_is_displayed(number: int, kind: type[Period]) -> None:
    value = kind(min(number, kind.largest))
    assert [kind.read(value.display(language)) for language in ("zh-hans", "zh-hant", "en")] == [value] * 3


@given(st.integers(1, 240), st.integers(0, 20))
def test_months_of_the_contract_can_be_typed_as_they_are_displayed(first: int, more: int) -> None:
    value = MonthSpan(first, min(first + more, MonthSpan.largest))
    assert [MonthSpan.read(value.display(language)) for language in ("zh-hans", "zh-hant", "en")] == [value] * 3


@given(st.decimals(0, 100, places=4))
def test_a_daily_rate_can_be_typed_as_it_is_displayed(number: Decimal) -> None:
    value = DailyRate(number)
    assert [DailyRate.read(value.display(language)) for language in ("zh-hans", "en")] == [value] * 2


@given(st.decimals(0, Money.largest, places=2))
def test_money_is_exact(amount: Decimal) -> None:
    assert Money.read(f"{amount:,}").value == amount


@pytest.mark.parametrize(
    ("value", "zh", "hant", "en"),
    [
        (Hours(24), "24小时", "24小時", "24 hours"),
        (Hours(1), "1小时", "1小時", "1 hour"),
        (Days(15), "15日", "15日", "15 days"),
        (WorkingDays(5), "5个工作日", "5個工作日", "5 working days"),
        (Weeks(2), "2周", "2周", "2 weeks"),
        (Months(1), "1个月", "1個月", "1 month"),
        (Years(3), "3年", "3年", "3 years"),
        (Percent(Decimal("2.50")), "2.5%", "2.5%", "2.5%"),
        (Percent(Decimal("1E+2")), "100%", "100%", "100%"),
        (DailyRate(Decimal("0.0500")), "每日0.05%", "每日0.05%", "0.05% a day"),
        (MonthSpan(1, 3), "第1个月至第3个月", "第1個月至第3個月", "months 1 to 3"),
        (MonthSpan(12, 12), "第12个月", "第12個月", "month 12"),
        (
            Money(Decimal(600000)),
            "¥600,000.00（人民币陆拾万元整）",
            "¥600,000.00（人民幣陸拾萬元整）",
            "RMB 600,000.00",
        ),
        (Count(200), "200", "200", "200"),
        (Choice("party_b"), "乙方", "乙方", "Party B"),
        (DateValue(date(2026, 3, 1)), "2026年3月1日", "2026年3月1日", "1 March 2026"),
        (Text("上海仲裁委员会"), "上海仲裁委员会", "上海仲裁委员会", "上海仲裁委员会"),
    ],
)
def test_a_value_is_displayed_in_each_language(value: TermValue, zh: str, hant: str, en: str) -> None:
    assert [value.display(language) for language in ("zh-hans", "zh-hant", "en")] == [zh, hant, en]


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("hours", " ２４ 小时 ", Hours(24)),
        ("hours", "24h", Hours(24)),
        ("days", "15天", Days(15)),
        ("weeks", "2个星期", Weeks(2)),
        ("percent", "５％", Percent(Decimal(5))),
        ("daily_rate", "0.05", DailyRate(Decimal("0.05"))),
        ("daily_rate", "日０．０５％", DailyRate(Decimal("0.05"))),
        ("daily_rate", "0.05%/天", DailyRate(Decimal("0.05"))),
        ("daily_rate", "0.05 % per day", DailyRate(Decimal("0.05"))),
        ("month_span", "1-3", MonthSpan(1, 3)),
        ("month_span", " 4 ～ 6 ", MonthSpan(4, 6)),
        ("month_span", "第7至第9个月", MonthSpan(7, 9)),
        ("month_span", "第7至9个月", MonthSpan(7, 9)),
        ("month_span", "Month 7 to month 9", MonthSpan(7, 9)),
        ("month_span", "12", MonthSpan(12, 12)),
        ("money", "人民币 600,000.50 元", Money(Decimal("600000.50"))),
        ("money", "￥5000", Money(Decimal(5000))),
        ("date", "2026年3月1日", DateValue(date(2026, 3, 1))),
        ("date", "2026/03/01", DateValue(date(2026, 3, 1))),
        ("text", "  {{ 7*7 }} <b>甲</b> ", Text("{{ 7*7 }} <b>甲</b>")),
    ],
)
def test_what_people_type_is_read(kind: str, raw: str, value: TermValue) -> None:
    assert parse(kind, raw) == value


@pytest.mark.parametrize(
    ("kind", "raw", "code"),
    [
        ("hours", "", "contracts.term_shape_hours"),
        ("hours", "1.5", "contracts.term_shape_hours"),
        ("hours", "二十四", "contracts.term_shape_hours"),
        ("hours", "24日", "contracts.term_shape_hours"),
        ("hours", "-1", "contracts.term_negative"),
        ("hours", "9999999", "contracts.term_shape_hours"),
        ("months", "1e3", "contracts.term_shape_months"),
        ("percent", "5.00001", "contracts.term_shape_percent"),
        ("percent", "nan", "contracts.term_shape_percent"),
        ("daily_rate", "0.00001", "contracts.term_shape_daily_rate"),
        ("daily_rate", "100.01", "contracts.term_shape_daily_rate"),
        ("daily_rate", "-1", "contracts.term_negative"),
        ("month_span", "3-1", "contracts.term_shape_month_span"),
        ("month_span", "0-3", "contracts.term_shape_month_span"),
        ("month_span", "1-241", "contracts.term_shape_month_span"),
        ("month_span", "3个月", "contracts.term_shape_month_span"),
        ("month_span", "1-3-5", "contracts.term_shape_month_span"),
        ("money", "-0.01", "contracts.term_negative"),
        ("money", "−100", "contracts.term_negative"),
        ("money", "1.005", "contracts.term_shape_money"),
        ("money", "1,00.00", "contracts.term_shape_money"),
        ("money", "1000000000000", "contracts.term_shape_money"),
        ("money", "Infinity", "contracts.term_shape_money"),
        ("count", "٣", "contracts.term_shape_count"),
        ("choice", "party_c", "contracts.term_shape_choice"),
        ("date", "2026-02-29", "contracts.term_shape_date"),
        ("date", "tomorrow", "contracts.term_shape_date"),
        ("date", "9999-12-31", "foundation.day_out_of_range"),
        ("date", "0001-01-01", "foundation.day_out_of_range"),
        ("text", "   ", "contracts.term_shape_text"),
        ("text", "a\nb", "contracts.term_shape_text"),
        ("text", "a\u202eb", "contracts.term_shape_text"),
        ("text", "x" * 501, "contracts.term_shape_text"),
        ("schedule", "1", "contracts.term_kind"),
    ],
)
def test_what_does_not_fit_is_refused(kind: str, raw: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(kind, raw)
    assert refused.value.code == code
    assert refused.value.message


@pytest.mark.parametrize(
    "dumped",
    [
        {},
        {"type": "hours"},
        {"type": "hours", "value": "24"},
        {"type": "hours", "value": True},
        {"type": "hours", "value": 24.0},
        {"type": "hours", "value": 24, "unit": "h"},
        {"type": "percent", "value": 5},
        {"type": "percent", "value": "5.0"},
        {"type": "daily_rate", "value": "0.050"},
        {"type": "month_span", "value": "01-3"},
        {"type": "month_span", "value": "3"},
        {"type": "money", "value": "5,000.00"},
        {"type": "text", "value": " padded "},
        {"type": ["hours"], "value": 24},
    ],
)
def test_only_what_dump_writes_is_loaded(dumped: dict[str, object]) -> None:
    with pytest.raises(Refused):
        load(dumped)


def test_a_constructor_takes_no_wrong_shape() -> None:
    attempts = (
        lambda: Hours(-1),
        lambda: Hours(True),
        lambda: Percent(5),  # type: ignore[arg-type]
        lambda: Percent(Decimal("NaN")),
        lambda: DailyRate(Decimal("NaN")),
        lambda: MonthSpan(0, 3),
        lambda: MonthSpan(True, 3),
        lambda: Money(Decimal("-0.01")),
        lambda: Money(Decimal("0.001")),
        lambda: DateValue(datetime(2026, 3, 1, tzinfo=UTC)),
        lambda: Choice("{{x}}"),
    )
    for attempt in attempts:
        with pytest.raises(Refused):
            attempt()


def test_every_type_has_a_refusal_that_shows_a_good_value() -> None:
    for kind in TYPES:
        with pytest.raises(Refused) as refused:
            parse(kind, "")
        assert refused.value.code == f"contracts.term_shape_{kind}"


# ------------------------------------------------------------------------------------------------------- due times


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "value", "due"),
    [
        ("2026-03-01 23:30", Hours(24), "2026-03-02 23:30"),
        ("2026-09-30 23:00", Hours(72), "2026-10-03 23:00"),
        ("2026-03-01 00:00", Days(1), "2026-03-03 00:00"),
        ("2026-03-01 23:59", Days(15), "2026-03-17 00:00"),
        ("2026-03-01 12:00", Days(0), "2026-03-02 00:00"),
        ("2026-03-01 12:00", Weeks(2), "2026-03-16 00:00"),
        ("2026-01-31 12:00", Months(1), "2026-03-01 00:00"),
        ("2028-01-31 12:00", Months(1), "2028-03-01 00:00"),
        ("2026-08-31 12:00", Months(1), "2026-10-01 00:00"),
        ("2026-12-31 12:00", Months(2), "2027-03-01 00:00"),
        ("2026-03-15 12:00", Months(12), "2027-03-16 00:00"),
        ("2028-02-29 12:00", Years(1), "2029-03-01 00:00"),
        ("2026-03-01 12:00", Years(1), "2027-03-02 00:00"),
        ("2026-09-28 09:00", WorkingDays(5), "2026-10-11 00:00"),
        ("2026-02-13 09:00", WorkingDays(5), "2026-02-28 00:00"),
        ("2026-10-01 09:00", WorkingDays(1), "2026-10-10 00:00"),  # starts on a holiday: as if on 8 October
    ],
)
def test_a_duty_is_due_when_its_period_ends(start: str, value: Period, due: str) -> None:
    assert due_at(at(start), value) == at(due)


def test_hours_run_alike_in_every_time_zone() -> None:
    start = datetime(2026, 3, 28, 20, 0, tzinfo=timezone(timedelta(hours=-8)))
    assert due_at(start, Hours(24)) - start == timedelta(hours=24)
    assert due_at(start, Hours(24)).tzinfo is SHANGHAI


def test_days_are_counted_in_shanghai() -> None:
    late_in_utc = datetime(2026, 3, 1, 17, 0, tzinfo=UTC)  # 2 March, 01:00 in Shanghai
    assert due_at(late_in_utc, Days(1)) == at("2026-03-04 00:00")


def test_a_start_without_time_zone_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="time zone"):
        due_at(datetime(2026, 3, 1), Hours(1))  # noqa: DTZ001  # the naive moment is what is refused


@given(
    st.integers(946_684_800, 4_102_444_800).map(lambda seconds: datetime.fromtimestamp(seconds, SHANGHAI)),
    st.integers(0, 49),
    st.sampled_from([Hours, Days, Weeks, Months, Years]),
)
def test_more_time_is_never_due_earlier(start: datetime, number: int, kind: type[Period]) -> None:
    assert start <= due_at(start, kind(number)) < due_at(start, kind(number + 1))


@pytest.mark.parametrize(
    ("end", "value", "day"),
    [
        (date(2027, 3, 31), Months(1), date(2027, 2, 28)),
        (date(2027, 11, 21), Months(1), date(2027, 10, 21)),
        (date(2028, 2, 29), Years(1), date(2027, 2, 28)),
        (date(2027, 1, 1), Days(30), date(2026, 12, 2)),
        (date(2027, 1, 1), Weeks(1), date(2026, 12, 25)),
    ],
)
def test_a_notice_period_counts_back_from_the_end(end: date, value: CalendarPeriod, day: date) -> None:
    assert value.day_before(end) == day


def test_only_working_days_of_unannounced_years_are_provisional() -> None:
    start = at("2026-03-02 09:00")
    assert not is_provisional(start, WorkingDays(5))
    assert not is_provisional(start, Years(5))
    assert is_provisional(at("2031-03-03 09:00"), WorkingDays(5))


@pytest.mark.parametrize(
    ("span", "first_day", "last_day"),
    [
        (MonthSpan(1, 3), date(2026, 1, 31), date(2026, 4, 30)),
        (MonthSpan(4, 6), date(2026, 5, 1), date(2026, 7, 31)),
        (MonthSpan(10, 12), date(2026, 11, 1), date(2027, 1, 31)),
    ],
)
def test_the_months_of_a_phase_end_as_every_period_of_months_does(
    span: MonthSpan, first_day: date, last_day: date
) -> None:
    start = date(2026, 1, 31)
    assert (span.first_day(start), span.last_day(start)) == (first_day, last_day)
    assert span.last_day(start) == Months(span.last).last_day(start)


def test_a_daily_rate_grows_with_each_day_and_never_by_itself() -> None:
    assert DailyRate(Decimal("0.05")).share_for(Decimal(10_000), days=30) == Decimal(150)
    assert DailyRate(Decimal("0.05")).share_for(Decimal(10_000), days=0) == 0
    with pytest.raises(ValueError, match="negative"):
        DailyRate(Decimal(1)).share_for(Decimal(1), days=-1)
