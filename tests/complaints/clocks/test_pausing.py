"""Pausing a complaint's clock: who may, what it adds, and who hears of it."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from complaints.domain.clocks.pausing import pause_clock, resume_clock
from complaints.models import Clock, Complaint, Stage
from deadlines.domain.sweep import sweep
from deadlines.models import DeadlinePause, Outcome
from foundation.refusals import Refused
from parties.domain.messages import render
from parties.domain.roles import Role
from parties.models import Message
from tests.complaints.factories import HOUR, NOW, SECOND, House, at_stage, house, logged, step

pytestmark = pytest.mark.django_db
MAY = {Role.CUSTOMER_SERVICE, Role.MARKETING, Role.PROMOTIONS, Role.VENUE_MANAGER}


@pytest.fixture
def ktv() -> House:
    return house()


def _paused(ktv: House, complaint: Complaint, *, hours: float, role: Role = Role.MARKETING) -> Clock:
    clock = complaint.clocks.get()
    return pause_clock(clock.pk, reason="等客人回店", by=ktv.scope(role), at=NOW + hours * HOUR)


def test_a_pause_moves_the_due_time_and_the_place_in_the_queue(ktv: House) -> None:
    complaint = logged(ktv)
    clock = _paused(ktv, complaint, hours=2)
    resume_clock(clock.pk, by=ktv.scope(Role.MARKETING), at=NOW + 12 * HOUR)
    complaint.refresh_from_db()
    assert complaint.urgent_at == complaint.clocks.get().deadline.due_at == NOW + 34 * HOUR
    sweep(NOW + 34 * HOUR)
    assert complaint.clocks.get().deadline.is_open
    sweep(NOW + 34 * HOUR + SECOND)
    assert complaint.clocks.get().deadline.outcome == Outcome.MISSED


@pytest.mark.parametrize("role", list(Role))
def test_the_departments_and_the_venues_manager_may_pause_and_nobody_else(ktv: House, role: Role) -> None:
    if role not in ktv.people:
        return
    complaint = logged(ktv)
    if role in MAY:
        assert _paused(ktv, complaint, hours=1, role=role).deadline.is_paused
    else:
        with pytest.raises(Refused) as refused:
            _paused(ktv, complaint, hours=1, role=role)
        assert refused.value.code == "complaints.not_your_step"


def test_the_injured_side_hears_of_the_pause_and_can_end_it(ktv: House) -> None:
    clock = _paused(ktv, logged(ktv), hours=2)
    told = Message.objects.filter(kind="complaints.paused")
    assert {message.user for message in told} == {ktv.people[Role.VENUE_MANAGER], ktv.people[Role.CONTRACT_OWNER]}
    resumed = resume_clock(clock.pk, by=ktv.scope(Role.VENUE_MANAGER), at=NOW + 3 * HOUR)
    assert resumed.deadline.due_at == NOW + 25 * HOUR
    assert {m.user for m in Message.objects.filter(kind="complaints.resumed")} == {
        ktv.people[Role.MARKETING],
        ktv.people[Role.CONTRACT_OWNER],
    }
    read = render(Message.objects.filter(kind="complaints.resumed")[0], language="en")
    assert (read.subject, read.body) == (
        f"Clock runs on: Verify, {clock.complaint.number}",
        "It is due at 2026-11-22 03:00 now.",
    )


def test_another_judgement_keeps_the_pauses(ktv: House) -> None:
    complaint = at_stage(ktv, Stage.CLASSIFIED)
    clock = complaint.clocks.get(name="plan")
    pause_clock(clock.pk, reason="等客人", by=ktv.scope(Role.MARKETING), at=NOW + 3 * HOUR)
    Complaint.objects.filter(pk=complaint.pk).update(gravity="major")
    resume_clock(clock.pk, by=ktv.scope(Role.MARKETING), at=NOW + 5 * HOUR)
    step(ktv, complaint, "plan", at=NOW + 6 * HOUR)
    assert list(clock.deadline.pauses.values_list("kind", "at")) == [
        ("paused", NOW + 3 * HOUR),
        ("resumed", NOW + 5 * HOUR),
    ]
    assert Clock.objects.get(pk=clock.pk).deadline.due_at == NOW + 52 * HOUR


def _client(ktv: House, role: Role) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(ktv.people[role])
    return client


def test_pausing_and_running_on_from_the_page(ktv: House) -> None:
    complaint = logged(ktv, at=timezone.now() - HOUR)
    clock, marketing = complaint.clocks.get(), _client(ktv, Role.MARKETING)
    address = f"/complaints/{complaint.pk}/"
    assert "Pause this clock" in marketing.get(address).content.decode()
    assert "Pause this clock" not in _client(ktv, Role.FLOOR).get(address).content.decode()
    missing: Any = marketing.post(f"{address}clocks/{clock.pk}/pause/", {"reason": ""}, follow=True)
    assert "Why is the clock paused?" in missing.content.decode()
    marketing.post(f"{address}clocks/{clock.pk}/pause/", {"reason": "<b>等客人"})
    page = _client(ktv, Role.CONTRACT_OWNER).get(address).content.decode()
    assert "&lt;b&gt;等客人" in page
    assert ktv.people[Role.MARKETING].name in page
    marketing.post(f"{address}clocks/{clock.pk}/resume/")
    assert list(DeadlinePause.objects.values_list("kind", flat=True)) == ["paused", "resumed"]
    assert "with pauses:" in marketing.get(address).content.decode()


def test_a_clock_of_another_house_is_not_there(ktv: House) -> None:
    complaint, stranger = logged(ktv), _client(house(), Role.MARKETING)
    clock = complaint.clocks.get()
    for what in ("pause", "resume"):
        answer = stranger.post(f"/complaints/{complaint.pk}/clocks/{clock.pk}/{what}/", {"reason": "x"})
        assert answer.status_code == 404
    assert not DeadlinePause.objects.exists()
