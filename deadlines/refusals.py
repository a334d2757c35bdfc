from django.utils.translation import gettext_lazy as _

from foundation.refusals import declare

declare(
    {
        "deadlines.closed": _("This clock has stopped already."),
        "deadlines.paused": _("This clock is paused already."),
        "deadlines.running": _("This clock is not paused."),
        "deadlines.late": _("The time is over: the clock can no longer be paused."),
        "deadlines.over": _("The time is over: it can no longer be put off."),
        "deadlines.not_later": _("The new time must be later than the one that stands."),
        "deadlines.reason_missing": _("Say why the clock is paused: the reason is kept with the verdict."),
    }
)
