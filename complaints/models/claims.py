from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.models.complaints import Complaint
from complaints.models.cost_months import CostKind, CostMonth, at_places
from contracts.models import Contract
from contracts.models.days import is_known
from foundation.models import StoredFile
from parties.domain.circles import party_condition
from parties.models import Party, Venue

if TYPE_CHECKING:
    from parties.domain.scope import Scope

OWN = "costs.claim"
"""The verb that opens a person's own claims, and no others."""


class ClaimState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Handed in")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", pgettext_lazy("expense claim", "Rejected")
    SETTLED = "settled", pgettext_lazy("expense claim", "Settled")
    DROPPED = "dropped", _("Dropped")


DECIDED = (ClaimState.APPROVED.value, ClaimState.REJECTED.value, ClaimState.SETTLED.value)
COUNTED = (ClaimState.APPROVED.value, ClaimState.SETTLED.value)


def claim_number(claim_id: int) -> str:
    """The number by which people speak of a claim (报销)."""
    return f"BX{claim_id:06d}"


class ExpenseClaimQuerySet(models.QuerySet["ExpenseClaim"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The claims of the parties and venues for which the person may do ``verb``; ``costs.claim``: their own."""
        found = self.filter(party_condition(scope, verb=verb, party_paths=["party"], at_venues=at_places))
        return found.filter(asked_by=scope.user_id) if verb == OWN and not scope.is_system else found


class ExpenseClaim(models.Model):
    """What somebody paid for their party and asks to be given back 费用报销.

    ``amount`` is the sum of its lines since it was handed in, yuan. ``month`` is the month of costs in which it counts,
    from its approval on. ``overrun`` is by how much it went beyond what was left of the budget.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="+", verbose_name=_("venue"))
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="+", null=True)
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="claims", null=True)
    kind = models.CharField(_("kind"), max_length=12, choices=CostKind.choices)
    purpose = models.CharField(_("what for"), max_length=160)
    state = models.CharField(_("state"), max_length=10, choices=ClaimState.choices, default=ClaimState.DRAFT)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, default=0)
    overrun = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    month = models.ForeignKey(CostMonth, models.PROTECT, related_name="claims", null=True)

    objects = ExpenseClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("expense claim")
        verbose_name_plural = _("expense claims")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=ClaimState.values), name="claim_states"),
            models.CheckConstraint(condition=Q(kind__in=CostKind.values), name="claim_kinds"),
            models.CheckConstraint(
                condition=Q(amount__gt=0) | Q(amount=0, state__in=["draft", "dropped"]), name="claim_is_for_something"
            ),
            models.CheckConstraint(condition=Q(overrun__gte=0), name="claim_overrun_not_below_zero"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="claim_decided_by_another"
            ),
            models.CheckConstraint(
                condition=Q(state__in=DECIDED, decided_by__isnull=False, decided_at__isnull=False)
                | (~Q(state__in=DECIDED) & Q(decided_by=None, decided_at=None)),
                name="claim_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=COUNTED, month__isnull=False) | (~Q(state__in=COUNTED) & Q(month=None)),
                name="claim_counts_once_approved",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["party", "-id"], name="claim_by_party")]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return claim_number(self.pk)

    @property
    def is_draft(self) -> bool:
        return self.state == ClaimState.DRAFT

    @property
    def is_submitted(self) -> bool:
        return self.state == ClaimState.SUBMITTED


class ClaimLine(models.Model):
    """One thing that was paid, on one day; yuan. It changes only while the claim is a draft."""

    claim = models.ForeignKey(ExpenseClaim, models.PROTECT, related_name="lines")
    spent_date = models.DateField(_("paid on"))
    text = models.CharField(pgettext_lazy("expense claim", "what"), max_length=160)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = _("line of a claim")
        verbose_name_plural = _("lines of claims")
        ordering: ClassVar = ["spent_date", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="claim_line_is_positive"),
            is_known("spent_date", name="claim_line_day_known"),
        ]

    def __str__(self) -> str:
        return self.text


class Receipt(models.Model):
    """The paper behind a claim 票据, kept with its hash. It comes and goes only while the claim is a draft."""

    claim = models.ForeignKey(ExpenseClaim, models.PROTECT, related_name="receipts")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering: ClassVar = ["pk"]


class ClaimStep(models.Model):
    """One thing done about a claim, by whom and when, with what was said. Append-only."""

    claim = models.ForeignKey(ExpenseClaim, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=10)
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("step of a claim")
        verbose_name_plural = _("steps of claims")
        ordering: ClassVar = ["pk"]
