import json
import re
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from contracts.domain.form_reading.shape import form_schema
from contracts.domain.forms import FORMS_FOLDER, Form, all_forms, form_files, load_form, mistakes_in
from contracts.domain.terms.catalogue import CATALOGUE, contradictions
from contracts.domain.terms.values import Choice, Days, Hours, Months, Percent, TermValue, Weeks, WorkingDays, Years
from contracts.domain.texts.rendering import clause_text, placeholders

FORM_IDS = [path.stem for path in form_files()]


@pytest.fixture(params=FORM_IDS)
def each(request: pytest.FixtureRequest) -> Form:
    """Every form that is shipped, one after the other."""
    return load_form(str(request.param))


@pytest.fixture(scope="module")
def form() -> Form:
    return load_form("ktv-2")


# ------------------------------------------------------------------------------------------- what every form holds


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_a_shipped_form_is_named_like_its_file_and_has_no_mistake(form_id: str) -> None:
    assert mistakes_in(FORMS_FOLDER / f"{form_id}.yaml") == ()
    assert load_form(form_id).id == form_id


def test_every_section_has_its_words_in_three_languages(each: Form) -> None:
    for clause in each.clauses:
        for language in ("zh-hans", "zh-hant", "en"):
            assert clause.heading(language)
            assert bool(clause.text(language)) == (clause.kind == "section")


def test_english_holds_no_chinese(each: Form) -> None:
    english = [clause.heading_en + clause.text_en for clause in each.clauses]
    english += [annex.title_en + annex.content_en for annex in each.annexes]
    english += [entry.term_en + entry.text_en for entry in each.glossary] + [breach.text_en for breach in each.breaches]
    assert [text for text in english if re.search("[\u4e00-\u9fff]", text)] == []


def test_every_term_of_the_catalogue_prints_in_the_clause_that_creates_it(each: Form) -> None:
    for term in each.terms:
        clause = each.clause(term.clause)
        assert term in each.terms_of(clause.number)
        assert term.name in placeholders(clause.text_zh)
        assert term.name in placeholders(clause.text_en)


def test_damages_follow_from_the_breaches_that_every_form_has(each: Form) -> None:
    found = {
        breach.code: breach.damages_term for breach in each.breaches if breach.code in {"step_late", "target_missed"}
    }
    assert found == {"step_late": "damages_per_breach", "target_missed": "damages_per_breach"}


def test_the_catalogue_knows_no_term_that_no_form_uses() -> None:
    assert {term.name for each in all_forms() for term in each.terms} == set(CATALOGUE)


# ------------------------------------------------------------------------------------------------------------ ktv-2


def test_ktv_2_has_the_parts_of_its_source(form: Form) -> None:
    counts = form.counts()
    assert counts["parts"] == {
        "main": {"chapters": 13, "sections": 70},
        "third_party": {"chapters": 1, "sections": 9},
    }
    assert (counts["annexes"], counts["breaches"], counts["terms"]) == (7, 7, 37)
    assert [annex.title_zh for annex in form.annexes] == [
        "培训计划",
        "客户满意度调查问卷",
        "投诉处理流程图",
        "促销活动方案",
        "第三方协议",
        "补充协议",
        "财务报表",
    ]
    assert form.execution == "sign_and_seal"


@pytest.mark.parametrize(
    ("name", "clause", "default"),
    [
        ("verify_within", "3.2", Hours(24)),
        ("plan_within", "3.4", Hours(48)),
        ("execute_within", "3.5", Hours(72)),
        ("feedback_within", "3.6", Hours(24)),
        ("promoter_report_within", "4.1", Hours(24)),
        ("promoter_answer_within", "4.2", Hours(48)),
        ("promoter_result_within", "4.3", Hours(24)),
        ("training_grace", "8.3", Weeks(2)),
        ("term_years", "11.1", Years(1)),
        ("renewal_notice", "11.2", Months(1)),
        ("termination_notice", "11.5", Months(1)),
        ("third_party_cap", "14.7", Percent(Decimal(10))),
        ("third_party_cap_rule", "14.7", Choice("cap_unless_grave")),
        ("duty_bearer", "1.4", Choice("party_b")),
        ("third_party_answer_within", "14.2", WorkingDays(5)),
        ("damages_due_within", "12.5", WorkingDays(15)),
        ("cure_within", "11.4", Days(15)),
        ("confidentiality_years", "13.2", Years(3)),
    ],
)
def test_ktv_2_gives_the_figures_of_its_source(form: Form, name: str, clause: str, default: TermValue) -> None:
    term = form.term(name)
    assert (term.clause, term.default, term.required) == (clause, default, True)


def test_ktv_2_leaves_blanks_as_its_source_does(form: Form) -> None:
    assert [term.name for term in form.blanks if term.required] == [
        "survey_interval",
        "satisfaction_target",
        "contract_amount",
        "statement_interval",
        "damages_per_breach",
        "damages_cap_month",
        "damages_cap_total",
        "arbitration_body",
    ]
    assert [term.name for term in form.blanks if not term.required] == [
        "tracking_interval",
        "survey_window",
        "survey_sample",
        "improvement_plan_within",
        "improvement_report_interval",
        "training_interval",
        "appraisal_interval",
        "churn_ceiling",
    ]


def test_every_default_that_the_source_lacks_is_explained(form: Form) -> None:
    unexplained = [term.name for term in form.terms if term.origin == "ours" and term.default and not term.note_zh]
    assert unexplained == []


def test_the_defaults_of_ktv_2_agree_with_each_other(form: Form) -> None:
    assert contradictions(form.defaults()) == []


def test_ktv_2_has_the_seven_steps_in_order(form: Form) -> None:
    steps = [clause.heading_zh for clause in form.clauses if clause.parent == "3"][:7]
    assert steps == ["受理与登记", "核实", "分类与评估", "制定处理方案", "执行", "告知客户", "效果跟踪"]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (
            "2.3",
            [
                "客服部门，负责受理",
                "市场部门，负责核实、分类",
                "促销部门，负责制定和执行",
                "人力资源部门，负责促销员的招聘、培训和考核",
            ],
        ),
        ("3.2", ["自收到投诉之时起"]),
        ("3.3", ["一级", "二级", "三级"]),
        ("3.4", ["自完成分类之时起"]),
        ("3.5", ["自开始执行之时起"]),
        ("3.6", ["书面答复", "电话或者电子邮件"]),
        ("3.7", ["定期跟踪", "对投诉处理的满意程度"]),
        ("4.1", ["立即登记", "报告市场部门"]),
        ("4.2", ["市场部门核实、分类并制定处理方案", "答复促销员"]),
        ("4.4", ["人力资源部门应当就投诉"]),
        ("5.1", ["产品、服务、促销活动", "根本原因"]),
        ("6.1", ["酒水、服务态度和促销活动", "线上、电话和现场"]),
        ("6.3", ["随机抽取", "代表", "匿名"]),
        ("7.1", ["责任人和完成日期"]),
        ("7.4", ["评估其效果"]),
        ("8.2", ["产地、年份、搭配", "销售技巧", "服务流程"]),
        ("8.4", ["销售业绩、客户满意度和活动参与情况", "奖励或者处理"]),
        ("8.5", ["销售奖金", "最佳促销员奖"]),
        ("9.1", ["客户资料、互动情况和调查结果"]),
        ("9.3", ["客户满意度和客户流失率"]),
        ("10.3", ["收入、成本和利润"]),
        ("11.3", ["补充协议", "连续编号"]),
        ("11.4", ["严重违约", "不可抗力", "协商一致"]),
        ("11.5", ["书面通知", "依据和理由"]),
        ("11.6", ["善后", "结清", "移交资产、资料和客户数据"]),
        ("12.5", ["不免除违约方继续履行"]),
        ("12.6", ["过分高于", "增加或者适当减少"]),
        ("12.7", ["培训成本", "迟延的时间、培训的质量和影响的范围"]),
        ("12.8", ["投诉率上升", "对该促销员作出处理", "客户给予赔偿"]),
        ("13.1", ["口头、书面、电子、图像、音频、视频"]),
        ("13.3", ["邮寄、传真或者电子邮件"]),
        ("13.4", ["先行协商", "中华人民共和国法律", "终局"]),
        ("13.5", ["签字和盖章缺一不可", "一式两份"]),
        ("13.7", ["归档"]),
        ("14.1", ["重大争议", "评估或者审计", "法律、法规或者监管要求发生变化"]),
        ("14.3", ["工作范围、资质", "费用"]),
        ("14.4", ["中立", "委托代理"]),
        ("14.8", ["双方均书面同意", "未经对方书面同意"]),
        ("14.9", ["监督", "评价其工作成果", "书面确认其退出", "补充协议"]),
    ],
)
def test_ktv_2_says_what_its_source_says(form: Form, number: str, words: list[str]) -> None:
    text = form.clause(number).text_zh
    assert [each for each in words if each not in text] == []


def test_the_heavy_clauses_are_those_that_the_law_wants_noticed(form: Form) -> None:
    heavy = [clause.number for clause in form.clauses if clause.heavy]
    assert heavy == ["11.4", "11.5", "12.2", "12.3", "12.4", "12.5", "13.4", "14.7", "14.8"]


def test_complaint_duties_are_borne_as_agreed(form: Form) -> None:
    assert {clause.duty for clause in form.clauses if clause.parent in {"3", "4", "5", "6"}} == {"as_agreed"}


def test_the_breach_catalogue_of_ktv_2(form: Form) -> None:
    assert [(breach.code, breach.clause, breach.fault, breach.rescission) for breach in form.breaches] == [
        ("step_late", "12.2", "either", False),
        ("target_missed", "12.2", "either", False),
        ("training_late", "12.7", "either", False),
        ("promoter_misconduct", "12.8", "either", False),
        ("third_party_failure", "12.9", "third", True),
        ("statement_late", "12.10", "either", False),
        ("supplement_late", "12.11", "either", False),
    ]


def test_the_choice_between_cap_and_full_liability_reads_as_a_sentence(form: Form) -> None:
    values = form.defaults()
    capped = clause_text(form.clause("14.7").text_zh, values, "zh-hans")
    assert "双方选择：责任限额适用，但第三方存在故意或者重大过失的除外。" in capped
    full = clause_text(form.clause("14.7").text_en, {**values, "third_party_cap_rule": Choice("answers_in_full")}, "en")
    assert "the parties choose: the limit of liability does not apply, and the third party is liable" in full


def test_the_glossary_borrows_where_the_form_has_none(form: Form) -> None:
    borrowed = [entry.term_zh for entry in form.glossary if entry.borrowed_from]
    assert borrowed == [
        "满意度提升",
        "客户关系管理",
        "员工培训与发展",
        "违约",
        "违约金",
        "商业秘密",
        "客户隐私",
    ]


def test_an_unknown_form_is_not_found() -> None:
    with pytest.raises(LookupError):
        load_form("../catalogue")


# --------------------------------------------------------------------------------------------------------- commands


def test_check_form_without_a_file_checks_all_that_are_shipped() -> None:
    out = StringIO()
    call_command("check_form", stdout=out)
    assert out.getvalue().count(": good\n") == len(all_forms()) + 1  # the catalogue of terms


def test_check_form_says_that_a_file_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("check_form", str(tmp_path / "none.yaml"))


def test_forms_lists_the_numbers_as_json() -> None:
    out = StringIO()
    call_command("forms", "--json", stdout=out)
    listed = {each["id"]: each for each in json.loads(out.getvalue())}
    assert listed["ktv-2"] == {
        "id": "ktv-2",
        "version": 1,
        "title": "KTV酒水促销员投诉处理与客户满意度提升合同",
        "chapters": 14,
        "sections": 79,
        "supplement_clauses": 0,
        "clauses": 93,
        "terms": 37,
        "blanks": 16,
        "required_blanks": 8,
        "annexes": 7,
        "breaches": 7,
        "defined_terms": 24,
        "parts": {"main": {"chapters": 13, "sections": 70}, "third_party": {"chapters": 1, "sections": 9}},
        "supplements": {},
    }


def test_forms_lists_the_numbers_for_people() -> None:
    out = StringIO()
    call_command("forms", stdout=out)
    assert "ktv-2 v1 KTV酒水促销员投诉处理与客户满意度提升合同: 14 chapters, 79 sections" in out.getvalue()


def test_the_schema_for_editors_is_the_shape_that_is_read() -> None:
    out = StringIO()
    call_command("forms", "--schema", stdout=out)
    assert json.loads(out.getvalue()) == form_schema()
    assert json.loads((FORMS_FOLDER / "form.schema.json").read_text(encoding="utf-8")) == form_schema()
