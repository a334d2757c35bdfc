"""What is refused of answers."""

from django.utils.translation import gettext_lazy as _

from foundation.refusals import OUT_OF_STEP, declare

declare(
    {
        "surveys.answer_unknown": _("This is no answer to these questions. Please load the page again."),
        "surveys.answer_hidden": _("This question was not asked after what you answered before it."),
        "surveys.answer_missing": _("Please answer this question."),
        "surveys.answer_out_of_range": _("Please choose one of the answers that are offered."),
        "surveys.answer_shape": _("This answer cannot be read. Please give it again."),
    }
)
declare(
    {
        "surveys.wave_not_closed": _("Answers are opened once the survey is closed."),
        "surveys.answer_other_version": _("The questions have changed meanwhile. Please load the page again."),
    },
    status=OUT_OF_STEP,
)
