from django.utils.translation import gettext_lazy as _

from foundation.refusals import OUT_OF_STEP, declare

declare(
    {
        "billing.nothing_chosen": _("Choose at least one amount to bill."),
        "billing.not_confirmed": _("Only damages for a confirmed breach can be billed."),
        "billing.no_amount": _("There is nothing to bill: these damages come to ¥0.00."),
        "billing.not_creditor": _("Only the creditor, %(party)s, can bill these damages."),
        "billing.not_fee_creditor": _("Only %(party)s, to whom the fee is owed, can invoice it."),
        "billing.no_fee_yet": _("The contract has not taken effect: no fee is owed yet."),
        "billing.fee_not_due": _("This payment may not be invoiced yet. See the fee plan for the day."),
        "billing.fee_amount": _("Enter what was ordered: above zero, no more than %(limit)s, with two decimals."),
        "billing.fee_beyond_amount": _(
            "With this the fee would exceed the contract amount. Still to invoice: %(left)s."
        ),
        "billing.tax_rate_unknown": _("Choose one of the VAT rates."),
        "billing.mixed": _("One invoice has one contract and one debtor. Make a separate invoice for each."),
        "billing.bank_missing": _("%(party)s has no bank account on file: the debtor must know where to pay."),
        "billing.not_issuer": _("Only the issuer of the invoice, %(party)s, can do this."),
        "billing.amount_wrong": _("Enter an amount above zero, with no more than two decimals."),
        "billing.date_in_future": _("This day is still to come. Enter the day on which the money arrived."),
        "billing.date_before_issue": _("The invoice was issued on %(date)s: the payment cannot be earlier."),
    }
)
declare(
    {
        "billing.already_billed": _("These damages stand on an invoice already."),
        "billing.adjusted_meanwhile": _(
            "The damages were adjusted since this was drafted. Discard this draft and make a new one."
        ),
        "billing.fee_claimed": _("This payment stands on an invoice already."),
        "billing.fee_changed_meanwhile": _(
            "The fee plan changed since this was drafted. Discard this draft and make a new one."
        ),
        "billing.not_draft": _("This invoice was issued and can no longer be changed or discarded."),
        "billing.paid_already": _("This invoice is paid in full. The payment was not recorded."),
        "billing.draft_not_payable": _("This invoice is still a draft. Issue it before you record a payment."),
    },
    status=OUT_OF_STEP,
)
