"""What people hear of their clocks: each thing once, and no flood."""

import pytest
from django.core.mail import EmailMessage

from complaints.models import Channel
from deadlines.domain.sweep import sweep, sweep_all
from foundation.jobs import run_due
from parties.domain.messages import render
from parties.domain.roles import Role
from parties.models import Message
from tests.complaints.factories import HOUR, NOW, House, house, logged

pytestmark = pytest.mark.django_db


@pytest.fixture
def ktv() -> House:
    return house()


def _heard(ktv: House) -> list[tuple[str, Role]]:
    roles = {user.pk: role for role, user in ktv.people.items()}
    ours = Message.objects.filter(kind__startswith="complaints.").exclude(kind="complaints.your_turn").order_by("pk")
    return [(message.kind.removeprefix("complaints."), roles[message.user_id]) for message in ours]


def test_the_owner_hears_at_half_and_four_fifths_and_when_it_is_over_the_chain_too(ktv: House) -> None:
    logged(ktv)
    for hours in (12.1, 13, 19.3, 20, 24.1, 25, 26, 28):
        sweep(NOW + hours * HOUR)
    assert _heard(ktv) == [
        ("warned_50", Role.MARKETING),
        ("warned_80", Role.MARKETING),
        ("missed", Role.MARKETING),
        ("escalated", Role.VENUE_MANAGER),
        ("escalated", Role.ACCOUNT_MANAGER),
    ]


def test_after_a_standstill_a_person_gets_one_message_for_all_their_clocks(ktv: House) -> None:
    for number in range(5):
        logged(ktv, at=NOW + number * HOUR)
    sweep(NOW + 40 * HOUR)
    mine = Message.objects.get(user=ktv.people[Role.MARKETING], kind="complaints.missed")
    assert mine.params["count"] == 5
    assert mine.params["due"] == (NOW + 24 * HOUR).isoformat()


@pytest.mark.parametrize("batch", [2, 1000])
def test_however_many_batches_a_sweep_takes_each_person_gets_one_message(ktv: House, batch: int) -> None:
    for _each in range(5):
        logged(ktv)
    Message.objects.all().delete()
    sweep_all(NOW + 24.1 * HOUR, limit=batch)
    told = Message.objects.filter(kind__startswith="complaints.").values_list("user", "kind", "params__count")
    assert list(told) == [(ktv.people[Role.MARKETING].pk, "complaints.missed", 5)]


def test_the_digest_is_mailed_once_in_the_readers_language(ktv: House, mailoutbox: list[EmailMessage]) -> None:
    marketing = ktv.people[Role.MARKETING]
    marketing.language = "en"
    marketing.save()
    for _each in range(3):
        logged(ktv)
    Message.objects.all().delete()
    sweep_all(NOW + 24.1 * HOUR, limit=1)
    run_due()
    mine = [mail.subject for mail in mailoutbox if mail.to == [marketing.email]]
    assert mine == ["Too late: 3 steps of complaints"]


def test_messages_read_well_in_words_and_lead_to_the_page(ktv: House) -> None:
    complaint = logged(ktv)
    path = f"/complaints/{complaint.pk}/"
    sweep(NOW + 13 * HOUR)
    sweep(NOW + 20 * HOUR)
    sweep(NOW + 25 * HOUR)
    sweep(NOW + 25.1 * HOUR)
    english = {m.kind: render(m, language="en") for m in Message.objects.filter(kind__startswith="complaints.")}
    number = complaint.number
    assert {kind: rendered.subject for kind, rendered in english.items()} == {
        "complaints.your_turn": f"Your turn: Verify, {number}",
        "complaints.warned_50": f"Reminder: Verify, {number}",
        "complaints.warned_80": f"Reminder: Verify, {number}",
        "complaints.missed": f"Too late: Verify, {number}",
        "complaints.escalated": f"Missed at your venue: Verify, {number}",
    }
    assert {rendered.path for rendered in english.values()} == {path}
    assert "2026-11-22 02:00" in english["complaints.missed"].body


def test_nobody_is_told_of_their_own_first_clock(ktv: House) -> None:
    logged(ktv, role=Role.PROMOTER, channel=Channel.PROMOTER)
    assert not Message.objects.exists()
