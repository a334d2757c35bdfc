from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contracts.models.breaches import Damages
from contracts.models.days import is_known
from contracts.models.disputes import Dispute
from contracts.models.saying import Said, person_in
from foundation.models import StoredFile
from parties.models import Party


class AdjustmentKind(models.TextChoices):
    AGREEMENT = "agreement", _("Agreed by both sides")
    MEDIATION = "mediation", _("Settled in mediation")
    AWARD = "award", _("Arbitral award")
    JUDGMENT = "judgment", _("Judgment of a court")


class AdjustmentState(models.TextChoices):
    PROPOSED = "proposed", _("Waiting for the other side")
    EFFECTIVE = "effective", _("In effect")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Adjustment(Said, models.Model):
    """Other damages than the clause computed, in yuan, because both sides agree or somebody decided it.

    ``serial`` counts those of the same damages that took effect: the last one says what is owed. ``paper`` and
    ``decided_date`` belong to what was settled or decided outside. ``answerer``: whose word made it count or ended it;
    that is the proposing side itself only for what was decided outside and goes against it, and for what it takes back.
    """

    damages = models.ForeignKey(Damages, models.PROTECT, related_name="adjustments")
    kind = models.CharField(_("by"), max_length=10, choices=AdjustmentKind.choices)
    amount = models.DecimalField(_("owed from now on"), max_digits=14, decimal_places=2)
    text = models.TextField(max_length=2000)
    paper = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", null=True)
    decided_date = models.DateField(null=True)
    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="adjustments", null=True)
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=AdjustmentState.choices, default=AdjustmentState.PROPOSED, editable=False
    )
    serial = models.PositiveSmallIntegerField(null=True, editable=False)
    proposed_at = models.DateTimeField()
    by = models.CharField(max_length=120)
    answerer = models.ForeignKey(Party, models.PROTECT, related_name="+", null=True, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    answer = models.TextField(max_length=2000, blank=True, editable=False)
    answered_by = models.CharField(max_length=120, blank=True, editable=False)

    class Meta:
        verbose_name = _("adjustment of damages")
        verbose_name_plural = _("adjustments of damages")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            is_known("decided_date", name="adjustment_day_known"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="adjustment_not_negative"),
            models.CheckConstraint(condition=~Q(text=""), name="adjustment_says_why"),
            models.CheckConstraint(condition=Q(kind__in=AdjustmentKind.values), name="adjustment_kinds"),
            models.CheckConstraint(condition=Q(state__in=AdjustmentState.values), name="adjustment_states"),
            models.CheckConstraint(
                condition=Q(kind="agreement") | Q(paper__isnull=False, decided_date__isnull=False),
                name="adjustment_decision_has_paper",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", answered_at=None, answered_by="", serial=None)
                | Q(state__in=["declined", "withdrawn"], answered_at__isnull=False, serial=None)
                | (
                    Q(state="effective", answered_at__isnull=False, serial__isnull=False, serial__gte=1)
                    & ~Q(answered_by="")
                ),
                name="adjustment_answer_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", answerer=None)
                | Q(state="effective", answerer__isnull=False)
                | (Q(state="declined", answerer__isnull=False) & ~Q(answerer=F("party")))
                | Q(state="withdrawn", answerer=F("party")),
                name="adjustment_whose_word",
            ),
            models.UniqueConstraint(fields=["damages", "serial"], name="adjustment_serial_once"),
            models.UniqueConstraint(fields=["damages"], condition=Q(state="proposed"), name="adjustment_one_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"

    @property
    def is_proposed(self) -> bool:
        return self.state == AdjustmentState.PROPOSED

    @property
    def is_effective(self) -> bool:
        return self.state == AdjustmentState.EFFECTIVE

    @property
    def answered_by_name(self) -> str:
        return person_in(self.answered_by)
