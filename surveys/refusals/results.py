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
        "surveys.subject_unknown": _("Choose one of the subjects that the survey asked about."),
        "surveys.measure_wordless": _("Say what is done."),
        "surveys.owner_unknown": _("Choose a person of your side who may do this."),
        "surveys.due_past": _("Choose a day that is still to come."),
        "surveys.no_measures": _("Set a measure first: the plan would be empty."),
        "surveys.effect_not_shown": _(
            "The test does not show that: the difference lies between %(low)s and %(high)s percentage points."
        ),
    }
)
declare(
    {
        "surveys.not_counted": _("The survey is not counted yet: its answers are sealed."),
        "surveys.measure_not_done": _("Only what was done, and is not judged yet, can be judged."),
        "surveys.no_later_wave": _("The next survey is not counted yet. It will tell."),
    },
    status=OUT_OF_STEP,
)
