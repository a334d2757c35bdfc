"""The page of a wave's results, its files, and what is done with them by a button."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from contracts.models import Breach, Fulfilment, Measurement
from contracts.models.targets import Verdict
from parties.domain.roles import Role
from parties.models import Message
from surveys.domain.results.departments import TOLD
from surveys.domain.results.reading import Result
from tests import factories
from tests.contracts.calendars import at, occurrence, running
from tests.contracts.liability.test_web_breaches import browser
from tests.factories import Agreement
from tests.surveys.results.waves import Spread, counted_wave
from tests.workbooks import workbook

pytestmark = pytest.mark.django_db
ENDED = at("2026-06-05")


@pytest.fixture
def now() -> Iterator[None]:
    """The period has ended."""
    with time_machine.travel(ENDED, tick=False):
        yield


def wave_of(agreement: Agreement, *spreads: Spread) -> Result:
    """The counted wave of the contract's first quarter."""
    period = occurrence(agreement, "survey")
    return counted_wave(
        agreement.provider,
        *spreads,
        contract=agreement.contract,
        occurrence=period,
        first_day=period.first_day,
        last_day=period.last_day,
        opens_at=at("2026-05-10"),
        closes_at=at("2026-05-24"),
    )


def press(client: Client, result: Result, what: str) -> str:
    """Press a button of the page; what the page then says."""
    answer = client.post(f"/surveys/waves/{result.wave.pk}/results/{what}/", follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.usefixtures("now")
def test_a_missed_target_is_recorded_and_proposes_the_breach() -> None:
    agreement = running()
    result = wave_of(agreement, Spread(60, 50, 40), Spread(40, 30, 20))
    address = f"/surveys/waves/{result.wave.pk}/results/"
    manager = browser(agreement.account_manager, language="en")
    page = manager.get(address).content.decode()
    assert "80.0 %" in page
    assert str(Verdict.MISSED.label) in page
    press(manager, result, "record/satisfaction")
    measured = Measurement.objects.get()
    assert (measured.value, measured.sample, measured.population) == (Decimal(80), 100, 200)
    assert (measured.verdict, measured.first_day, measured.party) == ("missed", date(2026, 3, 1), agreement.provider)
    assert (measured.low, measured.high) == (result.whole.satisfaction.low, result.whole.satisfaction.high)  # type: ignore[union-attr]
    assert measured.file is not None
    assert result.sha256 in measured.method
    breach = Breach.objects.get()
    assert (breach.measurement, breach.at_fault, breach.injured) == (measured, agreement.provider, agreement.client)
    assert "Recorded on the contract" in manager.get(address).content.decode()
    # The other side sees the same, and presses nothing; nobody else sees anything.
    theirs = browser(agreement.owner, language="en").get(address).content.decode()
    assert "80.0 %" in theirs
    assert "results/record" not in theirs
    assert browser(agreement.owner).post(f"{address}record/satisfaction/").status_code == 404
    stranger = factories.person(factories.party(), Role.ACCOUNT_MANAGER)
    assert browser(stranger).get(address).status_code == 404


@pytest.mark.usefixtures("now")
def test_the_bounds_with_the_finite_population_are_what_the_contract_takes() -> None:
    agreement = running()
    result = wave_of(agreement, Spread(400, 380, 300, frame=420))
    press(browser(agreement.account_manager), result, "record/satisfaction")
    measured = Measurement.objects.get()
    # Wilson's interval of 380 / 400 begins at 92.4: so few are left unasked that it begins at 94.5.
    assert (measured.verdict, measured.low) == ("met", Decimal("94.5124"))
    assert not Breach.objects.exists()
    said = press(browser(agreement.account_manager, language="en"), result, "record/satisfaction")
    assert "has measured this period before" in said
    assert "sets no such target" in press(browser(agreement.account_manager, language="en"), result, "record/loyalty")


@pytest.mark.usefixtures("now")
def test_the_duty_is_shown_done_and_the_departments_are_told_once() -> None:
    agreement = running()
    clerk = factories.person(agreement.provider, Role.CUSTOMER_SERVICE)
    result = wave_of(agreement, Spread(20, 19, 15))
    manager = browser(agreement.account_manager)
    press(manager, result, "done")
    kept = Fulfilment.objects.get()
    assert result.wave.occurrence is not None
    assert kept.obligation_id == result.wave.occurrence.obligation_id
    evidence = kept.obligation.evidence.get()
    assert evidence.file is not None
    assert evidence.file.content_type == "application/pdf"
    for _again in range(2):
        press(manager, result, "send")
    assert list(Message.objects.filter(kind=TOLD).values_list("user", flat=True)) == [clerk.pk]
    assert "asks for nothing of the kind" in press(browser(agreement.account_manager, language="en"), result, "deliver")


def test_files_hold_the_figures_and_nobody() -> None:
    party = factories.party()
    clerk = factories.person(party, Role.MARKETING)
    result = counted_wave(party, Spread(20, 18, 15), Spread(10, 6, 5))
    client = browser(clerk, language="en")
    address = f"/surveys/waves/{result.wave.pk}/results"
    assert client.get(f"{address}/report.pdf").content.startswith(b"%PDF")
    figures = sheets(client, f"{address}/figures.xlsx")
    assert figures["Figures"][1][1:5] == ["Satisfaction index", "24", "30", "80.0000"]
    recount = sheets(client, f"{address}/recount.xlsx")
    assert recount["Groups"][1:] == [["1", "200", "20", "/1档"], ["2", "100", "10", "/2档"]]
    assert sum(row[0] == "satisfied" for row in recount["Answers"]) == 30
    assert recount["Figures"][0] == ["sha256", result.sha256]
    assert browser(factories.person(party, Role.PROMOTER)).get(f"{address}/").status_code == 403
    listed = client.get("/surveys/results/").content.decode()
    assert result.wave.name in listed


def sheets(client: Client, address: str) -> dict[str, list[list[str]]]:
    """The sheets of a workbook by title."""
    return workbook(b"".join(client.get(address).streaming_content))  # type: ignore[attr-defined]
