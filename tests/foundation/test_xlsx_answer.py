"""Workbooks: what people typed stays text, numbers and moments are such."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from foundation.web.xlsx_answer import LONGEST_CELL, Sheet, xlsx_answer
from tests.workbooks import workbook


def written(*rows: list[object], title: str = "x") -> dict[str, list[list[str]]]:
    return workbook(b"".join(xlsx_answer([Sheet(title, rows)], name="x.xlsx")))


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("=1+1", "=1+1"),
        ("https://example.com", "https://example.com"),
        ("满意度 90%", "满意度 90%"),
        (12, "12"),
        (Decimal("120.50"), "120.50"),
        (12345678901234567890, "12345678901234567890"),
        ("x\ud800", "x?"),
        ("长" * (LONGEST_CELL + 1), "长" * LONGEST_CELL),
        # 12:00 in Shanghai, as days since 1899-12-30.
        (datetime(2026, 11, 30, 4, 0, tzinfo=UTC), "46356.5"),
    ],
)
def test_a_cell_holds_what_it_was_given_and_runs_nothing(cell: object, kept: str) -> None:
    assert written(["编号", "事项"], [cell, None])["x"] == [["编号", "事项"], [kept]]


def test_each_table_has_its_sheet_and_a_title_that_a_workbook_can_have() -> None:
    answer = xlsx_answer([Sheet("A/B", [["a"]]), Sheet("费用" * 20, [])], name="x.xlsx")
    assert list(workbook(b"".join(answer))) == ["A B", ("费用" * 20)[:31]]
    assert answer["Content-Disposition"] == 'attachment; filename="x.xlsx"'
    assert answer["Cache-Control"] == "private, no-store"
