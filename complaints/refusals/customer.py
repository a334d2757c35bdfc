"""What is refused to customers, and about how they are reached."""

from django.utils.translation import gettext_lazy as _

from foundation.refusals import OUT_OF_STEP, declare

GONE = 404

declare(
    {
        "complaints.contact_wrong": _("This does not look like a number or address of that kind."),
        "complaints.contact_unknown": _("The customer left no contact."),
        "complaints.reason_missing": _("Say why."),
    }
)
declare(
    {
        "complaints.rated": _("You have rated the handling already."),
        "complaints.not_rateable": _("You can rate the handling once the result was told to you."),
        "complaints.enough_added": _("You have added much already. Please speak to the staff of the venue."),
        "complaints.code_busy": _(
            "Very many complaints are coming from this room just now, so this one was not taken. Please tell the staff,"
            " or send it again in an hour: your words stay on this page."
        ),
    },
    status=OUT_OF_STEP,
)
declare(
    {
        "complaints.code_unknown": _("This code is not in use any more. Please tell the staff what happened."),
        "complaints.link_unknown": _("This link is not known here."),
        "complaints.link_expired": _("This link has expired."),
    },
    status=GONE,
)
