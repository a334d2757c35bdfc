"""A wave from its opening to its close: by the beat, with invitations, reminders, refusals, replacements."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.db.models import Count
from django.urls import reverse

from contracts.domain.life.ending import sweep_ends
from foundation.carrying import Away, Turned
from foundation.jobs import run_due
from foundation.models import AuditEntry, Job
from foundation.tokens import hash_token
from members.domain.registry.access_file import access_file
from members.domain.registry.erasing import erase_member
from members.domain.registry.timeline import timeline_of
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM, Scope
from parties.models import User
from surveys.domain.waves.asking import record_attempt, refuse_by_link, replace_invitation
from surveys.domain.waves.counts import counts_by_wave, counts_of
from surveys.domain.waves.draws import draw_wave, redraw
from surveys.domain.waves.inviting import BATCH, send_message
from surveys.domain.waves.lifecycle import ANSWERABLE, INVITATION, WAVE
from surveys.domain.waves.links import invitation_behind, token_of
from surveys.domain.waves.running import cancel_wave, close_wave, keep_waves, open_wave, register
from surveys.models import Invitation, InvitationAttempt, Wave
from tests import factories
from tests.complaints.refused import refused
from tests.factories import Agreement
from tests.members.factories import at_work
from tests.surveys.waves.situations import OPENS, agreed, planned, settled, surveyed

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LOUD = OPENS + 11 * HOUR
"""The first morning, after the quiet hours."""


def opened(count: int = 12, *, size: int = 8) -> tuple[Agreement, Wave]:
    """A wave that the beat has opened; all members have agreed to be asked by mail."""
    agreement, members = surveyed(count)
    for member in members:
        agreed(member, agreement.venue)
    wave = settled(planned(agreement), wanted_size=size)
    assert keep_waves(at=OPENS) == 1
    wave.refresh_from_db()
    return agreement, wave


def work() -> None:
    """All jobs that are due by the clock. It is later than the wave by then, so that they send nothing themselves."""
    while run_due():
        pass


def test_the_beat_opens_and_closes_a_wave_at_its_hour_whatever_one_of_them_lacks() -> None:
    agreement, _members = surveyed()
    wave = planned(agreement)
    followed: list[tuple[str, int]] = []
    register(
        on_opened=lambda each, _at: followed.append(("opened", each.pk)),
        on_closed=lambda each, _at: followed.append(("closed", each.pk)),
    )
    second = OPENS + timedelta(seconds=1)
    with refused("surveys.too_early"):
        open_wave(wave.pk, by=SYSTEM, at=OPENS - timedelta(seconds=1))
    assert keep_waves(at=OPENS - timedelta(seconds=1)) == 0
    settled(wave, wanted_size=500)
    assert keep_waves(at=OPENS) == 0
    settled(wave, wanted_size=8)
    assert [keep_waves(at=second), keep_waves(at=second)] == [1, 0]
    wave.refresh_from_db()
    assert (wave.state, wave.sample_size, redraw(wave).is_identical) == ("open", 8, True)
    with refused("surveys.still_open"):
        close_wave(wave.pk, by=SYSTEM, at=wave.closes_at - timedelta(seconds=1))
    INVITATION.move(Invitation, wave.invitations.all()[0].pk, "refuse")
    assert [keep_waves(at=wave.closes_at), keep_waves(at=wave.closes_at + DAY)] == [1, 0]
    assert dict(wave.invitations.values_list("state").annotate(Count("pk")).order_by()) == {"refused": 1, "lapsed": 7}
    assert followed == [("opened", wave.pk), ("closed", wave.pk)]
    with refused("foundation.not_allowed_now"):
        cancel_wave(wave.pk, "太晚", by=factories.scope(agreement.owner), at=wave.closes_at)


def test_a_wave_without_a_draw_opens_for_whoever_answers() -> None:
    agreement, _members = surveyed(0)
    wave = settled(planned(agreement), frame="open", wanted_size=None)
    assert keep_waves(at=OPENS) == 1
    wave.refresh_from_db()
    assert (wave.state, wave.seed, Job.objects.filter(kind="surveys.invite").count()) == ("open", "", 0)
    assert WAVE.verbs("closed") == ("count",)


def test_each_is_invited_once_in_the_morning_by_a_link_that_rests_nowhere() -> None:
    _agreement, wave = opened()
    work()
    assert Job.objects.filter(kind="surveys.send", key__endswith=":0").count() == 8
    first = wave.invitations.order_by("position")[0]
    waits = send_message(first.pk, 0, at=OPENS)
    assert waits is not None
    assert (waits.state, len(mail.outbox)) == ("drawn", 0)
    assert Job.objects.filter(kind="surveys.send", run_at=OPENS + 10 * HOUR).count() >= 1
    for invitation in wave.invitations.all():
        for _twice in range(2):
            send_message(invitation.pk, 0, at=LOUD)
    assert (counts_of(wave).sent, len(mail.outbox)) == (8, 8)
    first.refresh_from_db()
    token = token_of(first)
    (letter,) = [each for each in mail.outbox if token in str(each.body)]
    assert invitation_behind(token) == first
    assert f"{settings.SITE_URL}{reverse('surveys:answer-link', args=[token])}" in str(letter.body)
    assert first.token_hash == hash_token(token)
    with refused("surveys.link_unknown"):
        invitation_behind("x" * 43)
    kept = str([*AuditEntry.objects.values(), *Job.objects.values(), *Invitation.objects.values()])
    assert token not in kept
    assert "客" not in str([*Job.objects.values()])


def test_who_did_not_agree_is_not_written_to_and_who_cannot_be_reached_counts_as_that(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agreement, wave = opened()
    one, two, three, four = wave.invitations.order_by("position")[:4]
    for each in (one, two, three, four):
        assert each.member is not None
    agreed(one.member, agreement.venue, given=False)  # type: ignore[arg-type]
    agreed(two.member, agreement.venue, channel="phone")  # type: ignore[arg-type]
    agreed(two.member, agreement.venue, given=False)  # type: ignore[arg-type]
    assert three.member is not None
    erase_member(three.member.pk, reason="本人要求", by=factories.scope(agreement.owner), at=OPENS)

    def turned(*_given: object, **_named: object) -> None:
        raise Turned("smtp_550")

    for each in (one, two, three):
        send_message(each.pk, 0, at=LOUD)
    monkeypatch.setattr("surveys.domain.waves.words.mail_out", turned)
    send_message(four.pk, 0, at=LOUD)
    states = {each.pk: (each.state, each.obstacle) for each in wave.invitations.order_by("position")[:4]}
    assert list(states.values()) == [
        ("drawn", "no_consent"),
        ("drawn", "no_consent"),
        ("drawn", "erased"),
        ("unreachable", "smtp_550"),
    ]

    def away(*_given: object, **_named: object) -> None:
        raise Away("timeout")

    five = wave.invitations.order_by("position")[4]
    monkeypatch.setattr("surveys.domain.waves.words.mail_out", away)
    with pytest.raises(Away):
        send_message(five.pk, 0, at=LOUD)
    five.refresh_from_db()
    assert five.state == "drawn"
    assert send_message(five.pk, 0, at=LOUD, is_last=True).state == "unreachable"  # type: ignore[union-attr]


def test_only_the_silent_are_reminded_once_a_reminder_and_nobody_after_the_close() -> None:
    _agreement, wave = opened(size=12)
    ids = list(wave.invitations.order_by("position").values_list("pk", flat=True))
    for pk in ids:
        send_message(pk, 0, at=LOUD)
    said_no, answered = ids[:2]
    assert refuse_by_link(Invitation.objects.select_related("wave").get(pk=said_no), at=LOUD).state == "refused"
    INVITATION.move(Invitation, answered, "answer", answered_date=OPENS.date())
    mail.outbox.clear()
    work()
    due = Job.objects.filter(kind="surveys.remind", payload__after=0).order_by("run_at")
    assert [(job.run_at, job.payload["number"]) for job in due] == [
        (OPENS + 6 * DAY + 10 * HOUR, 1),
        (OPENS + 11 * DAY + 10 * HOUR, 2),
    ]
    asked = Job.objects.filter(kind="surveys.send", key__endswith=":1")
    assert {job.payload["invitation"] for job in asked} == set(ids[2:])
    for pk in ids:
        for _twice in range(2):
            send_message(pk, 1, at=LOUD + 6 * DAY)
    assert len(mail.outbox) == 10
    assert set(wave.invitations.filter(reminded=1).values_list("pk", flat=True)) == set(ids[2:])
    assert send_message(ids[2], 2, at=wave.closes_at) is None
    with refused("surveys.wave_not_running"):
        refuse_by_link(Invitation.objects.select_related("wave").get(pk=ids[2]), at=wave.closes_at)


def caller_name(scope: Scope) -> str:
    assert scope.user_id is not None
    return User.objects.get(pk=scope.user_id).name


def test_attempts_are_kept_and_the_next_of_the_stratum_steps_in_by_the_stored_order() -> None:
    agreement, wave = opened()
    caller = at_work(agreement.venue, Role.CUSTOMER_SERVICE)
    owner = factories.scope(agreement.owner)
    first, second, third = wave.invitations.order_by("position")[:3]
    with refused("surveys.choice_unknown"):
        record_attempt(first.pk, "phone", "answered", by=caller, at=LOUD)
    stranger = at_work(factories.venue(factories.party()), Role.CUSTOMER_SERVICE)
    for outsider in (stranger, factories.scope(agreement.account_manager)):
        with refused("parties.not_yours"):
            record_attempt(first.pk, "phone", "refused", by=outsider, at=LOUD)
    with refused("foundation.not_allowed_now"):
        replace_invitation(first.pk, by=owner, at=LOUD)
    assert record_attempt(first.pk, "phone", "refused", by=caller, at=LOUD).state == "refused"
    with refused("surveys.invitation_ended"):
        record_attempt(first.pk, "phone", "not_reached", by=caller, at=LOUD)
    states = [record_attempt(second.pk, "phone", "not_reached", by=caller, at=LOUD).state for _three in range(3)]
    assert states == ["drawn", "drawn", "unreachable"]
    assert record_attempt(third.pk, "on_site", "wrong_number", by=caller, at=LOUD).state == "unreachable"
    assert InvitationAttempt.objects.filter(by=caller.user_id).count() == 5
    rest = [
        position for position in range(1, 13) if position not in wave.invitations.values_list("position", flat=True)
    ]
    with refused("parties.not_yours"):
        replace_invitation(first.pk, by=factories.scope(agreement.account_manager), at=LOUD)
    steps = [replace_invitation(each.pk, by=owner, at=LOUD) for each in (first, second)]
    assert [(step.position, step.replaces_id) for step in steps] == [(rest[0], first.pk), (rest[1], second.pk)]
    assert Job.objects.filter(kind="surveys.send", payload__invitation=steps[0].pk).exists()
    assert redraw(wave).is_identical
    counts = counts_by_wave([wave.pk])[wave.pk]
    assert (counts.replaced, counts.unreachable, counts.asked) == (2, 1, 10)
    assert counts == counts_of(wave)
    assert set(ANSWERABLE) == {"drawn", "sent", "unreachable"}
    assert first.member is not None
    line = [each for each in timeline_of(first.member, by=owner) if each.icon in ("messages", "phone-call")]
    assert [(each.at, each.who) for each in line] == [(LOUD, caller_name(caller)), (wave.opens_at, "")]
    assert not [each for each in timeline_of(first.member, by=stranger) if each.icon in ("messages", "phone-call")]
    kept = str(access_file(first.member.pk, reason="本人要求", by=owner, at=LOUD)["sections"])
    assert f"'2026-05-12', '{wave.name}'" in kept


def test_where_nobody_is_left_nobody_steps_in_and_a_wave_called_off_writes_to_nobody() -> None:
    agreement, wave = opened(size=12)
    owner = factories.scope(agreement.owner)
    one, two = wave.invitations.order_by("position")[:2]
    INVITATION.move(Invitation, one.pk, "refuse")
    with refused("surveys.stratum_used_up"):
        replace_invitation(one.pk, by=owner, at=LOUD)
    one.refresh_from_db()
    assert one.state == "refused"
    cancel_wave(wave.pk, "场馆停业", by=owner, at=LOUD)
    assert send_message(two.pk, 0, at=LOUD) is None
    assert counts_of(wave).lapsed == 11
    assert not mail.outbox


def test_a_contract_that_ends_takes_along_what_has_not_opened() -> None:
    agreement, _members = surveyed()
    wave = planned(agreement)
    ends_at = agreement.contract.ends_at
    assert ends_at is not None
    sweep_ends(at=ends_at - DAY)
    wave.refresh_from_db()
    assert wave.state == "planned"
    sweep_ends(at=ends_at)
    wave.refresh_from_db()
    assert (wave.state, wave.cancel_reason) == ("cancelled", "合同已经结束。")


def test_many_are_asked_for_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    assert BATCH == 5_000
    monkeypatch.setattr("surveys.domain.waves.inviting.BATCH", 3)
    agreement, wave = opened()
    work()
    keys = Job.objects.filter(kind="surveys.send", key__endswith=":0").values_list("payload__invitation", flat=True)
    assert sorted(keys) == sorted(wave.invitations.values_list("pk", flat=True))
    assert Job.objects.filter(kind="surveys.invite").count() == 4
    with refused("parties.not_yours"):
        draw_wave(wave.pk, by=factories.scope(agreement.account_manager), at=OPENS)
