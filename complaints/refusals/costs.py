"""What is refused about costs: claims, budgets, months."""

from django.utils.translation import gettext_lazy as _

from foundation.refusals import NOT_YOURS, OUT_OF_STEP, declare

declare(
    {
        "complaints.amount_wrong": _("Enter an amount above zero, in yuan and fen."),
        "complaints.complaint_unknown": _("There is no such complaint at this venue."),
        "complaints.too_many_lines": _("A claim has at most %(limit)s lines. Begin another one."),
        "complaints.receipt_missing": _("Add at least one receipt before you hand the claim in."),
        "complaints.receipt_used": _("This receipt stands in a claim already. One paper is paid once."),
        "complaints.claim_is_empty": _("Add what was paid before you hand the claim in."),
        "complaints.overrun_reason_missing": _("This goes %(overrun)s beyond the budget: say why all the same."),
        "complaints.place_unknown": _("Choose a venue or a contract of your party."),
        "complaints.same_limit": _("This is the limit already."),
        "complaints.nothing_to_adjust": _("This is what it stands at already, or it is an adjustment itself."),
    }
)
declare(
    {
        "complaints.claim_handed_in": _("This claim was handed in. Take it back to change it."),
        "complaints.month_not_over": _("%(month)s is not over yet."),
        "complaints.claim_settled": _(
            "This claim was settled with %(month)s, which is locked. If something is wrong, tell finance: they"
            " adjust it in the month that is open."
        ),
        "complaints.month_locked": _(
            "%(month)s is locked already. If something is wrong in it, open the month and adjust the cost concerned."
        ),
        "complaints.earlier_month_open": _("Lock %(month)s first: months are locked in their order."),
    },
    status=OUT_OF_STEP,
)
declare(
    {
        "complaints.own_claim": _("Nobody decides their own claim. Ask somebody else."),
        "complaints.own_compensation": _("You asked for this compensation or gave it: somebody else corrects it."),
        "complaints.above_limit": _("You may approve up to %(limit)s. Pass it on to somebody with a higher limit."),
        "complaints.over_budget": _(
            "This goes %(overrun)s beyond the budget. Only the account manager or the contract owner approves that."
        ),
    },
    status=NOT_YOURS,
)
