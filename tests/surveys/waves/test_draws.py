"""Drawing for real: who can be drawn, the strata, what is kept of it, and the same draw made again."""

from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from foundation.refusals import Refused
from members.domain.registry.erasing import erase_member
from members.models import Member
from parties.domain.scope import SYSTEM, writing
from surveys.domain.waves.arranging import Arrangement, arrange_wave, move_window
from surveys.domain.waves.draws import draw_wave, redraw
from surveys.domain.waves.framing import cells_now, frame_now
from surveys.domain.waves.windows import Window
from surveys.models import Answer, AnswerGroup, Invitation, Stratum, Wave, WaveFrame
from tests import factories
from tests.complaints.refused import refused
from tests.factories import Agreement
from tests.members.bills.factories import billed
from tests.members.factories import at_work, enrolled
from tests.surveys.factories import frozen, questionnaire
from tests.surveys.waves.situations import BEGUN, planned, settled, surveyed, tiered

pytestmark = pytest.mark.django_db
MAY = Window(date(2026, 5, 10), date(2026, 5, 20))


def drawn_by_owner(agreement: Agreement, wave: Wave) -> Wave:
    return draw_wave(wave.pk, by=factories.scope(agreement.owner), at=BEGUN)


def test_a_stratified_draw_is_kept_whole_and_drawn_again_the_same() -> None:
    agreement, members = surveyed()
    tiered(members[:4], agreement)
    elsewhere = enrolled(factories.venue(agreement.client, "不在合同内"), phone="", name="外")
    at_large = enrolled(party=agreement.client, phone="", name="无")
    wave = planned(agreement)
    frame = frame_now(wave)
    assert set(frame.member_ids) == {member.pk for member in members}
    assert not {elsewhere.pk, at_large.pk} & set(frame.member_ids)
    assert list(cells_now(wave).values()) == frame.sizes == [8, 4]
    wave = drawn_by_owner(agreement, wave)
    strata = list(Stratum.objects.filter(wave=wave).values_list("venue", "tier", "frame_size", "allocated"))
    assert strata == [(agreement.venue.pk, "", 8, 4), (agreement.venue.pk, "银卡", 4, 4)]
    assert (wave.state, wave.frame_size, wave.sample_size, wave.frame_hash) == ("drawn", 12, 8, frame.fingerprint)
    again = redraw(wave)
    assert again.is_identical
    assert [position for position, _member in again.stored] == sorted(position for position, _ in again.stored)
    drawn = Invitation.objects.filter(wave=wave)
    assert {(each.state, each.token_hash, len(each.nonce)) for each in drawn} == {("drawn", None, 64)}
    assert len({each.nonce for each in drawn}) == 8


def test_redraw_prints_the_identical_list_and_fails_where_something_was_changed() -> None:
    agreement, _members = surveyed()
    wave = planned(agreement)
    with pytest.raises(CommandError, match="No sample"):
        call_command("redraw", wave.pk)
    wave = drawn_by_owner(agreement, wave)
    said, told = StringIO(), StringIO()
    call_command("redraw", wave.pk, stdout=said, stderr=told)
    stored = Invitation.objects.filter(wave=wave).order_by("position").values_list("position", "member")
    assert said.getvalue().splitlines() == [f"{position} {member}" for position, member in stored]
    assert told.getvalue().startswith("Identical: 8 of 12")
    other = Member.objects.filter(party=agreement.client).exclude(survey_invitations__wave=wave)[0]
    with writing(SYSTEM):
        Invitation.objects.filter(wave=wave, position=stored[0][0]).update(member=other)
    with pytest.raises(CommandError, match="another one"):
        call_command("redraw", wave.pk, stdout=said)
    for model, changes in ((WaveFrame, {"ordinals": [0] * 12}), (Wave, {"seed": "0" * 32})):
        with pytest.raises(DatabaseError), transaction.atomic():
            model._default_manager.all().update(**changes)


def test_visits_of_the_period_make_a_frame() -> None:
    agreement, members = surveyed()
    till = at_work(agreement.venue)
    for number, member in enumerate(members[:7]):
        billed(agreement.venue, by=till, card=member.number, number=f"B{number}", happened_at=BEGUN)
    billed(agreement.venue, by=till, card=members[6].number, number="R", happened_at=BEGUN, refund_of="B6")
    wave = settled(planned(agreement), frame="visits", method="census", wanted_size=None)
    assert set(frame_now(wave).member_ids) == {member.pk for member in members[:6]}
    assert drawn_by_owner(agreement, wave).sample_size == 6


def test_what_cannot_be_drawn_says_what_to_do() -> None:
    agreement, members = surveyed()
    wave = planned(agreement)
    too_many = settled(wave, wanted_size=13)
    with pytest.raises(Refused) as said:
        drawn_by_owner(agreement, too_many)
    assert (said.value.code, said.value.field) == ("surveys.frame_too_small", "wanted_size")
    with translation.override("en"):
        assert "Ask everybody, want fewer answers, or widen the frame" in str(said.value.message)
    settled(wave, frame="visits", wanted_size=8)
    with refused("surveys.frame_small"):
        drawn_by_owner(agreement, wave)
    settled(wave, frame="open", wanted_size=None)
    with refused("surveys.draws_nobody"):
        drawn_by_owner(agreement, wave)
    settled(wave, frame="members", wanted_size=4, response_percent=20, version=None)
    with refused("surveys.nothing_to_ask"):
        drawn_by_owner(agreement, wave)
    settled(wave, version=frozen(agreement.client))
    with refused("parties.not_yours"):
        draw_wave(wave.pk, by=factories.scope(agreement.account_manager), at=BEGUN)
    with refused("surveys.period_over"):
        draw_wave(wave.pk, by=SYSTEM, at=wave.closes_at)
    assert drawn_by_owner(agreement, wave).sample_size == len(members)
    with refused("foundation.not_allowed_now"):
        drawn_by_owner(agreement, wave)


def test_a_simple_sample_takes_them_as_they_fall() -> None:
    agreement, members = surveyed()
    tiered(members[:4], agreement)
    wave = drawn_by_owner(agreement, settled(planned(agreement), method="simple"))
    assert sum(Stratum.objects.filter(wave=wave).values_list("allocated", flat=True)) == 8
    assert [position for position, _member in redraw(wave).stored] == list(range(1, 9))
    assert redraw(wave).is_identical


def test_neyman_learns_the_deviations_from_the_wave_before() -> None:
    agreement, members = surveyed(30)
    tiered(members[:15], agreement)
    wave = settled(planned(agreement), method="neyman", wanted_size=12)
    with writing(SYSTEM):
        before = _counted(wave, agreement, {0: [5, 5, 5, 5, 5], 1: [1, 5, 1, 5, 3]})
    assert before.first_day < wave.first_day
    wave = drawn_by_owner(agreement, wave)
    strata = Stratum.objects.filter(wave=wave).values_list("tier", "deviation", "allocated")
    assert list(strata) == [("", Decimal("0.1000"), 5), ("银卡", Decimal("1.7889"), 7)]


def _counted(wave: Wave, agreement: Agreement, ratings: dict[int, list[int]]) -> Wave:
    """The wave of the quarter before, with the ratings of each of its two strata."""
    copied: dict[str, Any] = {name: getattr(wave, name) for name in ("party", "contract", "version", "name", "made_at")}
    before = Wave.objects.create(
        **copied,
        first_day=date(2025, 12, 1),
        last_day=date(2026, 2, 28),
        opens_at=wave.opens_at,
        closes_at=wave.closes_at,
        state="counted",
        frame="members",
        seed="5eed" * 8,
        frame_hash="f" * 64,
        frame_size=30,
        sample_size=10,
    )
    for ordinal, tier in enumerate(("", "银卡")):
        before.strata.create(ordinal=ordinal, venue=agreement.venue, tier=tier, frame_size=15)
        group = AnswerGroup.objects.create(wave=before, number=ordinal, ordinals=[ordinal], answers=5, frame_size=15)
        Answer.objects.bulk_create(
            Answer(wave=before, group=group, is_drawn=True, values={"satisfied": each}, weight=3)
            for each in ratings[ordinal]
        )
    return before


def test_settings_stand_once_the_sample_is_drawn_and_wrong_ones_are_refused() -> None:
    agreement, _members = surveyed()
    wave, owner = planned(agreement), factories.scope(agreement.owner)
    other = frozen(agreement.client)
    good = Arrangement("夏季调查", other.pk, MAY, "members", "proportional", wanted_size=6, response_percent=50)
    for code, wrong in (
        ("wave_nameless", {"name": " "}),
        ("version_unknown", {"version_id": frozen(agreement.provider).pk}),
        ("version_unknown", {"version_id": questionnaire(agreement.client).versions.get().pk}),
        ("not_in_language", {"language": "zh-hant"}),
        ("choice_unknown", {"method": "luck"}),
        ("size_missing", {"wanted_size": None}),
        ("size_missing", {"margin_percent": Decimal(5)}),
        ("margin_wrong", {"wanted_size": None, "margin_percent": Decimal("0.1")}),
        ("size_wrong", {"wanted_size": 0}),
        ("response_wrong", {"response_percent": 101}),
        ("window_outside", {"window": Window(date(2026, 5, 10), date(2026, 6, 2))}),
        ("window_past", {"window": Window(date(2026, 2, 1), date(2026, 2, 2))}),
    ):
        with refused(f"surveys.{code}"):
            arrange_wave(wave.pk, Arrangement(**{**vars(good), **wrong}), by=owner, at=BEGUN)
    with refused("parties.not_yours"):
        arrange_wave(wave.pk, good, by=factories.scope(agreement.account_manager), at=BEGUN)
    wave = arrange_wave(wave.pk, good, by=owner, at=BEGUN)
    assert (wave.name, wave.version, wave.wanted_size, wave.response_percent) == ("夏季调查", other, 6, 50)
    wave = drawn_by_owner(agreement, wave)
    assert wave.sample_size == 12
    with refused("surveys.drawn_already"):
        arrange_wave(wave.pk, good, by=owner, at=BEGUN)
    later = Window(date(2026, 5, 15), date(2026, 5, 30))
    assert move_window(wave.pk, later, by=owner, at=BEGUN).closes_at == later.closes_at


def test_who_was_erased_stays_a_place_in_the_draw_and_a_hundred_invitations_take_a_few_statements() -> None:
    agreement, members = surveyed()
    wave = settled(planned(agreement), method="census", wanted_size=None)
    count = len(connection.queries_log)
    wave = drawn_by_owner(agreement, wave)
    assert len(connection.queries_log) - count <= 40
    erase_member(members[0].pk, reason="本人要求", by=factories.scope(agreement.owner), at=BEGUN)
    assert redraw(wave).is_identical
