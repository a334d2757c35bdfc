from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contracts.models.contracts import Contract
from contracts.models.saying import Said
from parties.models import Party


class Line(models.TextChoices):
    """What is settled and handed over after a contract has ended, in this order."""

    OBLIGATIONS = "obligations", _("Obligations still open are done, or settled otherwise")
    INVOICES = "invoices", _("Invoices still open are paid, or settled otherwise")
    ASSETS = "assets", _("Equipment, materials and papers are handed over")
    DATA_RETURNED = "data_returned", _("Data of the other side is returned")
    DATA_DELETED = "data_deleted", _("Copies of that data are deleted")


class SettlementTick(Said, models.Model):
    """A line of the settlement and hand-over that is done, as one side says: who, when, and how. Append-only.

    A side says so once, and can add once how.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="settlement_ticks")
    line = models.CharField(max_length=16, choices=Line.choices)
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    note = models.CharField(_("how"), max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("settled line")
        verbose_name_plural = _("settled lines")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contract", "line", "party"], condition=Q(note=""), name="settlement_line_once_a_side"
            ),
            models.UniqueConstraint(
                fields=["contract", "line", "party"], condition=~Q(note=""), name="settlement_note_once_a_side"
            ),
            models.CheckConstraint(condition=Q(line__in=Line.values), name="settlement_lines"),
        ]
