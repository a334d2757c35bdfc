"""What a complaint is refused for when it is written down."""

from django.utils.translation import gettext_lazy as _

from foundation.refusals import NOT_YOURS, OUT_OF_STEP, declare

declare(
    {
        "complaints.venue_unknown": _("Choose one of your venues."),
        "complaints.room_of_another": _("This room does not belong to the venue."),
        "complaints.in_future": _("This moment is still to come."),
        "complaints.logged_before_it_happened": _("It cannot have been written down before it happened."),
        "complaints.person_unknown": _("This person does not work at the venue."),
        "complaints.nobody_there": _("Nobody is on duty here at the moment. Please speak to the staff."),
        "complaints.too_many_files": _("At most %(limit)s files at once."),
    }
)
declare(
    {
        "complaints.id_taken": _("This complaint was logged by somebody else already."),
        "complaints.closed": _("This complaint is closed."),
    },
    status=OUT_OF_STEP,
)
declare(
    {
        "complaints.not_your_step": _("Your role does not include this step at this venue."),
    },
    status=NOT_YOURS,
)
