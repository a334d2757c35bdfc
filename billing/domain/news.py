"""What billing tells people: the debtor's finance hears of each invoice, and that its payment arrived."""

from collections.abc import Mapping
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.models import Invoice
from foundation.money import shown
from parties.domain.messages import Rendered, Telling, tell
from parties.domain.roles import Role
from parties.models import Membership

Params = Mapping[str, int | str]


def tell_finance(invoice: Invoice, kind: str, *, key: str, at: datetime) -> None:
    """Write one message to each person in the debtor's finance, in the caller's transaction."""
    finance = Membership.objects.running(timezone.localdate(at)).filter(party=invoice.debtor_id, role=Role.FINANCE)
    readers = finance.values_list("user_id", flat=True)
    tell([Telling(reader, kind, f"{key}:{reader}", {"invoice": invoice.pk}) for reader in readers], at=at)


def invoice_issued(params: Params) -> Rendered:
    """An invoice came in."""
    invoice = Invoice.objects.select_related("issuer").get(pk=params["invoice"])
    words = {
        "number": invoice.number,
        "party": invoice.issuer.name,
        "amount": shown(invoice.gross),
        "due": f"{invoice.due_date:%Y-%m-%d}",
    }
    return Rendered(
        subject=_("Invoice %(number)s from %(party)s") % words,
        body=_("It comes to %(amount)s and is due on %(due)s. Each line shows the clause it rests on.") % words,
        path=reverse("billing:detail", args=[invoice.pk]),
    )


def payment_recorded(params: Params) -> Rendered:
    """The issuer recorded money that it received."""
    invoice = Invoice.objects.select_related("issuer").get(pk=params["invoice"])
    words = {"number": invoice.number, "party": invoice.issuer.name, "balance": shown(invoice.balance)}
    return Rendered(
        subject=_("Payment received for invoice %(number)s") % words,
        body=_("%(party)s has recorded your payment. Still open: %(balance)s.") % words,
        path=reverse("billing:detail", args=[invoice.pk]),
    )


def credit_note_issued(params: Params) -> Rendered:
    """Part of an invoice, or all of it, is owed no longer."""
    invoice = Invoice.objects.select_related("issuer").get(pk=params["invoice"])
    words = {"number": invoice.number, "party": invoice.issuer.name, "balance": shown(invoice.balance)}
    return Rendered(
        subject=_("Credit note on invoice %(number)s") % words,
        body=_("The damages were adjusted, so %(party)s takes back part of it. Still open: %(balance)s.") % words,
        path=reverse("billing:detail", args=[invoice.pk]),
    )
