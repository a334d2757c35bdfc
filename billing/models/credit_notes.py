from functools import partial
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from billing.models.invoices import Invoice
from billing.models.lines import InvoiceLine
from contracts.models import Adjustment
from contracts.models.contracts import covering
from parties.domain.circles import party_condition
from parties.models import Party

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class CreditNoteQuerySet(models.QuerySet["CreditNote"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The credit notes on invoices of the parties for which the person may do ``verb``."""
        at_venues = partial(covering, path="invoice__contract")
        return self.filter(party_condition(scope, verb=verb, party_paths=["issuer", "debtor"], at_venues=at_venues))


class CreditNote(models.Model):
    """What the creditor takes back of an issued invoice 贷记单, because an adjustment made the damages smaller.

    ``allocated`` lowers what is open on the invoice; ``advance`` was paid already and stays to the debtor's credit.
    Yuan, two decimals. Append-only.
    """

    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="credit_notes")
    line = models.ForeignKey(InvoiceLine, models.PROTECT, related_name="credit_notes")
    adjustment = models.ForeignKey(Adjustment, models.PROTECT, related_name="credit_notes")
    issuer = models.ForeignKey(Party, models.PROTECT, related_name="+")
    debtor = models.ForeignKey(Party, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField()
    number = models.CharField(_("number"), max_length=40, unique=True)
    issued_at = models.DateTimeField()
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    allocated = models.DecimalField(max_digits=14, decimal_places=2)
    advance = models.DecimalField(max_digits=14, decimal_places=2)

    objects = CreditNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("credit note")
        verbose_name_plural = _("credit notes")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issuer", "year", "sequence"], name="credit_note_number_once"),
            models.UniqueConstraint(fields=["line", "adjustment"], name="credit_note_once_for_adjustment"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="credit_note_is_positive"),
            models.CheckConstraint(condition=Q(amount=F("allocated") + F("advance")), name="credit_note_is_all_used"),
            models.CheckConstraint(condition=Q(allocated__gte=0, advance__gte=0), name="credit_note_parts_in_bounds"),
        ]

    def __str__(self) -> str:
        return self.number
