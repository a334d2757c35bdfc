from django.utils.translation import gettext_lazy as _

from foundation.refusals import NOT_YOURS, declare

declare(
    {
        "parties.not_yours": _("Your role does not allow this."),
        "parties.not_your_venue": _("Only the venue's own manager or administrator sets its rules."),
    },
    status=NOT_YOURS,
)
declare(
    {
        "parties.uscc_wrong": _("This is not a valid unified social credit code: check the 18 characters."),
        "parties.uscc_taken": _("Another party is registered under this unified social credit code."),
        "parties.venue_duplicate": _("This party has a venue of this name already: %(name)s."),
        "parties.code_taken": _("The code %(taken)s is taken. Choose another."),
        "parties.duplicate": _("A party of this name exists already: %(name)s."),
        "parties.hours_unreadable": _("“%(words)s” is no opening time. Write 18:00-05:00, several with commas."),
        "parties.hours_overlap": _("These opening times overlap."),
        "parties.never_open": _("A venue opens at least once a week."),
        "parties.leave_days_wrong": _("The last day must not be before the first."),
        "parties.leave_over": _("These days are over already."),
        "parties.leave_overlaps": _("Some of these days are taken by another absence already."),
        "parties.leave_called_off": _("This absence was called off already."),
        "parties.substitute_unknown": _("Choose a colleague who works for the same party."),
        "parties.substitute_away": _("This colleague is away on some of these days too. Choose another."),
        "parties.token_name_missing": _("Give the token a name, so that you know later what uses it."),
    }
)
