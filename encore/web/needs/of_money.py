"""Damages to bill, invoices to pay or to collect."""

from collections.abc import Iterable
from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.domain.drafting import unbilled_damages
from billing.models import Invoice, InvoiceState
from encore.web.needs.need import SHOWN, Need
from foundation.money import shown
from parties.domain.scope import Scope


def damages_to_bill(scope: Scope) -> Iterable[Need]:
    """Confirmed damages of this person's party that no invoice claims yet."""
    if not scope.may("billing.issue"):
        return
    count = unbilled_damages(scope).count()
    if count:
        yield Need(
            title=_("%(count)s damages to bill") % {"count": count},
            why=_("Confirmed by your side, not invoiced yet"),
            path=reverse("billing:to_bill"),
            icon="receipt",
        )


def invoices_to_settle(scope: Scope) -> Iterable[Need]:
    """Issued invoices, to be paid by this person's party or to be collected by it."""
    if not scope.may("billing.pay"):
        return
    open_states = [InvoiceState.ISSUED, InvoiceState.PART_PAID]
    open_ones = Invoice.objects.within(scope, verb="billing.pay").filter(state__in=open_states)
    mine = open_ones.select_related("debtor", "issuer")
    for invoice in mine.order_by("due_date", "pk")[:SHOWN]:
        ours = scope.may_for("billing.pay", invoice.debtor_id)
        yield Need(
            title=f"{invoice.number} · {shown(invoice.balance)}",
            why=_("To pay to %(party)s") % {"party": invoice.issuer}
            if ours
            else _("To receive from %(party)s") % {"party": invoice.debtor},
            path=reverse("billing:detail", args=[invoice.pk]),
            icon="cash",
            due_at=timezone.make_aware(datetime.combine(invoice.due_date, time.max)) if invoice.due_date else None,
        )
