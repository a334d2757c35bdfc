"""The printed contract: complete, in order, readable, and deaf to whatever people type into it."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO

import pikepdf
import pytest

from contracts.documents.contract import RenderedContract, contract_html, render_contract
from contracts.documents.snapshot import BreachSnapshot, ClauseSnapshot, PartySnapshot
from contracts.documents.terms_file import read_terms, terms_json
from contracts.domain.texts.rendering import Segment
from tests.contracts.sealed_pdfs import one_clause, page_texts, rendered, short_contract
from tests.contracts.snapshots import AT, CLIENT, PROVIDER, clauses, snapshot

FULL = snapshot()


@cache
def printed() -> RenderedContract:
    return render_contract(FULL)


@pytest.fixture(scope="module")
def whole() -> Iterator[tuple[list[str], pikepdf.Pdf]]:
    """The text of each page of the full contract, and the PDF itself."""
    with pikepdf.open(BytesIO(printed().pdf)) as pdf:
        yield page_texts(printed().pdf), pdf


def test_every_clause_stands_on_the_page_that_was_noted(whole: tuple[list[str], pikepdf.Pdf]) -> None:
    texts, _ = whole
    pages = printed().pages

    assert set(pages) == {clause.number for clause in FULL.clauses}
    for clause in FULL.clauses:
        label = r"第[一二三四五六七八九十]+条" if clause.kind == "article" else re.escape(clause.number)
        assert re.search(rf"^\s*{label}\s+{re.escape(clause.heading)}", texts[pages[clause.number] - 1], re.M), clause


def test_chapters_and_supplements_are_headed_as_such() -> None:
    reference = (Segment("reference", "附1.1条", "S1.1"), Segment("text", "，"), Segment("reference", "第二章", "2"))
    added = (
        ClauseSnapshot("1", "chapter", "总则"),
        ClauseSnapshot("1.1", "section", "目的", (Segment("text", "双方合作。"),)),
        ClauseSnapshot("2", "chapter", "会员保留"),
        ClauseSnapshot("S1", "chapter", "甲方主导"),
        ClauseSnapshot("S1.1", "section", "独家合作", reference),
    )
    html = contract_html(snapshot(clauses=added, breaches=(BreachSnapshot("不配合", "A", "S1.1"),)), "0" * 64)
    assert re.findall(r'id="(clause-[^"]+)"', html) == [
        "clause-1",
        "clause-1-1",
        "clause-2",
        "clause-S1",
        "clause-S1-1",
    ]
    for words in ("第一章", "第二章", "附加条款一", "附1.1"):
        assert words in html
    assert '<a href="#clause-S1-1">附1.1条</a>，<a href="#clause-2">第二章</a>' in html


def test_contents_name_the_pages(whole: tuple[list[str], pikepdf.Pdf]) -> None:
    texts, _ = whole
    pages = printed().pages
    contents = re.sub(r"[ .]+", " ", texts[1])

    assert f"第一条 总则 {pages['1']}\n" in contents
    assert f"第十四条 第三方介入 {pages['14']}\n" in contents
    assert f"签字盖章页 {len(texts)}\n" in contents


def test_every_page_but_the_cover_says_which_it_is(whole: tuple[list[str], pikepdf.Pdf]) -> None:
    texts, _ = whole
    for number, text in enumerate(texts[1:], 2):
        assert re.search(rf"第\s*{number}\s*页\s+共\s*{len(texts)}\s*页", text)
        assert "合同编号 FC-2026-0117" in text
    assert "第 1 页" not in texts[0]


def test_all_parts_are_printed(whole: tuple[list[str], pikepdf.Pdf]) -> None:
    texts, _ = whole
    text = "\n".join(texts)
    for party in FULL.parties:
        for value in (party.name, party.uscc, party.legal_representative, party.address, party.bank_account):
            assert value in text
    for term in FULL.terms:
        assert term.display in text
    for word in ("附件一", "附件七", "财务报表", "违约情形一览", "术语释义", "星河KTV五角场店", "签字盖章页"):
        assert word in text
    assert re.search(r"甲方\s+上海星河娱乐集团有限公司", texts[0])


def test_heavy_clauses_are_set_in_bold() -> None:
    html = contract_html(FULL, "0" * 64)
    heavy = [clause.number for clause in FULL.clauses if clause.heavy]
    assert re.findall(r'<h3 class="clause section heavy" id="clause-([\d-]+)"', html) == [
        number.replace(".", "-") for number in heavy
    ]


def test_terms_are_inside_and_their_digest_is_printed(whole: tuple[list[str], pikepdf.Pdf]) -> None:
    texts, pdf = whole
    terms = pdf.attachments["terms.json"].get_file().read_bytes()
    digest = hashlib.sha256(terms).hexdigest()

    assert terms == terms_json(FULL)
    assert digest in re.sub(r"\s", "", texts[-1])
    assert printed().terms_sha256 == digest
    read = read_terms(terms)
    assert (read.number, read.version, read.form) == ("FC-2026-0117", 3, "ktv-2 1")
    assert [(p.key, p.name, p.uscc) for p in read.parties] == [
        ("A", CLIENT.name, CLIENT.uscc),
        ("B", PROVIDER.name, PROVIDER.uscc),
    ]
    assert [(t["name"], t["clause"], t["value"], t["display"]) for t in read.terms] == [
        (t.name, t.clause_number, dict(t.value or {}), t.display) for t in FULL.terms
    ]


def test_pages_of_clauses_are_inside(whole: tuple[list[str], pikepdf.Pdf]) -> None:
    _, pdf = whole
    data = json.loads(pdf.attachments["clauses.json"].get_file().read_bytes())
    assert data["pages"] == printed().pages
    assert data["terms_sha256"] == printed().terms_sha256


def test_file_is_pdf_a_3_with_associated_files(whole: tuple[list[str], pikepdf.Pdf]) -> None:
    _, pdf = whole
    assert b'pdfaid:part="3" pdfaid:conformance="U"' in pdf.Root.Metadata.read_bytes()
    assert [str(file.UF) for file in pdf.Root.AF] == ["terms.json", "clauses.json"]
    assert [str(file.AFRelationship) for file in pdf.Root.AF] == ["/Data", "/Data"]
    assert str(pdf.Root.OutputIntents[0].S) == "/GTS_PDFA1"
    for font in _fonts(pdf):
        assert "/FontFile3" in font.DescendantFonts[0].FontDescriptor
        assert "/ToUnicode" in font


def _fonts(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return list(pdf.pages[3].Resources.Font.values())


def test_outline_leads_to_every_article(whole: tuple[list[str], pikepdf.Pdf]) -> None:
    _, pdf = whole
    with pdf.open_outline() as outline:
        titles = [str(item.title) for item in outline.root]
    assert [title for title in titles if title.startswith("第")] == [
        f"第{number}条{clause.heading}"
        for number, clause in zip(
            ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四"],
            [c for c in FULL.clauses if c.kind == "article"],
            strict=True,
        )
    ]


def test_same_snapshot_gives_the_same_bytes_whatever_was_printed_before() -> None:
    first = render_contract(short_contract()).pdf
    render_contract(one_clause("另一份合同"))
    assert render_contract(short_contract()).pdf == first == rendered().pdf


def test_third_parties_have_boxes_of_their_own() -> None:
    third = (PartySnapshot("third", "见证机构", role="见证人"), PartySnapshot("third", "评估机构", role="评估人"))
    result = render_contract(one_clause("条款", parties=(CLIENT, PROVIDER, *third)))

    assert list(result.signature_boxes) == ["A", "B", "third", "third-2"]
    assert len({(box.page, box.x1, box.y1) for box in result.signature_boxes.values()}) == 4
    for box in result.signature_boxes.values():
        assert (round(box.x2 - box.x1), round(box.y2 - box.y1)) == (211, 148)


@pytest.mark.parametrize(("language", "words"), [("en", "Signature page"), ("zh-hant", "簽字蓋章頁")])
def test_other_languages_have_their_own_fixed_words(language: str, words: str) -> None:
    contract = replace(FULL, clauses=clauses()[:2], terms=(), language=language)
    texts = page_texts(render_contract(contract).pdf)

    assert words in texts[-1]
    assert ("Page2of" if language == "en" else "第2頁") in re.sub(r"\s", "", texts[1])


def test_reference_to_an_article_reads_as_its_heading() -> None:
    reference = Segment("reference", "第2条", "2")
    two = (
        ClauseSnapshot("1", "article", "一", (Segment("text", "见"), reference, Segment("text", "。"))),
        ClauseSnapshot("2", "article", "二"),
    )
    html = contract_html(replace(FULL, clauses=two), "0" * 64)
    assert '见<a href="#clause-2">第二条</a>。' in html


def test_moment_of_printing_is_in_the_file() -> None:
    with pikepdf.open(BytesIO(rendered().pdf)) as pdf:
        assert AT.isoformat().encode() in pdf.Root.Metadata.read_bytes()
