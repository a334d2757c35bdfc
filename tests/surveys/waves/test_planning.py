"""A wave for every period of a contract's survey: once, by whatever beats, at the days that the contract means."""

import threading
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from contracts.domain.duties.planning import open_begun
from contracts.models import Contract, Occurrence
from parties.domain.scope import SYSTEM, writing
from surveys.domain.waves import planning
from surveys.domain.waves.arranging import window_of
from surveys.domain.waves.planning import plan_anew, plan_waves
from surveys.domain.waves.running import cancel_wave, keep_waves
from surveys.models import Wave
from tests import factories
from tests.complaints.refused import refused
from tests.contracts.calendars import at, end, running
from tests.racing import at_once
from tests.surveys.waves.situations import BEGUN, OPENS, first_period, planned, settled, surveyed

DAY = timedelta(days=1)


@pytest.mark.django_db
def test_a_period_has_its_wave_once_with_what_the_contract_says() -> None:
    agreement, _members = surveyed()
    assert [plan_waves(at=BEGUN), plan_waves(at=BEGUN), plan_waves(at=BEGUN + DAY)] == [1, 0, 0]
    wave = Wave.objects.get()
    assert (wave.first_day, wave.last_day) == (date(2026, 3, 1), date(2026, 6, 1))
    assert (window_of(wave).first, window_of(wave).last) == (date(2026, 5, 12), date(2026, 5, 25))
    assert (wave.party, wave.occurrence, wave.contract) == (
        agreement.client,
        first_period(agreement),
        agreement.contract,
    )
    assert wave.version is not None
    assert wave.version.questionnaire.party == agreement.client
    assert (wave.state, wave.frame, wave.method, wave.wanted_size, wave.margin_percent) == (
        "planned",
        "members",
        "proportional",
        8,
        None,
    )


@pytest.mark.django_db
def test_days_on_which_nothing_ran_and_the_boundary_of_a_day_in_shanghai() -> None:
    running("loyalty", survey_sample="8", survey_window="10")
    open_begun(at("2026-09-01"))
    just_before = at("2026-09-01") + timedelta(hours=12) - timedelta(microseconds=1)
    assert plan_waves(at=just_before) == 1
    late = Wave.objects.get()
    assert (late.first_day, window_of(late).first, window_of(late).last) == (
        date(2026, 6, 2),
        date(2026, 9, 1),
        date(2026, 9, 1),
    )
    open_begun(at("2026-09-15"))
    assert plan_waves(at=at("2026-09-15")) == 1
    assert (window_of(Wave.objects.latest("pk")).first, window_of(Wave.objects.latest("pk")).last) == (
        date(2026, 11, 15),
        date(2026, 11, 24),
    )


def test_where_both_owe_the_survey_the_client_holds_it() -> None:
    """Counted on rows that are not saved: each owes the other, and their customers are the client's."""
    contract, day = Contract(party_a_id=1, party_b_id=2), date(2026, 3, 1)
    periods = [
        Occurrence(pk=number, contract=contract, debtor_id=debtor, creditor_id=3 - debtor, first_day=first)
        for number, (debtor, first) in enumerate([(2, day), (1, day), (1, day + DAY), (2, day + DAY), (9, day - DAY)])
    ]
    chosen = list(planning._one_a_period(periods))
    assert [each.pk for each in chosen] == [1, 2, 4]
    assert [planning._runner(each) for each in chosen] == [1, 1, 1]


@pytest.mark.django_db
def test_what_is_over_gets_no_wave() -> None:
    agreement, _members = surveyed(0, "ktv-3")
    end(agreement, at=at("2026-04-01"))
    assert plan_waves(at=at("2026-04-02")) == 0


@pytest.mark.django_db
def test_a_wave_that_was_called_off_is_planned_anew_by_a_person_alone() -> None:
    agreement, _members = surveyed()
    wave, owner = planned(agreement), factories.scope(agreement.owner)
    with refused("surveys.not_called_off"):
        plan_anew(wave.pk, by=owner, at=BEGUN)
    provider = factories.scope(agreement.account_manager)
    with refused("parties.not_yours"):
        cancel_wave(wave.pk, "改期", by=provider, at=BEGUN)
    with refused("surveys.reason_missing"):
        cancel_wave(wave.pk, " ", by=owner, at=BEGUN)
    assert cancel_wave(wave.pk, "改期", by=owner, at=BEGUN).cancel_reason == "改期"
    assert [plan_waves(at=BEGUN), keep_waves(at=OPENS)] == [0, 0]
    again = plan_anew(wave.pk, by=owner, at=BEGUN)
    assert (again.occurrence, again.state, again.made_by_id) == (wave.occurrence, "planned", agreement.owner.pk)
    with refused("surveys.planned_already"):
        plan_anew(wave.pk, by=owner, at=BEGUN)
    with pytest.raises(IntegrityError, match="wave_once_per"), writing(SYSTEM), transaction.atomic():
        Wave.objects.create(**{name: getattr(again, name) for name in COPIED})
    cancel_wave(again.pk, "又改期", by=owner, at=BEGUN)
    with refused("surveys.period_over"):
        plan_anew(again.pk, by=owner, at=at("2026-06-02"))


COPIED = (
    "party",
    "contract",
    "occurrence",
    "version",
    "name",
    "first_day",
    "last_day",
    "opens_at",
    "closes_at",
    "made_at",
    "frame",
)


@pytest.mark.django_db
def test_what_the_database_keeps_of_a_waves_settings() -> None:
    agreement, _members = surveyed()
    wave = planned(agreement)
    for name, changes in (
        ("wave_response_possible", {"response_percent": 0}),
        ("wave_response_possible", {"response_percent": 101}),
        ("wave_reason_for_calling_off", {"cancel_reason": "改期"}),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            settled(wave, **changes)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("locks", [True, False])
def test_of_many_workers_at_once_one_plans(locks: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control plans without the contract's lock: rivals collide, and the unique key still holds one."""
    agreement, _members = surveyed()
    rivals = 6
    if not locks:
        met = threading.Barrier(rivals)

        def unlocked(contract_id: int) -> Contract:
            return Contract.objects.get(pk=contract_id)

        create = planning._planned

        def together(*given: object, **named: object) -> object:
            met.wait(30)
            return create(*given, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(planning, "free_contract", unlocked)
        monkeypatch.setattr(planning, "_planned", together)
    stumbles: list[object] = []
    monkeypatch.setattr(planning.logger, "error", lambda *said, **_more: stumbles.append(said))
    counts = at_once(rivals, lambda _number: plan_waves(at=BEGUN))
    assert sorted(counts) == [0] * (rivals - 1) + [1]  # type: ignore[type-var]
    assert Wave.objects.filter(contract=agreement.contract).count() == 1
    assert len(stumbles) == (0 if locks else rivals - 1)
