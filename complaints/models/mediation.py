from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from complaints.models.complaints import Complaint
from parties.models import Party


class Statement(models.Model):
    """What the customer said as it was recorded, or what somebody on the staff says. Append-only.

    ``party`` is the side that wrote it down. The customer's words are for both sides; those of the staff for their own.
    """

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="statements")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    speaker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)  # the customer
    text = models.TextField(_("statement"), max_length=4000)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="complaint_statement_says_something"),
        ]

    @property
    def is_customers(self) -> bool:
        return self.speaker_id is None

    @property
    def is_in_own_hand(self) -> bool:
        """Whether who speaks also wrote it down."""
        return self.speaker_id == self.written_by_id


class MediationState(models.TextChoices):
    OPEN = "open", _("Under way")
    SETTLED = "settled", _("Settled")
    FAILED = "failed", _("Without agreement")


class Mediation(models.Model):
    """Somebody on the staff brings the customer and those concerned together (form ``ktv-3``: mediation)."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="mediations")
    mediator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=MediationState.choices, default=MediationState.OPEN, editable=False)
    outcome = models.TextField(_("outcome"), max_length=2000, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False)

    class Meta:
        verbose_name = _("mediation")
        verbose_name_plural = _("mediations")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=MediationState.values), name="mediation_states"),
            models.CheckConstraint(
                condition=Q(state="open", ended_at=None, ended_by=None)
                | (~Q(state="open") & ~Q(outcome="") & Q(ended_at__isnull=False, ended_by__isnull=False)),
                name="mediation_end_has_outcome",
            ),
            models.UniqueConstraint(fields=["complaint"], condition=Q(state="open"), name="mediation_one_at_a_time"),
        ]

    @property
    def is_open(self) -> bool:
        return self.state == MediationState.OPEN


class ApologyWay(models.TextChoices):
    SPOKEN = "spoken", _("Spoken")
    WRITTEN = "written", _("Written")
    GIFT = "gift", _("With a gift")


class Apology(models.Model):
    """An apology as the plan foresees it: by whom and how; ``given_at`` is empty until it was made."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="apologies")
    way = models.CharField(_("way of apologising"), max_length=8, choices=ApologyWay.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who apologises")
    )
    words = models.TextField(_("for what"), max_length=1000)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True, editable=False)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False)
    noted_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("apology")
        verbose_name_plural = _("apologies")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(way__in=ApologyWay.values), name="apology_ways"),
            models.CheckConstraint(condition=~Q(words=""), name="apology_says_for_what"),
            models.CheckConstraint(
                condition=Q(given_at=None, noted_by=None, noted_at=None)
                | Q(
                    given_at__isnull=False,
                    noted_at__isnull=False,
                    given_at__gte=F("planned_at"),
                    noted_at__gte=F("given_at"),
                    noted_by__isnull=False,
                ),
                name="apology_given_after_planned",
            ),
        ]
