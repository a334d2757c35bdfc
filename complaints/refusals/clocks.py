"""What is refused about clocks, the rules of a house and escalation."""

from django.utils.translation import gettext_lazy as _

from foundation.refusals import OUT_OF_STEP, declare

declare(
    {
        "complaints.note_missing": _("Write a short note: it stays with the complaint."),
        "complaints.minutes_wrong": _("Between 1 minute and 7 days (10080 minutes)."),
        "complaints.chief_unknown": _("Choose who is asked at this level."),
        "complaints.hours_wrong": _("Between 0 and 720 hours; 0 means no limit."),
        "complaints.hours_not_set": _("Set the opening hours first: a limit that counts them needs some."),
        "complaints.person_away": _("This person is away today. Choose somebody who is at work."),
    }
)
declare(
    {
        "complaints.acknowledged": _("This level is acknowledged already."),
        "complaints.level_over": _("Nobody needs to acknowledge this any more: the step is done."),
    },
    status=OUT_OF_STEP,
)
