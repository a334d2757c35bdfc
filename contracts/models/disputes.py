from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contracts.models.breaches import Breach
from contracts.models.days import is_known
from contracts.models.saying import Said, Spoken
from foundation.models import StoredFile
from parties.models import Party

if TYPE_CHECKING:
    from contracts.models.dispute_ends import DisputeEnd


class DisputeState(models.TextChoices):
    NEGOTIATION = "negotiation", _("In negotiation")
    MEDIATION = "mediation", _("In mediation")
    ARBITRATION = "arbitration", _("Before the arbitration commission")
    COURT = "court", _("Before the court")
    SETTLED = "settled", _("Settled")
    DECIDED = "decided", _("Decided")
    DROPPED = "dropped", _("Dropped")


class CostBearer(models.TextChoices):
    A = "A", _("Party A bears the costs")
    B = "B", _("Party B bears the costs")
    SHARED = "shared", _("Both share the costs")
    OWN = "own", _("Each bears its own costs")


ENDED = [DisputeState.SETTLED, DisputeState.DECIDED, DisputeState.DROPPED]


class Dispute(Said, models.Model):
    """The sides disagree about a breach: from talking it over to an award or a judgment. One at a time for a breach.

    ``body``: who mediates or decides, once somebody does. It is settled or decided by one of its ``ends``, and who
    bears the costs is what that one says.
    """

    breach = models.ForeignKey(Breach, models.PROTECT, related_name="disputes")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=11, choices=DisputeState.choices, default=DisputeState.NEGOTIATION, editable=False
    )
    body = models.CharField(max_length=200, blank=True, editable=False)
    costs = models.CharField(max_length=6, choices=CostBearer.choices, blank=True, editable=False)
    opened_at = models.DateTimeField()
    by = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=DisputeState.values), name="dispute_states"),
            models.CheckConstraint(condition=Q(costs="") | Q(costs__in=CostBearer.values), name="dispute_cost_bearers"),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, ended_at__isnull=False) | (~Q(state__in=ENDED) & Q(ended_at=None)),
                name="dispute_end_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["settled", "decided"]) | Q(costs=""), name="dispute_costs_at_its_end"
            ),
            models.UniqueConstraint(fields=["breach"], condition=Q(ended_at=None), name="dispute_one_at_a_time"),
        ]

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def waiting_end(self) -> "DisputeEnd | None":
        """What one side recorded as its end, while it waits for the other side's word."""
        return next((each for each in self.ends.all() if each.is_proposed), None)


class DisputeStep(Spoken, models.Model):
    """What happened in a dispute: the day, the words, the paper. Append-only."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=10)
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    happened_date = models.DateField()
    text = models.TextField(max_length=2000)
    paper = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    VERBS: ClassVar = {
        "open": _("Negotiation began"),
        "note": _("Noted"),
        "mediate": _("Mediation began"),
        "arbitrate": _("Arbitration was applied for"),
        "sue": _("An action was brought"),
        "settle": _("Settled"),
        "decide": _("Decided"),
        "drop": _("Dropped"),
    }

    class Meta:
        verbose_name = _("step of a dispute")
        verbose_name_plural = _("steps of disputes")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="dispute_step_says_what"),
            is_known("happened_date", name="dispute_step_day_known"),
        ]
