"""The catalogue of terms: what each may hold, what cannot stand together, and a file that is wrong."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from contracts.domain.forms import load_form, mistakes_in
from contracts.domain.terms import catalogue_file
from contracts.domain.terms.catalogue import CATALOGUE, contradictions, spec
from contracts.domain.terms.catalogue_file import CATALOGUE_FILE, TYPE_NAMES, Table, shipped_entries
from contracts.domain.terms.choices import CHOICES
from contracts.domain.terms.values import (
    TYPES,
    DateValue,
    Days,
    Hours,
    Money,
    Months,
    MonthSpan,
    Percent,
    TermValue,
    Years,
)
from contracts.domain.yaml_files.source import FileMistakes
from foundation.refusals import Refused
from tests.contracts.form_files import KTV_2, changed


def test_every_entry_of_the_catalogue_is_usable() -> None:
    for name, entry in CATALOGUE.items():
        assert entry.name == name
        assert len(name) <= 40
        assert set(entry.types) <= set(TYPES)
        assert all((entry.label(language), entry.drives(language)) for language in ("zh-hans", "zh-hant", "en"))
        assert bool(entry.options) == ("choice" in entry.types)
        assert {code for code, _ in entry.choices("en")} <= set(CHOICES)


def test_the_file_of_the_catalogue_knows_every_type_of_value() -> None:
    assert set(TYPE_NAMES) == set(TYPES)


def test_an_unknown_term_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        spec("verify_withim")
    assert refused.value.code == "contracts.term_unknown"


@pytest.mark.parametrize(
    ("name", "raw", "kind", "value"),
    [
        ("damages_per_breach", "5%", None, Percent(Decimal(5))),
        ("damages_per_breach", "5000元", None, Money(Decimal(5000))),
        ("damages_per_breach", "5", "percent", Percent(Decimal(5))),
        ("damages_per_breach", "5000", "money", Money(Decimal(5000))),
        ("tracking_interval", "30日", None, Days(30)),
        ("tracking_interval", "1個月", None, Months(1)),
        ("verify_within", "24", None, Hours(24)),
    ],
)
def test_a_term_reads_what_is_typed(name: str, raw: str, kind: str | None, value: TermValue) -> None:
    assert spec(name).read(raw, kind) == value


@pytest.mark.parametrize(
    ("name", "raw", "kind", "code"),
    [
        ("damages_per_breach", "5", None, "contracts.term_kind_open"),
        ("damages_per_breach", "5", "hours", "contracts.term_kind"),
        ("damages_per_breach", "101%", None, "contracts.term_too_big"),
        ("damages_per_breach", "5000元", "percent", "contracts.term_shape_percent"),
        ("satisfaction_target", "0", None, "contracts.term_too_small"),
        ("satisfaction_target", "101", None, "contracts.term_too_big"),
        ("verify_within", "0", None, "contracts.term_too_small"),
        ("verify_within", "721", None, "contracts.term_too_big"),
        ("contract_amount", "0", None, "contracts.term_too_small"),
        ("contract_amount", "-5", None, "contracts.term_negative"),
        ("duty_bearer", "answers_in_full", None, "contracts.term_shape_choice"),
    ],
)
def test_a_term_refuses_what_is_out_of_its_range(name: str, raw: str, kind: str | None, code: str) -> None:
    with pytest.raises(Refused) as refused:
        spec(name).read(raw, kind)
    assert (refused.value.code, refused.value.field) == (code, name)


def percent(number: str) -> Percent:
    return Percent(Decimal(number))


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({"damages_cap_month": percent("20"), "damages_cap_total": percent("20")}, []),
        (
            {"damages_cap_month": percent("21"), "damages_cap_total": percent("20")},
            [("contracts.terms_cap_order", "damages_cap_month")],
        ),
        (
            {"damages_per_breach": percent("6"), "damages_cap_month": percent("5")},
            [("contracts.terms_cap_below_damages", "damages_per_breach")],
        ),
        (
            {
                "damages_per_breach": Money(Decimal("50000.01")),
                "damages_cap_total": percent("5"),
                "contract_amount": Money(Decimal(1_000_000)),
            },
            [("contracts.terms_cap_below_damages", "damages_per_breach")],
        ),
        (
            {
                "damages_per_breach": Money(Decimal(50000)),
                "damages_cap_total": percent("5"),
                "contract_amount": Money(Decimal(1_000_000)),
            },
            [],
        ),
        (
            {"survey_window": Days(60), "survey_interval": Months(1)},
            [("contracts.terms_window_over_interval", "survey_window")],
        ),
        ({"survey_window": Days(31), "survey_interval": Months(1)}, []),
        (
            {"termination_notice": Months(12), "term_years": Years(1)},
            [("contracts.terms_notice_over_term", "termination_notice")],
        ),
        ({"renewal_notice": Months(11), "term_years": Years(1)}, []),
        (
            {"termination_notice": Days(365), "term_years": Years(1)},
            [("contracts.terms_notice_over_term", "termination_notice")],
        ),
        ({"termination_notice": Days(30), "term_years": Years(1)}, []),
        (
            {"renewal_notice": Months(6), "service_term": Months(6)},
            [("contracts.terms_notice_over_term", "renewal_notice")],
        ),
        (
            {"overdue_damages": percent("21"), "damages_cap_total": percent("20")},
            [("contracts.terms_cap_below_damages", "overdue_damages")],
        ),
        ({"first_instalment": percent("30"), "final_instalment": percent("70")}, []),
        ({"first_instalment": percent("30")}, []),
        (
            {"first_instalment": percent("30"), "final_instalment": percent("69.5")},
            [("contracts.terms_instalments", "final_instalment")],
        ),
        ({"intermediary_share_a": percent("0"), "intermediary_share_b": percent("100")}, []),
        (
            {"intermediary_share_a": percent("60"), "intermediary_share_b": percent("60")},
            [("contracts.terms_intermediary_shares", "intermediary_share_b")],
        ),
        (
            {"phase_plan": MonthSpan(1, 3), "phase_adjust": MonthSpan(4, 6), "phase_campaign": MonthSpan(7, 9)},
            [],
        ),
        ({"phase_plan": MonthSpan(1, 3), "phase_review": MonthSpan(10, 12), "term_years": Years(1)}, []),
        (
            {"phase_plan": MonthSpan(1, 4), "phase_adjust": MonthSpan(4, 6)},
            [("contracts.terms_phases_order", "phase_adjust")],
        ),
        (
            {"phase_plan": MonthSpan(4, 6), "phase_campaign": MonthSpan(1, 3)},
            [("contracts.terms_phases_order", "phase_campaign")],
        ),
        (
            {"phase_review": MonthSpan(10, 13), "term_years": Years(1)},
            [("contracts.terms_phase_over_term", "phase_review")],
        ),
        ({"reply_within": Hours(24), "reply_major_within": Hours(24)}, []),
        (
            {"reply_within": Hours(12), "reply_major_within": Hours(24)},
            [("contracts.terms_major_over_ordinary", "reply_major_within")],
        ),
        (
            {"end_date": DateValue(date(2027, 12, 31)), "term_years": Years(1)},
            [("contracts.terms_two_ends", "end_date")],
        ),
        ({"end_date": DateValue(date(2027, 12, 31)), "term_years": None}, []),
        ({"exclusivity_term": Months(12), "term_years": Years(1)}, []),
        (
            {"exclusivity_term": Years(2), "term_years": Years(1)},
            [("contracts.terms_exclusivity_over_term", "exclusivity_term")],
        ),
        (
            {"service_term": Months(25), "term_years": Years(2)},
            [("contracts.terms_service_over_term", "service_term")],
        ),
        ({"verify_within": Days(1)}, [("contracts.term_kind", "verify_within")]),
        ({"satisfaction_target": percent("0")}, [("contracts.term_too_small", "satisfaction_target")]),
        (dict.fromkeys(CATALOGUE), []),
    ],
)
def test_contradictions_name_the_term_to_change(
    values: dict[str, TermValue | None], codes: list[tuple[str, str]]
) -> None:
    assert [(refused.code, refused.field) for refused in contradictions(values)] == codes


def test_every_contradiction_is_explained() -> None:
    values: dict[str, TermValue | None] = {
        "first_instalment": percent("30"),
        "final_instalment": percent("69.5"),
        "intermediary_share_a": percent("60"),
        "intermediary_share_b": percent("60"),
    }
    with translation.override("en"):
        messages = [refused.message for refused in contradictions(values)]
    assert messages == [
        "The instalments must add up to 100%; now they are 99.5%.",
        "The parties' shares of the intermediary's fee must add up to 100%; now they are 120%.",
    ]


@pytest.mark.parametrize(
    ("name", "kind", "zh", "en"),
    [
        ("verify_within", None, "小时", "hours"),
        ("late_fee_rate", None, "%/日", "% a day"),
        ("phase_plan", None, "月份", "months"),
        ("termination_notice", "days", "日", "days"),
        ("third_party_cap", "money", "元", "yuan"),
        ("end_date", None, "", ""),
    ],
)
def test_a_term_tells_its_unit(name: str, kind: str | None, zh: str, en: str) -> None:
    assert (spec(name).unit("zh-hans", kind), spec(name).unit("en", kind)) == (zh, en)


def test_the_way_of_deciding_disputes_reads_as_a_sentence() -> None:
    assert [f"任何一方可以{zh}。" for zh, _ in (CHOICES["arbitration"], CHOICES["court"])] == [
        "任何一方可以提交约定的仲裁机构仲裁。",
        "任何一方可以向有管辖权的人民法院提起诉讼。",
    ]
    assert [name for name, entry in CATALOGUE.items() if not entry.acts] == [
        "dispute_means",
        "arbitration_body",
        "signing_place",
    ]


def test_a_table_is_read_once_and_only_when_looked_into() -> None:
    reads = []

    def read() -> dict[str, int]:
        reads.append("read")
        return {"a": 1}

    table = Table(read)
    assert reads == []
    assert (table["a"], len(table), list(table), table.get("b")) == (1, 1, ["a"], None)
    assert reads == ["read"]


# ------------------------------------------------------------------------------------------------------- a bad file


def catalogue_with(folder: Path, *changes: tuple[str, str]) -> Path:
    path = folder / CATALOGUE_FILE.name
    path.write_text(changed(CATALOGUE_FILE.read_text(encoding="utf-8"), *changes), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("- name: plan_within", "- name: verify_within", "duplicate_code", "- name: verify_within"),
        ("- name: plan_within", "- name: Plan", "shape", "- name: Plan"),
        ("types: [money]", "types: [coin]", "shape", "types: [coin]"),
        ("types: [money]", "types: []", "empty", "types: []"),
        ("types: [money]", "types: [text]", "range", "least: 1"),
        ("types: [choice]", "types: [hours]", "options", "options:"),
        ("types: [choice]", "types: [choice, hours]", "options", "types: [choice, hours]"),
        ("types: [hours]", "types: [choice]", "options", "- name: reply_within"),
        ("least: 1\n    most: 720", "least: 721\n    most: 720", "range", "most: 720"),
        ("most: 720", "most: many", "shape", "most: many"),
        (
            "label: {zh: 合同金额, en: Contract amount}",
            "label: {zh: 合同金额}",
            "english_missing",
            "label: {zh: 合同金额}",
        ),
        ("acts: false", "acts: no", "shape", "acts: no"),
        ("acts: false", "act: false", "unknown_key", "act: false"),
        ("code: court, zh: ", "code: party_a, zh: ", "options", "code: party_a, zh: 向"),
        ("terms:\n", "terms: none\nx:\n", "shape", "terms: none"),
    ],
)
def test_a_mistake_in_the_catalogue_is_found_at_its_line(
    tmp_path: Path, old: str, new: str, code: str, line: str
) -> None:
    path = catalogue_with(tmp_path, (old, new))
    lines = path.read_text(encoding="utf-8").splitlines()
    found = {(mistake.code, lines[mistake.line - 1].strip()) for mistake in mistakes_in(path)}
    assert any(found_code == code and line in text for found_code, text in found), found


@pytest.fixture
def broken_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The installation's own catalogue with one mistake, not read yet."""
    path = catalogue_with(tmp_path, ("types: [money]", "types: [coin]"))
    monkeypatch.setattr(catalogue_file, "CATALOGUE_FILE", path)
    for table in (CATALOGUE, CHOICES):
        monkeypatch.delitem(vars(table), "_rows", raising=False)
    shipped_entries.cache_clear()
    yield path
    shipped_entries.cache_clear()


def test_no_term_is_known_while_the_catalogue_is_wrong(broken_catalogue: Path) -> None:
    for look in (lambda: spec("verify_within"), lambda: CHOICES["party_a"], lambda: load_form(KTV_2)):
        with pytest.raises(FileMistakes, match=r"terms\.yaml:[0-9]+: 'coin' must be one of: hours, days"):
            look()


def test_check_form_of_any_form_tells_what_is_wrong_with_the_catalogue(broken_catalogue: Path) -> None:
    out = StringIO()
    with pytest.raises(CommandError, match="mistakes: 1"):
        call_command("check_form", str(KTV_2), stdout=out)
    assert out.getvalue().startswith(f"{broken_catalogue}:")
    assert "shape: 'coin' must be one of" in out.getvalue()


def test_check_form_looks_at_a_catalogue_too(tmp_path: Path) -> None:
    out = StringIO()
    path = catalogue_with(tmp_path)
    call_command("check_form", str(path), stdout=out)
    assert out.getvalue() == f"{path}: good\n"
