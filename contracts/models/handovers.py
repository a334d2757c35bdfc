from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contracts.models.contracts import Contract
from contracts.models.days import is_known
from contracts.models.saying import Said, Spoken
from foundation.models import StoredFile
from parties.models import Party


class HandoverState(models.TextChoices):
    GIVEN = "handed_over", _("Handed over, receipt not confirmed")
    CONTESTED = "contested", _("Receipt contested")
    RECEIVED = "held", _("Received")
    RETURNED = "returned", _("Returned")
    DESTROYED = "destroyed", _("Destroyed")
    SETTLED = "settled", _("Returned or destroyed, confirmed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


HELD = (HandoverState.GIVEN, HandoverState.CONTESTED, HandoverState.RECEIVED)
"""The receiver has, or may have, the data."""


class DataHandover(Said, models.Model):
    """Data that one side handed to the other: what, in which form, how much, what for. Only its state changes.

    ``records`` is how many entries it holds, empty where they are not counted. ``list_file``: the list that went with
    it. Sources: form ``service``, 3.2 and 6.13, annex 9.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="data_handovers")
    giver = models.ForeignKey(Party, models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Party, models.PROTECT, related_name="+")
    what = models.CharField(_("what"), max_length=200)
    medium = models.CharField(_("format and medium"), max_length=120)
    records = models.PositiveBigIntegerField(_("number of records"), null=True)
    is_personal = models.BooleanField(_("personal data"))
    purpose = models.CharField(_("purpose"), max_length=300)
    handed_date = models.DateField(_("handed over on"))
    list_file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", null=True)
    state = models.CharField(max_length=12, choices=HandoverState.choices, default=HandoverState.GIVEN, editable=False)
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("data handed over")
        verbose_name_plural = _("data handed over")
        ordering: ClassVar = ["-handed_date", "-pk"]
        constraints: ClassVar = [
            is_known("handed_date", name="handover_day_known"),
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="handover_two_parties"),
            models.CheckConstraint(condition=Q(state__in=HandoverState.values), name="handover_states"),
            models.CheckConstraint(
                condition=~Q(what="") & ~Q(medium="") & ~Q(purpose=""), name="handover_says_what_and_why"
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def records_text(self) -> str:
        """The number of records with its thousands set apart; empty where they are not counted."""
        return "" if self.records is None else f"{self.records:,}"

    @property
    def is_held(self) -> bool:
        """Whether the receiver has the data, or may have it."""
        return self.state in HELD


class HandoverStep(Spoken, models.Model):
    """What a side said or did about data that was handed over; ``on_date``: on which day. Append-only."""

    handover = models.ForeignKey(DataHandover, models.PROTECT, related_name="steps")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    verb = models.CharField(max_length=12)
    text = models.TextField(max_length=2000, blank=True)
    on_date = models.DateField(null=True)
    proof = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    VERBS: ClassVar = {
        "receive": _("Receipt confirmed"),
        "contest": _("Receipt contested"),
        "withdraw": _("Withdrawn"),
        "give_back": _("Returned"),
        "destroy": _("Destroyed"),
        "accept": _("Return or destruction confirmed"),
        "refuse": _("Return or destruction refused"),
    }

    class Meta:
        verbose_name = _("step of a data hand-over")
        verbose_name_plural = _("steps of data hand-overs")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            is_known("on_date", name="handover_step_day_known"),
            models.CheckConstraint(
                condition=Q(verb__in=["receive", "contest", "withdraw", "give_back", "destroy", "accept", "refuse"]),
                name="handover_step_verbs",
            ),
            models.CheckConstraint(
                condition=~Q(verb__in=["give_back", "destroy"]) | Q(on_date__isnull=False, proof__isnull=False),
                name="handover_end_is_proven",
            ),
            models.CheckConstraint(
                condition=~Q(verb__in=["contest", "withdraw", "refuse"]) | ~Q(text=""),
                name="handover_no_says_why",
            ),
        ]
