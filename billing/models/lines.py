from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from billing.models.fees import FeeClaim
from billing.models.invoices import Invoice
from contracts.models import Adjustment, Damages, Term
from foundation.languages import pick


class InvoiceLine(models.Model):
    """One amount on an invoice, with the damages or the payment of a fee that it claims: the head of the trace.

    ``adjustment``: the one that made damages billed before grow; such a line claims the difference.
    """

    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    damages = models.ForeignKey(Damages, models.PROTECT, related_name="invoice_lines", null=True)
    fee = models.OneToOneField(FeeClaim, models.PROTECT, related_name="line", null=True)
    adjustment = models.OneToOneField(Adjustment, models.PROTECT, related_name="invoice_line", null=True)
    text_zh = models.CharField(max_length=300)
    text_en = models.CharField(max_length=300)
    tax_rate = models.DecimalField(max_digits=5, decimal_places=4, default=Decimal(0))
    net = models.DecimalField(max_digits=14, decimal_places=2)
    tax = models.DecimalField(max_digits=14, decimal_places=2)
    gross = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = _("invoice line")
        verbose_name_plural = _("invoice lines")
        ordering: ClassVar = ["invoice", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["invoice", "position"], name="invoice_line_position_once"),
            models.UniqueConstraint(
                fields=["damages"], condition=Q(adjustment=None), name="invoice_line_once_for_damages"
            ),
            models.CheckConstraint(
                condition=Q(damages__isnull=False, fee=None) | Q(damages=None, fee__isnull=False, adjustment=None),
                name="line_has_one_cause",
            ),
            models.CheckConstraint(condition=Q(gross=F("net") + F("tax")), name="line_net_and_tax_are_gross"),
            models.CheckConstraint(condition=Q(gross__gt=0, net__gt=0, tax__gte=0), name="line_is_positive"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def term(self) -> Term:
        """The term that sets its amount."""
        claimed = self.fee or self.damages
        assert claimed is not None  # noqa: S101  # the check line_has_one_cause
        return claimed.term

    @property
    def text(self) -> str:
        """What is claimed, in the reader's language; Traditional Chinese is converted on the way out."""
        return pick(translation.get_language() or "zh-hans", self.text_zh, self.text_en)
