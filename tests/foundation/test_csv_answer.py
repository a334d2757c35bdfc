import csv
import io

import pytest

from foundation.web.csv_answer import csv_answer, harmless


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =cmd|' /C calc'!A0"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(cell: str) -> None:
    assert harmless(cell) == "'" + cell


@pytest.mark.parametrize(
    ("cell", "text"), [(None, ""), ("满意度 90%", "满意度 90%"), (12, "12"), ("2026-03-01 – x", "2026-03-01 – x")]
)
def test_all_else_stays_as_it_is(cell: object, text: str) -> None:
    assert harmless(cell) == text


def test_the_file_is_chinese_for_spreadsheets_and_keeps_its_cells() -> None:
    response = csv_answer([["编号", "事项"], ["1", 'a "b", c\nd']], name="x.csv")
    content = b"".join(response).decode()
    assert content.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(content[1:], newline=""))) == [["编号", "事项"], ["1", 'a "b", c\nd']]
    assert response["Content-Disposition"] == 'attachment; filename="x.csv"'
