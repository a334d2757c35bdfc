"""What is refused at the doors of a survey."""

from django.utils.translation import gettext_lazy as _

from foundation.refusals import OUT_OF_STEP, declare

declare(
    {
        "surveys.door_unknown": _("This code is not in use any more."),
        "surveys.door_busy": _("Many answers came from here just now. Please try again in a few minutes."),
        "surveys.venue_elsewhere": _("Choose a venue that this survey asks about."),
        "surveys.codes_count": _("Choose between 1 and %(most)s codes."),
        "surveys.code_unknown": _("This code is not known. Look whether each letter is right."),
        "surveys.sheets_count": _("Choose between 1 and %(most)s sheets."),
        "surveys.nobody_for_sheets": _("Everybody who was drawn has answered, or has a sheet already."),
        "surveys.sheet_same_person": _("You typed this sheet in already. Somebody else types it in the second time."),
    }
)
declare(
    {
        "surveys.code_used": _("This code was used already. Ask for another one."),
        "surveys.sheet_done": _("This sheet was typed in twice already."),
    },
    status=OUT_OF_STEP,
)
