from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contracts.models.days import is_known
from contracts.models.disputes import CostBearer, Dispute
from contracts.models.saying import Said, person_in
from foundation.models import StoredFile
from parties.models import Party


class EndKind(models.TextChoices):
    SETTLE = "settle", _("Settled")
    DECIDE = "decide", _("Decided")


class EndState(models.TextChoices):
    PROPOSED = "proposed", _("Waiting for the other side")
    EFFECTIVE = "effective", _("In effect")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class DisputeEnd(Said, models.Model):
    """How a dispute ended, as one side records it with its paper; the dispute runs on until that counts.

    ``amount``: the damages owed by it in yuan, where they were part of it; once it counts they are an adjustment.
    ``answerer``: whose word made it count or ended it. It is the recording side itself for a decision that goes
    against it, and for what that side takes back; a settlement always needs the other side.
    """

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="ends")
    kind = models.CharField(max_length=6, choices=EndKind.choices)
    costs = models.CharField(max_length=6, choices=CostBearer.choices)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    happened_date = models.DateField()
    text = models.TextField(max_length=2000)
    paper = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=EndState.choices, default=EndState.PROPOSED, editable=False)
    proposed_at = models.DateTimeField()
    by = models.CharField(max_length=120)
    answerer = models.ForeignKey(Party, models.PROTECT, related_name="+", null=True, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    answer = models.TextField(max_length=2000, blank=True, editable=False)
    answered_by = models.CharField(max_length=120, blank=True, editable=False)

    class Meta:
        verbose_name = _("end of a dispute")
        verbose_name_plural = _("ends of disputes")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=EndKind.values), name="dispute_end_kinds"),
            models.CheckConstraint(condition=Q(state__in=EndState.values), name="dispute_end_states"),
            models.CheckConstraint(condition=Q(costs__in=CostBearer.values), name="dispute_end_cost_bearers"),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gte=0), name="dispute_end_not_negative"),
            models.CheckConstraint(condition=~Q(text=""), name="dispute_end_says_what"),
            is_known("happened_date", name="dispute_end_day_known"),
            models.CheckConstraint(
                condition=Q(state="proposed", answered_at=None, answered_by="", answerer=None)
                | (~Q(state="proposed") & Q(answered_at__isnull=False, answerer__isnull=False) & ~Q(answered_by="")),
                name="dispute_end_answer_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(kind="settle", state="effective") | ~Q(answerer=F("party")),
                name="dispute_end_settled_by_both",
            ),
            models.CheckConstraint(
                condition=(~Q(state="declined") | (~Q(answerer=F("party")) & ~Q(answer="")))
                & (~Q(state="withdrawn") | Q(answerer=F("party"))),
                name="dispute_end_whose_word",
            ),
            models.UniqueConstraint(
                fields=["dispute"], condition=Q(state="proposed"), name="dispute_end_one_at_a_time"
            ),
            models.UniqueConstraint(fields=["dispute"], condition=Q(state="effective"), name="dispute_end_once"),
        ]

    @property
    def is_proposed(self) -> bool:
        """Whether it waits for the other side's word."""
        return self.state == EndState.PROPOSED

    @property
    def is_effective(self) -> bool:
        return self.state == EndState.EFFECTIVE

    @property
    def answered_by_name(self) -> str:
        return person_in(self.answered_by)
