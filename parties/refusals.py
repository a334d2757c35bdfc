from django.utils.translation import gettext_lazy as _

from foundation.refusals import NOT_YOURS, declare

declare({"parties.not_yours": _("Your role does not allow this.")}, status=NOT_YOURS)
declare(
    {
        "parties.uscc_wrong": _("This is not a valid unified social credit code: check the 18 characters."),
        "parties.uscc_taken": _("Another party is registered under this unified social credit code."),
        "parties.venue_duplicate": _("This party has a venue of this name already: %(name)s."),
        "parties.code_taken": _("The code %(taken)s is taken. Choose another."),
        "parties.duplicate": _("A party of this name exists already: %(name)s."),
        "parties.token_name_missing": _("Give the token a name, so that you know later what uses it."),
    }
)
