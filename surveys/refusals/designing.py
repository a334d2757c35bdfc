"""What is refused of questionnaires."""

from django.utils.translation import gettext_lazy as _

from foundation.refusals import OUT_OF_STEP, declare

declare(
    {
        "surveys.definition_wrong": _("This is no questionnaire. Look at %(place)s."),
        "surveys.too_much": _("At most %(sections)s sections and %(questions)s questions: nobody answers more."),
        "surveys.too_many_options": _("%(place)s: at most %(most)s options or rows."),
        "surveys.key_twice": _("%(key)s is there twice."),
        "surveys.role_twice": _("“%(role)s” is counted by another question already."),
        "surveys.role_unfit": _(
            "%(place)s: what is counted must be required, without a condition, and a rating of 5 or a recommendation."
        ),
        "surveys.scale_wrong": _("%(place)s: a rating goes up to 5 or to 10."),
        "surveys.condition_later": _("%(place)s: the condition must ask about an earlier question."),
        "surveys.condition_unfit": _("%(place)s: the earlier question cannot be answered like this."),
        "surveys.condition_half": _("Say which answer opens this question."),
        "surveys.nothing_asked": _("Add a section with a question."),
        "surveys.section_empty": _("%(place)s has no question."),
        "surveys.title_missing": _("%(place)s: a text is missing in %(language)s."),
        "surveys.options_missing": _("%(place)s needs two options at least."),
        "surveys.rows_missing": _("%(place)s needs a row at least."),
        "surveys.role_missing": _("No question is counted for “%(role)s”."),
        "surveys.lines_differ": _(
            "Write the same number of lines in each language: line by line they belong together."
        ),
        "surveys.question_needed": _("Question %(number)s is asked depending on this one. Change that one first."),
        "surveys.language_missing": _("Choose at least one language."),
        "surveys.name_taken": _("There is a questionnaire of this name already."),
        "surveys.template_unknown": _("Choose one of the templates."),
    },
)
declare(
    {
        "surveys.version_frozen": _("This version is in use and never changes. Start the next one."),
        "surveys.first_draft_stays": _("The first draft stays. Put the whole questionnaire away instead."),
        "surveys.draft_there": _("There is a draft of the next version already."),
        "surveys.questionnaire_archived": _("This questionnaire was put away. Take it back first."),
    },
    status=OUT_OF_STEP,
)
