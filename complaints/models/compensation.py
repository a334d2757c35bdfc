from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.models.compensation_rules import CompensationKind, CompensationRule, CompensationTable
from complaints.models.complaints import Complaint
from foundation.models import StoredFile
from parties.domain.circles import venue_condition
from parties.models import Party

if TYPE_CHECKING:
    from parties.domain.scope import Scope

APPROVED = Q(decided_at__isnull=False) & (Q(needs_approval=False) | Q(decided_by__isnull=False))
BEYOND_HAS_REASON = Q(is_beyond=False) | ~Q(decision="")


class CompensationState(models.TextChoices):
    PROPOSED = "proposed", _("Waits for approval")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", pgettext_lazy("a compensation", "Rejected")
    PAID = "paid", _("Given to the customer")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class CompensationQuerySet(models.QuerySet["Compensation"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """Those of the person's own side, at the venues where they may do ``verb``."""
        if scope.is_system:
            return self.all()
        return self.filter(
            venue_condition(scope, verb=verb, path="complaint__venue__"), party__in=scope.parties_for(verb)
        )


class Compensation(models.Model):
    """What one side wants to give a customer for a complaint, in yuan, and what became of it (C6).

    ``rule`` is the rule by which the amount was judged, ``is_beyond`` whether it goes beyond it (or no rule fits).
    ``decided_by`` is empty for what the rules allow without approval. The day on which it was given counts for its
    month in the accounts.
    """

    key = models.UUIDField(unique=True)
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="compensations")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    table = models.ForeignKey(CompensationTable, models.PROTECT, related_name="+")
    rule = models.ForeignKey(CompensationRule, models.PROTECT, related_name="+", null=True)
    kind = models.CharField(_("kind"), max_length=8, choices=CompensationKind.choices)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    is_beyond = models.BooleanField()
    needs_approval = models.BooleanField()
    reason = models.TextField(_("reason"), max_length=1000)
    state = models.CharField(max_length=9, choices=CompensationState.choices, editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    decision = models.TextField(max_length=1000, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    ended_at = models.DateTimeField(null=True)
    paid_date = models.DateField(null=True)
    receipt = models.OneToOneField(StoredFile, models.PROTECT, related_name="+", null=True)

    objects = CompensationQuerySet.as_manager()

    class Meta:
        verbose_name = _("compensation")
        verbose_name_plural = _("compensations")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="compensation_positive"),
            models.CheckConstraint(condition=~Q(reason=""), name="compensation_says_why"),
            models.CheckConstraint(condition=Q(kind__in=CompensationKind.values), name="compensation_kinds"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="compensation_two_people"
            ),
            models.CheckConstraint(
                condition=Q(is_beyond=False, rule__isnull=False) | Q(is_beyond=True, needs_approval=True),
                name="compensation_beyond_needs_approval",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_at=None, decided_by=None, ended_at=None, needs_approval=True)
                | (APPROVED & BEYOND_HAS_REASON & Q(state="approved", ended_at=None))
                | (
                    APPROVED
                    & BEYOND_HAS_REASON
                    & Q(state="paid", ended_at__isnull=False, ended_by__isnull=False, paid_date__isnull=False)
                )
                | (Q(state="rejected", decided_by__isnull=False, ended_at=None) & ~Q(decision=""))
                | Q(state="withdrawn", ended_at__isnull=False, ended_by__isnull=False),
                name="compensation_state_fits",
            ),
            models.CheckConstraint(condition=Q(state="paid") | Q(paid_date=None), name="compensation_paid_has_day"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["paid_date"], name="compensation_paid", condition=Q(state="paid")),
            models.Index(
                fields=["asked_at"], name="compensation_open", condition=Q(state__in=["proposed", "approved"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"

    @property
    def is_proposed(self) -> bool:
        return self.state == CompensationState.PROPOSED

    @property
    def is_approved(self) -> bool:
        return self.state == CompensationState.APPROVED
