"""Measures after a wave: owned, dated, called when overdue, and judged by the next wave as far as it can tell."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from contracts.models import Fulfilment
from deadlines.domain.sweep import sweep_all
from foundation.refusals import Refused
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM, writing
from parties.models import Message, Party, User
from surveys.domain.improving.effects import judge_measures, next_word_on, say_effect
from surveys.domain.improving.measures import NewMeasure, end_measure, make_measure
from surveys.domain.improving.plan import plan_snapshot
from surveys.domain.improving.weaknesses import standings
from surveys.domain.results.reading import Result
from surveys.models import Measure
from tests import factories
from tests.contracts.calendars import at, occurrence, running
from tests.contracts.liability.test_web_breaches import browser
from tests.surveys.factories import LATER, frozen
from tests.surveys.results.questionnaires import DEFINITION
from tests.surveys.results.waves import Spread, counted_wave

pytestmark = pytest.mark.django_db
NEXT: dict[str, Any] = {"first_day": date(2027, 1, 1), "last_day": date(2027, 3, 31)}


@pytest.fixture
def party() -> Party:
    return factories.party()


@pytest.fixture
def clerk(party: Party) -> User:
    return factories.person(party, Role.MARKETING)


def waves(party: Party, before: Spread, after: Spread) -> tuple[Result, Result]:
    """Two waves with the same questionnaire."""
    version = frozen(party, definition=DEFINITION)
    first = counted_wave(party, before, version=version)
    opens = LATER + timedelta(days=80)
    window: dict[str, Any] = {"opens_at": opens, "closes_at": opens + timedelta(days=14)}
    return first, counted_wave(party, after, version=version, **NEXT, **window)


def measure(result: Result, owner: User, **others: object) -> Measure:
    given = {"subject": "overall", "text": "每晚巡房两次", "owner_id": owner.pk, "due_date": date(2026, 12, 31)}
    return make_measure(result.wave.pk, NewMeasure(**(given | others)), by=factories.scope(owner), at=LATER)  # type: ignore[arg-type]


def said(measure: Measure, verdict: str, by: User) -> str:
    """The refusal of saying that this came of it."""
    with pytest.raises(Refused) as refused:
        say_effect(measure.pk, verdict, by=factories.scope(by), at=LATER)
    return refused.value.code


def refusal(result: Result, owner: User, **others: object) -> str:
    with pytest.raises(Refused) as refused:
        measure(result, owner, **others)
    return refused.value.code


def test_effective_is_refused_while_chance_could_have_done_it(party: Party, clerk: User) -> None:
    first, later = waves(party, Spread(100, 70, 70), Spread(100, 80, 80))
    done = end_measure(measure(first, clerk).pk, "finish", by=factories.scope(clerk), at=LATER)
    found = next_word_on(done)
    assert found is not None
    assert found[0] == later.wave
    assert found[1].shows_nothing
    assert [said(done, verdict, clerk) for verdict in ("effective", "worse")] == ["surveys.effect_not_shown"] * 2
    judged = say_effect(done.pk, "not_proven", by=factories.scope(clerk), at=LATER)
    assert (judged.verdict, judged.judged_by) == ("not_proven", later.wave)
    assert said(done, "not_proven", clerk) == "surveys.measure_not_done"


def test_the_next_wave_judges_what_was_done_before_it_closed(party: Party, clerk: User) -> None:
    first, later = waves(party, Spread(200, 120, 120), Spread(200, 180, 180))
    done, waiting = measure(first, clerk), measure(first, clerk, text="还没有做")
    end_measure(done.pk, "finish", by=factories.scope(clerk), at=LATER)
    with writing(SYSTEM):
        judge_measures(later.wave, LATER)
    verdicts = dict(Measure.objects.values_list("pk", "verdict"))
    assert verdicts == {done.pk: "effective", waiting.pk: ""}
    [standing] = [each for each in standings(later, at=LATER) if each.subject == "overall"]
    assert (standing.is_below, standing.has_fallen) == (False, False)
    assert standing.change is not None
    assert standing.change.low > 0
    assert said(waiting, "effective", clerk) == "surveys.measure_not_done"


def test_an_overdue_measure_rises_to_who_set_it(party: Party, clerk: User) -> None:
    first = counted_wave(party, Spread(20, 10, 10))
    owner = factories.person(party, Role.CUSTOMER_SERVICE)
    set_by_clerk = measure(first, clerk, owner_id=owner.pk)
    sweep_all(at("2027-01-01") - timedelta(hours=11))
    kinds = Message.objects.filter(kind__startswith="surveys.measure").values_list("kind", "user")
    assert sorted(kinds) == sorted(
        [
            ("surveys.measure_yours", owner.pk),
            ("surveys.measure_missed", owner.pk),
            ("surveys.measure_missed", clerk.pk),
        ]
    )
    set_by_clerk.refresh_from_db()
    assert set_by_clerk.deadline is not None
    assert set_by_clerk.deadline.is_missed


def test_what_does_not_fit_is_refused(party: Party, clerk: User) -> None:
    first = counted_wave(party, Spread(20, 10, 10))
    assert refusal(first, clerk, subject="drinks") == "surveys.subject_unknown"
    assert refusal(first, clerk, text=" 　") == "surveys.measure_wordless"
    assert refusal(first, clerk, due_date=date(2026, 12, 3)) == "surveys.due_past"
    stranger = factories.person(factories.party(), Role.MARKETING)
    assert refusal(first, clerk, owner_id=stranger.pk) == "surveys.owner_unknown"
    assert refusal(first, stranger) == "parties.not_yours"
    assert not Measure.objects.exists()


def test_the_plan_is_made_on_the_page_and_delivered_to_the_contract() -> None:
    agreement = running(improvement_plan_within="10")
    period = occurrence(agreement, "survey")
    result = counted_wave(
        agreement.provider,
        Spread(100, 70, 60),
        contract=agreement.contract,
        occurrence=period,
        first_day=period.first_day,
        last_day=period.last_day,
        opens_at=at("2026-05-10"),
        closes_at=at("2026-05-24"),
    )
    address = f"/surveys/waves/{result.wave.pk}"
    with time_machine.travel(at("2026-05-26"), tick=False):
        manager = browser(agreement.account_manager, language="en")
        manager.post(f"{address}/results/done/")
        said = {"subject": "overall", "text": "每晚巡房两次", "owner": agreement.account_manager.pk}
        assert manager.post(f"{address}/improving/", said | {"due_date": "2026-05-01"}).status_code == 422
        assert manager.post(f"{address}/improving/", said | {"due_date": "2026-06-30"}).status_code == 302
        page = manager.get(f"{address}/improving/").content.decode()
        assert "below 90 %" in page
        assert "每晚巡房两次" in page
        planned = [each for each in plan_snapshot(result, at=at("2026-05-26"))["subjects"] if each["measures"]]
        assert [(each["is_below"], each["measures"][0]["due"]) for each in planned] == [(True, "2026-06-30")]
        assert manager.get(f"{address}/improving/plan.pdf").content.startswith(b"%PDF")
        theirs = browser(agreement.owner, language="en")
        assert "Set a measure" not in theirs.get(f"{address}/improving/").content.decode()
        assert theirs.post(f"{address}/improving/", said | {"due_date": "2026-06-30"}).status_code == 404
        mine = Measure.objects.get()
        assert theirs.post(f"/surveys/measures/{mine.pk}/end/", {"verb": "drop"}).status_code == 404
        manager.post(f"{address}/improving/deliver/")
        assert Fulfilment.objects.filter(obligation__deadline__kind="contracts.improvement_plan").count() == 1
        manager.post(f"/surveys/measures/{mine.pk}/end/", {"verb": "finish"})
        mine.refresh_from_db()
        assert (mine.state, mine.deadline.is_kept if mine.deadline else None) == ("done", True)
