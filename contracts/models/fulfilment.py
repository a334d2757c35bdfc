from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contracts.models.days import is_known
from contracts.models.obligations import Obligation
from contracts.models.saying import Spoken
from foundation.models import StoredFile
from parties.models import Party


class FulfilmentState(models.TextChoices):
    RECORDED = "recorded", _("Recorded")
    CONTESTED = "contested", _("Contested")
    ANSWERED = "answered", _("Answered with more evidence")
    ACCEPTED = "accepted", _("Accepted as done")


class Fulfilment(models.Model):
    """The debtor's word that an obligation was done, and where the creditor's word on it stands.

    The verdict goes by ``recorded_at``; ``done_on`` is what the debtor says, for the other side to judge. Only
    ``state`` ever changes.
    """

    obligation = models.OneToOneField(Obligation, models.PROTECT, related_name="fulfilment")
    done_on = models.DateField(_("done on"))
    state = models.CharField(
        max_length=10, choices=FulfilmentState.choices, default=FulfilmentState.RECORDED, editable=False
    )
    recorded_at = models.DateTimeField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    by = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("fulfilment")
        verbose_name_plural = _("fulfilments")
        constraints: ClassVar = [
            is_known("done_on", name="fulfilment_day_known"),
            models.CheckConstraint(condition=Q(state__in=FulfilmentState.values), name="fulfilment_states"),
        ]

    def __str__(self) -> str:
        return f"{self.obligation} {self.done_on}"

    @property
    def is_contested(self) -> bool:
        return self.state == FulfilmentState.CONTESTED

    @property
    def is_accepted(self) -> bool:
        return self.state == FulfilmentState.ACCEPTED


class FulfilmentStatement(Spoken, models.Model):
    """What a side said about a fulfilment: contested, answered or accepted. Append-only."""

    fulfilment = models.ForeignKey(Fulfilment, models.PROTECT, related_name="statements")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    verb = models.CharField(max_length=10)
    text = models.TextField(max_length=2000, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    VERBS: ClassVar = {"contest": _("Contested"), "answer": _("Answered"), "accept": _("Accepted as done")}

    class Meta:
        verbose_name = _("statement on a fulfilment")
        verbose_name_plural = _("statements on fulfilments")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(verb__in=["answer", "accept"]) | (Q(verb="contest") & ~Q(text="")),
                name="fulfilment_contested_with_reason",
            ),
        ]


class ObligationEvidence(models.Model):
    """What a side put on record about an obligation: a file, words, or both. Append-only."""

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="evidence")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", null=True)
    text = models.TextField(max_length=2000, blank=True)
    added_at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(file__isnull=False) | ~Q(text=""), name="obligation_evidence_not_empty"),
        ]

    def __str__(self) -> str:
        return self.text or str(self.file)
