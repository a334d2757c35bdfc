from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contracts.models.obligations import Obligation
from foundation.models import StoredFile
from parties.models import Party


class Fulfilment(models.Model):
    """The debtor's word that an obligation was done: on which day, recorded when and by whom. Append-only.

    The verdict goes by ``recorded_at``; ``done_on`` is what the debtor says, for the other side to judge.
    """

    obligation = models.OneToOneField(Obligation, models.PROTECT, related_name="fulfilment")
    done_on = models.DateField(_("done on"))
    recorded_at = models.DateTimeField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    by = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("fulfilment")
        verbose_name_plural = _("fulfilments")

    def __str__(self) -> str:
        return f"{self.obligation} {self.done_on}"


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
