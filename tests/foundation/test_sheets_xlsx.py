"""XLSX as it comes: every kind of cell, and what hostile hands put into one."""

import io
import itertools
import tracemalloc
import zipfile

import pytest

from foundation.refusals import Refused
from foundation.sheets import xlsx_parts
from foundation.sheets.reading import read_table
from foundation.sheets.writing import write_xlsx
from tests.foundation.workbooks import SHEET, workbook


def read(content: io.BytesIO) -> list[tuple[int, list[str]]]:
    return [(line.number, line.cells) for line in read_table(content)]


def refusal(content: io.BytesIO) -> str:
    with pytest.raises(Refused) as refused:
        read(content)
    return refused.value.code


def test_every_kind_of_cell_is_read_as_the_text_that_people_see() -> None:
    cells = (
        '<c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>张</t><t>三</t></is></c>'
        '<c r="D1"><v>1.3812345678E10</v></c><c r="E1" s="1"><v>32996</v></c><c r="F1" s="2"><v>61.5</v></c>'
        '<c r="G1" t="b"><v>1</v></c><c r="H1" t="e"><v>#REF!</v></c><c r="I1" t="str"><v> a </v></c>'
        '<c r="J1" t="d"><v>1990-05-03T00:00:00</v></c><c r="K1"><v>0.1</v></c><c r="L1" s="3"><v>0.75</v></c>'
    )
    shared = "<si><r><t>姓</t></r><r><t>名</t></r><rPh><t>xing ming</t></rPh></si>"
    assert read(workbook(f'<row r="1">{cells}</row>', shared=shared)) == [
        (
            1,
            [
                "姓名",
                "张三",
                "",
                "13812345678",
                "1990-05-03",
                "1900-03-01 12:00:00",
                "TRUE",
                "#REF!",
                "a",
                "1990-05-03",
                "0.1",
                "18:00:00",
            ],
        )
    ]


def test_a_formula_stays_text_and_what_was_computed_is_not_believed() -> None:
    row = "<row><c><f>HYPERLINK(&quot;http://x&quot;)</f><v>9</v></c></row>"
    assert read(workbook(row)) == [(1, ['=HYPERLINK("http://x")'])]


def test_of_merged_cells_the_first_one_holds_the_value_and_empty_rows_are_left_out() -> None:
    rows = '<row r="2"><c r="A2"><v>1</v></c><c r="B2"/></row><row r="3"/><row r="7"><c r="B7"><v>2</v></c></row>'
    assert read(workbook(rows)) == [(2, ["1"]), (7, ["", "2"])]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ('<row><c r="XFD1"><v>1</v></c></row>', "foundation.sheet_too_wide"),
        ('<row><c r="ZZZZZZZ1"><v>1</v></c></row>', "foundation.sheet_too_wide"),
        ("<row>" + "<c><v>1</v></c>" * 1_000_000 + "</row>", "foundation.sheet_too_wide"),
        ('<row><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>', "foundation.sheet_broken"),
        ('<row r="9999999"><c><v>1</v></c></row>', "foundation.sheet_broken"),
        ('<row><c t="s"><v>7</v></c></row>', "foundation.sheet_broken"),
        ('<row><c t="s"><v>-1</v></c></row>', "foundation.sheet_broken"),
        ("<row><c><v>1</v>", "foundation.sheet_broken"),
        (f"<row><c t='str'><v>{'x' * 30_000}</v></c></row>", "foundation.sheet_cell_too_long"),
        (f"<row><c t='str'><v>{'x' * 6_000}</v></c></row>", "foundation.sheet_cell_too_long"),
    ],
)
def test_what_is_no_honest_sheet_is_refused_with_its_reason(rows: str, code: str) -> None:
    assert refusal(workbook(rows)) == code


def test_declared_entities_are_refused_before_they_grow() -> None:
    declared = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    bomb = f"{declared}<worksheet><row><c><v>&b;</v></c></row></worksheet>"
    content = workbook("")
    with zipfile.ZipFile(content) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, bomb if name == SHEET else part)
    assert refusal(packed) == "foundation.sheet_wrong_kind"


def test_what_unpacks_too_far_is_refused_unopened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_parts, "LARGEST_UNPACKED", 50_000)
    assert refusal(workbook("<row/>" + " " * 50_000)) == "foundation.sheet_unpacks_too_far"
    monkeypatch.setattr(xlsx_parts, "MOST_PARTS", 3)
    assert refusal(workbook("<row/>")) == "foundation.sheet_unpacks_too_far"


def test_a_part_that_lies_about_its_size_is_read_no_further_than_it_says() -> None:
    content = bytearray(workbook("<row><c><v>1</v></c></row>" + "<row/>" * 10_000).getvalue())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo(SHEET).file_size
    place = content.rindex(SHEET.encode()) - 22  # the size in the directory at the end, from which it is read
    assert int.from_bytes(content[place : place + 4], "little") == size
    content[place : place + 4] = (300).to_bytes(4, "little")
    assert refusal(io.BytesIO(bytes(content))) == "foundation.sheet_broken"


@pytest.mark.parametrize(
    ("rows", "shared"),
    [
        ("", "<si>" + f"<t>{'x' * 500}</t>" * 40_000 + "</si>"),
        (f'<row><c r="{"1" * 20_000_000}"/></row>', ""),
        (f"<!--{'x' * 20_000_000}-->", ""),
        ("<a>" * 1_000_000, ""),
        ("".join(f"<a{number}/>" for number in range(200_000)), ""),
    ],
    ids=["one shared text", "one tag", "one comment", "ever deeper", "ever new names"],
)
def test_what_would_lie_in_memory_whole_is_refused_before_it_does(rows: str, shared: str) -> None:
    content = workbook(rows, shared=shared)
    tracemalloc.start()
    assert refusal(content) == "foundation.sheet_unpacks_too_far"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * 1024 * 1024


def test_parts_beside_the_sheet_are_small_and_few(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = "<styleSheet><cellXfs>" + '<xf numFmtId="14"/>' * 70_000 + "</cellXfs></styleSheet>"
    assert refusal(workbook("<row/>", more={"xl/styles.xml": looks})) == "foundation.sheet_unpacks_too_far"
    monkeypatch.setattr(xlsx_parts, "LARGEST_OTHER", 5_000)
    assert refusal(workbook("<row/>", more={"xl/styles.xml": " " * 5_001})) == "foundation.sheet_unpacks_too_far"
    monkeypatch.setattr(xlsx_parts, "LARGEST_SHARED", 5_000)
    assert refusal(workbook("<row/>", shared="<si/>" * 1_000)) == "foundation.sheet_unpacks_too_far"


def test_a_directory_without_end_is_not_read() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for number in range(8_001):
            archive.writestr(f"{number}", b"")
    tracemalloc.start()
    assert refusal(content) == "foundation.sheet_unpacks_too_far"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1024 * 1024


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "foundation.file_empty"),
        (b"PK\x03\x04 but no archive", "foundation.sheet_wrong_kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old or locked workbook", "foundation.sheet_wrong_kind"),
        (b"%PDF-1.7", "foundation.sheet_wrong_kind"),
        (b"<html>", "foundation.sheet_wrong_kind"),
    ],
)
def test_other_files_are_told_from_tables_by_their_content(content: bytes, code: str) -> None:
    assert refusal(io.BytesIO(content)) == code


def test_a_word_document_is_no_table() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    assert refusal(packed) == "foundation.sheet_wrong_kind"


def test_what_we_write_is_read_as_it_was() -> None:
    rows = [["姓名", "手机"], ["=1+1", "<&>\u0007"], [" 'x", "😀"]]
    content = io.BytesIO()
    write_xlsx(content, rows)
    assert read(content) == [(1, ["姓名", "手机"]), (2, ["=1+1", "<&>"]), (3, ["'x", "😀"])]


def test_rows_are_read_as_they_are_asked_for() -> None:
    content = workbook("<row><c><v>1</v></c><c t='inlineStr'><is><t>张三</t></is></c></row>" * 100_000)
    tracemalloc.start()
    lines = read_table(content)
    count = sum(1 for _line in itertools.islice(lines, 3_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 3_000
    assert peak < 8 * 1024 * 1024
