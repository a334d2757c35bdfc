"""Mails become complaints and answers, once each, from a real IMAP server."""

import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.db import connections

from complaints.domain.channels import incoming, mail_intake
from complaints.domain.channels.addressing import message_id_of, reply_address
from complaints.domain.channels.incoming import MOST_AN_HOUR
from complaints.domain.channels.mail_intake import read_mailbox, read_mailboxes
from complaints.domain.channels.parking import as_listed, settle_parked
from complaints.domain.channels.texts import text_of
from complaints.domain.customer.contacts import reach_of
from complaints.gateways.boxes import BoxAway
from complaints.gateways.configured import Mailbox, mailboxes
from complaints.models import Complaint, CustomerMessage, Evidence, ParkedMail
from foundation.refusals import Refused
from parties.domain.roles import Role
from parties.models import Message
from tests.complaints.channels import imap_server
from tests.complaints.channels.imap_server import ImapServer
from tests.complaints.channels.mails import PNG, mail
from tests.complaints.channels.talks import say, saying
from tests.complaints.factories import HOUR, NOW, House, house, logged


@pytest.fixture(scope="module")
def server() -> Iterator[ImapServer]:
    with imap_server.running() as server:
        yield server


@dataclass
class Post:
    """A mailbox of its own for each test."""

    server: ImapServer
    user: str
    ktv: House

    @property
    def mailbox(self) -> Mailbox:
        return mailboxes()[0]

    def bring(self, *mails: bytes, at: datetime = NOW) -> None:
        for each in mails:
            self.server.put(self.user, each)
        read_mailboxes(at=at)

    @property
    def flags(self) -> list[set[str]]:
        return self.server.flags(self.user)


@pytest.fixture
def post(ktv: House, server: ImapServer, settings: Any) -> Post:
    return _post(ktv, server, settings)


def _post(ktv: House, server: ImapServer, settings: Any) -> Post:
    user = f"ktv{uuid.uuid4().hex[:8]}"
    settings.COMPLAINT_MAILBOXES = [{"address": "ts@ktv.example", "url": server.url(user), "venue": ktv.venue.pk}]
    return Post(server, user, ktv)


TAKEN = {"EncoreTaken"}
PARKED = {"EncoreTaken", "\\Flagged"}


def test_a_mail_becomes_a_complaint_with_its_files_and_its_sender_can_be_answered(post: Post) -> None:
    post.bring(mail(files={"a.png": PNG, "b.svg": b"<svg onload='alert(1)'/>", "c.exe": b"MZ" + b"0" * 64}))
    complaint = Complaint.objects.get()
    assert (complaint.channel, complaint.subject, complaint.what_happened, complaint.logged_by) == (
        "email",
        "price",
        "投诉\n账单多收了两百元。",
        None,
    )
    reach = reach_of(complaint.contact)
    assert (reach.kind, reach.address, reach.name) == ("email", "guest@example.com", "甄客")
    assert [each.file.name for each in Evidence.objects.all()] == ["a.png"]
    message = CustomerMessage.objects.get()
    assert (text_of(message), message.left_out) == ("账单多收了两百元。", 2)
    assert complaint.clocks.undone().count() == 1
    assert post.flags == [TAKEN]


def test_a_mail_is_taken_in_once_even_when_its_mark_is_lost(post: Post) -> None:
    post.bring(mail())
    with post.server.connection(post.user) as box:
        box.select("INBOX")
        box.store("1", "-FLAGS", "(EncoreTaken)")
    read_mailboxes(at=NOW)
    post.bring(mail())  # the same mail, brought by two ways
    assert (Complaint.objects.count(), CustomerMessage.objects.count()) == (1, 1)
    assert post.flags == [TAKEN, TAKEN]


def test_an_answer_joins_its_conversation_by_address_by_thread_or_by_number(post: Post) -> None:
    post.bring(mail())
    complaint = Complaint.objects.get()
    ours = say(post.ktv, complaint, saying("email", "请问是哪个包厢？"))
    to = reply_address(complaint)
    assert to is not None
    post.bring(
        mail("一", message_id="<2@x>", sender="other@example.com", to=to),
        mail("二", message_id="<3@x>", sender="other@example.com", In_Reply_To=message_id_of(ours.key)),
        mail("三", message_id="<4@x>", subject=f"Re: 门店 · {complaint.number}"),
        at=NOW + HOUR,
    )
    assert Complaint.objects.count() == 1
    heard = complaint.messages.filter(direction="in").order_by("pk")
    assert [text_of(each) for each in heard] == ["账单多收了两百元。", "一", "二", "三"]
    assert Message.objects.filter(kind="complaints.customer_wrote", user=complaint.responsible).count() == 3


def test_a_number_or_a_token_that_somebody_made_up_opens_no_conversation_of_others(post: Post) -> None:
    foreign = logged(post.ktv)
    told = say(post.ktv, foreign, saying("phone"))
    post.bring(
        mail(subject=foreign.number),
        mail(message_id="<2@x>", to=f"ts+ts{foreign.pk}.{'0' * 24}@ktv.example"),
        mail(message_id="<3@x>", In_Reply_To=f"<{told.key.hex}@encore>"),
        mail(message_id="<4@x>", In_Reply_To=f"<{told.key.hex}.{'0' * 24}@encore>"),
        mail(message_id="<5@x>", In_Reply_To=message_id_of(told.key)),
    )
    assert list(foreign.messages.all()) == [told]
    assert Complaint.objects.count() == 6


def test_what_a_program_or_we_ourselves_sent_is_left_alone(post: Post, settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "KTV <noreply@ktv.example>"
    post.bring(
        mail(Auto_Submitted="auto-replied"),
        mail(sender="TS@ktv.example", message_id="<2@x>"),
        mail(sender="noreply@ktv.example", message_id="<3@x>"),
    )
    assert not Complaint.objects.exists()
    assert not ParkedMail.objects.exists()
    assert post.flags == [TAKEN] * 3


def test_what_cannot_be_taken_in_is_parked_and_stays_flagged_in_the_mailbox(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail_intake, "LARGEST_MAIL", 20_000)
    post.bring(
        b"Subject: x\r\n\r\nhello\r\n",
        mail("x" * 30_000, message_id="<2@x>", subject="大"),
        mail(" ", subject="", message_id="<3@x>"),
        mail(message_id="<4@x>"),
    )
    assert [each.reason for each in ParkedMail.objects.order_by("pk")] == ["no_sender", "too_big", "no_text"]
    assert post.flags == [PARKED, PARKED, PARKED, TAKEN]
    big = ParkedMail.objects.get(reason="too_big")
    assert as_listed(big).about == "g****@example.com · 大"
    assert Complaint.objects.count() == 1
    settle_parked(big.pk, by=post.ktv.scope(Role.CUSTOMER_SERVICE), at=NOW)
    for by in (post.ktv.scope(Role.CUSTOMER_SERVICE), house().scope(Role.CUSTOMER_SERVICE)):
        with pytest.raises(Refused):
            settle_parked(big.pk, by=by, at=NOW)


def test_who_writes_too_often_is_parked_and_heard_again_an_hour_later(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_AN_HOUR == 20
    monkeypatch.setattr(incoming, "MOST_AN_HOUR", 2)
    post.bring(*(mail(message_id=f"<{number}@x>") for number in range(3)))
    assert [each.reason for each in ParkedMail.objects.all()] == ["too_many"]
    post.bring(mail(message_id="<9@x>"), at=NOW + HOUR)
    assert CustomerMessage.objects.count() == 3


def test_a_mailbox_that_is_away_stops_no_other(post: Post, settings: Any) -> None:
    away = {"address": "b@ktv.example", "url": "imap://a:b@127.0.0.1:1/", "venue": post.ktv.venue.pk}
    wrong = {**away, "url": post.server.url("x").replace(imap_server.PASSWORD, "wrong")}
    settings.COMPLAINT_MAILBOXES = [away, wrong, *settings.COMPLAINT_MAILBOXES]
    for mailbox in mailboxes()[:2]:
        with pytest.raises(BoxAway) as raised:
            read_mailbox(mailbox, at=NOW)
        assert "wrong" not in str(raised.value)
    post.bring(mail())
    assert Complaint.objects.count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("waits", [True, False])
def test_one_sender_at_several_doors_at_once_makes_one_complaint(monkeypatch: pytest.MonkeyPatch, waits: bool) -> None:
    """The control does not wait for the others of the sender: each finds no open case and logs one."""
    ktv = house()
    if not waits:
        together = threading.Barrier(6)
        monkeypatch.setattr(incoming, "_wait_for_others_of", lambda _whose: None)
        monkeypatch.setattr(incoming, "_check_not_too_often", lambda *_a, **_k: together.wait(20))
        meant = incoming._meant

        def look_together(one: Any, whose: str) -> Complaint | None:
            found = meant(one, whose)
            together.wait(20)
            return found

        monkeypatch.setattr(incoming, "_meant", look_together)

    def arrive(number: int) -> None:
        try:
            text = incoming.Incoming(uuid.UUID(int=number), "sms", ktv.venue.pk, "13800138000", "没人管")
            incoming.take_in(text, by=mail_intake.DOOR, at=NOW)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(arrive, range(6)))
    assert Complaint.objects.count() == (1 if waits else 6)
    assert CustomerMessage.objects.count() == 6
