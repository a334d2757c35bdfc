"""Targets: a measurement of each period, what it proves, and the breach that a missed one proposes."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction

from contracts.domain.liability.breaches import confirm_breach
from contracts.domain.targets.measuring import Method, record_measurement
from contracts.domain.targets.target_sheet import sheets_of
from contracts.domain.targets.verdicts import TARGET, Reading, judge, periods_of
from contracts.models import Breach, Measurement
from contracts.models.targets import Verdict
from foundation.refusals import Refused
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM, Scope
from parties.models import Message
from tests import factories
from tests.contracts.calendars import SIGNED, amend, at, end, running
from tests.contracts.duties.test_fulfilling import PDF
from tests.contracts.liability.test_web_breaches import browser
from tests.factories import Agreement

FIRST = date(2026, 3, 1)
HOW = Method("随机发放三百份，收回有效答卷。")


def reading(value: str, sample: int | None = None, **more: Any) -> Reading:
    return Reading(Decimal(value), sample, **more)


# ------------------------------------------------------------------------------------------------ what a number proves
@pytest.mark.parametrize(
    ("value", "sample", "verdict"),
    [
        ("93", 100, Verdict.UNPROVEN),
        ("93", 1000, Verdict.MET),
        ("90", 100_000, Verdict.UNPROVEN),
        ("89.9999", 100_000, Verdict.MISSED),
        ("93", None, Verdict.MET),
        ("90", None, Verdict.MET),
        ("89.9999", None, Verdict.MISSED),
        ("100", 5, Verdict.UNPROVEN),
    ],
)
def test_met_is_what_the_lower_bound_shows(value: str, sample: int | None, verdict: Verdict) -> None:
    assert judge(reading(value, sample), level=Decimal(90)) == verdict


def test_where_everybody_answered_nothing_is_left_to_chance() -> None:
    assert judge(reading("93", 100, population=100), level=Decimal(90)) == Verdict.MET
    assert judge(reading("93", 100, population=101), level=Decimal(90)) == Verdict.UNPROVEN


def test_bounds_that_were_given_count_before_computed_ones() -> None:
    given_ones = reading("93", 100, low=Decimal("90.1"), high=Decimal("95"))
    assert judge(given_ones, level=Decimal(90)) == Verdict.MET
    assert judge(reading("93", low=Decimal("89.9"), high=Decimal("95")), level=Decimal(90)) == Verdict.UNPROVEN


def test_a_ceiling_is_met_from_below() -> None:
    judged = {value: judge(reading(value), level=Decimal(5), at_most=True) for value in ("4", "5", "5.0001")}
    assert judged == {"4": Verdict.MET, "5": Verdict.MET, "5.0001": Verdict.MISSED}
    assert judge(reading("4", 100), level=Decimal(5), at_most=True) == Verdict.UNPROVEN


@pytest.mark.parametrize(("sample", "verdict"), [(59, Verdict.TOO_FEW), (60, Verdict.MISSED), (None, Verdict.TOO_FEW)])
def test_too_few_answers_judge_nothing(sample: int | None, verdict: Verdict) -> None:
    assert judge(reading("50", sample), level=Decimal(90), least_sample=60) == verdict


# ------------------------------------------------------------------------------------------------------ which periods
@pytest.fixture
def agreement(db: None) -> Agreement:
    return running(survey_sample="60", churn_ceiling="5")


def days(agreement: Agreement, target: str, until: str) -> list[tuple[str, str]]:
    found = periods_of(agreement.contract, TARGET[target], at=at(until))
    return [(each.window.first_day.isoformat(), str(each.level)) for each in found]


def test_the_periods_are_those_of_the_surveys(agreement: Agreement) -> None:
    assert days(agreement, "satisfaction_target", "2026-09-10") == [
        ("2026-03-01", "90"),
        ("2026-06-02", "90"),
        ("2026-09-02", "90"),
    ]
    assert days(agreement, "growth_target", "2026-09-10") == []


def test_a_period_is_judged_by_the_level_agreed_when_it_began(agreement: Agreement) -> None:
    amend(agreement, since=at("2026-05-01"), satisfaction_target="85", survey_interval="2")
    assert days(agreement, "satisfaction_target", "2026-09-01") == [
        ("2026-03-01", "90"),
        ("2026-06-02", "85"),
        ("2026-08-02", "85"),
    ]


def test_a_period_that_the_contract_does_not_fill_is_not_measured(agreement: Agreement) -> None:
    end(agreement, at=at("2026-08-10"))
    assert days(agreement, "satisfaction_target", "2027-01-01") == [("2026-03-01", "90")]


def test_growth_is_measured_by_years_of_the_contract(db: None) -> None:
    agreement = running("retention", growth_target="12", term_years="2", retention_target="80", assessment_interval="6")
    end(agreement, at=at("2028-03-02"))
    assert [first for first, _level in days(agreement, "growth_target", "2027-06-01")] == ["2026-03-01", "2027-03-02"]
    assert [first for first, _level in days(agreement, "retention_target", "2026-10-01")] == [
        "2026-03-01",
        "2026-09-02",
    ]


# ---------------------------------------------------------------------------------------------------------- recording
def record(
    agreement: Agreement, value: str, sample: int | None = 100, *, by: Scope | None = None, **more: Any
) -> Measurement:
    given_ones = {"target": "satisfaction_target", "first_day": FIRST, "method": HOW, "at": at("2026-06-05"), **more}
    bounds = {name: given_ones.pop(name) for name in ("population", "frame", "low", "high") if name in given_ones}
    return record_measurement(
        agreement.contract.pk,
        given_ones.pop("target"),
        given_ones.pop("first_day"),
        reading(value, sample, **bounds),
        by=by or factories.scope(agreement.account_manager),
        **given_ones,
    )


def refusal(agreement: Agreement, value: str = "95", sample: int | None = 100, **more: Any) -> str:
    with pytest.raises(Refused) as refused:
        record(agreement, value, sample, **more)
    return refused.value.code


def test_a_measurement_keeps_what_was_measured_and_its_verdict(agreement: Agreement) -> None:
    paper = SimpleUploadedFile("统计.pdf", PDF)
    row = record(agreement, "93", method=Method("随机发放", paper), population=300)
    assert (row.verdict, row.level, row.sample, row.population) == (Verdict.UNPROVEN, Decimal(90), 100, 300)
    assert (row.low, row.high) == (Decimal("86.2505"), Decimal("96.5681"))
    assert row.file is not None
    assert row.file.read() == PDF
    assert Breach.objects.count() == 0


def test_a_missed_one_proposes_a_breach_of_which_it_is_the_cause(agreement: Agreement) -> None:
    row = record(agreement, "80")
    breach = Breach.objects.get()
    assert (breach.measurement, breach.obligation, breach.kind.code) == (row, None, "target_missed")
    assert (breach.at_fault, breach.injured) == (agreement.provider, agreement.client)
    assert breach.occurred_at.astimezone(SIGNED.tzinfo).isoformat() == "2026-06-01T15:59:59+00:00"
    told = Message.objects.filter(kind="contracts.target_missed").values_list("user", flat=True)
    assert set(told) == {agreement.owner.pk, agreement.account_manager.pk}


def test_nothing_is_judged_before_its_period_has_run(agreement: Agreement) -> None:
    row = record(agreement, "0", at=at("2026-03-02"))
    last = record(agreement, "70", at=at("2026-06-01"))
    assert [row.verdict, last.verdict, last.replaces] == [Verdict.INTERIM, Verdict.INTERIM, row]
    assert not Breach.objects.exists()
    [sheet, *_others] = sheets_of(agreement.contract, at=at("2026-06-02"))
    assert sheet.lines[-1].is_gap
    after = record(agreement, "95", 1000, at=at("2026-06-02"))
    assert (after.verdict, after.replaces) == (Verdict.MET, last)
    page = browser(agreement.owner, language="en").get(f"/contracts/{agreement.contract.pk}/targets/").content.decode()
    assert "before: 70 %" in page


def test_its_damages_follow_the_usual_path(agreement: Agreement) -> None:
    record(agreement, "80")
    confirmed = confirm_breach(Breach.objects.get().pk, by=factories.scope(agreement.owner), at=at("2026-06-10"))
    assert confirmed.damages.amount == Decimal("3000.00")


def test_each_side_answers_for_its_own_target(db: None) -> None:
    agreement = running("loyalty", survey_sample="30")
    record(agreement, "70")
    record(agreement, "70", target="loyalty_target")
    blamed = {breach.measurement.target: breach.at_fault for breach in Breach.objects.all() if breach.measurement}
    assert blamed == {"satisfaction_target": agreement.client, "loyalty_target": agreement.provider}


def test_a_churn_rate_above_its_ceiling_is_missed_and_no_breach(agreement: Agreement) -> None:
    assert record(agreement, "7.5", None, target="churn_ceiling").verdict == Verdict.MISSED
    assert Breach.objects.count() == 0


def test_too_few_answers_propose_nothing(agreement: Agreement) -> None:
    assert record(agreement, "50", 59).verdict == Verdict.TOO_FEW
    assert Breach.objects.count() == 0


def test_a_correction_takes_the_place_and_leaves_what_was_there(agreement: Agreement) -> None:
    first = record(agreement, "80")
    assert refusal(agreement) == "contracts.measured_already"
    second = record(agreement, "79", is_correction=True)
    third = record(agreement, "95", 1000, is_correction=True)
    assert [second.replaces, third.replaces] == [first, second]
    assert Breach.objects.count() == 1
    [sheet, *_others] = sheets_of(agreement.contract, at=at("2026-06-05"))
    line = sheet.lines[-1]
    assert [(entry.measurement, entry.former) for entry in line.entries] == [(third, [first, second])]
    assert len(line.breaches) == 1


def test_each_side_corrects_its_own_value_and_both_stand(agreement: Agreement) -> None:
    client, address = factories.scope(agreement.owner), f"/contracts/{agreement.contract.pk}/targets/"
    theirs = record(agreement, "70", by=client)
    assert Breach.objects.get().measurement == theirs
    ours = record(agreement, "96", 2000, is_correction=True)
    assert (ours.replaces, ours.party, ours.verdict) == (None, agreement.provider, Verdict.MET)
    [sheet, *_others] = sheets_of(agreement.contract, at=at("2026-06-05"))
    line = sheet.lines[-1]
    assert [entry.measurement for entry in line.entries] == [theirs, ours]
    assert line.differs
    page = browser(agreement.owner, language="en").get(address).content.decode()
    assert page.count("The two sides differ") == 2
    assert "70 %" in page
    assert "96 %" in page


def test_what_a_decided_breach_rests_on_is_not_corrected(agreement: Agreement) -> None:
    client = factories.scope(agreement.owner)
    record(agreement, "70", by=client)
    confirm_breach(Breach.objects.get().pk, by=client, at=at("2026-06-06"))
    assert refusal(agreement, "99", by=client, is_correction=True) == "contracts.measurement_decided"
    record(agreement, "99")
    assert Breach.objects.count() == 1


def test_typed_bounds_are_no_narrower_than_the_answers_allow(agreement: Agreement) -> None:
    for low, high in (("93", "93"), ("90.1", "97"), ("86", "95")):
        code = refusal(agreement, "93", low=Decimal(low), high=Decimal(high))
        assert code == "contracts.bounds_narrow"
    # Of 300 whom one could have asked, 100 answers leave less unsaid: 86.3 to 96.6 becomes 87.74 to 96.10.
    assert refusal(agreement, "93", frame=300, low=Decimal("87.8"), high=Decimal(97)) == "contracts.bounds_narrow"
    assert reading("93", 100, frame=300).narrowest == (Decimal("87.7432"), Decimal("96.1024"))
    assert reading("93", 100, frame=100).narrowest == (Decimal(93), Decimal(93))
    row = record(agreement, "93", low=Decimal(86), high=Decimal(97))
    assert (row.low, row.high) == (Decimal(86), Decimal(97))


def test_what_does_not_fit_is_refused(agreement: Agreement) -> None:
    assert refusal(agreement, first_day=date(2026, 3, 2)) == "contracts.period_unknown"
    assert refusal(agreement, first_day=date(2026, 9, 2)) == "contracts.period_unknown"
    assert refusal(agreement, target="loyalty_target") == "contracts.period_unknown"
    assert refusal(agreement, target="contract_amount") == "contracts.period_unknown"
    assert refusal(agreement, sample=None) == "contracts.sample_missing"
    assert refusal(agreement, population=99) == "contracts.sample_beyond"
    assert refusal(agreement, value="101") == "contracts.value_missing"
    assert refusal(agreement, value="90.00001") == "contracts.value_missing"
    assert refusal(agreement, value="NaN") == "contracts.value_missing"
    assert refusal(agreement, low=Decimal(90)) == "contracts.bounds_wrong"
    assert refusal(agreement, low=Decimal(96), high=Decimal(97)) == "contracts.bounds_wrong"
    assert refusal(agreement, method=Method("  ")) == "contracts.method_missing"
    stranger = factories.scope(factories.person(factories.party(), Role.ACCOUNT_MANAGER))
    assert refusal(agreement, by=stranger) == "contracts.not_a_side"
    assert Measurement.objects.count() == 0


def test_another_app_can_feed_it(agreement: Agreement) -> None:
    assert record(agreement, "95", 2000, by=SYSTEM).person is None


def test_gaps_are_periods_that_are_over_and_not_measured(agreement: Agreement) -> None:
    record(agreement, "95")
    sheets = {sheet.target.term: sheet for sheet in sheets_of(agreement.contract, at=at("2026-09-10"))}
    assert {name: sheet.gaps for name, sheet in sheets.items()} == {"satisfaction_target": 1, "churn_ceiling": 2}


# ------------------------------------------------------------------------------------------------------- the database
def test_the_database_keeps_measurements_as_they_were_recorded(agreement: Agreement) -> None:
    row = record(agreement, "80")
    with pytest.raises(DatabaseError), transaction.atomic():
        Measurement.objects.filter(pk=row.pk).update(value=95)
    with pytest.raises(DatabaseError), transaction.atomic():
        Measurement.objects.filter(pk=row.pk).delete()


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({}, "measurement_once"),
        ({"first_day": date(2026, 7, 1)}, "days_in_order"),
        ({"high": 94}, "within_bounds"),
        ({"sample": 0}, "sample_not_empty"),
        ({"population": 99}, "sample_of_population"),
        ({"sample": None, "population": 5}, "sample_of_population"),
        ({"verdict": "fine"}, "measurement_verdicts"),
        ({"recorded_at": at("2026-06-01")}, "verdict_after_period"),
        ({"verdict": "interim"}, "verdict_after_period"),
        ({"method": ""}, "says_how"),
        ({"party_id": 0}, "no side of contract"),
        ({"target": "growth_target"}, "sets no such target"),
        ({"level": Decimal(80)}, "sets no such target"),
        ({"verdict": "missed"}, "verdicts_follow"),
        ({"verdict": "met"}, "verdicts_follow"),
        ({"value": 89, "low": 80}, "verdicts_follow"),
    ],
)
def test_the_database_refuses_what_cannot_be_measured(agreement: Agreement, changes: dict[str, Any], name: str) -> None:
    row = record(agreement, "95")
    row.pk, row._state.adding = None, True
    for field, value in changes.items():
        setattr(row, field, value)
    with pytest.raises(IntegrityError, match=name):
        row.save()


def test_the_database_measures_no_term_of_another_contract(agreement: Agreement) -> None:
    row, other = record(agreement, "95"), running(survey_sample="60")
    row.pk, row._state.adding, row.contract, row.party = None, True, other.contract, other.provider
    with pytest.raises(IntegrityError, match="sets no such target"):
        row.save()


def test_a_ceiling_is_judged_from_below_in_the_database_too(agreement: Agreement) -> None:
    row = record(agreement, "4", None, target="churn_ceiling")
    assert row.verdict == Verdict.MET
    row.pk, row._state.adding, row.verdict = None, True, Verdict.MISSED
    with pytest.raises(IntegrityError, match="verdicts_follow"):
        row.save()


def test_the_database_lets_no_side_correct_the_other(agreement: Agreement) -> None:
    row = record(agreement, "95")
    other = Measurement.objects.get(pk=row.pk)
    other.pk, other._state.adding, other.replaces, other.party = None, True, row, agreement.client
    with pytest.raises(IntegrityError, match="not corrected by another side"):
        other.save()


def test_the_database_refuses_two_causes_and_a_second_breach_of_a_measurement(agreement: Agreement) -> None:
    record(agreement, "80")
    [obligation] = agreement.owe(started_at=SIGNED)
    breach = Breach.objects.get()
    with pytest.raises(IntegrityError, match="one_cause"), transaction.atomic():
        Breach.objects.filter(pk=breach.pk).update(obligation=obligation)
    breach.pk, breach._state.adding = None, True
    with pytest.raises(IntegrityError, match="once_for_measurement"):
        breach.save()


def test_a_measurement_is_corrected_once(agreement: Agreement) -> None:
    first = record(agreement, "95")
    record(agreement, "94", is_correction=True)
    first.pk, first._state.adding, first.replaces = None, True, Measurement.objects.get(pk=first.pk)
    with pytest.raises(IntegrityError):
        first.save()
