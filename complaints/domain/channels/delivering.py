"""Getting what was written to the customer: by a job that is never lost, with one key however often it is tried."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils import timezone

from complaints.domain.channels.deliveries import DELIVERY
from complaints.domain.channels.mailing import mail_to_customer
from complaints.domain.channels.texts import text_of
from complaints.domain.customer.contacts import reach_of
from complaints.domain.people import may_at
from complaints.gateways.configured import gateway_of
from complaints.gateways.sending import hand_over
from complaints.models import CustomerContact, CustomerMessage, DeliveryState, MessageChannel, MessageDelivery
from foundation import jobs
from foundation.carrying import Away, Parcel, Turned
from foundation.models import Job
from foundation.refusals import Refused
from parties.domain.messages import Telling, tell
from parties.domain.scope import Scope, writing

JOB: Final = "complaints.deliver"
RECEIPTS: Final = {"delivered": "deliver", "failed": "fail"}
"""What a provider's receipt says → the verb of the table."""
LONGEST_REASON: Final = 40


def send_later(message: CustomerMessage) -> None:
    """Queue an outgoing message, in the caller's transaction. The job knows its number alone."""
    delivery = MessageDelivery.objects.create(message=message, state=DELIVERY.initial)
    jobs.enqueue(JOB, f"{JOB}:{delivery.pk}", {"delivery": delivery.pk})


def send_again(message_id: int, *, by: Scope, at: datetime) -> MessageDelivery:
    """Try once more what did not arrive; the provider knows by its key whether it has carried it already.

    Refused: ``complaints.not_your_step``, ``foundation.not_allowed_now``.
    """
    with writing(by):
        delivery = MessageDelivery.objects.select_related("message__complaint").get(message=message_id)
        if by.user_id is None or not may_at(by, "complaints.tell", delivery.message.complaint.venue_id):
            raise Refused("complaints.not_your_step")
        delivery = DELIVERY.move(MessageDelivery, delivery.pk, "again", failed_at=None, reason="")
        jobs.enqueue(JOB, f"{JOB}:{delivery.pk}:{at.isoformat()}", {"delivery": delivery.pk})
        return delivery


def deliver(job: Job) -> None:
    """Hand one message over. Away: the job comes again, later each time; after its last try the message has failed."""
    waiting = MessageDelivery.objects.filter(pk=job.payload["delivery"], state=DeliveryState.QUEUED)
    delivery = waiting.select_related("message__complaint__venue").first()
    if delivery is None:
        return
    try:
        provider_id = _carry(delivery.message, at=timezone.now())
    except Away as away:
        if job.attempts < jobs.MOST_ATTEMPTS:
            raise
        _fail(delivery, away.code, at=timezone.now())
    except Turned as turned:
        _fail(delivery, turned.code, at=timezone.now())
    else:
        _note_sent(delivery, provider_id, at=timezone.now())


def take_receipt(key: UUID, status: str, reason: str, *, by: Scope, at: datetime) -> MessageDelivery:
    """What a provider tells of a message; told twice, or in another order, the best news stays.

    Raises ``MessageDelivery.DoesNotExist`` for a message that was never written here.
    """
    with writing(by):
        delivery = MessageDelivery.objects.select_for_update(no_key=True, of=("self",)).get(message__key=key)
        if RECEIPTS[status] not in DELIVERY.verbs(delivery.state):
            return delivery
        if status == "failed":
            return _fail(delivery, reason or "receipt", at=at)
        return DELIVERY.move(MessageDelivery, delivery.pk, "deliver", delivered_at=at, failed_at=None, reason="")


def _carry(message: CustomerMessage, *, at: datetime) -> str:
    contact = CustomerContact.objects.filter(complaint=message.complaint_id).first()
    if contact is None:
        raise Turned("no_address")
    address, text = reach_of(contact).address, text_of(message)
    if message.channel == MessageChannel.EMAIL:
        mail_to_customer(message, text, to=address)
        return ""
    gateway = gateway_of(message.channel)
    if gateway is None:
        raise Turned("not_set_up")
    return hand_over(Parcel(str(message.key), address, text), gateway, at=at)


def _note_sent(delivery: MessageDelivery, provider_id: str, *, at: datetime) -> None:
    """A receipt may have come meanwhile: then only the provider's id is still to be noted."""
    now = MessageDelivery.objects.select_for_update(no_key=True).get(pk=delivery.pk)
    if now.state == DeliveryState.QUEUED:
        DELIVERY.move(MessageDelivery, delivery.pk, "send", sent_at=at, provider_id=provider_id)
    else:
        MessageDelivery.objects.filter(pk=delivery.pk).update(sent_at=at, provider_id=provider_id)


def _fail(delivery: MessageDelivery, reason: str, *, at: datetime) -> MessageDelivery:
    """Note it, and tell who wrote the message: they call the customer instead."""
    code = "".join(sign for sign in reason.lower() if sign.isascii() and (sign.isalnum() or sign == "_"))
    failed = DELIVERY.move(
        MessageDelivery, delivery.pk, "fail", failed_at=at, reason=code[:LONGEST_REASON] or "unknown"
    )
    message = CustomerMessage.objects.get(pk=failed.message_id)
    if message.user_id is not None:
        telling = Telling(
            user_id=message.user_id,
            kind="complaints.undelivered",
            key=f"undelivered:{failed.pk}:{at.isoformat()}",
            params={"complaint": message.complaint_id},
        )
        tell([telling], at=at)
    return failed
