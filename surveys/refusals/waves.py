"""What is refused of waves: planning, drawing, inviting."""

from django.utils.translation import gettext_lazy as _

from foundation.refusals import OUT_OF_STEP, declare

declare(
    {
        "surveys.wave_nameless": _("Give the wave a name."),
        "surveys.version_unknown": _("Choose a questionnaire that is frozen and not archived."),
        "surveys.not_in_language": _("This questionnaire is not written in that language."),
        "surveys.choice_unknown": _("Choose one of the answers offered."),
        "surveys.size_missing": _("Say either the margin you want or the number of answers, not both."),
        "surveys.margin_wrong": _("A margin lies between 0.5 and 30 percentage points."),
        "surveys.size_wrong": _("Between 1 and %(most)s answers can be wanted."),
        "surveys.response_wrong": _("Between 1 and 100 of 100 who are invited can be expected to answer."),
        "surveys.window_past": _("The last day is over already. Choose a later one."),
        "surveys.window_outside": _("The window must lie between %(first)s and %(last)s, the days of the period."),
        "surveys.window_too_long": _("The last day follows the first one, %(days)s days later at most."),
        "surveys.nothing_to_ask": _("Choose a questionnaire first. If there is none, design one and freeze it."),
        "surveys.draws_nobody": _("This wave draws nobody: whoever has the code or the link answers."),
        "surveys.frame_small": _(
            "Only %(count)s members can be drawn; below %(least)s no figure may be shown. Widen the frame, or open the"
            " wave to whoever answers."
        ),
        "surveys.frame_too_small": _(
            "%(wanted)s answers are wanted, and only %(count)s members can be drawn. Ask everybody, want fewer answers,"
            " or widen the frame."
        ),
        "surveys.reason_missing": _("Say why."),
        "surveys.stratum_used_up": _("Everybody of this stratum was asked already. Nobody can step in."),
        "surveys.link_unknown": _("This link is not known here."),
    },
)
declare(
    {
        "surveys.drawn_already": _("The sample is drawn: what is asked, and whom, stands now."),
        "surveys.invited_already": _("The invitations are out: the window stands now."),
        "surveys.planned_already": _("Another wave is planned for this period already."),
        "surveys.not_called_off": _("Only a wave of a contract that was called off can be planned anew."),
        "surveys.period_over": _("It is too late: the days on which answers are taken are over."),
        "surveys.too_early": _("It opens by itself on its first day."),
        "surveys.still_open": _("It closes by itself after its last day."),
        "surveys.wave_not_running": _("This survey takes no answers now."),
        "surveys.invitation_ended": _("This invitation was answered, refused or replaced already."),
    },
    status=OUT_OF_STEP,
)
