"""Answering a customer: what is said, that it arrives once, which clock it stops, and who may read what."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone

from complaints.domain.channels import delivering
from complaints.domain.channels.addressing import message_id_of
from complaints.domain.channels.conversation import Saying, note_internally, say_to_customer, write_down_words
from complaints.domain.channels.deliveries import DELIVERY
from complaints.domain.channels.delivering import send_again, take_receipt
from complaints.domain.channels.texts import text_of
from complaints.models import ComplaintStep, CustomerMessage, InternalNote, MessageDelivery
from complaints.refusals.channels import TOO_OFTEN
from foundation import jobs
from foundation.models import AuditEntry, Job
from foundation.refusals import Refused
from parties.domain.roles import Role
from parties.domain.scope import Scope
from parties.models import Message
from tests import factories
from tests.complaints.channels.provider import Provider
from tests.complaints.channels.talks import NUMBER, reachable, say, saying
from tests.complaints.factories import HOUR, NOW, House, at_stage, house, logged

PROVIDER = Scope(label="gateway sms", source="gateway")


def _run(at: datetime | None = None) -> None:
    jobs.run_due(at=at)


def _state() -> tuple[str, str]:
    delivery = MessageDelivery.objects.get()
    return delivery.state, delivery.reason


def _told(kind: str) -> list[int]:
    return list(Message.objects.filter(kind=kind).values_list("user", flat=True))


def test_an_answer_is_carried_once_with_its_own_key_and_the_providers_id_is_kept(
    ktv: House, provider: Provider
) -> None:
    message = say(ktv, reachable(ktv))
    assert _state() == ("queued", "")
    _run()
    _run()
    [asked] = provider.asked
    assert (asked["key"], asked["to"], asked["text"], asked["is_signed"]) == (
        str(message.key),
        NUMBER,
        "您好，我们已收到。",
        True,
    )
    delivery = MessageDelivery.objects.get()
    assert (delivery.state, delivery.provider_id) == ("sent", f"p-{str(message.key)[:8]}")


def test_the_first_answer_stops_the_clock_of_the_reply_and_later_ones_take_no_step(
    ktv: House, provider: Provider
) -> None:
    complaint = reachable(ktv)
    assert complaint.clocks.undone().filter(name="reply").count() == 1
    say(ktv, complaint, at=NOW + HOUR)
    assert complaint.clocks.undone().filter(name="reply").count() == 0
    say(ktv, complaint, at=NOW + 2 * HOUR)
    assert list(ComplaintStep.objects.values_list("verb", "at")) == [("reply", NOW + HOUR)]


def test_the_same_answer_sent_twice_is_said_once(ktv: House, provider: Provider) -> None:
    complaint, what = reachable(ktv), saying()
    assert say(ktv, complaint, what) == say(ktv, complaint, what)
    _run()
    assert len(provider.asked) == 1
    other = logged(ktv)
    with pytest.raises(Refused) as refused:
        say(ktv, other, what)
    assert refused.value.code == "complaints.id_taken"


def test_a_provider_away_gets_the_same_key_again_until_it_answers(ktv: House, provider: Provider) -> None:
    provider.answers[:] = [500, 503]
    say(ktv, reachable(ktv))
    for days in (0, 1, 2):
        _run(timezone.now() + days * 24 * HOUR)
    assert len({asked["key"] for asked in provider.asked}) == 1
    assert [asked["is_signed"] for asked in provider.asked] == [True] * 3
    assert _state() == ("sent", "")


def test_after_the_last_try_it_has_failed_and_who_wrote_it_is_told_to_call(ktv: House, provider: Provider) -> None:
    provider.answers[:] = [500] * jobs.MOST_ATTEMPTS
    say(ktv, reachable(ktv))
    for days in range(jobs.MOST_ATTEMPTS):
        _run(timezone.now() + days * 24 * HOUR)
    assert _state() == ("failed", "http_500")
    assert _told("complaints.undelivered") == [ktv.people[Role.CUSTOMER_SERVICE].pk]
    assert not Job.objects.filter(kind=delivering.JOB).exclude(state=Job.State.DONE).exists()


def test_what_a_provider_will_not_carry_fails_at_once_and_can_be_sent_again(ktv: House, provider: Provider) -> None:
    provider.answers[:] = [400]
    message = say(ktv, reachable(ktv))
    _run()
    assert _state() == ("failed", "http_400")
    with pytest.raises(Refused):
        send_again(message.pk, by=ktv.scope(Role.FLOOR), at=timezone.now())
    send_again(message.pk, by=ktv.scope(Role.CUSTOMER_SERVICE), at=timezone.now())
    _run()
    assert _state() == ("sent", "")
    assert len({asked["key"] for asked in provider.asked}) == 1


@pytest.mark.parametrize(
    ("receipts", "end"),
    [
        (["delivered"], "delivered"),
        (["delivered", "delivered"], "delivered"),
        (["delivered", "failed"], "delivered"),
        (["failed"], "failed"),
        (["failed", "failed"], "failed"),
        (["failed", "delivered"], "delivered"),
    ],
)
@pytest.mark.parametrize("is_early", [False, True])
def test_receipts_in_any_order_and_number_leave_the_best_news(
    ktv: House, provider: Provider, receipts: list[str], end: str, is_early: bool
) -> None:
    message = say(ktv, reachable(ktv))
    if not is_early:
        _run()
    for status in receipts:
        take_receipt(message.key, status, "absent", by=PROVIDER, at=NOW + 2 * HOUR)
    assert MessageDelivery.objects.get().state == end
    assert len(_told("complaints.undelivered")) == (receipts[0] == "failed")


def test_a_receipt_between_the_handing_over_and_its_note_is_kept(
    ktv: House, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = say(ktv, reachable(ktv))

    def carry_and_be_told(*_asked: Any, **_said: Any) -> str:
        take_receipt(message.key, "delivered", "", by=PROVIDER, at=NOW + 2 * HOUR)
        return "p-1"

    monkeypatch.setattr(delivering, "hand_over", carry_and_be_told)
    _run()
    delivery = MessageDelivery.objects.get()
    assert (delivery.state, delivery.provider_id) == ("delivered", "p-1")


def test_every_state_and_verb_of_a_delivery_is_in_the_table() -> None:
    assert {state: dict(verbs) for state, verbs in DELIVERY.table.items()} == {
        "queued": {"send": "sent", "deliver": "delivered", "fail": "failed"},
        "sent": {"deliver": "delivered", "fail": "failed"},
        "delivered": {},
        "failed": {"again": "queued", "deliver": "delivered"},
    }


def test_a_channel_that_is_not_set_up_is_refused_and_a_call_is_noted_instead(ktv: House, settings: Any) -> None:
    settings.CUSTOMER_GATEWAYS = {}
    complaint = reachable(ktv)
    with pytest.raises(Refused) as refused:
        say(ktv, complaint)
    assert refused.value.code == "complaints.channel_away"
    say(ktv, complaint, saying("phone"))
    assert not MessageDelivery.objects.exists()
    assert ComplaintStep.objects.get().verb == "reply"


def test_a_mail_goes_out_by_the_house_and_names_its_complaint(ktv: House, settings: Any, mailoutbox: list[Any]) -> None:
    settings.COMPLAINT_MAILBOXES = [
        {"address": "ts@ktv.example", "url": "imap://a:b@127.0.0.1/", "venue": ktv.venue.pk}
    ]
    complaint = reachable(ktv, kind="email", address="guest@example.com")
    message = say(ktv, complaint, saying("email", "您好"))
    _run()
    [mail] = [each for each in mailoutbox if each.to == ["guest@example.com"]]
    assert (mail.subject, mail.body) == (f"{ktv.venue.name} · {complaint.number}", "您好\n")
    assert mail.extra_headers["Message-ID"] == message_id_of(message.key)
    assert mail.reply_to[0].startswith(f"ts+ts{complaint.pk}.")
    assert _state() == ("sent", "")


def test_only_who_tells_customers_answers_them_and_nobody_of_another_house(ktv: House, provider: Provider) -> None:
    complaint = reachable(ktv)
    for by in (ktv.scope(Role.FLOOR), ktv.scope(Role.MARKETING), house().scope(Role.CUSTOMER_SERVICE), PROVIDER):
        with pytest.raises(Refused):
            say_to_customer(complaint.pk, saying(), by=by, at=NOW + HOUR)
    assert not CustomerMessage.objects.exists()


@pytest.mark.parametrize("text", ["", "  ", "长" * 2001, "a\u202eb"])
def test_a_text_that_cannot_be_said_is_refused(ktv: House, provider: Provider, text: str) -> None:
    with pytest.raises(Refused):
        say(ktv, reachable(ktv), saying(text=text))


def test_a_customer_can_be_answered_after_the_close(ktv: House) -> None:
    complaint = at_stage(ktv, "dismissed")
    say(ktv, complaint, saying("phone"), at=NOW + 9 * HOUR)
    assert [step.verb for step in complaint.steps.all()] == ["dismiss"]


def test_what_was_heard_is_written_down_by_whoever_heard_it(ktv: House) -> None:
    complaint = logged(ktv)
    message = write_down_words(complaint.pk, saying("phone", "还没解决"), by=ktv.scope(Role.FLOOR), at=NOW)
    assert (message.direction, message.user, text_of(message)) == ("in", ktv.people[Role.FLOOR], "还没解决")
    with pytest.raises(Refused):
        write_down_words(complaint.pk, saying("sms"), by=ktv.scope(Role.FLOOR), at=NOW)


def test_an_internal_note_is_for_the_writers_own_side_alone(ktv: House) -> None:
    complaint = logged(ktv)
    for role, text in ((Role.FLOOR, "甲方的话"), (Role.MARKETING, "乙方的话")):
        note_internally(complaint.pk, saying().key, text, by=ktv.scope(role), at=NOW)

    def read(by: Scope) -> list[str]:
        return [text_of(note) for note in InternalNote.objects.within(by, verb="complaints.log")]

    assert read(ktv.scope(Role.VENUE_MANAGER)) == ["甲方的话"]
    assert read(ktv.scope(Role.CUSTOMER_SERVICE)) == ["乙方的话"]
    assert read(house().scope(Role.MARKETING)) == []
    elsewhere = factories.person(ktv.client, Role.FLOOR, venues=[factories.venue(ktv.client)])
    assert read(factories.scope(elsewhere)) == []


def test_what_was_said_and_to_whom_rests_nowhere_in_the_clear(ktv: House, provider: Provider) -> None:
    secret = "密语九九八十一"
    complaint = reachable(ktv)
    message = say(ktv, complaint, saying(text=secret))
    note_internally(complaint.pk, saying().key, secret, by=ktv.scope(Role.FLOOR), at=NOW)
    _run()
    assert text_of(message) == secret
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        for wanted in (secret, NUMBER):
            found = []
            for table in tables:
                cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{wanted}%"])
                found += [table] if cursor.fetchone()[0] else []
            assert found == []
    assert AuditEntry.objects.filter(table_name="complaints_customermessage").count() == 1


def test_too_often_is_the_status_that_programs_wait_for() -> None:
    assert Refused("complaints.too_often").status == TOO_OFTEN == 429


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_locked", [True, False])
def test_eight_taps_on_send_say_it_once(monkeypatch: pytest.MonkeyPatch, is_locked: bool) -> None:
    """The control looks before it locks: then several have looked before the first has written."""
    ktv = house()
    complaint, what, by = logged(ktv), saying("phone"), ktv.scope(Role.CUSTOMER_SERVICE)
    if not is_locked:
        together = threading.Barrier(8)
        seen = CustomerMessage.objects.filter

        def look_first(**wanted: Any) -> Any:
            found = list(seen(**wanted))
            together.wait(20)
            return type("Found", (), {"first": lambda _self: found[0] if found else None})()

        monkeypatch.setattr("complaints.domain.channels.conversation._locked", lambda *_a, **_k: complaint)
        monkeypatch.setattr(CustomerMessage.objects, "filter", look_first)

    def tap(_number: int) -> object:
        try:
            return say_to_customer(complaint.pk, Saying(what.key, "phone", "您好"), by=by, at=NOW + HOUR).pk
        except Exception as error:  # noqa: BLE001  # the answer is what is looked at
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(tap, range(8)))
    failures = sum(isinstance(answer, Exception) for answer in answers)
    assert failures == (0 if is_locked else 7)
    assert MessageDelivery.objects.count() == 0
