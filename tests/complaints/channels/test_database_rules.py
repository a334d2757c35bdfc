"""What the database itself refuses of conversations, whoever asks."""

import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from complaints.domain.channels.conversation import note_internally
from complaints.domain.channels.parking import park
from complaints.domain.channels.templates import Wording, keep_template
from complaints.models import CustomerMessage, MessageDelivery, ReplyTemplate
from parties.domain.roles import Role
from parties.domain.scope import Scope
from tests.complaints.channels.provider import Provider
from tests.complaints.channels.talks import reachable, say, saying
from tests.complaints.factories import NOW, House

pytestmark = pytest.mark.database


@pytest.fixture(autouse=True)
def _said(ktv: House, provider: Provider) -> None:
    """One of each."""
    complaint = reachable(ktv)
    say(ktv, complaint)
    note_internally(complaint.pk, uuid.uuid4(), "内部", by=ktv.scope(Role.FLOOR), at=NOW)
    by = ktv.scope(Role.CUSTOMER_SERVICE)
    keep_template(Wording("x", {"zh-hans": "x"}), ktv.provider.pk, by=by, at=NOW)
    park(uuid.uuid4(), "no_text", ktv.venue.pk, sender="", subject="", by=Scope("mailbox", "imap"), at=NOW)


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE complaints_messagedelivery SET state = 'lost'", "delivery_states"),
        ("UPDATE complaints_messagedelivery SET state = 'sent'", "delivery_sent_when"),
        ("UPDATE complaints_messagedelivery SET state = 'delivered'", "delivery_delivered_when"),
        ("UPDATE complaints_messagedelivery SET delivered_at = now()", "delivery_delivered_when"),
        ("UPDATE complaints_messagedelivery SET state = 'failed', failed_at = now()", "delivery_failed_when_and_why"),
        ("UPDATE complaints_messagedelivery SET reason = 'x'", "delivery_failed_when_and_why"),
        ("UPDATE complaints_parkedmail SET reason = 'x'", "parked_mail_reasons"),
        ("UPDATE complaints_parkedmail SET settled_at = now()", "parked_mail_settled_by_somebody"),
        ("UPDATE complaints_replytemplate SET zh_hans = ''", "reply_template_says"),
    ],
)
def test_what_makes_no_sense_is_refused(statement: str, constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"direction": "up"}, "message_directions"),
        ({"channel": "pigeon"}, "message_channels"),
        ({"text_enciphered": b""}, "message_has_text"),
        ({"user_id": None}, "message_written_by_somebody"),
        ({"user_id": None, "direction": "in", "channel": "phone"}, "message_written_by_somebody"),
    ],
)
def test_a_message_that_makes_no_sense_is_refused(changes: dict[str, object], constraint: str) -> None:
    message = CustomerMessage.objects.get()
    message.pk, message.key = None, uuid.uuid4()
    for field, value in changes.items():
        setattr(message, field, value)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        message.save(force_insert=True)


def test_a_key_is_taken_once_and_so_is_a_templates_name() -> None:
    message = CustomerMessage.objects.get()
    message.pk = None
    with pytest.raises(IntegrityError, match="key"), transaction.atomic():
        message.save(force_insert=True)
    template = ReplyTemplate.objects.get()
    template.pk = None
    with pytest.raises(IntegrityError, match="reply_template_name_once"), transaction.atomic():
        template.save(force_insert=True)


def test_spoken_words_have_no_delivery(ktv: House) -> None:
    spoken = say(ktv, CustomerMessage.objects.get().complaint, saying("phone"))
    with pytest.raises(IntegrityError, match="delivery_of_outgoing"), transaction.atomic():
        MessageDelivery.objects.create(message=spoken)


@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
@pytest.mark.parametrize("table", ["complaints_customermessage", "complaints_internalnote"])
def test_what_was_said_stays_as_it_is(table: str, verb: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(verb.format(table))
