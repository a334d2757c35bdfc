"""From answers to figures: what closes a wave opens it, counts it, and lets nobody read more than the figures."""

from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from parties.domain.roles import Role
from surveys.domain.results.reading import result_of
from surveys.models import PooledAnswer, WaveKey, WaveState
from tests import factories
from tests.contracts.liability.test_web_breaches import browser
from tests.surveys.answers.makers import answer, closed_and_opened, running
from tests.surveys.results.waves import Spread, counted_wave

pytestmark = pytest.mark.django_db


def test_a_wave_is_counted_when_it_is_opened(capsys: pytest.CaptureFixture[str]) -> None:
    wave, invited = running(30, 30)
    for number, each in enumerate(invited[:24] + invited[30:42]):
        words = {"why": f"音响太吵 {number}"} if number < 6 else {}
        answer(each, satisfied=3 if number % 4 == 0 else 5, staff=2 if words else 5, **words)
    with pytest.raises(CommandError, match="not counted"):
        call_command("recount", wave.pk)
    closed_and_opened(wave)
    wave.refresh_from_db()
    result = result_of(wave)
    assert result is not None
    assert result.whole is not None
    assert result.whole.satisfaction is not None
    assert (wave.state, result.whole.answers, result.asked) == (WaveState.COUNTED, 36, 60)
    assert (result.whole.satisfaction.count, result.whole.satisfaction.percent) == (27, Decimal("75.0000"))
    assert not PooledAnswer.objects.exists()
    assert not WaveKey.objects.exists()
    call_command("recount", wave.pk)
    assert f"Identical: formula 1, SHA-256 {result.sha256}" in capsys.readouterr().out
    page = browser(factories.person(wave.party, Role.MARKETING), language="en")
    address = f"/surveys/waves/{wave.pk}/results/texts/"
    assert page.get(address).content.decode().count("音响太吵") == 6
    found = page.get(address, {"search": "吵 3"}).content.decode()
    assert (found.count("音响太吵"), "1 of 6" in found) == (1, True)


def test_words_of_fewer_than_five_are_not_shown() -> None:
    wave, invited = running(8)
    for number, each in enumerate(invited):
        answer(each, staff=1, **({"why": f"太贵 {number}"} if number < 4 else {}))
    closed_and_opened(wave)
    client = browser(factories.person(wave.party, Role.MARKETING), language="en")
    page = client.get(f"/surveys/waves/{wave.pk}/results/texts/").content.decode()
    assert "太贵" not in page
    assert "Fewer than five wrote here" in page


def test_of_too_few_answers_nothing_is_kept() -> None:
    wave, invited = running(10)
    for each in invited[:4]:
        answer(each)
    closed_and_opened(wave)
    wave.refresh_from_db()
    result = result_of(wave)
    assert result is not None
    assert (result.rows, result.destroyed) == ([], 4)
    page = browser(factories.person(wave.party, Role.MARKETING), language="en")
    assert "Too few answers to show any" in page.get(f"/surveys/waves/{wave.pk}/results/").content.decode()


def test_a_wave_that_still_runs_shows_nothing() -> None:
    wave, _invited = running(5)
    page = browser(factories.person(wave.party, Role.MARKETING), language="en")
    assert "Still sealed" in page.get(f"/surveys/waves/{wave.pk}/results/").content.decode()
    for file in ("report.pdf", "figures.xlsx", "recount.xlsx", "texts/"):
        assert page.get(f"/surveys/waves/{wave.pk}/results/{file}").status_code == 404
    assert counted_wave(wave.party, Spread(5, 5, 5)).whole is not None
