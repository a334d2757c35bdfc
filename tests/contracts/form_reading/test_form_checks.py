"""The checker of form files, on ktv-2 with one piece broken at a time."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from contracts.domain.forms import FormMistakes, load_form
from tests.contracts.form_files import broken


@pytest.mark.parametrize(
    ("old", "new", "codes", "line"),
    [
        ('number: "3.3"', 'number: "3.2"', ["duplicate_clause"], 'number: "3.2"'),
        ('number: "3.3"', 'number: "3.9"', ["number_out_of_place"], 'number: "3.9"'),
        (
            "自收到投诉之时起{{verify_within}}内",
            "自收到投诉之时起{{plan_witin}}内",
            ["placeholder_unknown"],
            "{{plan_witin}}",
        ),
        (
            "自收到投诉之时起{{verify_within}}内",
            "及时",
            ["placeholder_missing", "languages_differ"],
            "verify_within, clause",
        ),
        ("应当遵循下列原则：", "应当遵循下列原则，并在三日内公布：", ["loose_number"], "三日内公布"),
        ("follow these principles:", "follow these principles within 3 days:", ["loose_number"], "within 3 days"),
        (
            "does_not_act: [两份, 一份, two copies]",
            "does_not_act: [两份, 一份]",
            ["loose_number"],
            "made in two copies",
        ),
        (
            "does_not_act: [两份, 一份, two copies]",
            "does_not_act: [两份, 一份, two copies, 三年]",
            ["tick_unused"],
            "does_not_act",
        ),
        (
            "应当按照{{§11.3}}签订补充协议。\n",
            "应当按照{{§11.30}}签订补充协议。\n",
            ["reference_missing", "languages_differ"],
            "{{§11.30}}",
        ),
        ("遵循下列原则：", "遵循下列原则{% include 'x' %}：", ["foreign_syntax", "foreign_syntax"], "{% include"),
        ("遵循下列原则：", "遵循下列原则{{ 7*7 }}：", ["foreign_syntax", "foreign_syntax"], "{{ 7*7 }}"),
        ("heading: {zh: 总则, en: General}", "heading: {zh: 总则}", ["english_missing"], "heading: {zh: 总则}"),
        ("heading: {zh: 总则, en: General}", 'heading: {zh: 总则, en: " "}', ["english_missing"], 'en: " "'),
        ("heading: {zh: 总则, en: General}", "heading: {zh: 总则, zh: 总, en: General}", ["duplicate_key"], "zh: 总"),
        ("version: 1\n", "version: 1\nversion: 2\n", ["duplicate_key"], "version: 2"),
        ("heading: {zh: 总则, en: General}", "heading: {zh: 总则, en: General, fr: G}", ["unknown_key"], "fr: G"),
        ("附件一《培训计划》培训促销员", "附件二《培训计划》培训促销员", ["annex_mismatch"], "附件二《培训计划》"),
        ("{name: verify_within, ", "{name: verify_withim, ", ["unknown_term"], "verify_withim"),
        (
            '{name: verify_within, clause: "3.2"',
            '{name: verify_within, clause: "3.20"',
            ["term_without_clause"],
            "3.20",
        ),
        ('clause: "3.2", default: 24', 'clause: "3.2", default: 2 days', ["default"], "2 days"),
        ('clause: "3.2", default: 24', 'clause: "3.2", default: 9999', ["default"], "9999"),
        ('clause: "11.2", default: 1,', 'clause: "11.2", default: 12,', ["contradiction"], "default: 12,"),
        ('{name: damages_cap_month, clause: "12.4", required: true, origin: ours}', "", ["missing_term"], "terms:"),
        ("  - code: target_missed", "  - code: target_lost", ["missing_breach"], "breaches:"),
        ("  - code: target_missed", "  - code: step_late", ["duplicate_code", "missing_breach"], "- code: step_late"),
        ('    clause: "12.7"', '    clause: "12.70"', ["breach_without_clause"], "12.70"),
        ("    remedies: [redo, damages]", "    remedies: [redo]", ["damages_term"], "remedies: [redo]"),
        ("    remedies: [redo, damages]", "    remedies: [redo, prison, damages]", ["shape"], "prison"),
        ("    remedies: [redo, damages]", "    remedies: [redo, rescind, damages]", ["rescission"], "rescind"),
        ("heavy: true", "heavy: very", ["shape"], "heavy: very"),
        ("execution: sign_and_seal", "execution: sign_and_seal\ndivision: part", ["shape"], "division: part"),
        ("form: ktv-2", "form: [ktv-2]", ["shape"], "form: [ktv-2]"),
        ("  - term: {zh: 客户, en: customer}", "  - term: {zh: 门店, en: customer}", ["duplicate_code"], "zh: 门店"),
    ],
)
def test_a_mistake_is_found_at_its_line(tmp_path: Path, old: str, new: str, codes: list[str], line: str) -> None:
    found = broken(tmp_path, (old, new))
    assert {code for _, code, _ in found} >= set(codes)
    assert any(line in text for _, code, text in found if code in codes)


def test_a_cycle_of_references_is_found_from_both_ends(tmp_path: Path) -> None:
    back = "变更或者补充本合同，应当依照{{§1.3}}经双方协商一致"
    found = broken(tmp_path, ("变更或者补充本合同，应当经双方协商一致", back))
    cycles = [text for _, code, text in found if code == "reference_cycle"]
    assert len(cycles) == 3  # §1.3 in both languages, §11.3 in Chinese
    assert any(text.startswith("变更或者补充本合同，应当依照{{§1.3}}") for text in cycles)


def test_all_mistakes_are_found_at_once_in_order(tmp_path: Path) -> None:
    found = broken(
        tmp_path,
        ("heading: {zh: 总则, en: General}", "heading: {zh: 总则}"),
        ('number: "3.3"', 'number: "3.2"'),
        ("{name: verify_within, ", "{name: verify_withim, "),
        ("遵循下列原则：", "遵循下列原则{% x %}，三日内："),
    )
    assert {code for _, code, _ in found} >= {
        "english_missing",
        "duplicate_clause",
        "unknown_term",
        "foreign_syntax",
        "loose_number",
    }
    assert [line for line, _, _ in found] == sorted(line for line, _, _ in found)


def test_a_form_with_mistakes_is_never_loaded(tmp_path: Path) -> None:
    path = tmp_path / "form.yaml"
    path.write_text("form: x\n")
    with pytest.raises(FormMistakes) as refused:
        load_form(path)
    assert "version is missing" in str(refused.value)


def test_a_number_of_a_clause_is_no_decimal(tmp_path: Path) -> None:
    unquoted = broken(tmp_path, ('number: "12.10"', "number: 12.10"))
    assert unquoted == []


def test_check_form_prints_each_mistake_and_fails(tmp_path: Path) -> None:
    broken(tmp_path, ('number: "3.3"', 'number: "3.2"'))
    out = StringIO()
    with pytest.raises(CommandError, match="mistakes: 3"):
        call_command("check_form", str(tmp_path / "broken.yaml"), stdout=out)
    assert re.search(r"broken\.yaml:[0-9]+: duplicate_clause: clause 3\.2 stands here", out.getvalue())
