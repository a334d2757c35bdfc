from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.derived_secrets import new_nonce
from members.models.care_rules import CareChannel, CareRule, CareRuleVersion
from members.models.members import Member
from members.models.offers import Voucher
from members.models.placing import placed_condition

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class CareState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("message of care", "Planned")
    SENT = "sent", pgettext_lazy("message of care", "Handed over")
    DELIVERED = "delivered", pgettext_lazy("message of care", "Arrived")
    FAILED = "failed", pgettext_lazy("message of care", "Did not arrive")
    SKIPPED = "skipped", pgettext_lazy("message of care", "Not sent")


class CareMessageQuerySet(models.QuerySet["CareMessage"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The messages to the members of the venues, and of the parties, in which the person may do ``verb``."""
        return self.filter(placed_condition(scope, verb=verb, path="member__"))


class CareMessage(models.Model):
    """One message to one member on one occasion: planned once, sent at most once 关怀消息.

    It holds no word and no address: both are made when it is sent, by the version of the rule that planned it.
    ``reason`` is a code for why it was not sent or did not arrive. ``key`` is the same however often it is handed over.
    ``nonce`` is the random half of the link by which the member is left in peace from then on, ``token_hash`` the hash
    of its token (ADR 3), ``unsubscribed_at`` when it was used first.
    """

    rule = models.ForeignKey(CareRule, models.PROTECT, related_name="messages")
    version = models.ForeignKey(CareRuleVersion, models.PROTECT, related_name="messages")
    member = models.ForeignKey(Member, models.PROTECT, related_name="care_messages")
    occasion_date = models.DateField(_("occasion"))
    channel = models.CharField(max_length=6, choices=CareChannel.choices, blank=True)
    state = models.CharField(max_length=9, choices=CareState.choices, default=CareState.PLANNED)
    reason = models.CharField(max_length=40, blank=True)
    key = models.UUIDField(unique=True)
    send_at = models.DateTimeField(_("time of sending"))
    planned_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    voucher = models.OneToOneField(Voucher, models.PROTECT, related_name="care_message", null=True)
    nonce = models.CharField(max_length=64, default=new_nonce, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    unsubscribed_at = models.DateTimeField(null=True)

    objects = CareMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message of care")
        verbose_name_plural = _("messages of care")
        ordering: ClassVar = ["-send_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rule", "member", "occasion_date"], name="care_message_once"),
            models.CheckConstraint(condition=Q(state__in=CareState.values), name="care_message_states"),
            models.CheckConstraint(
                condition=Q(channel__in=CareChannel.values) | Q(channel="", state=CareState.SKIPPED),
                name="care_message_channels",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[CareState.PLANNED, CareState.SENT, CareState.DELIVERED], reason="")
                | (Q(state__in=[CareState.FAILED, CareState.SKIPPED]) & ~Q(reason="")),
                name="care_message_says_why_not",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[CareState.SENT, CareState.DELIVERED]) | Q(sent_at__isnull=False),
                name="care_message_sent_when",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[CareState.PLANNED, CareState.SENT], ended_at=None)
                | (~Q(state__in=[CareState.PLANNED, CareState.SENT]) & Q(ended_at__isnull=False)),
                name="care_message_ended_when",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["member", "-send_at"], name="care_messages_of_member"),
            models.Index(fields=["rule", "-send_at", "-id"], name="care_messages_of_rule"),
            models.Index(fields=["-send_at", "-id"], name="care_messages_recent"),
        ]
