"""Counting a wave: what is kept is what the answers give, once and for good."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import translation

from parties.domain.scope import SYSTEM, writing
from surveys.domain.results.counting import figures_of, is_as_counted, keep_figures
from surveys.domain.results.storing import fingerprint
from surveys.models import Answer, WaveResult
from tests import factories
from tests.surveys.results.waves import Spread, counted, opened_wave

pytestmark = pytest.mark.django_db


def test_figures_are_kept_as_the_answers_give_them() -> None:
    party = factories.party()
    east, west = factories.venue(party, name="东湖店"), factories.venue(party, name="西山店")
    spreads = [
        Spread(60, 57, 40, frame=600, tier="金卡"),
        Spread(20, 10, 10, frame=300, tier="银卡"),
        Spread(40, 30, 20, frame=100),
    ]
    wave = opened_wave(party, spreads, venues=[east, east, west], free=6)
    result = counted(wave)
    assert result.whole is not None
    assert result.whole.satisfaction is not None
    # 10 · 57 + 15 · 10 + 2.5 · 30 of 1,000; without weights 97 of 120.
    assert result.whole.satisfaction.percent == Decimal("79.5000")
    assert result.whole.satisfaction.plain == Decimal("80.8333")
    assert (result.whole.answers, result.frame, result.asked, result.destroyed) == (120, 1000, 240, 0)
    shown = [(result.label_of(row), row.answers, row.frame, str(result.rate_of(row))) for row in result.by("venue")]
    assert shown == [("东湖店", 80, 900, "50.0"), ("西山店", 40, 100, "50.0")]
    assert [(result.label_of(row), row.answers) for row in result.by("tier")] == [("金卡", 60), ("银卡", 20)]
    assert result.by("group") == []
    assert result.open is not None
    assert result.open.satisfaction is not None
    assert (result.open.answers, result.open.satisfaction.count) == (6, 6)
    assert is_as_counted(wave)


def test_a_group_of_who_has_no_tier_is_told_from_its_venue() -> None:
    party = factories.party()
    east, west = factories.venue(party, name="东湖店"), factories.venue(party, name="西山店")
    spreads = [Spread(20, 15, 10, tier="金卡"), Spread(20, 15, 10), Spread(20, 15, 10, tier="金卡")]
    result = counted(opened_wave(party, spreads, venues=[east, east, west]))
    with translation.override("en"):
        shown = [result.label_of(row) for row in result.by("venue", "group")]
    assert shown == ["东湖店", "西山店", "东湖店 · 金卡", "东湖店 · no tier"]


def test_what_too_few_answered_is_shown_for_the_whole_or_not_at_all() -> None:
    wave = opened_wave(factories.party(), [Spread(20, 20, 9), Spread(20, 20, 9, clean=3)], free=4)
    result = counted(wave)
    whole, one, other = result.rows
    assert [row.cut.kind for row in result.rows] == ["whole", "tier", "tier"]
    assert whole.items["clean"].answered == 23
    assert "clean" not in one.items
    assert "clean" not in other.items
    assert "rooms/air" in other.items
    assert opened_and_hidden(clean=1) == set()
    assert opened_and_hidden(clean=2) == {"clean"}


def opened_and_hidden(clean: int) -> set[str]:
    """Whether a question that two groups answered so often is shown at all."""
    wave = opened_wave(factories.party(), [Spread(5, 5, 5, clean=clean), Spread(5, 5, 5, clean=3)])
    return {"clean"} & set(counted(wave).rows[0].items)


def test_without_five_answers_there_are_no_figures() -> None:
    result = counted(opened_wave(factories.party(), []))
    assert (result.rows, result.whole, result.open) == ([], None, None)


def test_a_result_is_kept_once_and_does_not_change() -> None:
    wave = opened_wave(factories.party(), [Spread(10, 9, 8)])
    counted(wave)
    kept = WaveResult.objects.get()
    assert kept.sha256 == fingerprint(kept.figures) == fingerprint(figures_of(wave))
    for change in (lambda: WaveResult.objects.update(sha256="0" * 64), lambda: WaveResult.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    wave.state = "closed"
    with writing(SYSTEM), pytest.raises(DatabaseError), transaction.atomic():
        keep_figures(wave, at=wave.closes_at)
    # An answer that somebody slipped in later no longer gives these figures.
    with writing(SYSTEM):
        Answer.objects.create(wave=wave, is_drawn=False, values={"satisfied": 5}, weight=1)
        assert is_as_counted(wave)  # fewer than five open ones are nowhere
        more = [Answer(wave=wave, is_drawn=False, values={"satisfied": 5}, weight=1) for _number in range(4)]
        Answer.objects.bulk_create(more)
    assert not is_as_counted(wave)
