from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.models.complaints import Complaint


class Direction(models.TextChoices):
    IN = "in", _("From the customer")
    OUT = "out", _("To the customer")


class MessageChannel(models.TextChoices):
    PHONE = "phone", _("Phone")
    IN_PERSON = "in_person", _("In person")
    SMS = "sms", _("SMS")
    WECHAT = "wechat", _("WeChat")
    EMAIL = "email", pgettext_lazy("message to a customer", "E-mail")


class DeliveryState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("message to a customer", "On its way")
    SENT = "sent", pgettext_lazy("message to a customer", "Handed over")
    DELIVERED = "delivered", pgettext_lazy("message to a customer", "Arrived")
    FAILED = "failed", pgettext_lazy("message to a customer", "Did not arrive")


class CustomerMessage(models.Model):
    """One thing said to or by the customer of a complaint. Append-only.

    ``key`` makes it once-only: chosen where it is written, or made of the id that the provider or the mail has. The
    text rests enciphered. ``user`` is who of the staff wrote it, or wrote down what the customer said on the phone;
    empty for what the customer sent themselves. ``left_out``: files that came with it and were not accepted.
    """

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="messages")
    key = models.UUIDField(unique=True)
    direction = models.CharField(max_length=3, choices=Direction.choices)
    channel = models.CharField(max_length=10, choices=MessageChannel.choices)
    text_enciphered = models.BinaryField()
    left_out = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)

    class Meta:
        verbose_name = _("message of a conversation")
        verbose_name_plural = _("messages of a conversation")
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(direction__in=Direction.values), name="message_directions"),
            models.CheckConstraint(condition=Q(channel__in=MessageChannel.values), name="message_channels"),
            models.CheckConstraint(condition=~Q(text_enciphered=b""), name="message_has_text"),
            # What the staff says has somebody who said it; what no machine carried was written down by somebody.
            models.CheckConstraint(
                condition=Q(user__isnull=False) | Q(direction="in", channel__in=["sms", "wechat", "email"]),
                name="message_written_by_somebody",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["complaint", "at", "id"], name="message_of_complaint")]

    @property
    def is_outgoing(self) -> bool:
        return self.direction == Direction.OUT


class MessageDelivery(models.Model):
    """How far an outgoing message has come that a provider or the mail carries; spoken words have none.

    ``reason`` is a short code of what went wrong, never a text of others.
    """

    message = models.OneToOneField(CustomerMessage, models.PROTECT, related_name="delivery")
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.QUEUED)
    provider_id = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=DeliveryState.values), name="delivery_states"),
            models.CheckConstraint(condition=~Q(state="sent") | Q(sent_at__isnull=False), name="delivery_sent_when"),
            models.CheckConstraint(
                condition=Q(state="delivered", delivered_at__isnull=False)
                | (~Q(state="delivered") & Q(delivered_at=None)),
                name="delivery_delivered_when",
            ),
            models.CheckConstraint(
                condition=Q(state="failed", failed_at__isnull=False) & ~Q(reason="")
                | (~Q(state="failed") & Q(failed_at=None, reason="")),
                name="delivery_failed_when_and_why",
            ),
        ]

    @property
    def has_failed(self) -> bool:
        return self.state == DeliveryState.FAILED
