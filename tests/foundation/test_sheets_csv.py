"""CSV in the encodings of the field, judged by what the bytes say."""

import io

import pytest

from foundation.refusals import Refused
from foundation.sheets import lines as sheet_lines
from foundation.sheets.numbers import moment_text, number_text, shows_moment
from foundation.sheets.reading import read_table
from foundation.sheets.writing import write_csv

TEXT = "卡号,姓名,手机\nVIP001,张三,13812345678\n"


def read(content: bytes) -> list[list[str]]:
    return [line.cells for line in read_table(io.BytesIO(content))]


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read(content)
    return refused.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_the_encodings_of_the_field_are_told_apart_by_the_content(encoding: str) -> None:
    assert read(TEXT.encode(encoding)) == [["卡号", "姓名", "手机"], ["VIP001", "张三", "13812345678"]]


@pytest.mark.parametrize(
    "content",
    [
        "會員,姓名\n王小明,電話號碼與地址資料\n".encode("big5"),
        "会員,名前\n山田,デンワバンゴウ\n".encode("shift_jis"),
        "né le\n".encode("latin-1"),
        b"a,b\n\0\0\0\n",
        bytes(range(128, 256)) * 4,
    ],
)
def test_other_encodings_are_refused_and_not_guessed(content: bytes) -> None:
    assert refusal(content) == "foundation.sheet_unreadable"


def test_a_sign_cut_by_the_piece_that_is_read_is_still_one_sign() -> None:
    assert read(b"a" + "张".encode() * 3_000)[0][0][1:] == "张" * 3_000


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_the_delimiter_is_that_of_the_first_line(between: str) -> None:
    text = f'"a,;b"{between}c{between}d\r\n1{between}"x\ny"{between}\r\n'
    assert read(text.encode()) == [["a,;b", "c", "d"], ["1", "x\ny"]]


def test_rows_keep_the_number_of_their_line_and_empty_ones_are_left_out() -> None:
    found = [(line.number, line.cells) for line in read_table(io.BytesIO(b'a\n\n"b\nc"\n , \nd\n'))]
    assert found == [(1, ["a"]), (3, ["b\nc"]), (6, ["d"])]


def test_formulas_are_text_and_come_back_from_our_own_files_as_they_were_typed() -> None:
    rows = [["=1+1", "+86 138", "'quoted", "@x"]]
    content = io.BytesIO()
    write_csv(content, rows)
    assert content.getvalue().decode("utf-8-sig") == "'=1+1,'+86 138,'quoted,'@x\r\n"
    assert read(content.getvalue()) == rows
    assert read(b"=1+1,2") == [["=1+1", "2"]]


def test_too_wide_too_long_and_broken_files_say_where(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(b"," * 1_000_000 + b"x") == "foundation.sheet_too_wide"
    assert refusal(b"a,b\n" + b"1," * 100 + b"x\n") == "foundation.sheet_too_wide"
    assert refusal(b'a\n"' + b"x" * 200_000) == "foundation.sheet_broken"
    assert refusal(b"x" * 6_000) == "foundation.sheet_cell_too_long"
    monkeypatch.setattr(sheet_lines, "MOST_ROWS", 3)
    assert refusal(b"a\n1\n2\n3\n4\n") == "foundation.sheet_too_long"


@pytest.mark.parametrize(
    ("serial", "since_1904", "text"),
    [
        ("1", False, "1900-01-01"),
        ("59", False, "1900-02-28"),
        ("61", False, "1900-03-01"),
        ("32996", False, "1990-05-03"),
        ("31534", True, "1990-05-03"),
        ("32996.999999", False, "1990-05-04"),
        ("2958466", False, "2958466"),
        ("-1", False, "-1"),
        ("x", False, "x"),
    ],
)
def test_days_are_counted_as_spreadsheets_do(serial: str, since_1904: bool, text: str) -> None:
    assert moment_text(serial, since_1904=since_1904) == text


def test_numbers_are_written_out_and_formats_say_which_are_days() -> None:
    numbers = ["1.3812345678E10", "5", "0.30000000000000004", "1e400", "nan", "1E-3", "007"]
    assert [number_text(number) for number in numbers] == [
        "13812345678",
        "5",
        "0.30000000000000004",
        "1e400",
        "nan",
        "0.001",
        "007",
    ]
    formats = {"yyyy-mm-dd": True, '"day" 0.00': False, "[Red]0": False, "[h]:mm": True, "General": False, "@": False}
    assert {code: shows_moment(164, code) for code in formats} == formats
    assert (shows_moment(14, None), shows_moment(57, None), shows_moment(4, None)) == (True, True, False)
