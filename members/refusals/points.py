"""What is refused of points, tiers and benefits."""

from django.utils.translation import gettext_lazy as _

from foundation.refusals import NOT_YOURS, OUT_OF_STEP, declare

declare(
    {
        "members.points_wrong": _("Give a whole number of points above zero."),
        "members.too_few_points": _("There are only %(left)s points to take."),
        "members.rules_backdated": _("Rules act from today on, or from a later day."),
        "members.number_out_of_range": _("Give a whole number up to %(most)s."),
        "members.tiers_missing": _("Give at least one tier, and at most %(most)s."),
        "members.tier_name": _("Give each tier a name of its own."),
        "members.tier_threshold_missing": _("Say what reaches “%(name)s”: spend, visits or points."),
        "members.tier_not_above": _("“%(name)s” must ask for more than “%(lower)s” in each column that both fill."),
        "members.benefit_wrong": _("Say what members get, and how often: from 1 to %(most)s times a period."),
        "members.benefit_not_theirs": _("The member's tier does not have this benefit."),
        "members.not_exclusive": _("The member's tier has no exclusive service."),
        "members.keeper_unknown": _("Choose somebody who looks after members here."),
        "members.wish_missing": _("Say what the member wishes."),
        "members.wish_not_ahead": _("Give a time that is still to come."),
    },
)
declare(
    {
        "members.key_taken": _("This was sent before with other content. Open the page again, and repeat it."),
        "members.benefit_used_up": _("It was used %(granted)s times in this period: no more is left."),
        "members.benefit_ended": _("This benefit has ended already."),
        "members.benefit_undone": _("This use was taken back already."),
        "members.benefit_period_over": _("Its period is over: what was counted in it stays."),
    },
    status=OUT_OF_STEP,
)
declare(
    {
        "members.own_adjustment": _("You asked for this adjustment: somebody else decides it."),
        "members.undone_by_others": _(
            "Within an hour whoever counted it takes it back. Now ask somebody who may adjust points."
        ),
    },
    status=NOT_YOURS,
)
