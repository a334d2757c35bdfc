from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contracts.models.breaches import Breach
from contracts.models.saying import Said
from foundation.models import StoredFile
from parties.models import Party


class BreachEvidence(Said, models.Model):
    """What a side put on record about a breach: a file, words, or both. Append-only."""

    breach = models.ForeignKey(Breach, models.PROTECT, related_name="evidence")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", null=True)
    text = models.TextField(max_length=2000, blank=True)
    added_at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("evidence of a breach")
        verbose_name_plural = _("evidence of breaches")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(file__isnull=False) | ~Q(text=""), name="breach_evidence_not_empty"),
        ]


class Loss(Said, models.Model):
    """What the injured party says it lost by a breach, in yuan, with the paper that shows it. The last one counts.

    Append-only.
    """

    breach = models.ForeignKey(Breach, models.PROTECT, related_name="losses")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    text = models.TextField(max_length=2000)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("loss")
        verbose_name_plural = _("losses")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="loss_not_negative"),
            models.CheckConstraint(condition=~Q(text=""), name="loss_says_how"),
        ]
