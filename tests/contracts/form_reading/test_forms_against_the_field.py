"""The seven forms against the contracts that are in use: what each must hold at least, and the figures that it gives.

The numbers are those of the source forms. Ours may add, never lack; chapters are the source's own.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from complaints.domain.clocks.rules import CLOCKS
from contracts.domain.forms import Form, form_files, load_form
from contracts.domain.terms.catalogue import CATALOGUE
from contracts.domain.terms.values import (
    Choice,
    Days,
    Hours,
    Months,
    MonthSpan,
    Percent,
    TermValue,
    Weeks,
    WorkingDays,
    Years,
)

DAMAGES = ("damages_per_breach", "damages_cap_month", "damages_cap_total")
HEAVY_TERMS = (
    *DAMAGES,
    *("overdue_damages", "third_party_cap", "exclusivity_term"),
    *("termination_notice", "arbitration_body", "dispute_means"),
)
HEAVY_HEADINGS = {
    "damages": "违约金|赔偿",
    "termination": "解除|终止|终结",
    "disputes": "争议|仲裁|诉讼|管辖",
}


@dataclass(frozen=True)
class Source:
    """What a source form holds. `defined`: its own defined terms; none: it borrows those of the other forms."""

    chapters: int
    sections: int
    annexes: int
    breaches: int
    defined: int = 0
    third_party: tuple[int, int] | None = None
    supplements: tuple[int, ...] = ()
    division: str = "article"
    defaults: dict[str, TermValue] = field(default_factory=dict)
    blanks: tuple[str, ...] = ()


def percent(number: int) -> Percent:
    return Percent(Decimal(number))


A_MONTH = Months(1)
SOURCES = {
    "retention": Source(
        chapters=14,
        sections=55,
        annexes=14,
        breaches=8,
        defined=7,
        supplements=(5, 5, 5),
        division="chapter",
        blanks=("contract_amount", "satisfaction_target", "term_years", "arbitration_body", "exclusivity_term"),
    ),
    "loyalty": Source(
        chapters=14,
        sections=32,
        annexes=2,
        breaches=3,
        defaults={
            "satisfaction_target": percent(90),
            "loyalty_target": percent(80),
            "survey_interval": Months(3),
            "phase_plan": MonthSpan(1, 3),
            "phase_adjust": MonthSpan(4, 6),
            "phase_campaign": MonthSpan(7, 9),
            "phase_review": MonthSpan(10, 12),
        },
        blanks=("end_date",),
    ),
    "service": Source(
        chapters=7,
        sections=17,
        annexes=9,
        breaches=6,
        defined=5,
        defaults={"fee_interval": Years(1)},
        blanks=("overdue_damages", "service_term", "term_years"),
    ),
    "consulting": Source(
        chapters=7,
        sections=15,
        annexes=7,
        breaches=4,
        defined=4,
        blanks=(
            *("first_instalment", "first_instalment_within", "final_instalment", "final_instalment_within"),
            *("late_fee_rate", "term_years", "signing_place"),
        ),
    ),
    "ktv-1": Source(
        chapters=14,
        sections=52,
        annexes=8,
        breaches=4,
        third_party=(5, 15),
        defaults={
            "duty_bearer": Choice("party_b"),
            "triage_within": Hours(24),
            "feedback_within": Hours(24),
            "training_interval": A_MONTH,
            "visit_interval": A_MONTH,
            "term_years": Years(1),
            "renewal_notice": A_MONTH,
            "confidentiality_years": Years(3),
            "third_party_answer_within": WorkingDays(5),
        },
        blanks=("third_party_cap", "dispute_means"),
    ),
    "ktv-2": Source(
        chapters=13,
        sections=38,
        annexes=7,
        breaches=5,
        third_party=(1, 9),
        defaults={
            "duty_bearer": Choice("party_b"),
            "verify_within": Hours(24),
            "plan_within": Hours(48),
            "execute_within": Hours(72),
            "promoter_report_within": Hours(24),
            "promoter_answer_within": Hours(48),
            "promoter_result_within": Hours(24),
            "training_grace": Weeks(2),
            "term_years": Years(1),
            "renewal_notice": A_MONTH,
            "termination_notice": A_MONTH,
            "third_party_cap": percent(10),
            "third_party_cap_rule": Choice("cap_unless_grave"),
        },
        blanks=("survey_interval", "satisfaction_target", "arbitration_body"),
    ),
    "ktv-3": Source(
        chapters=14,
        sections=40,
        annexes=3,
        breaches=0,
        third_party=(3, 7),
        defaults={
            "duty_bearer": Choice("party_b"),
            "reply_within": Hours(24),
            "reply_major_within": Hours(12),
            "survey_interval": Months(3),
            "cost_settlement_interval": A_MONTH,
            "term_years": Years(1),
            "renewal_notice": A_MONTH,
            "termination_notice": Days(30),
        },
        blanks=("signing_place",),
    ),
}
SHIPPED = [form_id for form_id in SOURCES if form_id in {path.stem for path in form_files()}]
each_form = pytest.mark.parametrize("form_id", SHIPPED)


def test_all_seven_forms_are_shipped() -> None:
    assert sorted(path.stem for path in form_files()) == sorted(SOURCES)


@each_form
def test_the_chapters_are_those_of_the_source_and_nothing_is_lacking(form_id: str) -> None:
    form, source = load_form(form_id), SOURCES[form_id]
    main = _levels(form, third_party=False)
    assert (main[0], form.division) == (source.chapters, source.division)
    assert main[1] >= source.sections
    assert len(form.annexes) >= source.annexes
    assert sum(breach.origin == "form" for breach in form.breaches) >= source.breaches


@each_form
def test_the_part_for_third_parties_has_its_own_articles(form_id: str) -> None:
    source = SOURCES[form_id]
    articles, sections = _levels(load_form(form_id), third_party=True)
    least = source.third_party or (0, 0)
    assert articles == least[0]
    assert sections >= least[1]


@each_form
def test_each_supplement_is_whole(form_id: str) -> None:
    form, source = load_form(form_id), SOURCES[form_id]
    assert [_clauses_of(form, each.code) for each in form.supplements] == list(source.supplements)
    for each in form.supplements:
        chosen = form.with_supplements([each.code])
        assert {clause.supplement for clause in chosen.clauses} == {"", each.code}
        assert [annex for annex in chosen.annexes if annex.supplement]
        assert [term for term in chosen.terms if term.supplement]


@each_form
def test_words_are_defined_or_borrowed(form_id: str) -> None:
    form, source = load_form(form_id), SOURCES[form_id]
    assert sum(not entry.borrowed_from for entry in form.glossary) >= source.defined
    if source.defined == 0:
        assert {entry.borrowed_from for entry in form.glossary} >= {"retention", "service"}


@pytest.mark.parametrize(
    ("form_id", "name", "value"),
    [(form_id, name, value) for form_id in SHIPPED for name, value in SOURCES[form_id].defaults.items()],
)
def test_a_form_gives_the_figures_of_its_source(form_id: str, name: str, value: TermValue) -> None:
    term = load_form(form_id).term(name)
    assert (term.default, term.required) == (value, True)


@each_form
def test_blanks_stay_blank(form_id: str) -> None:
    form = load_form(form_id)
    must_be_filled = ("contract_amount", *DAMAGES, *SOURCES[form_id].blanks)
    assert [name for name in must_be_filled if form.term(name).default or not form.term(name).required] == []
    # The frame contract of its source gives no figure at all.
    if form_id == "retention":
        assert [term.name for term in form.terms if term.origin == "form" and term.default] == []


@each_form
def test_damages_are_computed_for_lateness_and_missed_targets(form_id: str) -> None:
    breaches = {breach.code: breach for breach in load_form(form_id).breaches}
    for code in ("step_late", "target_missed"):
        assert breaches[code].damages_term == "damages_per_breach"
        assert "damages" in breaches[code].remedies


@each_form
def test_a_target_can_be_missed_and_a_step_be_late(form_id: str) -> None:
    """Without a value to compare with, and a time to keep, the two breaches would be empty words."""
    names = {term.name for term in load_form(form_id).terms if not term.supplement}
    assert names & {"satisfaction_target", "loyalty_target", "retention_target"}
    assert [name for name in names if name.endswith("_within") and CATALOGUE[name].acts]


@each_form
def test_heavy_clauses_are_marked(form_id: str) -> None:
    form = load_form(form_id)
    light = [term.name for term in form.terms if term.name in HEAVY_TERMS and not form.clause(term.clause).heavy]
    assert light == []
    headings = [clause.heading_zh for clause in form.clauses if clause.heavy and not clause.supplement]
    for subject, words in HEAVY_HEADINGS.items():
        assert any(re.search(words, heading) for heading in headings), subject


@each_form
def test_both_parties_sign_and_seal(form_id: str) -> None:
    assert load_form(form_id).execution == "sign_and_seal"


@each_form
def test_one_party_bears_the_limits_of_a_complaint(form_id: str) -> None:
    """Form `loyalty` puts surveys and complaints on Party A; the KTV forms leave the bearer to the parties."""
    form = load_form(form_id)
    limits = {rule.term for rule in CLOCKS}
    duties = {form.clause(term.clause).duty for term in form.terms if term.name in limits}
    expected = {"loyalty": {"A"}, "consulting": set()}.get(form_id, {"B"})
    assert duties == ({"as_agreed"} if form_id.startswith("ktv-") else expected)
    if form_id == "loyalty":
        assert form.clause(form.term("survey_interval").clause).duty == "A"


def _levels(form: Form, *, third_party: bool) -> tuple[int, int]:
    kinds = [
        clause.kind
        for clause in form.clauses
        if not clause.supplement and (clause.part == "third_party") == third_party
    ]
    return kinds.count("article"), kinds.count("section")


def _clauses_of(form: Form, supplement: str) -> int:
    return sum(clause.supplement == supplement and clause.kind == "section" for clause in form.clauses)
