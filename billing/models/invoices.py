from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contracts.models import Contract
from contracts.models.contracts import covering
from foundation.models import StoredFile
from parties.domain.circles import party_condition
from parties.models import Party

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class InvoiceState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    ISSUED = "issued", _("Issued")
    PART_PAID = "part_paid", _("Part paid")
    PAID = "paid", _("Paid")
    CREDITED = "credited", _("Credited in full")


class Purpose(models.TextChoices):
    """What the lines of an invoice claim, all of them the same."""

    DAMAGES = "damages", _("Damages")
    FEE = "fee", pgettext_lazy("invoice", "Fee")


class InvoiceCounter(models.Model):
    """The last number given out by an issuer in a year; locked while the next one is taken, so there is no gap."""

    issuer = models.ForeignKey(Party, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("invoice counter")
        verbose_name_plural = _("invoice counters")
        constraints: ClassVar = [models.UniqueConstraint(fields=["issuer", "year"], name="invoice_counter_once")]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class InvoiceQuerySet(models.QuerySet["Invoice"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The invoices of the parties for which the person may do ``verb``; the debtor sees them once issued.

        Who works in some venues only sees those under contracts that cover one of them.
        """
        issued = party_condition(scope, verb=verb, party_paths=["issuer"], at_venues=covering)
        received = party_condition(scope, verb=verb, party_paths=["debtor"], at_venues=covering)
        received &= ~Q(state=InvoiceState.DRAFT)
        return self.filter(issued | received)

    def payable(self) -> Self:
        """The issued invoices on which something is still to be paid."""
        return self.filter(state__in=[InvoiceState.ISSUED, InvoiceState.PART_PAID])

    def overdue(self, today: date) -> Self:
        """The payable invoices whose due date lies before ``today``."""
        return self.payable().filter(due_date__lt=today)


class Invoice(models.Model):
    """A receivable document 账单. Once issued it is frozen but for its state and what settles it. Yuan, two decimals.

    ``paid`` by payments and ``set_off`` by credit notes settle it; ``credited`` is all that its credit notes take back,
    also where it was paid before.

    ``snapshot`` is what is printed: all names, texts and figures as they stood at the moment of issue. The PDF is made
    from it alone and added once.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="invoices")
    issuer = models.ForeignKey(Party, models.PROTECT, related_name="issued_invoices")
    debtor = models.ForeignKey(Party, models.PROTECT, related_name="received_invoices")
    purpose = models.CharField(
        _("purpose"), max_length=10, choices=Purpose.choices, default=Purpose.DAMAGES, editable=False
    )
    state = models.CharField(
        _("state"), max_length=10, choices=InvoiceState.choices, default=InvoiceState.DRAFT, editable=False
    )
    year = models.PositiveSmallIntegerField(null=True, editable=False)
    sequence = models.PositiveIntegerField(null=True, editable=False)
    number = models.CharField(_("number"), max_length=40, null=True, unique=True, editable=False)
    drafted_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True, editable=False)
    due_date = models.DateField(_("due"), null=True)
    net = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    tax = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    gross = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    paid = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0), editable=False)
    credited = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0), editable=False)
    set_off = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0), editable=False)
    snapshot = models.JSONField(null=True, editable=False)
    pdf = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="+", editable=False)

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        ordering: ClassVar = ["-drafted_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issuer", "year", "sequence"], name="invoice_number_once"),
            models.CheckConstraint(condition=~Q(issuer=F("debtor")), name="invoice_two_parties"),
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="invoice_purposes"),
            models.CheckConstraint(condition=Q(gross=F("net") + F("tax")), name="invoice_net_and_tax_are_gross"),
            models.CheckConstraint(
                condition=Q(paid__gte=0, set_off__gte=0, paid__lte=F("gross") - F("set_off")),
                name="invoice_paid_in_bounds",
            ),
            models.CheckConstraint(
                condition=Q(credited__lte=F("gross"), credited__gte=F("set_off")),
                name="invoice_credits_never_exceed_it",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", number=None, year=None, sequence=None, issued_at=None, pdf=None)
                & Q(paid=0, credited=0)
                | (
                    ~Q(state="draft")
                    & Q(number__isnull=False, year__isnull=False, sequence__isnull=False)
                    & Q(issued_at__isnull=False, due_date__isnull=False, snapshot__isnull=False)
                ),
                name="invoice_issued_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "issued"], paid=0, set_off__lt=F("gross"))
                | Q(state="part_paid", paid__gt=0, paid__lt=F("gross") - F("set_off"))
                | Q(state="paid", paid=F("gross") - F("set_off"), credited__lt=F("gross"))
                | Q(state="credited", paid=F("gross") - F("set_off"), credited=F("gross")),
                name="invoice_state_follows_paid",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["issuer", "state", "due_date"], name="invoice_by_issuer"),
            models.Index(fields=["debtor", "state", "due_date"], name="invoice_by_debtor"),
        ]

    def __str__(self) -> str:
        return self.number or f"#{self.pk}"

    @property
    def balance(self) -> Decimal:
        """What is still to be paid."""
        return self.gross - self.paid - self.set_off

    @property
    def is_for_fee(self) -> bool:
        """Whether it claims the fee of its contract; else it claims damages."""
        return self.purpose == Purpose.FEE

    @property
    def is_draft(self) -> bool:
        return self.state == InvoiceState.DRAFT

    @property
    def is_paid(self) -> bool:
        return self.state == InvoiceState.PAID

    @property
    def is_payable(self) -> bool:
        """Whether something is still to be paid on it."""
        return self.state in (InvoiceState.ISSUED, InvoiceState.PART_PAID)

    @property
    def is_overdue(self) -> bool:
        """Whether its due date has passed with something unpaid."""
        return self.is_payable and self.due_date is not None and self.due_date < timezone.localdate()
