"""What is refused of results and of what follows from them."""

from django.utils.translation import gettext_lazy as _

from foundation.refusals import OUT_OF_STEP, declare

declare(
    {
        "surveys.no_target": _("The contract sets no such target for the period of this survey."),
        "surveys.loyalty_half": _(
            "The contract counts as loyal who would come again and would recommend the house; this questionnaire asks"
            " for no recommendation. Record the measurement on the contract's page, and say how it was measured."
        ),
        "surveys.no_duty": _("The contract asks for nothing of the kind for this period."),
    }
)
declare({"surveys.not_counted": _("The survey is not counted yet: its answers are sealed.")}, status=OUT_OF_STEP)
