"""What is refused of closed months and trials."""

from django.utils.translation import gettext_lazy as _

from foundation.refusals import OUT_OF_STEP, declare

declare(
    {
        "members.month_runs": _("This month has not ended yet."),
        "members.trial_nameless": _("Say what is tried."),
        "members.trial_percent": _("Between 1 and 50 per cent can be left alone."),
        "members.trial_days": _("A trial begins today or later, and lasts no longer than %(days)s days."),
        "members.trial_frame": _("A trial needs between %(least)s and %(most)s members. Choose others."),
    },
)
declare(
    {
        "members.month_frozen": _("This month is closed already."),
        "members.offer_gone": _("This was recorded meanwhile, or one of its months is not closed."),
    },
    status=OUT_OF_STEP,
)
