"""The geometry of the charts: where points stand, where lines break, what an axis can be cut into."""

from decimal import Decimal

from members.web.retention.charts import FLOOR, LEFT, RIGHT, TOP, WIDE, Value, columns, lines

MONTHS = ["2026-08", "2026-09", "2026-10", "2026-11"]


def values(*amounts: int | None) -> list[Value]:
    return [Value(None if each is None else Decimal(each), str(each), f"?{each}") for each in amounts]


def test_a_line_rises_from_the_floor_and_breaks_where_nothing_was_counted() -> None:
    chart = lines(MONTHS, [("Retention", "one", values(0, None, 50, 100))])
    [series] = chart.series
    assert [spot.y for spot in series.spots] == [FLOOR, (FLOOR + TOP) / 2, TOP]
    assert series.lines == [f"{series.spots[1].x},{series.spots[1].y} {series.spots[2].x},{series.spots[2].y}"]
    assert [spot.address for spot in series.spots] == ["?0", "?50", "?100"]
    assert all(LEFT < spot.x < WIDE - RIGHT for spot in series.spots)
    assert [label for _y, label in chart.marks] == ["0 %", "25 %", "50 %", "75 %", "100 %"]
    assert [month for _x, month in chart.months] == ["2026-09", "2026-11"]


def test_columns_stand_beside_each_other_under_a_mark_that_can_be_quartered() -> None:
    chart = columns(MONTHS, [("Active", "one", values(30, 12, 0, 36)), ("New", "two", values(1, 2, 3, None))])
    active, new = chart.series
    assert [label for _y, label in chart.marks] == ["0", "10", "20", "30", "40"]
    assert active.spots[0].height == round((FLOOR - TOP) * 30 / 40, 1)
    assert active.spots[2].height == 0
    assert [round(two.x - one.x, 1) for one, two in zip(active.spots, new.spots, strict=False)] == [chart.column] * 3
    assert [label for _y, label in columns(MONTHS, []).marks] == ["0", "1", "2", "3", "4"]
