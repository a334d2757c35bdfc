"""What is refused of bills and refunds."""

from django.utils.translation import gettext_lazy as _

from foundation.refusals import OUT_OF_STEP, declare

declare(
    {
        "members.bill_number_missing": _("Every bill has a number: the one that the till gave it."),
        "members.bill_amount_wrong": _("An amount is above 0.00, with two decimal places at most."),
        "members.bill_in_future": _("This moment is still to come."),
        "members.bill_items_wrong": _("At most %(most)s lines, each with a name, how many, and the amount."),
        "members.card_unknown": _("No member has this card number."),
        "members.phone_unknown": _("No member, or more than one, has this telephone number. Use the card number."),
        "members.person_unknown": _("This person does not work at the venue."),
        "members.refund_without_bill": _("There is no bill with this number at the venue."),
        "members.bill_unusual": _(
            "Bills above ¥50,000 or older than 31 days are written down by the venue's manager or finance."
        ),
        "members.refund_too_large": _("Of this bill ¥%(left)s can still be given back."),
    },
)
declare(
    {
        "members.bill_differs": _("Bill %(number)s is here already, with other content. A refund corrects it."),
    },
    status=OUT_OF_STEP,
)
