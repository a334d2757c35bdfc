"""How the customer of a complaint can be reached, who looked that up, and who tried."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.models.complaints import Complaint

HASH = r"^[0-9a-f]{64}$"


class ContactKind(models.TextChoices):
    PHONE = "phone", _("Phone")
    SMS = "sms", _("SMS")
    WECHAT = "wechat", _("WeChat")
    EMAIL = "email", _("E-mail")


class CustomerContact(models.Model):
    """How the customer can be reached and wants to be called: one for each complaint, none for who stays unnamed.

    Name and address are enciphered (:mod:`foundation.enciphering`); their columns never reach the audit.
    ``address_hash`` is the keyed hash of the normalised address, by which a customer who writes again is recognised.
    ``kept_by`` is the person on the staff who wrote it down; empty: the customer did.
    """

    complaint = models.OneToOneField(Complaint, models.PROTECT, related_name="contact")
    kind = models.CharField(_("channel"), max_length=10, choices=ContactKind.choices)
    name_enciphered = models.BinaryField(null=True, editable=False)
    address_enciphered = models.BinaryField(editable=False)
    address_hash = models.CharField(max_length=64, db_index=True, editable=False)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES, default="zh-hans")
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)

    class Meta:
        verbose_name = _("customer's contact")
        verbose_name_plural = _("customers' contacts")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=ContactKind.values), name="contact_kinds"),
            models.CheckConstraint(condition=Q(address_hash__regex=HASH), name="contact_hash_is_hex"),
            models.CheckConstraint(condition=~Q(address_enciphered=b""), name="contact_has_address"),
        ]


class ContactLook(models.Model):
    """Somebody on the staff had a customer's contact shown, or replaced what they had left, and why. Append-only."""

    contact = models.ForeignKey(CustomerContact, models.PROTECT, related_name="looks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("look at a contact")
        verbose_name_plural = _("looks at contacts")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(reason=""), name="contact_look_has_reason")]


class AttemptWay(models.TextChoices):
    PHONE = "phone", _("Phone")
    SMS = "sms", _("SMS")
    WECHAT = "wechat", _("WeChat")
    EMAIL = "email", _("E-mail")
    IN_PERSON = "in_person", _("In person")


class AttemptEnd(models.TextChoices):
    NO_ANSWER = "no_answer", _("No answer")
    BUSY = "busy", pgettext_lazy("telephone", "Busy")
    SWITCHED_OFF = "switched_off", _("Switched off or out of reach")
    WRONG = "wrong", _("Wrong number or address")
    LEFT_WORD = "left_word", _("Left a message")


class ContactAttempt(models.Model):
    """Somebody tried to reach the customer and did not: how, when, and what came of it. Append-only."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="contact_attempts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    way = models.CharField(_("how"), max_length=10, choices=AttemptWay.choices)
    end = models.CharField(_("what came of it"), max_length=12, choices=AttemptEnd.choices)
    tried_at = models.DateTimeField(_("tried at"))
    recorded_at = models.DateTimeField()
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("attempt to reach the customer")
        verbose_name_plural = _("attempts to reach the customer")
        ordering: ClassVar = ["tried_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(way__in=AttemptWay.values), name="attempt_ways"),
            models.CheckConstraint(condition=Q(end__in=AttemptEnd.values), name="attempt_ends"),
            models.CheckConstraint(condition=Q(tried_at__lte=F("recorded_at")), name="attempt_times_in_order"),
            models.UniqueConstraint(fields=["complaint", "tried_at"], name="attempt_once_a_moment"),
        ]
