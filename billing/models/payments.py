from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from billing.models.invoices import Invoice
from contracts.models.contracts import covering
from parties.domain.circles import party_condition
from parties.models import Party

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class PaymentQuerySet(models.QuerySet["Payment"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The payments to and from the parties for which the person may do ``verb``.

        Who works in some venues only sees those for invoices of contracts that cover one of them.
        """
        at_venues = partial(covering, path="invoice__contract")
        sides = ["payee", "payer"]
        return self.filter(party_condition(scope, verb=verb, party_paths=sides, at_venues=at_venues))


class Payment(models.Model):
    """Money received 收款. ``advance`` is what went beyond the invoice and stays to the payer's credit. Append-only."""

    key = models.UUIDField(unique=True)
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="payments")
    payer = models.ForeignKey(Party, models.PROTECT, related_name="+")
    payee = models.ForeignKey(Party, models.PROTECT, related_name="+")
    received_date = models.DateField(_("received on"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    allocated = models.DecimalField(max_digits=14, decimal_places=2)
    advance = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    reference = models.CharField(_("bank reference"), max_length=80, blank=True)
    recorded_at = models.DateTimeField()

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_is_positive"),
            models.CheckConstraint(condition=Q(amount=F("allocated") + F("advance")), name="payment_is_all_used"),
            models.CheckConstraint(condition=Q(allocated__gt=0, advance__gte=0), name="payment_parts_in_bounds"),
            models.CheckConstraint(condition=~Q(payer=F("payee")), name="payment_two_parties"),
        ]

    def __str__(self) -> str:
        return f"{self.received_date} {self.amount}"
