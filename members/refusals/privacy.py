"""What is refused where personal data are shown, kept, erased, or got lost."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from foundation.refusals import OUT_OF_STEP, declare

TOO_OFTEN: Final = 429

declare(
    {
        "members.reason_missing": _("Say why."),
        "members.nothing_there": _("The member has left nothing of that kind."),
        "members.years_wrong": _("From 0 to %(most)s years; 0 means that nobody is asked about."),
        "members.incident_says_nothing": _("Write what happened."),
        "members.told_too_early": _("Nobody can have been told before it was found."),
        "members.remedy_missing": _("Write what was done about it."),
    },
)
declare(
    {
        "members.erased": _("This member was erased, or this was decided already."),
        "members.told_already": _("That was noted already."),
        "members.incident_closed": _("This incident is closed."),
        "members.hours_over": _("The 72 hours are over: the house’s chain has asked the next one already."),
    },
    status=OUT_OF_STEP,
)
declare(
    {
        "members.too_many_numbers": _("Too many attempts. Wait ten minutes, then try again."),
        "members.too_many_looks": _("You have had many members shown within an hour. Try again later."),
    },
    status=TOO_OFTEN,
)
