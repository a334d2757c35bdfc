from django.utils.translation import gettext_lazy as _

from foundation.refusals import OUT_OF_STEP, declare

declare(
    {
        "ledger.unbalanced": _("Debits and credits differ by %(difference)s."),
        "ledger.amount_wrong": _("An amount must be positive and exact to the cent."),
        "ledger.month_not_over": _("%(month)s can be closed once it is over."),
        "ledger.nothing_to_close": _("Nothing was posted in %(month)s."),
    }
)
declare(
    {
        "ledger.period_closed": _("The books of %(month)s are closed. Post a correction in an open month."),
        "ledger.closed_already": _("The books of %(month)s are closed already."),
        "ledger.earlier_month_open": _("Close %(month)s first: months are closed in their order."),
    },
    status=OUT_OF_STEP,
)
