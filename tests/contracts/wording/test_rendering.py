import time
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.domain.forms import load_form
from contracts.domain.terms.catalogue import CATALOGUE
from contracts.domain.terms.values import Hours, Money, Text
from contracts.domain.texts.annex_names import annexes_named, renumbered, untitled_annexes
from contracts.domain.texts.clause_labels import clause_label
from contracts.domain.texts.rendering import (
    Segment,
    clause_text,
    foreign_syntax,
    loose_numbers,
    placeholders,
    references,
    render_clause,
)

CLAUSE = "市场部门应当自收到投诉之时起{{verify_within}}内核实，并适用{{§5.2}}。"


def test_a_clause_is_cut_into_words_terms_and_references() -> None:
    assert render_clause(CLAUSE, {"verify_within": Hours(24)}, "zh-hans") == [
        Segment("text", "市场部门应当自收到投诉之时起"),
        Segment("term", "24小时", "verify_within"),
        Segment("text", "内核实，并适用"),
        Segment("reference", "第5.2条", "5.2"),
        Segment("text", "。"),
    ]


def test_an_empty_term_is_a_blank() -> None:
    assert render_clause(CLAUSE, {"verify_within": None}, "zh-hans")[1] == Segment("blank", "______", "verify_within")
    assert render_clause(CLAUSE, {"verify_within": None}, "zh-hans", blank="＿")[1].text == "＿"


def test_traditional_chinese_is_converted_with_its_values() -> None:
    values = {"contract_amount": Money(Decimal(600000))}
    assert clause_text("合同金额为{{contract_amount}}，见{{§10}}。", values, "zh-hant") == (
        "合同金額為¥600,000.00（人民幣陸拾萬元整），見第10條。"
    )


def test_english_says_article_and_section() -> None:
    assert clause_text("See {{§3}} and {{§3.2}}.", {}, "en") == "See Article 3 and Section 3.2."


def test_references_follow_the_division_of_the_contract() -> None:
    text = "适用{{§12}}和{{§12.2}}。"
    assert clause_text(text, {}, "zh-hans", division="chapter") == "适用第十二章和第12.2条。"
    assert clause_text("See {{§12}}.", {}, "en", division="chapter") == "See Chapter 12."
    assert clause_text("{{§S1}}、{{§S1.2}}", {}, "zh-hant", division="chapter") == "附加條款一、附1.2條"
    assert clause_text("{{§S1}}, {{§S1.2}}", {}, "en") == "Supplement 1, Section S1.2"


@pytest.mark.parametrize(
    ("kind", "number", "zh", "en"),
    [
        ("article", "3", "第三条", "Article 3"),
        ("chapter", "14", "第十四章", "Chapter 14"),
        ("article", "20", "第二十条", "Article 20"),
        ("article", "100", "第100条", "Article 100"),
        ("section", "3.2", "3.2", "3.2"),
        ("article", "S1", "附加条款一", "Supplement 1"),
        ("chapter", "S3", "附加条款三", "Supplement 3"),
        ("section", "S1.2", "附1.2", "S1.2"),
        ("section", "S1.10", "附1.10", "S1.10"),
        ("article", "附则", "附则", "附则"),
        ("article", "S", "S", "S"),
    ],
)
def test_a_clause_is_headed_by_its_kind_and_number(kind: str, number: str, zh: str, en: str) -> None:
    assert (clause_label(kind, number, "zh-hans"), clause_label(kind, number, "en")) == (zh, en)


def test_annexes_are_numbered_anew_by_their_titles() -> None:
    numbers = {"培训计划": 1, "问卷": 12, "Training Plan": 1, "Questionnaire": 12}
    zh = renumbered("附件三《培训计划》、附件二十《问卷》和附件五《其他》", numbers)
    assert zh == "附件一《培训计划》、附件十二《问卷》和附件五《其他》"
    en = renumbered("Annex 3 (Training Plan), Annex 20 (Questionnaire), Annex 5 (Other)", numbers)
    assert en == "Annex 1 (Training Plan), Annex 12 (Questionnaire), Annex 5 (Other)"
    assert annexes_named(zh) == ((1, "培训计划"), (12, "问卷"), (5, "其他"))
    assert untitled_annexes("附件一和附件二《问卷》，附件十二；Annex 1, Annex 2 (Questionnaire), Annex 12") == (
        "附件一",
        "附件十二",
        "Annex 1",
        "Annex 12",
    )


@pytest.mark.parametrize(
    "hostile",
    [
        "{% load os %}{{ 7*7 }}",
        "{{verify_within.__class__}}",
        "{{ verify_within }}",
        "{{unknown}}",
        "${7*7} #{7*7} <script>alert(1)</script>",
        "{{§}} {{§5.}} {{§x}}",
        "{{{{verify_within}}",
    ],
)
def test_foreign_syntax_is_printed_as_it_stands(hostile: str) -> None:
    words = "".join(part.text for part in render_clause(hostile, {"other": Hours(1)}, "en"))
    assert words == hostile


def test_what_a_person_typed_into_a_term_is_never_read_again() -> None:
    typed = Text("{{contract_amount}} {{§3}} {% if %}")
    values = {"arbitration_body": typed, "contract_amount": Money(Decimal(1))}
    assert render_clause("提交{{arbitration_body}}", values, "zh-hans") == [
        Segment("text", "提交"),
        Segment("term", "{{contract_amount}} {{§3}} {% if %}", "arbitration_body"),
    ]


@given(st.text(alphabet="{}%#§ab_5.中\n", max_size=60))
def test_any_text_is_rendered_whole(text: str) -> None:
    segments = render_clause(text, {}, "zh-hans")
    assert "".join(f"{{{{§{part.name}}}}}" if part.kind == "reference" else part.text for part in segments) == text


@given(st.text(alphabet="{}%#§ab_5.中\n", max_size=60))
def test_segments_are_neither_empty_nor_split_for_nothing(text: str) -> None:
    segments = render_clause(text, {"a": Hours(1), "b": None}, "en")
    assert all(segment.text for segment in segments)
    assert all(not (one.kind == other.kind == "text") for one, other in pairwise(segments))


def test_marks_are_listed_once_in_order() -> None:
    text = "{{b}}{{a}}{{b}} {{§2}}{{§1.1}}{{§2}} {{ c }} {{§}}"
    assert placeholders(text) == ("b", "a")
    assert references(text) == ("2", "1.1")
    assert foreign_syntax(text) == ("{{", "}}")
    assert foreign_syntax("{% x %} {# y #}") == ("{%", "%}", "{#", "#}")
    assert foreign_syntax("{{a}} {{§1}} {b} 5%") == ()


# ---------------------------------------------------------------------------------------------------- loose numbers


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("应当在二十四小时内答复", ["二十四小时"]),
        ("２４ 小时内", ["24 小时"]),
        ("自收到之日起5个工作日内", ["5个工作日"]),
        ("每两周培训一次", ["两周", "一次"]),
        ("一式两份，各执一份", ["两份", "一份"]),
        ("支付百分之十或者万分之五", ["百分之十", "万分之五"]),
        ("10%，１０％", ["10%"]),
        ("人民币陆拾万元整或者¥5,000.00", ["人民币陆拾万元", "¥5,000.00"]),
        ("期限一年，半年评估", ["一年", "半年"]),
        ("within twenty-four hours or 3 working days", ["twenty-four hours", "3 working days"]),
        ("5% of RMB 600,000.00", ["5%", "RMB 600,000.00"]),
        ("two copies for a two-year term", ["two copies", "two-year"]),
        ("{{verify_within}}内；另加24小时", ["24小时"]),
        ("第1个月至第3个月，每日0.05%", ["1个月", "3个月", "0.05%"]),
        ("in months 1 to 3, then month 4", ["months 1 to 3", "month 4"]),
        ("违约金为每日5‰，上限三分之一、1/3或者一半", ["5‰", "三分之一", "1/3", "一半"]),
        ("五成，逾期加倍，下年翻番，再加5个点", ["五成", "加倍", "翻番", "5个点"]),
        ("卅日内，廿天，三旬，30个日历日，30 日历天", ["卅日", "廿天", "三旬", "30个日历日", "30 日历天"]),
        ("三十（30）日，thirty (30) days", ["三十(30)日", "thirty (30) days"]),
        ("USD 500，500美元，€500，500 dollars", ["USD 500", "500美元", "€500", "500 dollars"]),
        ("in a fortnight, within a week, one third", ["a fortnight", "within a week", "one third"]),
        ("5   %，六百分点", ["5   %", "六百分点"]),
        ("壹" * 70 + "元", ["壹" * 24 + "元"]),
        ("1" * 70 + "日", ["1" * 24 + "日"]),
        ("twenty " * 40 + "days", ["twenty " * 6 + "days"]),
    ],
)
def test_a_number_with_a_unit_in_free_text_is_found(text: str, found: list[str]) -> None:
    assert loose_numbers(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "一方、另一方、第三方、任何一方",
        "第3.2条、附件一、一级投诉、（一）",
        "同一日、统一月度、唯一一方、一并、一旦、万一",
        "一次性支付，第一次",
        "{{verify_within}}内，{{§3.2}}",
        "Article 3, Annex 1, level 2, 3 health checks, one of the parties, a month",
        "KTV2号包厢",
        "组成人员、双方达成一致、第三方、24/7/365、the third party, half and half, one of the two",
    ],
)
def test_a_number_without_a_unit_is_not(text: str) -> None:
    assert loose_numbers(text) == []


@pytest.mark.parametrize("sign", ["1", "一", "1,", "1.", "1(", "one ", "hundred-", "month 1 ", "{{", "1   ", "in a "])
def test_the_time_it_takes_grows_with_the_length_of_the_text_and_not_faster(sign: str) -> None:
    """Eight times the text takes eight times as long, where a search that starts over at each sign takes sixty-four."""

    def seconds(size: int) -> float:
        text, times = (sign * size)[:size], []
        for _again in range(5):
            began = time.process_time()
            loose_numbers(text)
            times.append(time.process_time() - began)
        return min(times)

    assert seconds(16_000) < 24 * seconds(2_000)


def test_the_display_of_every_default_looks_like_a_number_with_a_unit() -> None:
    """What a term prints would be found if somebody typed it instead."""
    for term in load_form("ktv-2").terms:
        if term.default is not None and CATALOGUE[term.name].type not in {"choice", "text", "count"}:
            for language in ("zh-hans", "en"):
                assert loose_numbers(term.default.display(language)) == [term.default.display(language)]


def test_traditional_chinese_of_the_form_reads_as_it_is_written_today() -> None:
    form = load_form("ktv-2")
    text = "".join(clause.heading("zh-hant") + clause.text("zh-hant") for clause in form.clauses)
    rest = text.replace("複製", "")  # to copy is written so; to set a plan is not
    assert [glyph for glyph in "爲僞衆覈祕製后么" if glyph in rest] == []
    assert "促銷部門應當自完成分類之時起{{plan_within}}內制定處理方案。" in text
