"""What is refused about messages of and to customers."""

from django.utils.translation import gettext_lazy as _

from foundation.refusals import NOT_YOURS, OUT_OF_STEP, declare

TOO_OFTEN = 429

declare(
    {
        "complaints.own_contact": _("You wrote this address down yourself: somebody else has the new link sent there."),
    },
    status=NOT_YOURS,
)
declare(
    {
        "complaints.channel_away": _("That way does not lead to the customer from here. Choose another, or call."),
        "complaints.nothing_said": _("This message says nothing."),
        "complaints.news_unknown": _("This is not what a provider tells."),
        "complaints.number_unknown": _("No venue is set up for this number."),
        "complaints.message_unknown": _("There is no such message."),
        "complaints.gap_unknown": _("There is nothing to put in for {%(gap)s}."),
        "complaints.template_name_taken": _("There is a template of this name already."),
    }
)
declare(
    {
        "complaints.settled": _("Somebody has seen to it already."),
    },
    status=OUT_OF_STEP,
)
declare(
    {
        "complaints.too_often": _("Too many messages of one sender in one hour."),
    },
    status=TOO_OFTEN,
)
