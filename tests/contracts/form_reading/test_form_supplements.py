"""Supplements of a form: what a contract holds depends on the choice, and the checker minds what may be absent."""

from pathlib import Path

import pytest

from contracts.domain.forms import Form, load_form
from contracts.domain.terms.values import Years
from foundation.refusals import Refused
from tests.contracts.form_files import broken, with_supplements


@pytest.fixture
def form(tmp_path: Path) -> Form:
    path = tmp_path / "form.yaml"
    path.write_text(with_supplements(), encoding="utf-8")
    return load_form(path)


def test_a_form_offers_its_supplements(form: Form) -> None:
    assert [(each.code, each.title("en"), each.when("zh-hant")) for each in form.supplements] == [
        ("a_leads", "Party A leads", "由甲方主導時選用"),
        ("intermediary", "With an intermediary", "有中介方時選用"),
    ]


def test_a_supplement_reads_as_an_article_of_its_own_count(form: Form) -> None:
    added = [(each.number, each.kind, each.parent, each.part) for each in form.clauses if each.supplement]
    assert added == [
        ("S1", "article", None, "a_leads"),
        ("S1.1", "section", "S1", "a_leads"),
        ("S1.2", "section", "S1", "a_leads"),
        ("S2", "article", None, "intermediary"),
        ("S2.1", "section", "S2", "intermediary"),
    ]
    assert form.clause("S1").heading("en") == "Party A leads"
    assert form.term("exclusivity_term").default == Years(1)


def test_without_supplements_the_main_text_is_left(form: Form) -> None:
    chosen = form.with_supplements([])
    ktv_2 = load_form("ktv-2")
    assert chosen.clauses == ktv_2.clauses
    assert (chosen.terms, chosen.annexes, chosen.breaches) == (ktv_2.terms, ktv_2.annexes, ktv_2.breaches)
    assert chosen.supplements == ()


def test_a_chosen_supplement_brings_all_that_belongs_to_it(form: Form) -> None:
    chosen = form.with_supplements(iter(["intermediary"]))
    assert [clause.number for clause in chosen.clauses if clause.supplement] == ["S2", "S2.1"]
    assert [term.name for term in chosen.terms if term.supplement] == ["intermediary_fee"]
    assert [annex.code for annex in chosen.annexes if annex.supplement] == ["fee_agreement"]
    assert [breach.code for breach in chosen.breaches if breach.supplement] == ["intermediary_neglect"]
    assert [each.code for each in chosen.supplements] == ["intermediary"]


def test_the_annexes_that_remain_are_numbered_through(form: Form) -> None:
    alone = form.with_supplements(["intermediary"])
    assert alone.clause("S2.1").text_zh.endswith("见附件八《中介费协议》和附件一《培训计划》。")
    assert alone.clause("S2.1").text_en.endswith("see Annex 8 (Fee Agreement) and Annex 1 (Training Plan).")
    assert [breach.text_zh for breach in alone.breaches if breach.supplement] == [
        "中介方失职，不遵守附件八《中介费协议》"
    ]
    both = form.with_supplements(["intermediary", "a_leads"])
    assert both == form


def test_a_supplement_that_the_form_lacks_is_refused(form: Form) -> None:
    with pytest.raises(Refused) as refused:
        form.with_supplements(["a_leads", "b_leads"])
    assert (refused.value.code, refused.value.field) == ("contracts.supplement_unknown", "supplements")
    assert refused.value.params == {"supplement": "b_leads"}


def test_the_counts_have_supplements_by_themselves(form: Form) -> None:
    counts = form.counts()
    assert (counts["chapters"], counts["sections"]) == (14, 79)
    assert (counts["supplement_clauses"], counts["supplements"]) == (3, {"a_leads": 2, "intermediary": 1})
    assert (counts["terms"], counts["annexes"], counts["breaches"]) == (39, 9, 8)


def test_a_good_form_with_supplements_has_no_mistake(tmp_path: Path) -> None:
    assert broken(tmp_path, text=with_supplements()) == []


@pytest.mark.parametrize(
    ("old", "new", "codes", "line"),
    [
        ('number: "S1.2"', 'number: "S1.3"', {"number_out_of_place"}, "S1.3"),
        ('number: "S2.1"', 'number: "S1.1"', {"duplicate_clause"}, "S1.1"),
        ('number: "S2.1"', 'number: "2.1"', {"shape"}, '"2.1"'),
        ("  - code: intermediary\n", "  - code: a_leads\n", {"duplicate_code"}, "- code: a_leads"),
        ("  - code: a_leads\n", "  - code: third_party\n", {"duplicate_code"}, "- code: third_party"),
        ("origin: form, supplement: intermediary}", "origin: form}", {"supplement_mismatch"}, "intermediary_fee"),
        (
            "{name: duty_bearer, ",
            "{name: duty_bearer, supplement: a_leads, ",
            {"supplement_mismatch", "missing_term"},
            "duty_bearer",
        ),
        ("supplement: a_leads}", "supplement: b_leads}", {"supplement_unknown"}, "exclusivity_term"),
        (
            "    remedies: [warning]\n    supplement: intermediary\n",
            "    remedies: [warning]\n",
            {"supplement_mismatch", "annex_of_supplement"},
            'clause: "S2.1"',
        ),
        (
            "    remedies: [warning]\n    supplement: intermediary\n",
            "    remedies: [warning]\n    supplement: a_leads\n",
            {"supplement_mismatch"},
            'clause: "S2.1"',
        ),
        (
            "  - code: step_late\n",
            "  - code: step_late\n    supplement: a_leads\n",
            {"missing_breach"},
            "breaches:",
        ),
        (
            "双方履行本合同，应当遵循下列原则：",
            "双方履行本合同，应当依照{{§S1.1}}：",
            {"reference_to_supplement"},
            "{{§S1.1}}",
        ),
        (
            "双方履行本合同，应当遵循下列原则：",
            "双方履行本合同，依照{{exclusivity_term}}：",
            {"placeholder_of_supplement"},
            "{{exclusivity_term}}",
        ),
        (
            "双方履行本合同，应当遵循下列原则：",
            "双方履行本合同，应当依照附件八《定制方案》：",
            {"annex_of_supplement"},
            "附件八",
        ),
        ("双方履行本合同，应当遵循下列原则：", "双方依照附件一：", {"annex_untitled"}, "双方依照附件一"),
        ("follow these principles:", "follow Annex 1:", {"annex_untitled"}, "follow Annex 1:"),
        (
            "text: {zh: 乙方提交方案。, en: Party B submits a plan.}",
            'text: {zh: "依照{{§S2.1}}。", en: "Under {{§S2.1}}."}',
            {"reference_to_supplement"},
            "{{§S2.1}}",
        ),
        (
            "text: {zh: 乙方提交方案。, en: Party B submits a plan.}",
            'text: {zh: "依照{{§S1.1}}。", en: "Under {{§S1.1}}."}',
            {"reference_cycle"},
            "{{§S1.1}}",
        ),
        ("    title: {zh: 甲方主导, en: Party A leads}", "    title: {zh: 甲方主导}", {"english_missing"}, "甲方主导"),
        ("when: {zh: 由甲方主导时选用", "when: {zh: 三日内选用", {"loose_number"}, "三日内"),
    ],
)
def test_what_may_be_absent_is_not_counted_on(tmp_path: Path, old: str, new: str, codes: set[str], line: str) -> None:
    found = broken(tmp_path, (old, new), text=with_supplements())
    assert {code for _, code, _ in found} >= codes
    assert any(line in text for _, code, text in found if code in codes)


def test_only_one_party_leads() -> None:
    with pytest.raises(Refused) as refusal:
        load_form("retention").with_supplements(["a_leads", "b_leads"])
    assert refusal.value.code == "contracts.supplements_exclude"
