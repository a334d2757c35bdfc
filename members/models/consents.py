from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.models.members import Member


class ConsentChannel(models.TextChoices):
    SMS = "sms", _("SMS")
    WECHAT = "wechat", _("WeChat")
    PHONE = "phone", _("Phone")
    EMAIL = "email", _("E-mail")


class ConsentPurpose(models.TextChoices):
    SERVICE = "service", pgettext_lazy("purpose", "Service")
    MARKETING = "marketing", pgettext_lazy("purpose", "Offers")
    SURVEY = "survey", pgettext_lazy("purpose", "Surveys")
    PROFILING = "profiling", pgettext_lazy("purpose", "Profiling")


class ConsentWay(models.TextChoices):
    """How the member said it."""

    IN_PERSON = "in_person", _("In person")
    SIGNED = "signed", _("Signed form")
    CALL = "call", _("By telephone")
    WRITING = "writing", _("In writing")
    LINK = "link", _("By a link sent to them")
    IMPORTED = "imported", _("From an earlier system")


class Consent(models.Model):
    """A member's word on whether they may be written or called for a purpose 同意. Append-only: the last word counts.

    ``user`` is who wrote it down; empty: the member themself, by a link.
    """

    member = models.ForeignKey(Member, models.PROTECT, related_name="consents")
    channel = models.CharField(pgettext_lazy("consent", "channel"), max_length=10, choices=ConsentChannel.choices)
    purpose = models.CharField(_("purpose"), max_length=10, choices=ConsentPurpose.choices)
    given = models.BooleanField()
    way = models.CharField(_("how they said it"), max_length=10, choices=ConsentWay.choices)
    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(channel__in=ConsentChannel.values), name="consent_channels"),
            models.CheckConstraint(condition=Q(purpose__in=ConsentPurpose.values), name="consent_purposes"),
            models.CheckConstraint(condition=Q(way__in=ConsentWay.values), name="consent_ways"),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | Q(way=ConsentWay.LINK), name="consent_noted_by_somebody"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["member", "channel", "purpose", "-id"], name="consent_last_word"),
        ]
